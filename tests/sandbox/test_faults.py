"""Faults on demand, as a bot meets them."""

import asyncio
from typing import Any

import aiohttp
import pytest

from sandbox.errors import OTHER_POLLER
from sandbox.world import World
from tests.sandbox.conftest import RESIDENT
from tests.sandbox.kit import ControlRefused, Wire


async def say(wire: Wire) -> tuple[int, Any]:
    return await wire.call("sendMessage", chat_id=RESIDENT, text="好")


async def said(wire: Wire) -> int:
    """Count the bot's messages that took effect."""
    messages = await wire.get(f"chats/{RESIDENT}/messages")
    return sum(message["from"]["is_bot"] for message in messages)


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        ({"kind": "400"}, 400, "Bad Request: chat not found"),
        ({"kind": "400", "description": "Bad Request: odd"}, 400, "Bad Request: odd"),
        ({"kind": "401"}, 401, "Unauthorized"),
        ({"kind": "403"}, 403, "Forbidden: bot was blocked by the user"),
        ({"kind": "409"}, 409, f"Conflict: {OTHER_POLLER}"),
        ({"kind": "429", "retry_after": 9}, 429, "Too Many Requests: retry after 9"),
        ({"kind": "500"}, 500, "Internal Server Error"),
    ],
)
async def test_errors(wire: Wire, world: World, fault: dict[str, Any], status: int, words: str) -> None:
    await wire.post("faults", fault, method="sendMessage")

    failed, then = await say(wire), await say(wire)

    assert (failed[0], failed[1]["description"]) == (status, words)
    assert failed[1].get("parameters") == ({"retry_after": 9} if status == 429 else None)
    assert then[0] == 200
    assert await said(wire) == 1


async def test_a_proxys_error_page(wire: Wire, world: World) -> None:
    await wire.post("faults", kind="502")

    async with wire.http.post(wire.method("getMe")) as response:
        assert (response.status, response.content_type) == (502, "text/html")


@pytest.mark.parametrize("kind", ["timeout", "half_open"])
async def test_no_answer_or_half_of_one(wire: Wire, world: World, kind: str) -> None:
    await wire.post("faults", kind=kind)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await say(wire)

    assert (await say(wire))[0] == 200


async def test_a_cut_connection(wire: Wire, world: World) -> None:
    await wire.post("faults", kind="reset")

    with pytest.raises(aiohttp.ClientError):
        await say(wire)

    assert (await say(wire))[0] == 200


@pytest.mark.parametrize("kind", ["500", "502", "reset"])
async def test_an_ambiguous_fault_takes_effect_first(wire: Wire, world: World, kind: str) -> None:
    await wire.post("faults", kind=kind, method="sendMessage", after_effect=True)

    try:
        async with wire.http.post(wire.method("sendMessage"), json={"chat_id": RESIDENT, "text": "好"}) as response:
            assert response.status == int(kind)
    except aiohttp.ClientError:
        assert kind == "reset"

    assert await said(wire) == 1
    assert [entry["fault"] for entry in await wire.get("log")] == [kind]


async def test_faults_are_counted_and_cancelled(wire: Wire, world: World) -> None:
    await wire.post("faults", kind="500", count=2)
    await wire.post("faults", kind="429", count=100)

    statuses = [(await say(wire))[0] for _ in range(3)]
    await wire.delete("faults")

    assert statuses == [500, 500, 429]
    assert (await say(wire))[0] == 200


async def test_faults_meet_only_their_method_and_by_chance(wire: Wire, world: World) -> None:
    await wire.post("faults", kind="500", method="sendPhoto")
    await wire.post("faults", kind="500", method="sendmessage", chance=0.5, count=1000)

    statuses = {(await say(wire))[0] for _ in range(30)}

    assert statuses == {200, 500}
    assert len(await wire.get("faults")) == 2


@pytest.mark.parametrize("fault", [{"kind": "earthquake"}, {}, {"kind": "500", "colour": "red"}])
async def test_faults_that_do_not_exist(wire: Wire, fault: dict[str, str]) -> None:
    with pytest.raises(ControlRefused):
        await wire.post("faults", fault)
