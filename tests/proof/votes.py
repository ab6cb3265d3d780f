"""Votes of the crash harness: who tapped what, held against the ballots. Every tap in time is one ballot, unless it changes nothing."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import groupby

from civic.cases import CLIMBING
from services import ballots, conversation, topics
from services.council import Group
from services.incoming import Account, Incoming
from storage.values import moment
from tests.proof.ground import Ground, place_id

SOON = timedelta(minutes=1)
"""How long after it was called a meeting begins."""
MINUTES = 60
SLACK = timedelta(minutes=3)
"""A tap this shortly before the closing moment may have been received after it."""

Note = Callable[[str, object], None]


class Votes:
    """What was tapped so far."""

    def __init__(self) -> None:
        self._taps: dict[tuple[int, int], list[tuple[datetime, str]]] = defaultdict(list)

    def tapped(self, vote_id: int, account: int, choice: str, at: datetime) -> None:
        self._taps[vote_id, account].append((at, choice))

    def figures(self) -> dict[str, int]:
        return {"votes": len({vote for vote, _ in self._taps}), "taps": sum(map(len, self._taps.values()))}

    def check(self, ground: Ground, note: Note) -> None:
        """Hold the taps against the ballots, and the votes against the clock."""
        kept: dict[tuple[int, int], list[str]] = defaultdict(list)
        cast = "SELECT vote_id, chat_id, choice FROM ballots JOIN people ON people.id = person_id ORDER BY ballots.id"
        for vote_id, account, choice in ground.rows(cast):
            kept[vote_id, account].append(choice)
        for vote_id, roll, closes_at, outcome in ground.rows("SELECT id, roll, closes_at, outcome FROM votes"):
            closes = moment(closes_at)
            if outcome is None and closes <= ground.now - SLACK:
                note("vote left open", vote_id)
            members = {ground.tx.people.get(int(each)).chat_id for each in roll.strip("[]").split(",")}
            for account in {who for vote, who in (*self._taps, *kept) if vote == vote_id}:
                wrong = self._wrong((vote_id, account), closes, kept[vote_id, account], on_roll=account in members)
                if wrong:
                    note("ballot", wrong)
        told = "SELECT subject_id, count(*) FROM journal WHERE kind = 'vote_closed' GROUP BY subject_id"
        for vote_id, times in ground.rows(told):
            if times != 1:
                note("vote closed again", vote_id)

    def _wrong(self, whose: tuple[int, int], closes: datetime, kept: list[str], *, on_roll: bool) -> object:
        taps = self._taps[whose] if on_roll else []
        surely = _changes([choice for at, choice in taps if at < closes - SLACK])
        perhaps = _changes([choice for at, choice in taps if at < closes + SLACK])
        if kept[: len(surely)] == surely and kept == perhaps[: len(kept)]:
            return None
        return whose, kept, surely


def begin(ground: Ground, group: int, resident: int) -> None:
    """The council's group is bound to its place, and there is a case to vote on."""
    said = Incoming(Account(resident, ""), 1, ground.now, "3号楼楼道灯不亮了")
    ground.perform(lambda act: act.tx.groups.bind(Group(group, place_id(act, "xf"))))
    ground.perform(lambda act: conversation.receive(act, said))


def open_vote(ground: Ground, secretary: int) -> None:
    """A vote on the latest case that is worked on, unless one is open; the program sleeps until its meeting has begun."""
    states = ", ".join(f"'{state}'" for state in CLIMBING)
    found = ground.rows(f"SELECT id FROM cases WHERE state IN ({states}) ORDER BY id DESC LIMIT 1")
    opened = ground.rows("SELECT id FROM votes WHERE outcome IS NULL")
    person = ground.tx.people.by_chat(secretary)
    if not found or opened or person is None:
        return
    topic = ground.perform(lambda act: topics.propose(act, person, found[0][0]))
    ground.perform(lambda act: topics.give_notice(act, person, topic.id, act.now + SOON))
    ground.now += SOON
    ground.perform(lambda act: ballots.open_vote(act, person, topic.id, MINUTES))


def _changes(choices: list[str]) -> list[str]:
    """The same once more changes nothing."""
    return [choice for choice, _ in groupby(choices)]
