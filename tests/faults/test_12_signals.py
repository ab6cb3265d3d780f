"""Fault 12, as a process: SIGTERM ends with 0 within seconds; systemd hears of the beginning, of life and of the end."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox import Clock, Sandbox, serve
from tests.journeys.test_process import surroundings

TOKEN = "1000000001:sandbox-token"
PATIENCE = 30


@pytest.fixture
def ear(tmp_path: Path) -> Iterator[socket.socket]:
    """Where systemd would listen."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        listener.setblocking(False)
        yield listener


async def hears(ear: socket.socket, state: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while (await asyncio.get_running_loop().sock_recv(ear, 99)).decode() != state:
            pass


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_12_it_says_when_it_is_ready_alive_and_stopping_and_ends_with_0(
    tmp_path: Path, ear: socket.socket, number: signal.Signals
) -> None:
    async with serve(Sandbox(TOKEN, Clock())) as address:
        told = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "300000"}
        environment = surroundings(tmp_path / "data", YOUSHI_TOKEN=TOKEN, YOUSHI_API_URL=address, **told)
        bot = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", cwd=tmp_path, env=environment)
        try:
            for state in ("READY=1", "WATCHDOG=1"):
                await hears(ear, state)
            bot.send_signal(number)
            await hears(ear, "STOPPING=1")
            assert await asyncio.wait_for(bot.wait(), PATIENCE) == 0
        finally:
            if bot.returncode is None:
                os.kill(bot.pid, signal.SIGKILL)
                await bot.wait()


async def test_12_without_telegram_it_is_not_fed(tmp_path: Path, ear: socket.socket) -> None:
    async with serve(Sandbox(TOKEN, Clock())) as address:
        told = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "300000"}
        environment = surroundings(
            tmp_path / "data", YOUSHI_TOKEN="1000000002:nobody-knows-it", YOUSHI_API_URL=address, **told
        )
        bot = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=tmp_path, env=environment, stderr=asyncio.subprocess.PIPE
        )
        _, said = await asyncio.wait_for(bot.communicate(), PATIENCE)
        assert bot.returncode == 77
        assert b"nobody-knows-it" not in said
        with pytest.raises(BlockingIOError):
            ear.recv(99)
