"""Failpoints: named places at which the program is killed. They are put in from outside; nothing of them is in the program.

A failpoint is a function of the program and whether death comes before it, after it, or while it waits. ``arm`` is called in the
process that is to die.
"""

import asyncio
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from inspect import iscoroutinefunction
from typing import Any, NoReturn

import storage.store
from bot import jobs, program
from bot.telegram.courier import Courier
from bot.telegram.dispatcher import Dispatcher
from bot.telegram.intake import Intake
from bot.telegram.polling import Polling
from handlers.desk import Desk
from services import deadlines
from storage.inbox import Inbox
from storage.outbox import Outbox
from storage.sql import Session
from storage.store import SqliteStore


@dataclass(frozen=True)
class Failpoint:
    """Death ``when`` the function ``name`` of ``owner`` is called the nth time, n being at most ``deep``."""

    owner: Any
    name: str
    when: str
    deep: int = 1


FAILPOINTS: dict[str, Failpoint] = {
    "database opened": Failpoint(SqliteStore, "__aenter__", "after"),
    "bot claimed": Failpoint(program, "_claim", "after"),
    "recovering, not committed": Failpoint(Outbox, "recover", "after"),
    "recovered": Failpoint(Courier, "_recover", "after"),
    "resumed": Failpoint(Intake, "_resume", "after"),
    "fetched, not kept": Failpoint(Polling, "_take", "before"),
    "kept, not committed": Failpoint(Inbox, "receive", "after"),
    "committed, not confirmed": Failpoint(Intake, "_keep", "after"),
    "taken, not confirmed": Failpoint(Intake, "take", "after"),
    "understanding": Failpoint(Desk, "_understand", "before"),
    "at a statement": Failpoint(Session, "_execute", "before", 120),
    "update marked, not committed": Failpoint(Inbox, "done", "after"),
    "before a commit": Failpoint(storage.store, "run_together", "commit", 12),
    "after a commit": Failpoint(storage.store, "run_together", "after", 12),
    "worked on": Failpoint(Dispatcher, "_finished", "before"),
    "posts claimed, not committed": Failpoint(Outbox, "claim", "after", 2),
    "posts claimed": Failpoint(Courier, "_fly", "before", 2),
    "on the wire": Failpoint(Courier, "_bounded", "within", 3),
    "sent, not written": Failpoint(Courier, "_bounded", "after", 3),
    "sent, not committed": Failpoint(Outbox, "sent", "after", 3),
    "timer, not committed": Failpoint(deadlines, "fire", "after"),
    "timer fired": Failpoint(jobs.Knocker, "_fire", "after"),
    "stopping": Failpoint(Dispatcher, "drain", "before"),
    "courier stopped": Failpoint(Courier, "stop", "after"),
    "closing": Failpoint(SqliteStore, "close", "before"),
}
NEED_TIMERS = frozenset({"timer, not committed", "timer fired"})
NEED_STOPPING = frozenset({"stopping", "courier stopped", "closing"})


def die() -> NoReturn:
    """At once, with nothing finished."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still alive")


def arm(point: Failpoint, nth: int) -> None:
    """From now on the nth call is the last."""
    kept = getattr(point.owner, point.name)
    left = iter(range(nth - 1, -1, -1))
    is_last: Callable[[], bool] = lambda: next(left, 1) == 0  # noqa: E731
    setattr(point.owner, point.name, _WAYS[point.when](kept, is_last))


def _before(kept: Callable[..., Any], is_last: Callable[[], bool]) -> Callable[..., Any]:
    def dying(*args: Any, **options: Any) -> Any:
        if is_last():
            die()
        return kept(*args, **options)

    return dying


def _after(kept: Callable[..., Any], is_last: Callable[[], bool]) -> Callable[..., Any]:
    async def dying_later(*args: Any, **options: Any) -> Any:
        result = await kept(*args, **options)
        if is_last():
            die()
        return result

    def dying(*args: Any, **options: Any) -> Any:
        result = kept(*args, **options)
        if is_last():
            die()
        return result

    return dying_later if iscoroutinefunction(kept) else dying


def _within(kept: Callable[..., Any], is_last: Callable[[], bool]) -> Callable[..., Any]:
    """While it waits for an answer: the request is out, or half of it."""

    async def dying(*args: Any, **options: Any) -> Any:
        if not is_last():
            return await kept(*args, **options)
        task = asyncio.ensure_future(kept(*args, **options))
        for _ in range(os.getpid() % 12):  # now earlier, now later
            await asyncio.sleep(0)
        die()
        return await task

    return dying


def _commit(kept: Callable[..., Any], is_last: Callable[[], bool]) -> Callable[..., Any]:
    """Between the last statement of a transaction and its commit."""

    def dying(tx: Any, jobs: Any) -> Any:
        if is_last():
            tx.session.raw = _Watched(tx.session.raw)
        return kept(tx, jobs)

    return dying


class _Watched:
    """A connection that does not live to see a commit."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    def __getattr__(self, name: str) -> Any:
        return getattr(self._raw, name)

    def execute(self, statement: str, *values: Any) -> Any:
        if statement == "COMMIT":
            die()
        return self._raw.execute(statement, *values)


_WAYS = {"before": _before, "after": _after, "within": _within, "commit": _commit}
