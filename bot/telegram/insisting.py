"""Insisting: a transaction that has to be, however long the disk is full or the file locked."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from bot.logs import logger
from services.ports import Store, Tx
from storage.errors import StorageUnavailable

log = logger(__name__)
T = TypeVar("T")

Sleep = Callable[[float], Awaitable[object]]

PAUSE: Final = 2.0
"""Seconds between tries to reach a database that cannot be written to."""


async def insist(store: Store, use_case: Callable[[Tx], T], sleep: Sleep = asyncio.sleep) -> T:
    """Run the use case until it can be run; what it raises itself is raised."""
    while True:
        try:
            return await store.run(use_case)
        except StorageUnavailable:
            log.warning("the database cannot be written to", again_in=PAUSE)
            await sleep(PAUSE)
