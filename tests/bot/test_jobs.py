"""The end of the jobs: whatever APScheduler is at when the program stops is broken off without a word."""

import asyncio
import logging
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot import jobs
from bot.jobs import knocking


class Endless:
    """Work that has begun and goes on until it is broken off."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.ended = asyncio.Event()

    async def work(self) -> None:
        self.begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.ended.set()


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KNOCK_EVERY", "BEAT_EVERY", "AUDIT_EVERY"):
        monkeypatch.setattr(jobs, name, 0.01)


async def nothing() -> None:
    """A job that has nothing to do."""


@pytest.mark.parametrize("busy", ["knock", "beat", "look"])
async def test_12_a_stop_amid_a_job_is_silent_and_leaves_nothing_running(
    busy: str, caplog: pytest.LogCaptureFixture
) -> None:
    endless = Endless()
    parts: Any = SimpleNamespace(knock=nothing, beat=nothing, look=nothing, run=nothing, zone=ZoneInfo("UTC"))
    setattr(parts, busy, endless.work)
    with caplog.at_level(logging.WARNING):
        async with knocking(parts, parts, parts, parts):
            await asyncio.wait_for(endless.begun.wait(), 10)
        assert endless.ended.is_set()
    assert not caplog.records


async def test_a_job_that_fails_is_still_heard_of(caplog: pytest.LogCaptureFixture) -> None:
    failed = asyncio.Event()

    async def fail() -> None:
        failed.set()
        raise ZeroDivisionError

    parts: Any = SimpleNamespace(knock=fail, beat=nothing, look=nothing, run=nothing, zone=ZoneInfo("UTC"))
    async with knocking(parts, parts, parts, parts):
        await asyncio.wait_for(failed.wait(), 10)
    assert any("raised an exception" in record.getMessage() for record in caplog.records)
