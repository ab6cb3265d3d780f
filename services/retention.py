"""Retention: what was kept long enough is purged at night, in shares that each are one short transaction.

Cases and votes are found by the events that ended them: for each kind of what is kept it is remembered how far the journal has been
read. What has no moment of its own (posts, people) goes by the newest number of an earlier night.
"""

import json
from collections.abc import Callable

from civic.cases import OPEN
from civic.kinds import Tier
from civic.people import Person
from civic.retention import ENDS, RETENTION, Kept
from civic.roles import Role
from services import hourly, privacy
from services.act import Act
from services.ports import Subject

AT_ONCE = 500
"""Rows or events of a share."""

Share = Callable[[Act], bool]
"""Does a share of the work; true when there may be more."""


def spot(act: Act, case_id: int) -> None:
    """Where an emergency was is nobody's business a month later; other spots go with the words."""
    if act.tx.cases.get(case_id).tier is Tier.EMERGENCY:
        act.tx.erasure.spot(case_id)


def files(act: Act, case_id: int) -> None:
    """Pictures and voices."""
    act.tx.erasure.files(case_id)


def words(act: Act, case_id: int) -> None:
    """All words; and with the last of them, the person who wrote, unless they have a role."""
    privacy.erase_words(act, case_id)
    person = act.tx.people.get(act.tx.cases.get(case_id).reporter_id)
    mine = act.tx.cases.reported_by(person.id, privacy.EVERYTHING)
    if not any(case.text or case.state in OPEN for case in mine) and not _serves(act, person):
        act.tx.erasure.person(person.id)


def ballots(act: Act, vote_id: int) -> None:
    """Who voted how; the result stands in the journal."""
    act.tx.erasure.ballots(vote_id)


OF_CASES: dict[Kept, Callable[[Act, int], None]] = {Kept.SPOT: spot, Kept.FILES: files, Kept.WORDS: words}
OF_VOTES: dict[Kept, Callable[[Act, int], None]] = {Kept.BALLOTS: ballots}


def expire(act: Act, case_id: int) -> None:
    """A hold is over: what would have gone meanwhile goes now."""
    ended = [event.at for event in act.tx.journal.of(Subject.CASE, case_id) if event.kind in ENDS]
    for kept, purge in OF_CASES.items():
        if ended and act.now - ended[-1] >= RETENTION[kept]:
            purge(act, case_id)


def _ended(kept: Kept, subject: Subject, purge: Callable[[Act, int], None]) -> Share:
    def share(act: Act) -> bool:
        key = f"retention:{kept}"
        after = int(act.tx.meta.get(key) or 0)
        found, read_to = act.tx.holds.ended(after, act.now - RETENTION[kept], AT_ONCE)
        ids = [each.subject_id for each in found if each.subject == subject]
        held = act.tx.holds.held(ids) if subject is Subject.CASE else frozenset()
        for each in ids:
            if each not in held:
                purge(act, each)
        if read_to > after:
            act.tx.meta.set(key, str(read_to))
        return read_to > after

    return share


def _drafts(act: Act) -> bool:
    act.tx.erasure.drafts(act.now - RETENTION[Kept.DRAFT])
    return False


def _hours(act: Act) -> bool:
    act.tx.erasure.counters(hourly.SERIES, hourly.this_hour(act))
    return False


def _strangers(act: Act) -> bool:
    act.tx.erasure.strangers(_mark(act, Kept.STRANGER, act.tx.erasure.newest_person()))
    return False


def _received(act: Act) -> bool:
    before, dead_before = (act.now - RETENTION[kept] for kept in (Kept.RECEIVED, Kept.DEAD_LETTER))
    return act.tx.erasure.received(before, dead_before, AT_ONCE) == AT_ONCE


def _mark_posts(act: Act) -> bool:
    _mark(act, Kept.DELIVERED, act.tx.erasure.newest_post())
    return False


def _delivered(act: Act) -> bool:
    return act.tx.erasure.delivered(_reached(act, Kept.DELIVERED), AT_ONCE) == AT_ONCE


def _leavers(act: Act) -> bool:
    for person_id in act.tx.holds.leaving():
        privacy.settle(act, person_id)
    return False


SHARES: tuple[Share, ...] = (
    _drafts,
    _hours,
    _strangers,
    _received,
    _mark_posts,
    _delivered,
    *(_ended(kept, Subject.CASE, purge) for kept, purge in OF_CASES.items()),
    *(_ended(kept, Subject.VOTE, purge) for kept, purge in OF_VOTES.items()),
    _leavers,
)
"""The night's work, each to be done until there is no more."""


def _mark(act: Act, kept: Kept, newest: int) -> int:
    """Note tonight's newest number; gives the newest one of those nights that lie as far back as the retention."""
    marks = [*_marks(act, kept), [int(act.now.timestamp()), newest]]
    reached = _reached_of(act, kept, marks)
    act.tx.meta.set(f"marks:{kept}", json.dumps([mark for mark in marks if mark[1] >= reached]))
    return reached


def _reached(act: Act, kept: Kept) -> int:
    return _reached_of(act, kept, _marks(act, kept))


def _reached_of(act: Act, kept: Kept, marks: list[list[int]]) -> int:
    long_ago = (act.now - RETENTION[kept]).timestamp()
    return max((number for moment, number in marks if moment <= long_ago), default=0)


def _marks(act: Act, kept: Kept) -> list[list[int]]:
    marks: list[list[int]] = json.loads(act.tx.meta.get(f"marks:{kept}") or "[]")
    return marks


def _serves(act: Act, person: Person) -> bool:
    grants = act.tx.roles.of(person.id)
    return any(grant.active(act.now) and grant.role is not Role.RESIDENT for grant in grants)
