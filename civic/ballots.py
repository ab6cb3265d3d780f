"""Ballots (选票): a frozen roll (表决名单), choices of which the last counts, and a tally that anyone can recount."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from civic.refusals import NoRoll, NotOnRoll, VoteClosed


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


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote on a topic. The roll holds person ids and was fixed when the vote opened; it is open in [opened_at, closes_at)."""

    id: int
    topic_id: int
    roll: frozenset[int]
    opened_at: datetime
    closes_at: datetime
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Ballot:
    """One choice by one person; ballots are only ever added."""

    person_id: int
    choice: Choice
    at: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """The count. ``present`` are those whose ballot counts, abstentions among them."""

    roll: int
    present: int
    votes_for: int
    votes_against: int
    abstentions: int

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


def tally(vote: Vote, ballots: Iterable[Ballot]) -> Tally:
    """Count: of each person on the roll the last ballot, in the order given."""
    last = {ballot.person_id: ballot.choice for ballot in ballots if ballot.person_id in vote.roll}
    count = Counter(last.values())
    return Tally(len(vote.roll), len(last), count[Choice.FOR], count[Choice.AGAINST], count[Choice.ABSTAIN])
