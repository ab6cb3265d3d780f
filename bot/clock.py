"""The program's clock: the one place that reads the machine's time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic

LEAP = timedelta(minutes=10)
"""A clock that is set further than this at once is taken to be wrong."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Now, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - this is the place that the rule sends everybody to


class Steadiness:
    """Whether the time of day keeps pace with time itself, which no one can set. To be looked at every few seconds."""

    def __init__(self, now: datetime, steady: Callable[[], float] = monotonic) -> None:
        self._steady = steady
        self._last = now, steady()
        self.leapt = timedelta(0)
        """By how much the clock has been set forward, the slow corrections of every clock left out."""

    def look(self, now: datetime) -> bool:
        """False while the clock is ahead of where it should be: nothing may be done early (fault 31)."""
        then, since = self._last
        self._last = now, self._steady()
        leap = (now - then) - timedelta(seconds=self._last[1] - since)
        if abs(leap) > LEAP:
            self.leapt += leap
        return self.leapt <= LEAP
