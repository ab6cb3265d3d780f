"""``youshi run``: the sandbox, long polling or the webhook, in the foreground until a signal."""

import asyncio
import logging
import signal
import socket
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from datetime import datetime
from typing import Any

import click
import uvicorn

from bot import sample
from bot.clock import SystemClock
from bot.program import Program, open_program, poll, set_webhook
from bot.settings import Settings
from sandbox import Clock, Sandbox, serve
from storage.errors import StorageError
from web.app import build_app

log = logging.getLogger(__name__)

SANDBOX_TOKEN = "1000000001:sandbox-token"  # noqa: S105 - opens nothing but the sandbox
WEBHOOK_PORT = 8080


async def run(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM, or until a part ends that the program cannot do without."""
    async with AsyncExitStack() as stack:
        if settings.token is None:
            program = await stack.enter_async_context(_in_sandbox(settings))
        else:
            token, address = settings.token.get_secret_value(), str(settings.api_url).rstrip("/")
            program = await stack.enter_async_context(open_program(settings, token, address, SystemClock()))
        if settings.webhook_url or settings.listen_port:
            await stack.enter_async_context(_web(settings, program))
        if settings.webhook_url:
            await set_webhook(program, settings)
            await _until_signal(asyncio.Event().wait())
        else:
            await _until_signal(poll(program))


@asynccontextmanager
async def _in_sandbox(settings: Settings) -> AsyncIterator[Program]:
    """The sandbox with its sample neighbourhood; it shares its clock with the program, and the page may move it."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    program: Program | None = None

    async def next_moment() -> datetime | None:
        return await program.knocker.next_due() if program else None

    clock = Clock()
    box = Sandbox(SANDBOX_TOKEN, clock, snapshot=settings.data_dir / "sandbox.json", next_moment=next_moment)
    async with serve(box, settings.sandbox_host, settings.sandbox_port) as address:
        group_id = sample.settle_world(box)
        async with open_program(settings, SANDBOX_TOKEN, address, clock) as program:
            await program.desk.perform(lambda act: sample.settle_database(act, group_id), None)
            with following(clock, program):
                click.echo(f"有事来聊  sandbox: {address}  (Ctrl-C stops)")
                yield program


@contextmanager
def following(clock: Clock, program: Program) -> Iterator[None]:
    """When the page moves the clock, due timers and held posts are looked at at once."""
    knocks: set[asyncio.Task[None]] = set()

    def moved() -> None:
        program.courier.wake()
        knock = asyncio.create_task(program.knocker.knock())
        knocks.add(knock)
        knock.add_done_callback(knocks.discard)

    leave = clock.subscribe(moved)
    try:
        yield
    finally:
        leave()
        for knock in knocks:
            knock.cancel()


@asynccontextmanager
async def _web(settings: Settings, program: Program) -> AsyncIterator[None]:
    """Serve the webhook, where one is set, and the health page."""

    async def healthy() -> bool:
        try:
            await program.store.run(lambda tx: tx.timers.next_due())
        except StorageError:
            return False
        return True

    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else None
    # Bound here, because uvicorn ends the process where an address is in use.
    family = socket.AF_INET6 if ":" in settings.listen_host else socket.AF_INET
    listener = socket.create_server((settings.listen_host, settings.listen_port or WEBHOOK_PORT), family=family)
    config = uvicorn.Config(
        build_app(program.intake.receive, healthy, secret),
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


async def _until_signal(work: Coroutine[Any, Any, object]) -> None:
    """Do the work until it ends or a signal asks to stop."""
    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(work)
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, task.cancel)
    try:
        with suppress(asyncio.CancelledError):
            await task
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
    log.info("stopping")
