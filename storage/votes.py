"""Votes and their ballots, which are only ever added."""

from dataclasses import replace

from sqlalchemy import bindparam, select, update

from civic.ballots import Ballot, Choice, Outcome, Vote
from civic.refusals import NotFound
from storage.sql import Row, Session, Statement, adding
from storage.tables import ballots, votes
from storage.values import dump, load, moment, stamp

_GET = Statement(select(votes).where(votes.c.id == bindparam("id")))
_OF_TOPIC = Statement(
    select(votes).where(votes.c.topic_id == bindparam("topic_id")).order_by(votes.c.id.desc()).limit(1)
)
_ADD = Statement(adding(votes, "id"))
# Roll and rule were fixed when the vote opened and are never set afterwards.
_SAVE = Statement(
    update(votes)
    .values({name: bindparam(name) for name in ("closes_at", "outcome", "extended", "suspended")})
    .where(votes.c.id == bindparam("id"))
)
_OPEN = Statement(select(votes).where(votes.c.outcome.is_(None)).order_by(votes.c.closes_at, votes.c.id))
_CAST = Statement(adding(ballots, "id"))
_BALLOTS = Statement(select(ballots).where(ballots.c.vote_id == bindparam("vote_id")).order_by(ballots.c.id))


class Votes:
    """The repository of votes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, vote: Vote) -> Vote:
        vote_id = self._session.add(
            _ADD,
            topic_id=vote.topic_id,
            roll=dump(vote.roll),
            opened_at=stamp(vote.opened_at),
            **_changing(vote),
        )
        return replace(vote, id=vote_id)

    def save(self, vote: Vote) -> None:
        self._session.run(_SAVE, id=vote.id, **_changing(vote))

    def open(self) -> tuple[Vote, ...]:
        return tuple(map(_vote, self._session.rows(_OPEN)))

    def get(self, vote_id: int) -> Vote:
        row = self._session.row(_GET, id=vote_id)
        if row is None:
            raise NotFound
        return _vote(row)

    def of_topic(self, topic_id: int) -> Vote | None:
        row = self._session.row(_OF_TOPIC, topic_id=topic_id)
        return None if row is None else _vote(row)

    def cast(self, vote_id: int, ballot: Ballot) -> None:
        self._session.run(_CAST, vote_id=vote_id, person_id=ballot.person_id, choice=ballot.choice, at=stamp(ballot.at))

    def ballots(self, vote_id: int) -> tuple[Ballot, ...]:
        rows = self._session.rows(_BALLOTS, vote_id=vote_id)
        return tuple(Ballot(row["person_id"], Choice(row["choice"]), moment(row["at"])) for row in rows)


def _changing(vote: Vote) -> dict[str, object]:
    return {
        "closes_at": stamp(vote.closes_at),
        "outcome": vote.outcome,
        "extended": vote.extended,
        "suspended": int(vote.suspended),
    }


def _vote(row: Row) -> Vote:
    return Vote(
        id=row["id"],
        topic_id=row["topic_id"],
        roll=frozenset(load(row["roll"])),
        opened_at=moment(row["opened_at"]),
        closes_at=moment(row["closes_at"]),
        outcome=None if row["outcome"] is None else Outcome(row["outcome"]),
        extended=row["extended"],
        suspended=bool(row["suspended"]),
    )
