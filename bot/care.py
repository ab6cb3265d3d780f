"""Care of the database at the command line: whether it is sound, copies of it, and the way back. The bot may be running meanwhile."""

import asyncio
import os
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import click

from bot.clock import SystemClock
from bot.settings import Settings
from storage import backups, sealing
from storage.chain import Head, verify
from storage.reading import reading

T = TypeVar("T")


async def verify_journal(settings: Settings, against: str | None) -> None:
    """Follow the chain of the journal and print its head."""
    earlier = Head() if against is None else _given(Head.parse, against, "--against", "is no head as verify prints it")
    head = await asyncio.to_thread(_verify, settings.database, earlier)
    click.echo(f"{head.id} events, all as they were written")
    if against is not None:
        click.echo(f"goes on from event {earlier.id}")
    click.echo(f"head: {head}")


def _verify(database: Path, against: Head) -> Head:
    with reading(database) as raw:
        return verify(raw, against)


async def back_up(settings: Settings, folder: Path | None, recipients: Sequence[str], keep: int | None) -> None:
    """A sound copy of the database."""
    wrong = "is no age recipient, such as age1…"
    keys = [_given(sealing.recipient, each, "--recipient", wrong) for each in recipients]
    folder, now = folder or settings.data_dir / "backups", SystemClock().now()
    path, head = await asyncio.to_thread(backups.make, settings.database, folder, now, keys)
    click.echo(f"{path}\nhead: {head}")
    for old in backups.prune(folder, now, timedelta(days=keep)) if keep is not None else ():
        click.echo(f"removed: {old}")


async def restore(settings: Settings, file: Path, identity: Path | None) -> None:
    """A backup in the database's place; the bot must not run."""
    keys = _identities(identity)
    if sealing.is_sealed(file) and not keys:
        raise click.UsageError("The backup is sealed: name the identity file with --identity.")
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    aside, head = await asyncio.to_thread(backups.restore, file, settings.database, SystemClock().now(), keys)
    click.echo(f"restored: {settings.database}\nhead: {head}")
    if aside is not None:
        click.echo(f"the old file is kept: {aside}")


async def make_key(_settings: Settings, file: Path) -> None:
    """A new pair of keys for backups; an existing file is never overwritten."""
    identity, recipient = sealing.new_identity()
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(f"# recipient: {recipient}\n{identity}\n")
    click.echo(f"recipient: {recipient}\nThe secret is in {file}. Keep it away from this machine.")


def _identities(file: Path | None) -> list[str]:
    if file is None:
        return []
    return _given(sealing.identities, file.read_text("utf-8"), "--identity", "holds no age identity")


def _given(read: Callable[[str], T], text: str, option: str, wrong: str) -> T:
    try:
        return read(text)
    except ValueError:
        raise click.BadParameter(wrong, param_hint=option) from None
