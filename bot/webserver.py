"""The web server: the webhook, where one is set, the health page and the metrics."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn

from bot.metrics import render
from bot.program import Program
from bot.settings import Settings
from web.app import build_app

WEBHOOK_PORT = 8080


@asynccontextmanager
async def serving(settings: Settings, program: Program) -> AsyncIterator[None]:
    """Serve them while the context is open."""

    async def health() -> dict[str, object]:
        return (await program.monitor.read()).page()

    async def metrics() -> bytes:
        return render(await program.monitor.read())

    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else None
    # Bound here, because uvicorn ends the process where an address is in use.
    family = socket.AF_INET6 if ":" in settings.listen_host else socket.AF_INET
    listener = socket.create_server((settings.listen_host, settings.listen_port or WEBHOOK_PORT), family=family)
    config = uvicorn.Config(
        build_app(program.intake.receive, health, metrics, secret),
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
    )
    server = uvicorn.Server(config)
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[listener])
    try:
        yield
    finally:
        await server.shutdown(sockets=[listener])
