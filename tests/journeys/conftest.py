"""The whole program in one process with the sandbox, on a clock that only the test moves. People act over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import aiohttp
import pytest

import bot.program
from bot import sample
from bot.program import Program, open_program, poll
from bot.sandboxed import SANDBOX_TOKEN, following
from bot.settings import load_settings
from nlp.classifier import KeywordClassifier
from nlp.taxonomy import load_taxonomy
from sandbox import ManualClock, Sandbox, serve
from tests.journeys.kit import Control, Person

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Monday, 09:00 in the sample neighbourhood."""


@dataclass
class Town:
    """Everybody of the sample neighbourhood, the group, and the clock."""

    control: Control
    box: Sandbox
    program: Program
    group: int

    def person(self, account: int) -> Person:
        return Person(self.control, account)

    @property
    def resident(self) -> Person:
        return self.person(1001)

    @property
    def neighbour(self) -> Person:
        return self.person(1002)

    @property
    def newcomer(self) -> Person:
        return self.person(1003)

    @property
    def worker(self) -> Person:
        return self.person(1004)

    @property
    def colleague(self) -> Person:
        return self.person(1005)

    @property
    def secretary(self) -> Person:
        return self.person(sample.SECRETARY)

    @property
    def street(self) -> Person:
        return self.person(1007)

    @property
    def manager(self) -> Person:
        return self.person(1008)

    @property
    def council(self) -> list[Person]:
        return [self.person(account) for account in range(1009, 1014)]

    @property
    def administrator(self) -> Person:
        return self.person(sample.ADMINISTRATOR)

    async def passes(self, **time: float) -> None:
        """Time passes, as the page's clock moves it, and what is due by then is done."""
        await self._move_clock(advance_s=timedelta(**time).total_seconds())

    async def next_deadline(self) -> None:
        await self._move_clock(to_next=True)

    async def _move_clock(self, **how: object) -> None:
        await self.control.post("/clock", **how)
        await self.program.settle()


@cache
def shipped() -> KeywordClassifier:
    """The classifier with the words that are shipped, loaded once: it is pure, and loading takes longer than a journey."""
    classifier = KeywordClassifier(load_taxonomy())
    classifier.warm()
    return classifier


@pytest.fixture
async def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """The running program and the sandbox."""
    monkeypatch.setattr(bot.program, "KeywordClassifier", lambda *_: copy(shipped()))
    clock = ManualClock(START)
    running: list[Program] = []

    async def next_moment() -> datetime | None:
        return await running[0].knocker.next_due()

    box = Sandbox(SANDBOX_TOKEN, clock, next_moment=next_moment)
    settings = load_settings(data_dir=tmp_path, sends_a_second=0)
    async with serve(box) as address, aiohttp.ClientSession() as http:
        group = sample.settle_world(box)
        async with open_program(settings, SANDBOX_TOKEN, address, clock) as program:
            running.append(program)
            await program.desk.perform(lambda act: sample.settle_database(act, group), None)
            await program.desk.warm()
            polling = asyncio.create_task(poll(program))
            with following(clock, program):
                yield Town(Control(address, http), box, program, group)
            polling.cancel()
            with suppress(asyncio.CancelledError):
                await polling
