"""The real program in a forked child: ``bot.run.run``, with shorter waits, a plain reader, and its calls numbered.

What is changed, and why it changes nothing that is proved: time-outs and back-offs are shorter, so that a thousand crashes fit into
minutes; the clock is ahead as the sandbox's is; a plain reader stands in for the classifier; every call that delivers a post says in
an argument which post that is, so that the sandbox's log can be held against the outbox row by row.
"""

import asyncio
import ctypes
import gc
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from contextvars import ContextVar
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import orjson
import uvloop

import bot.program
import bot.run
from bot import jobs
from bot.clock import SystemClock
from bot.logs import set_up
from bot.program import open_program
from bot.settings import load_settings
from bot.telegram import polling, verdicts
from bot.telegram.api import Api
from bot.telegram.courier import Courier
from bot.telegram.intake import Intake
from bot.telegram.request import AiohttpRequest
from services.delivery import Received
from tests.proof.ground import understand
from tests.proof.world import TOKEN

PATIENCE = 0.25
"""Seconds after which a call without an answer is given up."""

_DELIVERY: ContextVar[list[Any] | None] = ContextVar("delivery", default=None)


class Ahead:
    """The machine's clock, so many seconds ahead."""

    ahead = timedelta()

    def __init__(self) -> None:
        self._clock = SystemClock()

    def now(self) -> Any:
        return self._clock.now() + self.ahead


class PlainReader:
    """A classifier that reads as these proofs need it."""

    understand = staticmethod(understand)

    def warm(self) -> None:
        """There is nothing to load."""


def prepare(address: str) -> None:
    """Once, before any fork; ``address`` is a sandbox's."""
    bot.program.KeywordClassifier = lambda *_: PlainReader()  # type: ignore[misc,assignment]
    bot.run.SystemClock = Ahead  # type: ignore[misc,assignment]
    polling.SLACK = PATIENCE  # type: ignore[misc]
    polling.LONGEST_PAUSE = pause = 0.05  # type: ignore[misc]
    polling.CONFLICT_PAUSE = 0.1  # type: ignore[misc]
    verdicts.LONGEST_WAIT = timedelta(seconds=pause)  # type: ignore[misc]
    jobs.KNOCK_EVERY = 0.1  # type: ignore[assignment]
    polling.Polling.__init__.__kwdefaults__["hold"] = 1
    Courier.__init__.__kwdefaults__["patience"] = PATIENCE
    AiohttpRequest.__init__.__kwdefaults__["read_timeout"] = PATIENCE * 4
    _number_calls()
    with tempfile.TemporaryDirectory() as folder:
        uvloop.run(_once(Path(folder), address))
    gc.collect()
    gc.freeze()


async def _once(folder: Path, address: str) -> None:
    """One message there and back, so that what is made when it is first needed is there before the fork."""
    settings = load_settings(data_dir=folder)
    async with open_program(settings, TOKEN, address, SystemClock()) as running:
        body = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "你好"}
        sender = {"id": 1, "is_bot": False, "first_name": "用户1"}
        await running.intake.receive(orjson.dumps({"update_id": 1, "message": {**body, "from": sender}}))
        await running.settle()


def _number_calls() -> None:
    deliver, call = Courier._deliver, Api.call

    async def delivering(courier: Courier, delivery: Any) -> None:
        _DELIVERY.set([delivery.id, str(delivery.promise), delivery.template, delivery.slot])
        await deliver(courier, delivery)

    async def calling(api: Api, method: str, arguments: Any, **options: Any) -> Any:
        tag = _DELIVERY.get()
        return await call(api, method, arguments if tag is None else {**arguments, "proof": tag}, **options)

    Courier._deliver = delivering  # type: ignore[method-assign]
    Api.call = calling  # type: ignore[method-assign,assignment]


def hear_again() -> None:
    """Every batch of updates comes twice, the second time when the first has been worked on (fault 6)."""
    kept = Intake.take
    again: set[asyncio.Task[None]] = set()

    async def repeating(intake: Intake, rows: list[Received]) -> None:
        await intake._dispatcher.settled()
        await kept(intake, rows)

    async def taking(intake: Intake, rows: list[Received]) -> None:
        await kept(intake, rows)
        if rows:
            again.add(asyncio.create_task(repeating(intake, rows)))

    Intake.take = taking  # type: ignore[method-assign]


def fork(folder: Path, address: str, ahead: float, *changes: Callable[[], None]) -> int:
    """Run the program in a child, with these changes to it; gives the child's id."""
    child = os.fork()
    if not child:
        _be_the_program(folder, address, ahead, changes)
    return child


def _be_the_program(folder: Path, address: str, ahead: float, changes: tuple[Callable[[], None], ...]) -> NoReturn:
    code = 70
    try:
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # not to outlive whoever started it
        log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(log, 1)
        os.dup2(log, 2)
        Ahead.ahead = timedelta(seconds=ahead)
        set_up("WARNING")
        for change in changes:
            change()
        uvloop.run(bot.run.run(load_settings(token=TOKEN, api_url=address, data_dir=folder, sends_a_second=0)))
        code = 0
    except BaseException as error:
        print("ended:", repr(error), file=sys.stderr)
    finally:
        sys.stderr.flush()
        os._exit(code)
