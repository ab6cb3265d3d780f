"""Fixtures of the sandbox's own tests: a standing clock, a world with a few people, calls that are judged."""

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from sandbox import ManualClock, Sandbox, serve
from sandbox.world import World
from tests.sandbox.judge import Judge
from tests.sandbox.kit import TOKEN, Bot, Wire

RESIDENT, WORKER, SECRETARY = 11, 12, 13


@pytest.fixture(scope="session")
def judge() -> Judge | None:
    """The judge, or None where the shared folder is absent."""
    shared = Path(os.environ.get("YOUSHI_SHARED", "../shared"))  # noqa: TID251 - tests have no settings
    description = shared / "data" / "telegram-bot-api.json"
    return Judge(description) if description.exists() else None


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 11, 22, 8, 0, tzinfo=UTC))


@pytest.fixture
def box(clock: ManualClock) -> Sandbox:
    return Sandbox(TOKEN, clock)


@pytest.fixture
def world(box: Sandbox) -> World:
    """A world with three people; the resident has opened the bot."""
    world = box.world
    world.add_person("住户", last_name="王", username="zhuhu_a", person_id=RESIDENT, label="居民")
    world.add_person("网格员", person_id=WORKER)
    world.add_person("书记", person_id=SECRETARY)
    world.start(RESIDENT)
    world.bot().queue.drop_all()
    return world


@pytest.fixture
def bot(box: Sandbox, world: World, judge: Judge | None) -> Bot:
    """The bot, calling in process."""
    return Bot(box, judge)


@pytest.fixture
async def wire(box: Sandbox) -> AsyncIterator[Wire]:
    """The sandbox over HTTP."""
    async with serve(box) as address, aiohttp.ClientSession() as http:
        yield Wire(address, http)


@pytest.fixture
def group(world: World) -> int:
    """A supergroup of all three, the secretary its owner, the bot an administrator."""
    members = [RESIDENT, WORKER]
    chat = world.add_group("幸福小区议事会", SECRETARY, members, kind="supergroup", bot="administrator")
    world.bot().queue.drop_all()
    return chat.id
