"""Vitals: whether the program does its work, in a few numbers that say nothing of anybody."""

import asyncio
import shutil
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.telegram.intake import Intake
from services.ports import Clock
from storage.errors import StorageError
from storage.pulse import Beat
from storage.store import SqliteStore

LEAST_FREE = 200_000_000
"""Bytes of the disk below which nothing may be kept before long."""

TICK = 1.0
MEASURED = 60
"""Seconds between two measures of the loop's lag, and how many are remembered."""


@dataclass(frozen=True, slots=True)
class Vitals:
    """Ages, delays and the lag are seconds, 0 when nothing waits; ``heard`` is ``None`` where silence means nothing (webhook)."""

    storage: bool
    heard: float | None
    inbox: float = 0
    outbox: float = 0
    timers: float = 0
    lag: float = 0
    free: int = 0
    beat: Beat | None = None

    @property
    def red(self) -> tuple[str, ...]:
        """The names of what is wrong."""
        return tuple(name for name, green in GREEN.items() if not green(self))

    @property
    def alive(self) -> bool:
        """Whether what Telegram says comes in and is kept: what a restart could mend."""
        return GREEN["storage"](self) and GREEN["heard"](self)

    def page(self) -> dict[str, object]:
        """The health page."""
        values = {name: getattr(self, name) for name in GREEN}
        rounded = {name: round(each, 1) if isinstance(each, float) else each for name, each in values.items()}
        return {"ok": not self.red, "red": self.red, **rounded}


GREEN: Mapping[str, Callable[[Vitals], bool]] = {
    "storage": lambda it: it.storage,
    "heard": lambda it: it.heard is None or it.heard <= 120,
    "inbox": lambda it: it.inbox <= 60,
    "outbox": lambda it: it.outbox <= 600,
    "timers": lambda it: it.timers <= 300,
    "lag": lambda it: it.lag <= 2,
    "free": lambda it: it.free >= LEAST_FREE,
}
"""What has to hold, by name."""


class Monitor:
    """Takes the vitals.

    A post has no moment of its own: its age is that since the first look that found its number already given out, so that the path
    of every message pays nothing for it. Looks are a minute apart (``bot.auditor``), and so is that age's exactness.
    """

    def __init__(self, store: SqliteStore, intake: Intake, clock: Clock, folder: Path, *, polls: bool) -> None:
        self._store = store
        self._intake = intake
        self._clock = clock
        self._folder = folder
        self._polls = polls
        self._started = asyncio.get_running_loop().time()
        self._seen: deque[tuple[datetime, int]] = deque(maxlen=1500)
        self._lags: deque[float] = deque([0.0], maxlen=MEASURED)

    async def read(self) -> Vitals:
        """Look now."""
        now = self._clock.now()
        free = shutil.disk_usage(self._folder).free
        try:
            beat = await self._store.run(lambda tx: tx.pulse.read(now))
        except StorageError:
            return Vitals(storage=False, heard=self._heard(), lag=max(self._lags), free=free)
        return Vitals(
            storage=True,
            heard=self._heard(),
            inbox=_since(beat.oldest_update, now),
            outbox=_since(self._queued_at(beat, now), now),
            timers=_since(beat.next_timer, now),
            lag=max(self._lags),
            free=free,
            beat=beat,
        )

    @asynccontextmanager
    async def measuring(self) -> AsyncIterator[None]:
        """Measure the loop's lag while the context is open."""
        task = asyncio.create_task(self._measure())
        try:
            yield
        finally:
            task.cancel()

    async def _measure(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            before = loop.time()
            await asyncio.sleep(TICK)
            self._lags.append(loop.time() - before - TICK)

    def _heard(self) -> float | None:
        if not self._polls:
            return None
        return asyncio.get_running_loop().time() - (self._intake.heard_at or self._started)

    def _queued_at(self, beat: Beat, now: datetime) -> datetime | None:
        if not self._seen or self._seen[-1][1] < beat.posts:
            self._seen.append((now, beat.posts))
        if beat.oldest_post is None:
            return None
        queued_at = next(moment for moment, last in self._seen if last >= beat.oldest_post)
        return max(queued_at, beat.held_until or queued_at)


def _since(moment: datetime | None, now: datetime) -> float:
    return 0.0 if moment is None else max(now - moment, timedelta()).total_seconds()
