"""A real browser on a real sandbox; the bot is played by plain HTTP calls."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from sandbox import ManualClock, Sandbox, serve
from tests.patience import PATIENCE

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
TOKEN = "1000000001:sandbox-token"
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)  # 12:00 in the neighbourhood
expect.set_options(timeout=PATIENCE * 1000)

RESIDENT, WORKER, SECRETARY = 1001, 1002, 1003


@dataclass
class Bot:
    """The bot's side: its calls to the Bot API."""

    address: str
    http: aiohttp.ClientSession
    offset: int = 0

    async def call(self, method: str, **params: Any) -> Any:
        async with self.http.post(f"{self.address}/bot{TOKEN}/{method}", json=params) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def say(self, chat: int, text: str, **params: Any) -> Any:
        return await self.call("sendMessage", chat_id=chat, text=text, **params)

    async def catch_up(self) -> None:
        """Pass over everything that waits."""
        for update in await self.call("getUpdates", offset=-1):
            self.offset = update["update_id"] + 1

    async def next(self, kind: str) -> Any:
        """Return the next update of a kind; others before it are passed over."""
        while True:
            updates = await self.call("getUpdates", offset=self.offset, timeout=PATIENCE, limit=1)
            assert updates, f"no {kind} came"
            self.offset = updates[0]["update_id"] + 1
            if kind in updates[0]:
                return updates[0][kind]


@dataclass
class Stage:
    """One sandbox with three people and their group, and pages that look at it."""

    box: Sandbox
    address: str
    bot: Bot
    group: int
    look: Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip(f"no browser here: none of {', '.join(BROWSERS)} is installed")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        await browser.close()


def furnish(box: Sandbox) -> int:
    """Put the three people and their group into a sandbox; returns the group's id."""
    box.world.add_person("居民甲", person_id=RESIDENT, label="居民")
    box.world.add_person("网格员甲", person_id=WORKER, label="网格员")
    box.world.add_person("社区书记", person_id=SECRETARY, label="社区书记")
    return box.world.add_group("幸福小区议事厅", SECRETARY, [RESIDENT, WORKER], bot="administrator").id


@pytest_asyncio.fixture(loop_scope="module")
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest_asyncio.fixture(loop_scope="module")
async def look(browser: Browser) -> AsyncIterator[Callable[..., Awaitable[Page]]]:
    """Open pages in contexts of their own; whatever a page complains about fails the test."""
    contexts, complaints = [], []

    async def open_page(url: str, width: int = 1280, height: int = 800, **options: Any) -> Page:
        context = await browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN", **options)
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        await page.goto(url)
        await page.locator(".column").first.wait_for()
        return page

    yield open_page
    for context in contexts:
        await context.close()
    # A sandbox that is down is something the page must live with, and the browser writes it down.
    assert [text for text in complaints if "net::ERR_" not in text] == []


@pytest_asyncio.fixture(loop_scope="module")
async def stage(http: aiohttp.ClientSession, look: Callable[..., Awaitable[Page]]) -> AsyncIterator[Stage]:
    box = Sandbox(TOKEN, ManualClock(NOON))
    group = furnish(box)
    async with serve(box) as address:

        async def look_at(place: str = "", **options: Any) -> Page:
            return await look(f"{address}/{place}", **options)

        yield Stage(box, address, Bot(address, http), group, look_at)


@pytest_asyncio.fixture(loop_scope="module")
async def talk(stage: Stage) -> Stage:
    """The stage when the resident has started the bot, and the bot has heard all that came before."""
    stage.box.world.start(RESIDENT)
    await stage.bot.catch_up()
    return stage


@pytest.fixture
def png() -> bytes:
    """A picture of one pixel."""
    return bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
        "0000000d49444154789c6360f8cf000000040001a5f645400000000049454e44ae426082"
    )
