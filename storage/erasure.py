"""Erasing: what says something of a person is overwritten or removed; numbers, states, moments and the journal stay."""

from datetime import datetime

from sqlalchemy import BindParameter, Update, bindparam, delete, exists, func, or_, select, update

from civic.people import NOBODY
from civic.understanding import Spot
from storage.sql import Session, Statement
from storage.tables import (
    UNFINISHED,
    CarriedState,
    InboxState,
    attendance,
    ballots,
    cards,
    carried,
    cases,
    counters,
    inbox,
    leavings,
    notes,
    outbox,
    people,
    prompts,
    roles,
    signatures,
    votes,
)
from storage.values import dump_spot, stamp

_NOWHERE = dump_spot(Spot())
_CASE: BindParameter[int] = bindparam("case_id")


def _notes(**values: object) -> Update:
    return update(notes).values(**values).where(notes.c.case_id == _CASE)


_SPOT = (
    Statement(update(cases).values(spot=bindparam("spot")).where(cases.c.id == _CASE)),
    Statement(_notes(latitude=None, longitude=None)),
)
_FILES = (
    Statement(_notes(file_kind=None, file_id=None)),
    # What is just being taken back is still to be heard of.
    Statement(delete(carried).where(carried.c.case_id == _CASE, carried.c.state != CarriedState.ASKED)),
)
_WORDS = (
    Statement(update(cases).values(text="", sketch=None, persistence=None).where(cases.c.id == _CASE)),
    Statement(_notes(text="", message_id=None, album=None)),
    Statement(delete(signatures).where(signatures.c.case_id == _CASE)),
)
_BALLOTS = (
    Statement(delete(ballots).where(ballots.c.vote_id == bindparam("vote_id"))),
    Statement(
        delete(attendance).where(
            attendance.c.topic_id
            == select(votes.c.topic_id).where(votes.c.id == bindparam("vote_id")).scalar_subquery()
        )
    ),
    Statement(update(votes).values(roll="[]").where(votes.c.id == bindparam("vote_id"))),
)
_PERSON: BindParameter[int] = bindparam("person_id")
_LEAVE_CHAT = Statement(
    delete(cards).where(cards.c.chat_id == select(people.c.chat_id).where(people.c.id == _PERSON).scalar_subquery())
)
_ERASE_PERSON = (
    Statement(delete(notes).where(notes.c.author_id == _PERSON, notes.c.case_id.is_(None))),
    Statement(delete(prompts).where(prompts.c.person_id == _PERSON)),
    Statement(delete(leavings).where(leavings.c.person_id == _PERSON)),
    _LEAVE_CHAT,
    Statement(
        update(people)
        .values(
            name="",
            chat_id=NOBODY - people.c.id,
            place_id=None,
            spot=bindparam("spot"),
            consent_version=0,
            consent_at=None,
            unreachable=1,
        )
        .where(people.c.id == _PERSON)
    ),
)
_NEWEST_PERSON = Statement(select(func.max(people.c.id)))
_NEWEST_POST = Statement(select(func.max(outbox.c.id)))
_DRAFTS = Statement(delete(notes).where(notes.c.case_id.is_(None), notes.c.at < bindparam("before")))
_STRANGE = (
    people.c.id <= bindparam("up_to"),
    people.c.consent_version.is_(None),
    ~exists().where(notes.c.author_id == people.c.id),
    ~exists().where(roles.c.person_id == people.c.id),
    ~exists().where(cases.c.reporter_id == people.c.id),
)
_STRANGERS = (
    Statement(delete(prompts).where(prompts.c.person_id.in_(select(people.c.id).where(*_STRANGE)))),
    Statement(delete(people).where(*_STRANGE)),
)
_COUNTERS = Statement(
    delete(counters).where(counters.c.series > bindparam("after"), counters.c.series < bindparam("before"))
)
_RECEIVED = Statement(
    delete(inbox).where(
        inbox.c.id.in_(
            select(inbox.c.id)
            .where(
                or_(
                    (inbox.c.state == InboxState.DONE) & (inbox.c.received_at < bindparam("before")),
                    (inbox.c.state == InboxState.DEAD) & (inbox.c.received_at < bindparam("dead_before")),
                )
            )
            .order_by(inbox.c.id)
            .limit(bindparam("limit"))
        )
    )
)
_DELIVERED = Statement(
    delete(outbox).where(
        outbox.c.id.in_(
            select(outbox.c.id)
            .where(outbox.c.id <= bindparam("up_to"), outbox.c.state.not_in(UNFINISHED))
            .order_by(outbox.c.id)
            .limit(bindparam("limit"))
        )
    )
)


class Erasure:
    """Fits ``services.keeping.Erasure``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def words(self, case_id: int) -> None:
        self.spot(case_id)
        self.files(case_id)
        for statement in _WORDS:
            self._session.run(statement, case_id=case_id)

    def files(self, case_id: int) -> None:
        for statement in _FILES:
            self._session.run(statement, case_id=case_id)

    def spot(self, case_id: int) -> None:
        spot, points = _SPOT
        self._session.run(spot, case_id=case_id, spot=_NOWHERE)
        self._session.run(points, case_id=case_id)

    def ballots(self, vote_id: int) -> None:
        for statement in _BALLOTS:
            self._session.run(statement, vote_id=vote_id)

    def person(self, person_id: int) -> None:
        *others, last = _ERASE_PERSON
        for statement in others:
            self._session.run(statement, person_id=person_id)
        self._session.run(last, person_id=person_id, spot=_NOWHERE)
        self._session.known.pop(person_id, None)

    def newest_person(self) -> int:
        return self._session.value(_NEWEST_PERSON) or 0

    def newest_post(self) -> int:
        return self._session.value(_NEWEST_POST) or 0

    def drafts(self, before: datetime) -> int:
        return self._session.run(_DRAFTS, before=stamp(before))

    def strangers(self, up_to: int) -> int:
        asked, known = _STRANGERS
        self._session.run(asked, up_to=up_to)
        return self._session.run(known, up_to=up_to)

    def counters(self, after: str, before: str) -> int:
        return self._session.run(_COUNTERS, after=after, before=before)

    def received(self, before: datetime, dead_before: datetime, limit: int) -> int:
        return self._session.run(_RECEIVED, before=stamp(before), dead_before=stamp(dead_before), limit=limit)

    def delivered(self, up_to: int, limit: int) -> int:
        return self._session.run(_DELIVERED, up_to=up_to, limit=limit)
