"""Use cases that waited at the same moment share one durable commit, each in a savepoint of its own."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from storage.errors import tell
from storage.memory import Memory
from storage.transaction import Transaction


class Job:
    """One use case and, once its batch is over, what came of it."""

    __slots__ = ("error", "result", "update_id", "use_case")

    def __init__(self, use_case: Callable[[Transaction], Any], update_id: int | None) -> None:
        self.use_case = use_case
        self.update_id = update_id
        self.result: Any = None
        self.error: Exception | None = None

    def outcome(self) -> Any:
        """Its result; or raises what it raised."""
        if self.error is not None:
            raise self.error
        return self.result


def run_together(tx: Transaction, jobs: Sequence[Job]) -> bool:
    """Run all in one transaction and commit it; tells whether posts came with it.

    A job that fails takes back only its own savepoint and keeps its error. When the transaction as a whole fails nothing of any job
    is kept, and that error is raised.
    """
    session = tx.session
    before = session.memory
    try:
        session.raw.execute("BEGIN IMMEDIATE")
        for job in jobs:
            _attempt(tx, job)
        session.raw.execute("COMMIT")
    except sqlite3.Error as error:
        tell(error)
    finally:
        news, session.memory = session.memory, before
        if session.raw.in_transaction:
            session.raw.execute("ROLLBACK")
    session.memory = Memory(news.directory, news.head)
    return news.posts


def _attempt(tx: Transaction, job: Job) -> None:
    raw = tx.session.raw
    before = tx.session.memory
    tx.session.known.clear()
    raw.execute("SAVEPOINT use_case")
    try:
        job.result = job.use_case(tx)
        if job.update_id is not None:
            tx.inbox.done(job.update_id)
    except Exception as error:
        if not raw.in_transaction:
            # A full disk makes SQLite take back the whole transaction by itself, and with it what the others did.
            raise
        raw.execute("ROLLBACK TO use_case")
        tx.session.memory = before
        job.error = error
    raw.execute("RELEASE use_case")
