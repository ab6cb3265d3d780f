"""``youshi run``: the sandbox, long polling or the webhook, in the foreground until a signal."""

import asyncio
import gc
import signal
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress

from bot.clock import SystemClock
from bot.logs import logger
from bot.program import open_program, poll, set_webhook
from bot.settings import Settings, supervisor
from bot.stopping import STOP
from bot.watchdog import supervised
from handlers.desk import Desk, LexiconBroken

log = logger(__name__)


async def run(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM, or until a part ends that the program cannot do without. A second signal ends it at once."""
    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(_run(settings))

    def release() -> None:
        for number in STOP:
            loop.remove_signal_handler(number)

    def stop() -> None:
        release()
        log.info("stopping")
        task.cancel()

    for number in STOP:
        loop.add_signal_handler(number, stop)
    try:
        with suppress(asyncio.CancelledError):
            await task
    finally:
        release()


async def _run(settings: Settings) -> None:
    async with AsyncExitStack() as stack:
        if settings.token is None:
            from bot.sandboxed import in_sandbox  # noqa: PLC0415 - a bot that is live starts without it

            program = await stack.enter_async_context(in_sandbox(settings))
        else:
            token, address = settings.token.get_secret_value(), str(settings.api_url).rstrip("/")
            program = await stack.enter_async_context(open_program(settings, token, address, SystemClock()))
        if settings.webhook_url or settings.listen_port:
            from bot.webserver import serving  # noqa: PLC0415 - a bot that polls starts without it

            await stack.enter_async_context(serving(settings, program))
        calm_the_collector()
        if settings.webhook_url:
            await set_webhook(program, settings)
        stack.callback(_reload_on_hangup(program.desk))
        await stack.enter_async_context(supervised(supervisor(), program.monitor))
        if settings.webhook_url:
            await asyncio.Event().wait()
        else:
            await poll(program)


def _reload_on_hangup(desk: Desk) -> Callable[[], object]:
    """Let SIGHUP read the words again, as /重载词库 does; what cannot be used is logged and changes nothing. Gives what ends that."""
    reloads: set[asyncio.Task[None]] = set()

    async def reload() -> None:
        try:
            log.info("words read again", words=await desk.reload())
        except LexiconBroken as broken:
            log.error("words not read again", error=str(broken.__cause__))  # noqa: TRY400 - the message says it all

    def begin() -> None:
        task = asyncio.create_task(reload())
        reloads.add(task)
        task.add_done_callback(reloads.discard)

    if not hasattr(signal, "SIGHUP"):
        return lambda: None
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGHUP, begin)
    return lambda: loop.remove_signal_handler(signal.SIGHUP)


def calm_the_collector() -> None:
    """What is there now stays as long as the program: looking through it again and again cost a tenth of every message."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
