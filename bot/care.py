"""Care of the database at the command line: whether it is sound, copies of it, and the way back. The bot may be running meanwhile."""

import asyncio
from pathlib import Path

import click

from bot.settings import Settings
from storage.chain import Head, verify
from storage.reading import reading


async def verify_journal(settings: Settings, against: str | None) -> None:
    """Follow the chain of the journal and print its head."""
    earlier = Head() if against is None else _head(against)
    head = await asyncio.to_thread(_verify, settings.database, earlier)
    click.echo(f"{head.id} events, all as they were written")
    if against is not None:
        click.echo(f"goes on from event {earlier.id}")
    click.echo(f"head: {head}")


def _verify(database: Path, against: Head) -> Head:
    with reading(database) as raw:
        return verify(raw, against)


def _head(text: str) -> Head:
    try:
        return Head.parse(text)
    except ValueError:
        raise click.BadParameter("is no head as verify prints it", param_hint="--against") from None
