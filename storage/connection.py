"""The one writing connection and the thread it lives on."""

import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

import aiosqlite

from storage.chain import check_recent
from storage.errors import ChainBroken, StorageUnavailable, tell
from storage.schema import migrate

P = ParamSpec("P")
T = TypeVar("T")

PATIENCE = 5.0
"""Seconds to wait for a lock (a backup's, a curious person's shell) before the database counts as unavailable."""

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # NORMAL lost acknowledged commits in most simulated power cuts (fault 36)
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = FAST",  # what is erased is overwritten, where that costs no further writes
    "PRAGMA temp_store = MEMORY",  # what savepoints put aside would else go through a temporary file, page by page
)


class Writer(aiosqlite.Connection):
    """aiosqlite's connection, which owns the thread, with one method more: a hop for a whole function.

    aiosqlite itself hops to its thread once a statement; that costs more than the statements do. ``_execute`` is what all its
    methods are made of and takes any function, so this is the one place that leans on it.
    """

    @classmethod
    async def open(cls, path: Path) -> "Writer":
        """Bring the file's schema up to date and open it, all on the thread. Raises a ``StorageError``."""
        writer = cls(partial(_open, path), iter_chunk_size=1)
        # A program that ends without closing, for whatever reason, must end; what was acknowledged is on the disk by then.
        writer._thread.daemon = True
        try:
            await writer
        except BaseException:
            # aiosqlite has told its thread to stop but does not wait for it; nobody else may have the file until it has.
            writer._thread.join()
            raise
        return writer

    @property
    def raw(self) -> sqlite3.Connection:
        """sqlite3's own connection, to be used on the thread only (it checks that itself)."""
        return self._conn

    async def hop(self, function: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """Run the function on the thread."""
        return cast("T", await self._execute(function, *args, **options))  # type: ignore[no-untyped-call]


def _open(path: Path) -> sqlite3.Connection:
    try:
        # Residents' words and accounts: for the program's own user only.
        path.touch(mode=0o600)
        path.chmod(0o600)
        migrate(path)
        return _connect(path)
    except sqlite3.Error as error:
        tell(error)
    except OSError as error:
        raise StorageUnavailable(str(error)) from error


def _connect(path: Path) -> sqlite3.Connection:
    # Transactions are begun and ended by hand; the cache holds every statement of the program at once.
    raw = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, cached_statements=512)
    raw.row_factory = sqlite3.Row
    try:
        for pragma in PRAGMAS:
            raw.execute(pragma)
        check_recent(raw)
    except (sqlite3.Error, ChainBroken):
        raw.close()
        raise
    return raw
