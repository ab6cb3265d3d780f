"""The engine against the sandbox over HTTP, with a database of its own and a clock that stands still."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from hypothesis import settings
from telegram import Update
from telegram.ext import CallbackContext, TypeHandler

from bot.telegram.api import Api
from bot.telegram.application import Line, build_application, initialize
from bot.telegram.courier import Courier
from bot.telegram.dispatcher import Dispatcher
from bot.telegram.intake import Intake
from bot.telegram.limits import Limiter
from bot.telegram.polling import Polling
from bot.telegram.request import AiohttpRequest
from bot.telegram.verdicts import Judge
from handlers.outgoing import Outgoing
from sandbox import ManualClock, Sandbox, serve
from services.delivery import Delivery, Received
from services.ports import Tx
from services.posts import Post
from storage.store import SqliteStore
from tests.patience import PATIENCE

# Other work on the same machine must not fail a test.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

TOKEN = "1000000001:sandbox-token"
START = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
RESIDENT = 501
NEIGHBOUR = 502


def render(delivery: Delivery) -> Outgoing:
    """The words of the tests: the parameter ``text``, labelled when it may be a repeat."""
    label = "（补发，可能重复）" if delivery.repeat else ""
    return Outgoing(text=label + str(delivery.params["text"]))


@dataclass
class Pauses:
    """Sleeps that are over at once, and how long they would have been."""

    taken: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)
        await asyncio.sleep(0)


@dataclass
class Rig:
    """Everything between the sandbox and a handler."""

    box: Sandbox
    clock: ManualClock
    address: str
    database: Path
    store: SqliteStore
    line: Line
    pauses: Pauses = field(default_factory=Pauses)
    seen: list[Update] = field(default_factory=list)
    dead: list[int] = field(default_factory=list)
    sorry: list[int] = field(default_factory=list)
    blocked: list[int] = field(default_factory=list)
    stuck: list[tuple[int, int]] = field(default_factory=list)
    handle: Callable[[Update], Awaitable[None]] | None = None
    render: Callable[[Delivery], Outgoing] = render

    def __post_init__(self) -> None:
        self.line.application.add_handler(TypeHandler(Update, self._handle))
        self.dispatcher = Dispatcher(self.line.application, self.store, on_dead=self._on_dead, sleep=self.pauses)
        self.intake = Intake(self.store, self.dispatcher, self.clock, self._apologise, sleep=self.pauses)
        self.polling = self.poller()
        self.courier = Courier(
            self.store,
            self.line.api,
            self._render,
            self.clock,
            Judge(
                lambda _, chat: self.blocked.append(chat),
                lambda tx, old, new: tx.groups.migrate(old, new),
                lambda _, chat, message: self.stuck.append((chat, message)),
            ),
            Limiter(0),
            sleep=self.pauses,
        )
        self.store.on_posts(self.courier.wake)
        self.clock.subscribe(self.courier.wake)

    async def _apologise(self, chat: int) -> None:
        self.sorry.append(chat)

    def poller(self) -> Polling:
        """A polling that knows nothing of earlier ones, as after a restart."""
        return Polling(self.line.api, self.intake, self.clock, hold=5, sleep=self.pauses)

    @property
    def texts(self) -> list[str]:
        """The texts that the handler has seen, in order."""
        return [update.effective_message.text for update in self.seen if update.effective_message]

    def fault(self, kind: str, method: str = "sendMessage", **more: object) -> None:
        self.box.api.faults.add(kind=kind, method=method, **more)

    def calls(self, method: str) -> list[dict[str, Any]]:
        """The arguments of the calls of a method so far."""
        return [entry["args"] for entry in self.box.api.log.after(0) if entry["method"] == method.lower()]

    def messages(self, chat: int) -> list[str]:
        """What the bot's messages in a chat say now."""
        found = self.box.world.chat(chat).messages.values()
        return [message.get("text", "") for message in found if message["from"]["is_bot"]]

    async def post(self, *posts: Post) -> None:
        """Queue posts and wait until nothing can be sent at this moment."""

        def put(tx: Tx) -> None:
            for post in posts:
                tx.outbox.put(post)

        await self.store.run(put)
        await self.settle()

    async def later(self, seconds: float) -> None:
        """Move the clock and wait until nothing can be sent any more."""
        self.clock.advance(timedelta(seconds=seconds))
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing can be sent at this moment."""
        self.courier.wake()
        async with asyncio.timeout(PATIENCE):
            await self.courier.settled()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Look into the database past the repositories."""
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(query).fetchall()

    def _render(self, delivery: Delivery) -> Outgoing:
        return self.render(delivery)

    async def _handle(self, update: Update, _: CallbackContext[Any, Any, Any, Any]) -> None:
        self.seen.append(update)
        if self.handle is not None:
            await self.handle(update)

    def _on_dead(self, tx: Tx, row: Received) -> None:
        self.dead.append(row.update_id)
        tx.outbox.put(Post(row.lane, "dead", {"text": "出了点问题"}))


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@pytest_asyncio.fixture
async def rig(tmp_path: Path, clock: ManualClock) -> AsyncIterator[Rig]:
    async with AsyncExitStack() as stack:
        box = Sandbox(token=TOKEN, clock=clock)
        for person in (RESIDENT, NEIGHBOUR):
            box.world.add_person(name="居民", person_id=person)
            box.world.start(person)
        box.world.bots[1000000001].queue.drop_all()
        address = await stack.enter_async_context(serve(box))
        store = await stack.enter_async_context(await SqliteStore.open(tmp_path / "youshi.db"))
        line = build_application(TOKEN, address)
        await initialize(line)
        stack.push_async_callback(line.application.shutdown)
        yield Rig(box, clock, address, tmp_path / "youshi.db", store, line)


@pytest_asyncio.fixture
async def courier(rig: Rig) -> AsyncIterator[Rig]:
    """The rig with the courier at work."""
    running = asyncio.create_task(rig.courier.run())
    yield rig
    await rig.courier.stop()
    await running


@pytest_asyncio.fixture
async def polling(rig: Rig) -> AsyncIterator[Rig]:
    """The rig with the polling at work."""
    running = asyncio.create_task(rig.polling.run())
    yield rig
    running.cancel()
    await asyncio.wait({running})
    await rig.dispatcher.drain()


@dataclass
class Script:
    """A server that gives prepared answers, method by method, and then none any more."""

    address: str = ""
    answers: dict[str, list[tuple[int, bytes]]] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    finished: asyncio.Event = field(default_factory=asyncio.Event)
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, method: str, *answers: tuple[int, bytes]) -> None:
        self.answers.setdefault(method, []).extend(answers)

    async def serve(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        self.calls.append((method, await request.json() if request.can_read_body else {}))
        left = self.answers.get(method)
        if not left:
            self.finished.set()
            await self.closing.wait()
            return web.Response(status=500)
        status, body = left.pop(0)
        return web.Response(status=status, body=body)


@pytest_asyncio.fixture
async def script() -> AsyncIterator[Script]:
    script = Script()
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", script.serve)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    script.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield script
    script.closing.set()
    await runner.cleanup()


@pytest_asyncio.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest(connections=4, read_timeout=10.0) as request:
        yield request


@pytest_asyncio.fixture
async def scripted(script: Script, request_: AiohttpRequest) -> Api:
    """The Bot API, answering by the script."""
    return Api(request_, f"{script.address}/bot{TOKEN}")
