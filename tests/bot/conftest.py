"""The command line in this process, as an operator types it: an environment of its own, a folder of its own."""

import asyncio
import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest

from bot import cli
from bot.settings import PREFIX
from sandbox import Sandbox, serve

TOKEN = "123456789:AAabcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


Youshi = Callable[..., Ended]


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, and nothing set."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(PREFIX)]:  # noqa: TID251 - what is set is to be taken away
        monkeypatch.delenv(name)
    return tmp_path


@pytest.fixture
def quiet_afterwards() -> Iterator[None]:
    """The program sets up the root logger for itself."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = before


@pytest.fixture
def youshi(
    workplace: Path, quiet_afterwards: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Youshi:
    """``youshi(*arguments, **settings)``."""

    def run(*arguments: str | Path, **settings: object) -> Ended:
        with monkeypatch.context() as patch:
            for name, value in settings.items():
                patch.setenv(PREFIX + name.upper(), str(value))
            patch.setattr("sys.argv", ["youshi", *map(str, arguments)])
            try:
                cli.main()
                code = 0
            except SystemExit as end:
                code = int(end.code or 0)
        shown = capsys.readouterr()
        return Ended(code, shown.out, shown.err)

    return run


@pytest.fixture
def telegram() -> Iterator[str]:
    """The address of a sandbox that answers from a thread of its own, for commands have an event loop of their own."""
    loop, ready, over = asyncio.new_event_loop(), Queue[str](), asyncio.Event()

    async def answer() -> None:
        async with serve(Sandbox(TOKEN)) as address:
            ready.put(address)
            await over.wait()

    thread = Thread(target=lambda: loop.run_until_complete(answer()))
    thread.start()
    yield ready.get()
    loop.call_soon_threadsafe(over.set)
    thread.join()
    loop.close()
