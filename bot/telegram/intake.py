"""Receive, then confirm: what came is committed to the inbox before anybody is told that it arrived, and worked on afterwards."""

import asyncio

from bot.logs import logger
from bot.telegram import updates
from bot.telegram.dispatcher import Dispatcher
from services.delivery import Received
from services.ports import Clock, Store

log = logger(__name__)


class Intake:
    """The inbox's door, the same for long polling and for the webhook."""

    def __init__(self, store: Store, dispatcher: Dispatcher, clock: Clock) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._clock = clock
        self.heard_at: float | None = None
        """When, on the loop's clock, Telegram was last heard and what it said was committed."""

    async def resume(self) -> None:
        """Work on what an earlier run received and did not finish. Comes before anything new is taken."""
        waiting = await self._store.run(lambda tx: tx.inbox.waiting())
        if waiting:
            log.info("resuming with updates", count=len(waiting))
        self._dispatcher.submit(waiting)

    async def receive(self, raw: bytes) -> None:
        """Take the one update of a webhook call. Once this returns it is safe; what it raises means that it is not."""
        now = self._clock.now()
        try:
            rows = list(updates.rows([updates.read(raw)], now))
        except ValueError:
            row = updates.salvage(raw, now)
            rows = [] if row is None else [row]
        await self.take(rows)

    async def take(self, rows: list[Received]) -> None:
        """Commit the rows and hand those that are new to the dispatcher. Waits while too many are being worked on."""
        if rows:
            await self._dispatcher.room()
            fresh = await self._store.run(lambda tx: tx.inbox.receive(rows))
            self._dispatcher.submit(fresh)
        self.heard_at = asyncio.get_running_loop().time()
