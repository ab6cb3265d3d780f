"""A clock that is set is noticed; one that merely drifts, or a program that merely waits, is not."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Steadiness

START = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Hands:
    """What is read of both clocks."""

    def __init__(self) -> None:
        self.now, self.steady = START, 0.0
        self.steadiness = Steadiness(START, lambda: self.steady)

    def look(self, passed: timedelta, leap: timedelta = timedelta(0)) -> bool:
        self.now += passed + leap
        self.steady += passed.total_seconds()
        return self.steadiness.look(self.now)


def test_31_a_leap_ahead_holds_until_it_is_taken_back():
    hands = Hands()
    assert hands.look(MINUTE)
    assert not hands.look(MINUTE, timedelta(days=1))
    assert not hands.look(MINUTE)
    assert hands.steadiness.leapt == timedelta(days=1)
    assert hands.look(MINUTE, -timedelta(days=1))


@pytest.mark.parametrize("leap", [-timedelta(days=1), timedelta(minutes=10)])
def test_31_a_leap_back_or_a_small_one_makes_nothing_early(leap):
    assert Hands().look(MINUTE, leap)


def test_31_a_drift_over_years_is_no_leap():
    hands = Hands()
    assert all(hands.look(MINUTE, timedelta(seconds=5)) for _ in range(1_000))


def test_31_a_long_wait_is_no_leap():
    assert Hands().look(timedelta(hours=9))
