"""Processes under measurement: each on a core of its own where there are two, with its processor time and memory (Linux)."""

import asyncio
import json
import os
import shutil
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
SERVER_CORE, BOT_CORE = 0, 1


def pinned(core: int, *command: str) -> list[str]:
    """The command on one core."""
    if shutil.which("taskset") and (os.cpu_count() or 1) > 1:
        return ["taskset", "-c", str(core), *command]
    return list(command)


@asynccontextmanager
async def started(core: int, *arguments: str, **environment: str) -> AsyncIterator[Process]:
    """``python -m arguments`` in a process of its own, stopped at the end."""
    command = pinned(core, sys.executable, "-m", *arguments)
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=PIPE, env={**os.environ, **environment})
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(15):
                    await process.communicate()
            except TimeoutError:
                process.kill()
                await process.wait()


async def told(process: Process, event: str) -> dict[str, Any]:
    """The next line of this event of the fake API."""
    assert process.stdout is not None
    while line := await process.stdout.readline():
        said: dict[str, Any] = json.loads(line)
        if said["event"] == event:
            return said
        if said["event"] == "failed":
            break
        if said["event"] not in {"listening", "found", "begin"}:
            raise RuntimeError(f"{event} expected: {said}")
    raise RuntimeError(f"no {event}: {line.decode()}")


def processor_seconds(pid: int) -> float:
    """User and system time of all threads so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_megabytes(pid: int) -> float:
    """Memory held now."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
