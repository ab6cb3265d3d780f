"""What systemd is told: ready, alive, stopping (sd_notify). The protocol is a line into a socket; no library is needed for that."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from bot.settings import Supervisor
from bot.vitals import Monitor


def notify(address: str | None, state: str) -> None:
    """Tell the supervisor, where there is one."""
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender, suppress(OSError):
            sender.sendto(state.encode(), "\0" + address[1:] if address.startswith("@") else address)


@asynccontextmanager
async def supervised(supervisor: Supervisor, monitor: Monitor) -> AsyncIterator[None]:
    """Ready now; fed only while updates come in and are kept; stopping at the end."""
    notify(supervisor.address, "READY=1")
    task = asyncio.create_task(_feed(supervisor, monitor))
    try:
        yield
    finally:
        task.cancel()
        notify(supervisor.address, "STOPPING=1")


async def _feed(supervisor: Supervisor, monitor: Monitor) -> None:
    while supervisor.watchdog:
        if (await monitor.read()).alive:
            notify(supervisor.address, "WATCHDOG=1")
        await asyncio.sleep(supervisor.watchdog / 3)
