"""The sandbox as one ASGI application, and the way to run it inside a running event loop."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.api.app import BotApi
from sandbox.clock import Clock
from sandbox.control.routes import Control, NextMoment
from sandbox.snapshot import Keeper
from sandbox.world import World

STATIC = Path(__file__).parent / "static"
NAME = "有事来聊"
USERNAME = "youshi_sandbox_bot"
# Longer than any bot's client keeps a connection, so that the server never closes one under a request.
KEEP_ALIVE = 300


class Sandbox:
    """A stand-in for Telegram: the world, the Bot API, the control API and the page."""

    def __init__(
        self,
        token: str = "1000000001:sandbox-token",  # noqa: S107 - opens nothing but this sandbox
        clock: Clock | None = None,
        *,
        limits: bool = False,
        snapshot: Path | None = None,
        next_moment: NextMoment | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.world = World(self.clock)
        self.world.add_bot(token, NAME, USERNAME)
        self._keeper = Keeper(self.world, snapshot) if snapshot else None
        if self._keeper:
            self._keeper.restore()
        self.api = BotApi(self.world, limits=limits)
        self.clock.subscribe(self._time_moved)
        self.app = Starlette(routes=self._routes(next_moment), lifespan=self._lifespan)

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        self.world.events.pulse.open()
        self.api.open()
        self.world.close_due_polls()
        if self._keeper:
            self._keeper.start()
        yield
        await self.close()

    async def close(self) -> None:
        """End everything that waits, then write the last snapshot; harmless when done twice."""
        self.world.events.pulse.close()
        await self.api.close()
        if self._keeper:
            await self._keeper.close()

    def reset(self) -> None:
        """Empty the world, but keep its bots, their settings and the clock."""
        self.world.clear()
        self.api.faults.clear()

    def _routes(self, next_moment: NextMoment | None) -> list[BaseRoute]:
        return [
            Route("/bot{token}/{method}", self.api),
            Route("/file/bot{token}/{path:path}", self.api.download),
            *Control(self.api, next_moment, self.reset).routes(),
            Route("/", _page),
            *(Mount(path, StaticFiles(directory=STATIC, check_dir=False)) for path in ("/static", "/")),
        ]

    def _time_moved(self) -> None:
        self.world.close_due_polls()
        offset: timedelta = self.clock.offset
        self.world.note("clock", None, {"now": self.clock.now().isoformat(), "offset_s": int(offset.total_seconds())})


@asynccontextmanager
async def serve(box: Sandbox, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve a sandbox over HTTP while the context is open; yields its address. Signals stay with the caller."""
    listener = socket.create_server((host, port))
    # asyncio sees to this only where a socket says that it is TCP; without it half of an answer waits 40 ms for the other side's word.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    config = uvicorn.Config(
        box.app,
        log_config=None,
        log_level="warning",
        access_log=False,
        lifespan="on",
        ws="none",
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=5,
    )
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    # Server.serve would take the process's signals and tick ten times a second; its two halves do neither.
    await server.startup(sockets=[listener])
    try:
        yield f"http://{host}:{listener.getsockname()[1]}"
    finally:
        try:
            await box.close()
        finally:
            await server.shutdown(sockets=[listener])


async def _page(_: Request) -> Response:
    index = STATIC / "index.html"
    return FileResponse(index) if index.exists() else PlainTextResponse("The sandbox runs; its page is not installed.")
