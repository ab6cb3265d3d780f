"""A wake-up call for any number of waiting coroutines: nobody here polls."""

import asyncio


class Pulse:
    """Waiters sleep until the next `beat`, their time-out, or the end of the world (`close`)."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()
        self.closed = False
        self.count = 0

    def beat(self) -> None:
        """Wake everyone who waits now; `count` tells later whether there were beats meanwhile."""
        self.count += 1
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            _wake(future)

    def close(self) -> None:
        """Wake everyone and let nobody wait again, so that a shutdown is quick."""
        self.closed = True
        self.beat()

    def open(self) -> None:
        """Let waiting begin again after a `close`."""
        self.closed = False

    async def wait(self, seconds: float) -> None:
        """Sleep until a beat, but no longer than `seconds` of the event loop's time."""
        if self.closed or seconds <= 0:
            return
        loop = asyncio.get_running_loop()
        future: asyncio.Future[None] = loop.create_future()
        self._waiting.add(future)
        alarm = loop.call_later(seconds, _wake, future)
        try:
            await future
        finally:
            alarm.cancel()
            self._waiting.discard(future)


def _wake(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
