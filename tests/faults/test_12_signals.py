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
from tests.patience import PATIENCE

TOKEN = "1000000001:sandbox-token"


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


STOPPED_AT_IMPORT = """
import os, signal, sys

class Stopper:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.{number.name})

sys.meta_path.insert(0, Stopper())
"""
"""A ``sitecustomize``: the signal comes while a part of the program is being loaded."""


@pytest.mark.parametrize("module", ["bot.cli", "bot.run"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_12_asked_to_stop_while_it_is_being_loaded_it_ends_with_0(
    tmp_path: Path, module: str, number: signal.Signals
) -> None:
    (tmp_path / "sitecustomize.py").write_text(STOPPED_AT_IMPORT.format(module=module, number=number), "utf-8")
    environment = surroundings(tmp_path / "data", YOUSHI_SANDBOX_PORT="0")
    environment["PYTHONPATH"] = os.pathsep.join((str(tmp_path), environment["PYTHONPATH"]))
    assert await ends(tmp_path, environment, "run") == (0, b"")


async def test_12_a_command_that_was_cut_short_does_not_claim_success(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        STOPPED_AT_IMPORT.format(module="bot.cli", number=signal.SIGTERM), "utf-8"
    )
    environment = surroundings(tmp_path / "data")
    environment["PYTHONPATH"] = os.pathsep.join((str(tmp_path), environment["PYTHONPATH"]))
    code, _ = await ends(tmp_path, environment, "backup")
    assert code == -signal.SIGTERM


async def test_12_asked_to_stop_while_telegram_does_not_answer_it_ends_with_0(tmp_path: Path) -> None:
    called = asyncio.Event()

    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        called.set()
        await reader.read()
        writer.close()

    async with await asyncio.start_server(hang, "127.0.0.1", 0) as server:
        address = "http://{}:{}".format(*server.sockets[0].getsockname())
        environment = surroundings(tmp_path / "data", YOUSHI_TOKEN=TOKEN, YOUSHI_API_URL=address)
        bot = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", cwd=tmp_path, env=environment)
        await asyncio.wait_for(called.wait(), PATIENCE)
        bot.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(bot.wait(), PATIENCE) == 0


async def ends(folder: Path, environment: dict[str, str], *words: str) -> tuple[int, bytes]:
    """How a command ends, and what it says of that."""
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words, cwd=folder, env=environment, stderr=asyncio.subprocess.PIPE
    )
    _, said = await asyncio.wait_for(bot.communicate(), PATIENCE)
    return bot.returncode or 0, said
