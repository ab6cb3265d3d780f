"""Databases with something in them, in the working folder, as the command line finds them."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from civic.events import Event, EventKind
from services.ports import Subject
from storage.store import SqliteStore

DATABASE = Path("data/youshi.db")
NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)


def chained(count: int) -> None:
    """So many more events in the journal."""

    async def write() -> None:
        DATABASE.parent.mkdir(exist_ok=True)
        async with await SqliteStore.open(DATABASE) as store:
            events = [Event(EventKind.ACCEPTED, NOW, number) for number in range(count)]
            await store.run(lambda tx: tx.journal.append(Subject.CASE, 1, events))

    asyncio.run(write())


def tamper(*statements: str) -> None:
    """As somebody would who can write to the file: without the triggers."""
    with closing(sqlite3.connect(DATABASE)) as raw, raw:
        raw.execute("DROP TRIGGER journal_no_update")
        raw.execute("DROP TRIGGER journal_no_delete")
        for statement in statements:
            raw.execute(statement)
