"""The heart: keeps the moment at which the program last lived, so that a start knows how long it was away."""

from datetime import datetime

from bot.blame import blame
from bot.logs import logger
from handlers.desk import Desk
from services import outages
from storage.errors import StorageUnavailable
from storage.store import SqliteStore

log = logger(__name__)

BEAT_EVERY = 20
"""Seconds."""

ALIVE_AT = "alive_at"


class Heart:
    """Beats while the program runs."""

    def __init__(self, store: SqliteStore, desk: Desk) -> None:
        self._store = store
        self._desk = desk

    async def wake(self) -> None:
        """At the start: whoever was kept waiting by an outage gets what they lost, and administrators are told of a long one."""
        last = await self._store.run(lambda tx: tx.meta.get(ALIVE_AT))
        if last is not None:
            since = datetime.fromisoformat(last)
            await self._desk.perform(lambda act: outages.over(act, since), None)
        await self.beat()

    async def beat(self) -> None:
        """Alive now."""
        moment = self._desk.clock.now().isoformat()
        try:
            await self._store.run(lambda tx: tx.meta.set(ALIVE_AT, moment))
        except StorageUnavailable as error:
            log.warning("no beat", blame=blame(error))
