"""Work on received updates: in order within a chat, in parallel between chats, each chat in its turn."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

import orjson
from telegram import Update
from telegram.ext import Application

from bot.blame import blame
from bot.logs import logger
from bot.telegram.insisting import Sleep, insist
from handlers.incoming import RECEIVED_AT
from services.delivery import Received
from services.ports import Store, Tx

log = logger(__name__)
T = TypeVar("T")


OnDead = Callable[[Tx, Received], None]
"""Says, in the transaction that makes an update a dead letter, what else is to happen: somebody waits for an answer."""


def _tell_nobody(_tx: Tx, _row: Received) -> None:
    pass


class Dispatcher:
    """Feeds ``Application.process_update``.

    At most ``limit`` updates are worked on at a time and about ``backlog`` wait in memory; a chat with many waits for its turn like
    one with a single update. An update whose handler raises is tried again, as often as the inbox allows, before its chat goes on.
    """

    def __init__(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        store: Store,
        *,
        on_dead: OnDead,
        limit: int = 48,
        backlog: int = 1000,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._application = application
        self._store = store
        self._on_dead = on_dead
        self._limit = limit
        self._backlog = backlog
        self._sleep = sleep
        self._lanes: dict[int, deque[Received]] = {}
        self._turns: deque[int] = deque()
        self._running: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._draining = False
        self._changed = asyncio.Event()

    def submit(self, rows: Iterable[Received]) -> None:
        """Queue rows of the inbox. While draining they are left in the inbox, for the next start."""
        if self._draining:
            return
        for row in rows:
            lane = self._lanes.get(row.lane)
            if lane is None:
                lane = self._lanes[row.lane] = deque()
                self._turns.append(row.lane)
            lane.append(row)
            self._waiting += 1
        self._start()

    async def room(self) -> None:
        """Wait until there is room for more."""
        await self._until(lambda: self._waiting < self._backlog)

    async def settled(self) -> None:
        """Wait until nothing is left to work on."""
        await self._until(lambda: not self._waiting and not self._running)

    async def drain(self, within: float = 10.0) -> None:
        """Begin nothing more, finish what is in flight, and give up on what takes longer than ``within`` seconds."""
        self._draining = True
        self._turns.clear()
        self._lanes.clear()
        self._waiting = 0
        try:
            async with asyncio.timeout(within):
                await self.settled()
        except TimeoutError:
            log.warning("gave up on updates in flight", count=len(self._running))
            for task in self._running:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)

    async def _until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self._changed.clear()
            await self._changed.wait()

    def _start(self) -> None:
        """Begin as much as the limit allows. A lane being worked on is not among the turns."""
        while self._turns and len(self._running) < self._limit:
            lane = self._turns.popleft()
            row = self._lanes[lane].popleft()
            self._waiting -= 1
            task = asyncio.create_task(self._work(row))
            self._running.add(task)
            task.add_done_callback(partial(self._finished, lane))

    def _finished(self, lane: int, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("an update is left to the next start", blame=blame(error))
        if rows := self._lanes.get(lane):
            self._turns.append(lane)
        elif rows is not None:
            del self._lanes[lane]
        self._start()
        self._changed.set()

    async def _work(self, row: Received) -> None:
        """Try until it is done or dead."""
        while True:
            try:
                await self._application.process_update(self._update(row))
            except Exception as error:  # noqa: BLE001 - whatever a handler raises is counted against the update
                log.warning("update failed", update=row.update_id, blame=blame(error))
                # A handler may raise after its use case was committed: to run that again would be to do it twice.
                if self._store.finished(row.update_id) or await self._fail(row):
                    return
            else:
                if not self._store.finished(row.update_id):
                    await insist(self._store, lambda tx: tx.inbox.done(row.update_id), self._sleep)
                return

    def _update(self, row: Received) -> Update:
        """The library keeps fields that it does not know: this is how a handler learns when the update was received."""
        return Update.de_json({**orjson.loads(row.body), RECEIVED_AT: row.received_at}, self._application.bot)

    async def _fail(self, row: Received) -> bool:
        """Count the failure; true when the update is a dead letter now, false when it is to be tried again."""
        try:
            dead = await insist(self._store, lambda tx: self._count(tx, row, self._on_dead), self._sleep)
        except Exception as error:  # noqa: BLE001 - to be told matters less than to be counted
            log.warning("nobody could be told of an update", update=row.update_id, blame=blame(error))
            dead = await insist(self._store, lambda tx: self._count(tx, row, _tell_nobody), self._sleep)
        if dead:
            log.error("update is a dead letter", update=row.update_id)
        return dead

    @staticmethod
    def _count(tx: Tx, row: Received, on_dead: OnDead) -> bool:
        dead = tx.inbox.failed(row.update_id)
        if dead:
            on_dead(tx, row)
        return dead
