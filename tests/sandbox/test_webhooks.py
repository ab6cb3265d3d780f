"""Webhooks: the secret, the order, the retries, what a bot can ask about them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from sandbox.world import World
from tests.patience import PATIENCE
from tests.sandbox.conftest import RESIDENT, WORKER
from tests.sandbox.kit import Wire


@dataclass
class Hook:
    """A bot's end of the webhook."""

    url: str = ""
    secrets: list[str | None] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    failures: int = 0
    answer: dict[str, Any] | None = None
    hold: dict[str, asyncio.Event] = field(default_factory=dict)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        update = await request.json()
        if self.failures:
            self.failures -= 1
            return web.Response(status=500)
        text = update["message"]["text"]
        if text in self.hold:
            await self.hold[text].wait()
        self.texts.append(text)
        self.arrived.set()
        return web.json_response(self.answer) if self.answer else web.Response()

    async def until(self, count: int) -> list[str]:
        async with asyncio.timeout(PATIENCE):
            while len(self.texts) < count:
                self.arrived.clear()
                await self.arrived.wait()
        return self.texts


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    application = web.Application()
    application.router.add_post("/hook", hook.receive)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    hook.url = f"{site.name.replace('0.0.0.0', '127.0.0.1').rpartition(':')[0]}:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


async def set_hook(wire: Wire, hook: Hook, **options: Any) -> None:
    status, answer = await wire.call("setWebhook", url=hook.url, **options)
    assert (status, answer["result"]) == (200, True)


async def info(wire: Wire) -> dict[str, Any]:
    return (await wire.call("getWebhookInfo"))[1]["result"]


async def settled(wire: Wire) -> dict[str, Any]:
    """Return the webhook's info once nothing is pending."""
    while (shown := await info(wire))["pending_update_count"]:
        pass
    return shown


async def test_updates_are_pushed_in_order_with_the_secret(wire: Wire, world: World, hook: Hook) -> None:
    await set_hook(wire, hook, secret_token="s3cret", drop_pending_updates=True)

    for number in range(10):
        world.send(RESIDENT, RESIDENT, text=str(number))

    assert await hook.until(10) == [str(number) for number in range(10)]
    assert set(hook.secrets) == {"s3cret"}
    assert (await settled(wire))["url"] == hook.url


async def test_what_waited_is_pushed_and_what_is_dropped_is_not(wire: Wire, world: World, hook: Hook) -> None:
    world.send(RESIDENT, RESIDENT, text="早先")
    await wire.call("deleteWebhook", drop_pending_updates=True)
    world.send(RESIDENT, RESIDENT, text="等着")

    await set_hook(wire, hook)

    assert await hook.until(1) == ["等着"]


async def test_a_failed_delivery_is_repeated_before_later_ones(wire: Wire, world: World, hook: Hook) -> None:
    hook.failures = 2
    await set_hook(wire, hook, drop_pending_updates=True)

    world.send(RESIDENT, RESIDENT, text="一")
    world.send(RESIDENT, RESIDENT, text="二")

    assert await hook.until(2) == ["一", "二"]
    assert len(hook.secrets) == 4
    shown = await settled(wire)
    assert shown["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    assert shown["last_error_date"] == world.now()


async def test_a_slow_chat_does_not_hold_up_the_others(wire: Wire, world: World, hook: Hook) -> None:
    world.start(WORKER)
    hook.hold["慢"] = asyncio.Event()
    await set_hook(wire, hook, drop_pending_updates=True)
    world.send(RESIDENT, RESIDENT, text="慢")
    world.send(RESIDENT, RESIDENT, text="后")
    world.send(WORKER, WORKER, text="快")
    assert await hook.until(1) == ["快"]

    hook.hold["慢"].set()

    assert await hook.until(3) == ["快", "慢", "后"]


async def test_one_connection_means_one_at_a_time(wire: Wire, world: World, hook: Hook) -> None:
    world.start(WORKER)
    hook.hold["慢"] = asyncio.Event()
    await set_hook(wire, hook, drop_pending_updates=True, max_connections=1)
    world.send(RESIDENT, RESIDENT, text="慢")
    world.send(WORKER, WORKER, text="快")
    while not hook.secrets:
        await info(wire)
    assert hook.texts == []

    hook.hold["慢"].set()

    assert await hook.until(2) == ["慢", "快"]


async def test_an_answer_can_hold_a_call(wire: Wire, world: World, hook: Hook) -> None:
    hook.answer = {"method": "sendMessage", "chat_id": RESIDENT, "text": "收到了"}
    await set_hook(wire, hook, drop_pending_updates=True)

    world.send(RESIDENT, RESIDENT, text="在吗")

    await wire.heard("收到了")


async def test_nobody_listens(wire: Wire, world: World) -> None:
    await wire.call("setWebhook", url="http://127.0.0.1:9/hook", allowed_updates=["message"])
    world.send(RESIDENT, RESIDENT, text="在吗")
    while "last_error_message" not in (shown := await info(wire)):
        pass

    assert shown["last_error_message"].startswith("Connection failed")
    assert shown["pending_update_count"] == 1
    assert shown["allowed_updates"] == ["message"]
    await wire.call("deleteWebhook")
    assert len((await wire.call("getUpdates"))[1]["result"]) == 1


async def test_an_empty_address_takes_the_webhook_away(wire: Wire, world: World, hook: Hook) -> None:
    await set_hook(wire, hook)
    await wire.call("setWebhook", url="")

    assert (await info(wire))["url"] == ""


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"url": "gopher://x"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "http://127.0.0.1:9/", "secret_token": "不行"}, "secret token contains unallowed characters"),
    ],
)
async def test_webhooks_that_are_refused(wire: Wire, params: dict[str, str], words: str) -> None:
    assert (await wire.call("setWebhook", **params))[1]["description"] == f"Bad Request: {words}"
