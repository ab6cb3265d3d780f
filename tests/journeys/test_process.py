"""The real program as a process of its own: set up at the command line, killed, started again, and everything is there."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from bot import sample
from bot.sandboxed import SANDBOX_TOKEN
from sandbox import Clock, Sandbox, serve
from tests.journeys.kit import Control, Person, number_of
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]


def surroundings(data: Path, **settings: str) -> dict[str, str]:
    """The environment of the process: ours, with no settings but the given ones."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("YOUSHI_")}  # noqa: TID251
    return inherited | {"PYTHONPATH": str(ROOT), "YOUSHI_DATA_DIR": str(data), **settings}


async def youshi(folder: Path, environment: dict[str, str], *words: str) -> str:
    """Run a command to its end; gives what it prints."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words, cwd=folder, env=environment, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0, out.decode()
    return out.decode()


@asynccontextmanager
async def running(folder: Path, environment: dict[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot in the background; killed at the end if it still runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=folder, env=environment, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_killed_and_started_again_nothing_is_missing(tmp_path: Path) -> None:
    box = Sandbox(SANDBOX_TOKEN, Clock())
    async with serve(box) as address, aiohttp.ClientSession() as http:
        control = Control(address, http)
        environment = surroundings(tmp_path / "data", YOUSHI_TOKEN=SANDBOX_TOKEN, YOUSHI_API_URL=address)
        assert "8" in await youshi(tmp_path, environment, "places", "import", str(sample.PLACES))
        link = await youshi(tmp_path, environment, "people", "invite", "--role", "网格员", "--place", "xf-g1")
        for account in (1, 2):
            box.world.add_person(f"用户{account}", person_id=account)
        resident, worker = Person(control, 1), Person(control, 2)

        async with running(tmp_path, environment) as bot:
            await worker.opens(link.strip().rsplit("=", 1)[1])
            await worker.taps("同意")
            await worker.reads("您现在是幸福第一网格的网格员")
            await resident.opens("xf")
            await resident.taps("同意")
            await resident.says("3号楼楼道灯不亮")
            first = number_of(await resident.reads("📌"))
            await worker.reads(first, "待接单")
            bot.send_signal(signal.SIGKILL)
            await bot.wait()

        await resident.says("5号楼下水道堵了往外冒水")
        async with running(tmp_path, environment) as bot:
            second = number_of(await resident.reads("📌", "5号楼"))
            assert second != first
            await worker.taps("接单", on=await worker.reads(first, "待接单"))
            await resident.reads(first, "🔵 办理中")
            await resident.says("/我的")
            await resident.reads("您报过的事", first, second)
            bot.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(bot.wait(), PATIENCE) == 0
        assert "database: ok (8 places)" in await youshi(tmp_path, environment, "check")


async def test_the_sandbox_is_as_it_was_after_a_restart(tmp_path: Path) -> None:
    environment = surroundings(tmp_path / "data", YOUSHI_SANDBOX_PORT="0")
    async with aiohttp.ClientSession() as http:
        async with running(tmp_path, environment) as bot:
            resident = Person(Control(await address_of(bot), http), 1001)
            await resident.says("3号楼楼道灯不亮")
            number = number_of(await resident.reads("📌"))
            bot.send_signal(signal.SIGINT)
            assert await asyncio.wait_for(bot.wait(), PATIENCE) == 0
        async with running(tmp_path, environment) as bot:
            control = Control(await address_of(bot), http)
            resident, worker = Person(control, 1001), Person(control, 1004)
            await resident.reads("📌", number)
            await worker.taps("接单")
            await resident.reads(number, "🔵 办理中")


async def address_of(bot: asyncio.subprocess.Process) -> str:
    """The sandbox's address, as the program prints it."""
    assert bot.stdout is not None
    line = await asyncio.wait_for(bot.stdout.readline(), PATIENCE)
    found = re.search(r"http://\S+", line.decode())
    assert found, line
    return found[0]
