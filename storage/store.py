"""The store: takes use cases from the event loop to the connection's thread, as many at a time as are waiting, and back."""

import asyncio
from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from storage.batch import Job, run_together
from storage.connection import Writer
from storage.errors import StorageUnavailable
from storage.lock import InstanceLock
from storage.sql import Session
from storage.transaction import Transaction

T = TypeVar("T")
Callback = Callable[[], None]

SHARE = 256
"""The most use cases that share one commit, so that the first of a crowd need not wait for the last."""


class SqliteStore:
    """Fits ``services.ports.Store``. Made by ``open``; all its methods belong to the event loop that opened it."""

    def __init__(self, lock: InstanceLock, writer: Writer, tx: Transaction) -> None:
        self._lock = lock
        self._writer = writer
        self._tx = tx
        self._waiting: deque[tuple[Job, asyncio.Future[None]]] = deque()
        self._draining: asyncio.Task[None] | None = None
        self._closed = False
        self._finished: set[int] = set()
        self._on_posts: list[Callback] = []

    @classmethod
    async def open(cls, path: Path, *, bot_id: int = 0) -> Self:
        """Open the database, made or migrated where needed; it belongs to this process until ``close``.

        ``bot_id`` is whose updates the inbox holds. Raises a ``StorageError``.
        """
        lock = InstanceLock.of(path)
        try:
            writer = await Writer.open(path)
        except BaseException:
            lock.release()
            raise
        return cls(lock, writer, Transaction(Session(writer.raw, bot_id)))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Finish what was asked for, take nothing more, and let the file go."""
        if self._closed:
            return
        self._closed = True
        if self._draining is not None:
            # Not awaited itself: if this is cancelled, the work in flight must not be.
            await asyncio.wait({self._draining})
        await self._writer.close()
        self._lock.release()

    @property
    def bot_id(self) -> int:
        """Whose updates the inbox holds."""
        return self._tx.session.bot_id

    @bot_id.setter
    def bot_id(self, bot_id: int) -> None:
        self._tx.session.bot_id = bot_id

    async def checkpoint(self) -> None:
        """Bring everything from the write-ahead log into the file and empty the log: what was erased is not to be read there either."""
        await self._writer.hop(lambda: self._writer.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())

    def on_posts(self, callback: Callback) -> None:
        """Call back, on the loop, after each commit that queued posts."""
        self._on_posts.append(callback)

    async def run(self, use_case: Callable[[Transaction], T], *, update_id: int | None = None) -> T:
        """Run a use case in a transaction of its own; see ``services.ports.Store``.

        Use cases run in the order they were asked for. Who stops waiting before its turn has come is left out; after that the use
        case takes effect all the same. Raises ``StorageUnavailable`` when nothing can be kept.
        """
        if self._closed:
            raise StorageUnavailable("the store is closed")
        job = Job(use_case, update_id)
        over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((job, over))
        if self._draining is None or self._draining.done():
            self._draining = asyncio.create_task(self._drain())
        await over
        result: T = job.outcome()
        if update_id is not None:
            self._finished.add(update_id)
        return result

    def finished(self, update_id: int) -> bool:
        """See ``services.ports.Store``."""
        done = update_id in self._finished
        self._finished.discard(update_id)
        return done

    async def _drain(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(SHARE, len(self._waiting)))]
            batch = [(job, over) for job, over in batch if not over.cancelled()]
            jobs = [job for job, _ in batch]
            try:
                posts = await self._writer.hop(run_together, self._tx, jobs)
            except Exception as error:  # noqa: BLE001 - each of those who wait is told
                for job in jobs:
                    job.error = error
            else:
                if posts:
                    self._call_back()
            for _, over in batch:
                if not over.cancelled():
                    over.set_result(None)

    def _call_back(self) -> None:
        loop = asyncio.get_running_loop()
        for callback in self._on_posts:
            loop.call_soon(callback)
