"""Votes: the frozen roll, the last ballot of each, the quorum, the majority, ties."""

import random
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.ballots import Ballot, Choice, Outcome, Tally, Vote, cast, open_roll, tally
from civic.refusals import NoRoll, NotOnRoll, Refusal, VoteClosed
from tests.civic.kit import HOUR, NOW

FOR, AGAINST, ABSTAIN = Choice
TICK = timedelta(microseconds=1)


def a_vote(roll: int = 5, outcome: Outcome | None = None) -> Vote:
    """A vote of members 1 to ``roll``, open for an hour from now."""
    return Vote(1, 1, frozenset(range(1, roll + 1)), NOW, NOW + HOUR, outcome)


def count(votes: str, roll: int = 5) -> Tally:
    """The count of ballots written as 「+-0」, by members 1, 2, 3 …"""
    choices = {"+": FOR, "-": AGAINST, "0": ABSTAIN}
    ballots = [Ballot(person, choices[sign], NOW) for person, sign in enumerate(votes, start=1)]
    return tally(a_vote(roll), ballots)


@pytest.mark.parametrize(
    ("roll", "votes", "outcome"),
    [
        (5, "", Outcome.NO_QUORUM),
        (5, "++", Outcome.NO_QUORUM),
        (5, "+++", Outcome.PASSED),
        (5, "++-", Outcome.PASSED),
        (5, "+--", Outcome.REJECTED),
        (4, "++", Outcome.NO_QUORUM),
        (4, "++-", Outcome.PASSED),
        (4, "++--", Outcome.REJECTED),
        (5, "++0-", Outcome.REJECTED),
        (5, "++00", Outcome.REJECTED),
        (5, "+++00", Outcome.PASSED),
        (5, "00000", Outcome.REJECTED),
        (1, "+", Outcome.PASSED),
        (2, "+", Outcome.NO_QUORUM),
        (2, "+-", Outcome.REJECTED),
    ],
    ids=[
        "nobody came",
        "fewer than half",
        "three of five",
        "two to one",
        "one to two",
        "half is no quorum",
        "just over half",
        "tie",
        "half of those present",
        "abstentions weigh",
        "majority with abstentions",
        "all abstain",
        "one alone",
        "one of two",
        "tie of two",
    ],
)
def test_outcome(roll: int, votes: str, outcome: Outcome) -> None:
    assert count(votes, roll).outcome is outcome


def test_a_tally_counts_each_choice() -> None:
    assert count("++-0") == Tally(roll=5, present=4, votes_for=2, votes_against=1, abstentions=1)


def test_the_last_ballot_counts() -> None:
    ballots = [Ballot(1, FOR, NOW), Ballot(2, FOR, NOW), Ballot(1, AGAINST, NOW + HOUR), Ballot(1, ABSTAIN, NOW)]
    assert tally(a_vote(), ballots) == Tally(5, 2, 1, 0, 1)


def test_ballots_from_outside_the_roll_are_not_counted() -> None:
    assert tally(a_vote(), [Ballot(99, FOR, NOW)]).present == 0


def test_a_ballot_is_who_what_and_when() -> None:
    assert cast(a_vote(), 3, FOR, NOW) == Ballot(3, FOR, NOW)


@pytest.mark.parametrize(
    ("person", "at", "outcome", "refusal"),
    [
        (99, NOW, None, NotOnRoll),
        (1, NOW + HOUR, None, VoteClosed),
        (1, NOW + HOUR + TICK, None, VoteClosed),
        (1, NOW, Outcome.PASSED, VoteClosed),
        (99, NOW + 2 * HOUR, None, NotOnRoll),
    ],
    ids=["not on the roll", "at the closing instant", "later", "decided", "stranger and late"],
)
def test_a_ballot_is_refused(person: int, at: datetime, outcome: Outcome | None, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        cast(a_vote(outcome=outcome), person, FOR, at)


def test_the_last_moment_before_closing_counts() -> None:
    assert cast(a_vote(), 1, FOR, NOW + HOUR - TICK).at < NOW + HOUR


def test_the_roll_is_who_is_there_each_once() -> None:
    assert open_roll([3, 1, 3]) == {1, 3}


def test_there_is_no_vote_without_a_roll() -> None:
    with pytest.raises(NoRoll):
        open_roll([])


people = st.integers(1, 12)
ballots = st.lists(st.builds(Ballot, people, st.sampled_from(Choice), st.just(NOW)), max_size=40)
rolls = st.integers(1, 9)


@given(rolls, ballots)
def test_the_figures_add_up(roll: int, cast_: list[Ballot]) -> None:
    result = tally(a_vote(roll), cast_)
    assert result.votes_for + result.votes_against + result.abstentions == result.present <= result.roll == roll


@given(rolls, ballots, st.integers())
def test_only_each_persons_own_order_matters(roll: int, cast_: list[Ballot], seed: int) -> None:
    by_person = {person: [each for each in cast_ if each.person_id == person] for person in range(1, 13)}
    queues = [queue for queue in by_person.values() if queue]
    mixed, chance = [], random.Random(seed)
    while queues := [queue for queue in queues if queue]:
        mixed.append(chance.choice(queues).pop(0))
    assert tally(a_vote(roll), mixed) == tally(a_vote(roll), cast_)


@given(rolls, ballots, people, st.sampled_from(Choice))
def test_to_tap_the_same_again_changes_nothing(roll: int, cast_: list[Ballot], person: int, choice: Choice) -> None:
    once = [*cast_, Ballot(person, choice, NOW)]
    assert tally(a_vote(roll), once) == tally(a_vote(roll), [*once, once[-1]])


@given(rolls, ballots)
def test_passing_takes_more_than_half_of_more_than_half(roll: int, cast_: list[Ballot]) -> None:
    """Recounted by hand: one ballot a head, the latest; then the two questions in plain fractions."""
    latest: dict[int, Choice] = {}
    for ballot in cast_:
        if 1 <= ballot.person_id <= roll:
            latest[ballot.person_id] = ballot.choice
    came, agreed = len(latest), list(latest.values()).count(FOR)
    expected = Outcome.NO_QUORUM
    if came / roll > 1 / 2:
        expected = Outcome.PASSED if agreed / came > 1 / 2 else Outcome.REJECTED
    assert tally(a_vote(roll), cast_).outcome is expected
