"""The sandbox's clock: the only place here that reads the machine's time.

Every moment the stand-in shows or compares (message dates, expiry, rate limits) comes from one clock, so that a test or
the page can move time forward and watch deadlines pass. Time never goes backward: Telegram's does not either.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """Real UTC time plus an offset that only grows."""

    def __init__(self) -> None:
        self._offset = timedelta()
        self._subscribers: list[Callable[[], None]] = []

    @property
    def offset(self) -> timedelta:
        """How far this clock stands ahead of where it would stand untouched."""
        return self._offset

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return self._untouched() + self._offset

    def advance(self, step: timedelta) -> None:
        """Move forward by `step` and tell the subscribers; a negative step raises ValueError."""
        if step < timedelta():
            raise ValueError("the clock never goes backward")
        self._offset += step
        for callback in tuple(self._subscribers):
            callback()

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback` after every move; the returned function ends that."""
        self._subscribers.append(callback)
        return lambda: self._subscribers.remove(callback)

    def _untouched(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - the sandbox's one clock, as bot/clock.py is the bot's


class ManualClock(Clock):
    """A clock for tests: it stands still at `start` and moves only by `advance`."""

    def __init__(self, start: datetime) -> None:
        super().__init__()
        self._start = start.astimezone(UTC)

    def _untouched(self) -> datetime:
        return self._start
