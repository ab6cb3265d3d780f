"""How long tests wait for what must come."""

import asyncio
from collections.abc import Callable

PATIENCE = 240
"""Seconds until a test that waits gives up. Long: a machine that is busy with other work is no fault of the program's, and what comes
at once is waited for no longer."""


async def until(condition: Callable[[], object]) -> None:
    """Wait for what nobody tells of, and look again each time others have had their turn."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0)
