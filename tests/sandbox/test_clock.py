"""The clock: forward only, and everyone who asked is told."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox import Clock, ManualClock

START = datetime(2026, 11, 22, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_manual_clock_stands_still() -> None:
    clock = ManualClock(START)
    assert clock.now() == START

    clock.advance(HOUR)

    assert clock.now() == START + HOUR
    assert clock.offset == HOUR


def test_the_real_clock_runs_ahead_by_its_offset() -> None:
    clock, untouched = Clock(), Clock()

    clock.advance(HOUR)

    assert HOUR <= clock.now() - untouched.now() + timedelta(seconds=1) <= HOUR + timedelta(seconds=2)
    assert clock.now().tzinfo is UTC


def test_time_never_goes_backward() -> None:
    with pytest.raises(ValueError, match="backward"):
        ManualClock(START).advance(-HOUR)


def test_subscribers_are_told_until_they_leave() -> None:
    clock, told = ManualClock(START), []
    leave = clock.subscribe(lambda: told.append(clock.now()))
    clock.advance(HOUR)
    leave()

    clock.advance(HOUR)

    assert told == [START + HOUR]
