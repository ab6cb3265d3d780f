"""Starting and stopping: quick with everything still open, without warnings, and again."""

import asyncio

import aiohttp

from sandbox import Sandbox, serve
from sandbox.world import World
from tests.sandbox.conftest import RESIDENT
from tests.sandbox.kit import Wire


async def test_open_waits_end_with_the_server(box: Sandbox, world: World) -> None:
    async with aiohttp.ClientSession() as http:
        async with serve(box) as address:
            wire = Wire(address, http)
            await wire.post("faults", kind="timeout", method="sendMessage")
            held = asyncio.create_task(wire.call("sendMessage", chat_id=RESIDENT, text="好"))
            poll = asyncio.create_task(wire.call("getUpdates", offset=-1, timeout=50, allowed_updates=["poll"]))
            wait = asyncio.create_task(wire.get("wait", after=world.events.seq, timeout=50))
            async with http.get(f"{address}/control/events") as stream:
                assert b"hello" in await stream.content.readline()
                while len(await wire.get("log")) < 2:
                    pass
                began = asyncio.get_running_loop().time()
                await box.close()
                assert await stream.content.read()
        ended = asyncio.get_running_loop().time()
        assert (await poll)[1]["ok"] is True
        assert (await wait)["events"] == []
        failures = await asyncio.gather(held, return_exceptions=True)

    assert isinstance(failures[0], aiohttp.ClientError)
    assert ended - began < 5


async def test_a_sandbox_can_be_served_again(box: Sandbox, world: World) -> None:
    for text in ("一", "二"):
        async with serve(box) as address, aiohttp.ClientSession() as http:
            wire = Wire(address, http)
            poll = asyncio.create_task(wire.call("getUpdates", offset=world.bot().queue.next_id, timeout=50))
            while not any(entry["answer"] is None for entry in await wire.get("log")):
                pass
            world.send(RESIDENT, RESIDENT, text=text)
            assert [update["message"]["text"] for update in (await poll)[1]["result"]] == [text]


async def test_two_sandboxes_side_by_side() -> None:
    async with serve(Sandbox()) as one, serve(Sandbox()) as two:
        assert one != two
