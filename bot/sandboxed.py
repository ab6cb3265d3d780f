"""The sandbox beside the bot, in one process: one clock for both, which the page may move forward."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime

import click

from bot import sample
from bot.program import Program, open_program
from bot.settings import Settings
from sandbox import Clock, Sandbox, serve

SANDBOX_TOKEN = "1000000001:sandbox-token"  # noqa: S105 - opens nothing but the sandbox


@asynccontextmanager
async def in_sandbox(settings: Settings) -> AsyncIterator[Program]:
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
