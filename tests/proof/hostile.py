"""Hostile input: strange updates through the real intake, dispatcher, handlers, renderer and courier. Nothing breaks, nothing is lost.

    python -m tests.proof.hostile --count 200000
    python -m tests.proof.hostile --count 2000 --sabotage "drop the body"    # must end with 1

A whole update is worked on without a fault, and a message of a person in a private chat is answered. One with something wrong in it
is worked on, or becomes a dead letter with every byte kept.
"""

import argparse
import asyncio
import json
import logging
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from contextvars import ContextVar
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import orjson

import bot.program
from bot import sample
from bot.blame import blame
from bot.logs import COUNTED
from bot.program import Program, open_program
from bot.settings import load_settings
from bot.telegram import dispatcher, updates
from bot.telegram.dispatcher import Dispatcher
from bot.telegram.polling import Polling
from bot.telegram.request import AiohttpRequest
from handlers import incoming
from sandbox import ManualClock, Sandbox
from services import conversation
from services.incoming import Account
from storage.inbox import Inbox
from storage.outbox import Outbox
from tests.patience import PATIENCE
from tests.proof.ground import START
from tests.proof.program import PlainReader
from tests.proof.strange import Strange
from tests.proof.wire import Wire
from tests.proof.world import TOKEN

ACCOUNTS = range(1001, 1401)
"""The people of the sample, and many who have never been here."""
BATCH = 100
SPOILT = 0.4
"""How many of all have something wrong in them."""
TOWNFUL = 5_000
"""Updates to one town: what is filed and never worked on would fill it."""
FIRST = 300_000_001
FINE = frozenset({"update failed", "update is a dead letter", "delivery failed", "the command menu could not be set"})
"""What may be logged: these are answers to what was fed in."""


class Hostile:
    """One run."""

    def __init__(self, program: Program, wire: Wire, seed: int) -> None:
        self.program, self.wire = program, wire
        self.dice = random.Random(seed)
        self.strange = Strange(seed, ACCOUNTS)
        self.polling = Polling(program.line.api, program.intake, program.clock)
        self.whole: set[int] = set()
        self.bodies: dict[int, bytes] = {}
        self.posted: set[int] = set()
        self.wrong: Counter[str] = Counter()
        self.number = FIRST

    async def run(self, count: int) -> None:
        put = Outbox.put

        def putting(box: Outbox, post: Any) -> None:
            self.posted.add(post.chat_id)
            put(box, post)

        working: ContextVar[int] = ContextVar("working", default=0)
        work = Dispatcher._work

        async def at_work(its: Dispatcher, row: Any) -> None:
            working.set(row.update_id)
            await work(its, row)

        def blaming(error: Exception) -> str:
            if working.get() in self.whole:
                self.wrong[f"a whole update was a fault: {blame(error)}"] += 1
            return blame(error)

        with (
            patch.object(Outbox, "put", putting),
            patch.object(Dispatcher, "_work", at_work),
            patch.object(dispatcher, "blame", blaming),
        ):
            while self.number < FIRST + count:
                await self._feed()
        self._look(count)

    async def _feed(self) -> None:
        """A batch, as an answer to a poll, or one by one as calls of the webhook."""
        batch, waiting = [], set()
        for _ in range(BATCH):
            if self.dice.random() < SPOILT:
                batch.append(self.strange.spoilt(self.number))
            else:
                update, answered = self.strange.update(self.number)
                batch.append(update)
                self.whole.add(self.number)
                waiting |= {answered} - {None}
            self.bodies[self.number] = kept(batch[-1])
            self.number += 1
        self.posted.clear()
        if self.dice.random() < 0.7:
            await self.polling._take(json.dumps({"ok": True, "result": batch}).encode())
        else:
            for update in batch:
                await self.program.intake.receive(json.dumps(update).encode())
        async with asyncio.timeout(PATIENCE):
            await self.program.settle()
        for account in waiting - self.posted:
            self.wrong[f"no answer to {(account in range(1001, 1015) and 'somebody known') or 'a stranger'}"] += 1
        self.program.clock.advance(timedelta(minutes=20))  # type: ignore[attr-defined]

    def _look(self, count: int) -> None:
        with closing(sqlite3.connect(self.program.store._writer._connector.args[0])) as raw:  # type: ignore[attr-defined]
            rows = {number: row for number, *row in raw.execute("SELECT update_id, state, tries, body FROM inbox")}
            reasons = raw.execute("SELECT template, reason FROM outbox WHERE state = 'dead'").fetchall()
            left = raw.execute("SELECT count(*) FROM outbox WHERE state = 'sending'").fetchone()[0]
        self.dead = sum(state == "dead" for state, *_ in rows.values())
        for number in range(FIRST, FIRST + count):
            self._look_at(number, *rows.get(number, ("lost", 0, b"")))
        for template, reason in reasons:
            if " at " in reason or "Error" in reason:  # not Telegram's words: ours
                self.wrong[f"{template} could not be said: {reason}"] += 1
        self.wrong["posts left lying"] += left
        self.wrong.update(self.wire.refused)
        self.wrong.update(
            {f"logged: {event}": n for (level, event), n in COUNTED.items() if level == "error" and event not in FINE}
        )
        self.wrong = +self.wrong

    def _look_at(self, number: int, state: str, tries: int, body: bytes) -> None:
        if state not in {"done", "dead"}:
            self.wrong[f"an update is {state}"] += 1
        if number in self.whole and (tries or state == "dead"):
            self.wrong["a whole update was a fault, or a dead letter"] += 1
        if state == "dead" and (not body or orjson.loads(body) != orjson.loads(self.bodies[number])):
            self.wrong["a dead letter is not what came"] += 1


def kept(update: dict[str, Any]) -> bytes:
    """What is kept of an update: its JSON, with what no text may hold replaced."""
    return updates._body(updates.read(json.dumps(update).encode()))


def drop_the_body() -> None:
    failed = Inbox.failed

    def failing(inbox: Inbox, update_id: int) -> bool:
        dead = failed(inbox, update_id)
        inbox._session.raw.execute("UPDATE inbox SET body = x'' WHERE state = 'dead'")
        return dead

    Inbox.failed = failing  # type: ignore[method-assign]


def trust_the_name() -> None:
    account = incoming.account
    incoming.account = lambda user: account(user) if user.username.islower() else Account(user.id, "?")


def keep_silent() -> None:
    receive = conversation.receive
    conversation.receive = lambda act, message: None if message.odd else receive(act, message)


SABOTAGE: dict[str, tuple[Callable[[], None], str]] = {
    "drop the body": (drop_the_body, "a dead letter is not what came"),
    "trust the name": (trust_the_name, "a whole update was a fault, or a dead letter"),
    "keep silent": (keep_silent, "no answer to somebody known"),
}
"""What is broken, and what must then be found."""


async def attack(folder: Path, count: int, seed: int = 20261122) -> Hostile:
    """Feed so many updates to a program of its own."""
    clock = ManualClock(START)
    box = Sandbox(TOKEN, clock)
    wire = Wire(box)
    group = sample.settle_world(box)
    settings = load_settings(data_dir=folder, sends_a_second=0)
    COUNTED.clear()
    with (
        patch.object(AiohttpRequest, "exchange", wire.exchange),
        patch.object(bot.program, "KeywordClassifier", lambda *_: PlainReader()),
    ):
        async with open_program(settings, TOKEN, "http://127.0.0.1:9", clock) as program:
            await program.desk.perform(lambda act: sample.settle_database(act, group), None)
            hostile = Hostile(program, wire, seed)
            loop, broken = asyncio.get_running_loop(), hostile.wrong
            loop.set_exception_handler(lambda _loop, context: broken.update([f"unhandled: {context['message']}"]))
            await hostile.run(count)
    return hostile


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--sabotage", choices=SABOTAGE)
    given = parser.parse_args()
    if given.sabotage:
        SABOTAGE[given.sabotage][0]()
    logging.getLogger().addHandler(logging.NullHandler())
    begun, whole, dead, wrong = time.monotonic(), 0, 0, Counter[str]()
    for start in range(0, given.count, TOWNFUL):
        with tempfile.TemporaryDirectory() as folder:
            hostile = asyncio.run(attack(Path(folder), min(TOWNFUL, given.count - start), given.seed + start))
        whole, dead, wrong = whole + len(hostile.whole), dead + hostile.dead, wrong + hostile.wrong
    print(f"{given.count} updates, {whole} of them whole: {dead} dead letters")
    print(f"in {time.monotonic() - begun:.0f} s; wrong: {dict(wrong)}")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
