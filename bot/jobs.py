"""Jobs: APScheduler knocks once a second; what is due stands in the database."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.auditor import AUDIT_EVERY, Auditor
from bot.blame import blame
from bot.clock import Steadiness
from bot.heart import BEAT_EVERY, Heart
from bot.logs import logger
from bot.nightly import NIGHT, Nightly
from handlers.desk import Desk
from services import deadlines
from services.alarms import Alarm
from services.ports import Timer

log = logger(__name__)

KNOCK_EVERY = 1
"""Seconds."""
AFTER_FAILURE = timedelta(minutes=1)
"""How long a timer that failed is left alone."""


class Knocker:
    """Does what is due. A knock while another is being answered waits for it, and finds nothing left.

    While the clock has leapt ahead nothing is done, and the administrators are told: it is set right, or the program started anew.
    """

    def __init__(self, desk: Desk, auditor: Auditor, steadiness: Steadiness | None) -> None:
        self._desk = desk
        self._auditor = auditor
        self._steadiness = steadiness
        self._door = asyncio.Lock()
        self._failed: dict[Timer, datetime] = {}
        """Timers that failed, and how long each is left alone."""

    async def knock(self) -> None:
        """Fire all due timers, soonest first; one that fails is logged, tried again later, and never keeps the others waiting."""
        async with self._door:
            while await self._on_time():
                now = self._desk.clock.now()
                self._failed = {timer: until for timer, until in self._failed.items() if until > now}
                timers = await self._desk.perform(lambda act: deadlines.due(act, self._failed), None)
                settled = [await self._fire(timer) for timer in timers]
                if not any(settled):
                    return

    async def _on_time(self) -> bool:
        if self._steadiness is None:
            return True
        steady = self._steadiness.look(self._desk.clock.now())
        minutes = int(self._steadiness.leapt.total_seconds() // 60)
        await self._auditor.report(Alarm.CLOCK, None if steady else minutes)
        return steady

    async def next_due(self) -> datetime | None:
        """The next moment at which anything is due."""
        return await self._desk.perform(lambda act: act.tx.timers.next_due(), None)

    async def _fire(self, timer: Timer) -> bool:
        """False when it stands as it stood before: what it waits for is not there yet."""
        try:
            return await self._desk.perform(lambda act: deadlines.fire(act, timer), None)
        except Exception as error:  # noqa: BLE001 - without its text, which may quote what a person wrote
            log.error("timer failed", of=timer.subject, subject=timer.subject_id, blame=blame(error))  # noqa: TRY400
            self._failed[timer] = self._desk.clock.now() + AFTER_FAILURE
            return True


@asynccontextmanager
async def knocking(knocker: Knocker, heart: Heart, auditor: Auditor, nightly: Nightly) -> AsyncIterator[None]:
    """Knock, audit and tidy up at night while the context is open; knocks that were missed are one knock.

    What is being done at the end is broken off: its transaction is whole or was never begun, and the next start goes on.
    """
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    busy: set[asyncio.Task[Any]] = set()

    async def do(work: Callable[[], Awaitable[None]]) -> None:
        task = cast("asyncio.Task[Any]", asyncio.current_task())
        busy.add(task)
        task.add_done_callback(busy.discard)
        # APScheduler would take the end of the program for a failure of the job.
        with suppress(asyncio.CancelledError):
            await work()

    scheduler.add_job(do, "interval", (knocker.knock,), seconds=KNOCK_EVERY)
    scheduler.add_job(do, "interval", (heart.beat,), seconds=BEAT_EVERY)
    scheduler.add_job(do, "interval", (auditor.look,), seconds=AUDIT_EVERY)
    scheduler.add_job(do, "cron", (nightly.run,), hour=NIGHT[0], minute=NIGHT[1], timezone=nightly.zone)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.pause()
        await asyncio.sleep(0)  # a job that was just submitted begins, so that it can be broken off like the others
        scheduler.shutdown(wait=False)
        if busy:
            await asyncio.wait(busy)
