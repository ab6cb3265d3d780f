"""Ballots (选票): a frozen roll (表决名单), choices of which the last counts, and a tally that anyone can recount."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from civic.refusals import NoRoll, NotOnRoll, VoteClosed

TAPS_KEPT = timedelta(seconds=150)
"""How long the messenger keeps the tap on a button that nobody answers."""


class Choice(StrEnum):
    """The three choices."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class Outcome(StrEnum):
    """How a vote ended."""

    PASSED = "passed"
    REJECTED = "rejected"
    NO_QUORUM = "no_quorum"
    """未达法定人数: half of the roll or fewer took part."""
    VOID = "void"
    """作废: the bot had been shut out of the group, and a coordinator decided that the vote does not count (fault 22)."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote on a topic. The roll holds person ids and was fixed when the vote opened; it is open in [opened_at, closes_at).

    ``extended`` is by how many minutes it was prolonged after an outage; ``suspended`` says that the group could not be reached, so
    that a person has to decide whether it counts.
    """

    id: int
    topic_id: int
    roll: frozenset[int]
    opened_at: datetime
    closes_at: datetime
    outcome: Outcome | None = None
    extended: int = 0
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class Ballot:
    """One choice by one person; ballots are only ever added."""

    person_id: int
    choice: Choice
    at: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """The count. ``present`` are those whose ballot counts, abstentions among them; ``excluded`` had a ballot that does not."""

    roll: int
    present: int
    votes_for: int
    votes_against: int
    abstentions: int
    excluded: int = 0

    @property
    def quorum(self) -> bool:
        """Whether more than half of the roll took part (过半数: strictly more than one half)."""
        return 2 * self.present > self.roll

    @property
    def outcome(self) -> Outcome:
        """Passed by more than half of those present; a tie is not passed."""
        if not self.quorum:
            return Outcome.NO_QUORUM
        return Outcome.PASSED if 2 * self.votes_for > self.present else Outcome.REJECTED


def open_roll(members: Iterable[int]) -> frozenset[int]:
    """Freeze the roll. Raises ``NoRoll`` when nobody is on it."""
    roll = frozenset(members)
    if not roll:
        raise NoRoll
    return roll


def cast(vote: Vote, person_id: int, choice: Choice, received_at: datetime) -> Ballot:
    """A ballot, when the person is on the roll and the tap was received before the closing moment."""
    if person_id not in vote.roll:
        raise NotOnRoll
    if vote.outcome is not None or received_at >= vote.closes_at:
        raise VoteClosed
    return Ballot(person_id, choice, received_at)


def tally(vote: Vote, ballots: Iterable[Ballot], former: Collection[int] = ()) -> Tally:
    """Count: of each person on the roll the last ballot, in the order given.

    ``former`` are those on the roll whose role ended before the vote closed: their ballots do not count, the roll stays as it was
    (fault 23).
    """
    last = {ballot.person_id: ballot.choice for ballot in ballots if ballot.person_id in vote.roll}
    count = Counter(choice for person_id, choice in last.items() if person_id not in former)
    return Tally(
        roll=len(vote.roll),
        present=count.total(),
        votes_for=count[Choice.FOR],
        votes_against=count[Choice.AGAINST],
        abstentions=count[Choice.ABSTAIN],
        excluded=len(last) - count.total(),
    )


def extend(vote: Vote, since: datetime, now: datetime) -> Vote | None:
    """The vote prolonged, once, by what an outage from ``since`` to ``now`` took of it; ``None`` when it took nothing that counts.

    The messenger keeps a tap for 150 seconds (fault 25): a shorter outage loses none. A running minute is given whole.
    """
    lost = min(now, vote.closes_at) - max(since, vote.opened_at)
    if vote.outcome is not None or vote.extended or vote.suspended or lost <= TAPS_KEPT:
        return None
    minutes = -(-lost // timedelta(minutes=1))
    return replace(vote, closes_at=max(vote.closes_at, now) + timedelta(minutes=minutes), extended=minutes)
