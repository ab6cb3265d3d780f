"""Receive, then confirm: what came is committed to the inbox before anybody is told that it arrived, and worked on afterwards."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from telegram.error import TelegramError

from bot.logs import logger
from bot.telegram import updates
from bot.telegram.dispatcher import Dispatcher
from bot.telegram.insisting import Sleep, insist
from services.delivery import Received
from services.ports import Clock, Store
from storage.errors import StorageUnavailable

log = logger(__name__)

PAGE = 500
"""Updates read from the inbox at a time."""


class Intake:
    """The inbox's door, the same for long polling and for the webhook."""

    def __init__(
        self,
        store: Store,
        dispatcher: Dispatcher,
        clock: Clock,
        apologise: Callable[[int], Awaitable[object]],
        *,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._clock = clock
        self._apologise = apologise
        self._sleep = sleep
        self._told: set[int] = set()
        """Chats that know that nothing can be kept at the moment."""
        self._resuming = False
        self.heard_at: float | None = None
        """When, on the loop's clock, Telegram was last heard and what it said was committed."""

    def resume(self) -> asyncio.Task[None]:
        """Begin with what an earlier run received and did not finish, a page at a time: memory holds no backlog, however long.

        To be called before anything new is taken: what comes in meanwhile stays in the inbox and has its turn after it.
        """
        self._resuming = True
        return asyncio.create_task(self._resume())

    async def _resume(self) -> None:
        place, count = 0, 0
        while page := await self._page(place):
            self._dispatcher.submit(page)
            place, count = page[-1].place, count + len(page)
        self._resuming = False
        if count:
            log.info("resumed", updates=count)

    async def _page(self, after: int) -> tuple[Received, ...]:
        await self._dispatcher.room()
        return await insist(self._store, lambda tx: tx.inbox.waiting(after, PAGE), self._sleep)

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
            fresh = await self._keep(rows)
            if not self._resuming:
                self._dispatcher.submit(fresh)
        self.heard_at = asyncio.get_running_loop().time()

    async def _keep(self, rows: list[Received]) -> tuple[Received, ...]:
        """Commit. Where that is not possible whoever wrote is told so, once, past the outbox, which cannot be written to either."""
        try:
            fresh = await self._store.run(lambda tx: tx.inbox.receive(rows))
        except StorageUnavailable:
            new = {row.lane for row in rows if row.lane > 0} - self._told
            self._told |= new
            for chat_id in new:
                with suppress(TelegramError):
                    await self._apologise(chat_id)
            raise
        self._told.clear()
        return fresh
