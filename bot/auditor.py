"""The auditor: looks once a minute whether work is left lying, and raises the alarm once an incident."""

from bot.logs import COUNTED, logger
from bot.vitals import Monitor, Vitals
from handlers.desk import Desk
from services import alarms
from services.alarms import Alarm

log = logger(__name__)

AUDIT_EVERY = 60
"""Seconds."""

DEAD = ("error", "update is a dead letter")
"""What the dispatcher logs."""

WATCHED = (Alarm.INBOX, Alarm.OUTBOX, Alarm.TIMERS, Alarm.FREE)
"""What the vitals tell; the journal is looked through at night."""


class Auditor:
    """Remembers which alarms are on; after a restart an alarm that still holds is raised once more."""

    def __init__(self, monitor: Monitor, desk: Desk) -> None:
        self._monitor = monitor
        self._desk = desk
        self._on: set[Alarm] = set()
        self._dead = COUNTED[DEAD]

    async def look(self) -> None:
        """Compare what is with what should be."""
        vitals = await self._monitor.read()
        if vitals.red:
            log.error("not well", red=" ".join(vitals.red))
        if vitals.storage:
            await self._tell_dead()
            for alarm in WATCHED:
                await self.report(alarm, _minutes(vitals, alarm) if alarm in vitals.red else None)

    async def _tell_dead(self) -> None:
        dead = COUNTED[DEAD]
        if dead > self._dead:
            await self._desk.perform(lambda act: alarms.dead_letters(act, dead - self._dead), None)
        self._dead = dead

    async def report(self, alarm: Alarm, minutes: int | None) -> None:
        """It has been wrong for so many minutes, or is right (``None``); administrators hear of it when that is news."""
        if (minutes is None) == (alarm not in self._on):
            return
        if minutes is None:
            await self._desk.perform(lambda act: alarms.all_clear(act, alarm), None)
        else:
            await self._desk.perform(lambda act: alarms.sound(act, alarm, minutes), None)
        self._on ^= {alarm}


def _minutes(vitals: Vitals, alarm: Alarm) -> int:
    return 0 if alarm is Alarm.FREE else int(getattr(vitals, alarm) // 60)
