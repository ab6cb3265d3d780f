"""``youshi doctor``: looks at everything a bot needs, changes nothing, and says in plain words what it found. The bot may be running."""

import asyncio
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import click
from telegram.error import NetworkError, TelegramError

from bot.clock import SystemClock
from bot.exits import Exit
from bot.settings import Settings
from bot.telegram.api import RefusedError
from bot.telegram.application import Line, build_application, initialize
from bot.telegram.polling import TokenRefusedError
from bot.vitals import LEAST_FREE
from storage import backups
from storage.chain import verify
from storage.errors import SchemaTooOld, StorageError
from storage.reading import reading
from storage.schema import newest
from storage.values import moment

SLACK = timedelta(minutes=1)
BACKUP_LASTS = timedelta(days=7)


class Verdict(StrEnum):
    """How it is."""

    WELL = "ok"
    NOTE = "note"
    BAD = "BAD"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the table; ``exit`` is what the command ends with when it is bad."""

    about: str
    verdict: Verdict
    words: str
    exit: Exit = Exit.CLEAN


async def examine(settings: Settings) -> None:
    """Print the table; ends with the exit code of the first thing that is bad."""
    findings = await asyncio.to_thread(lambda: list(_local(settings)))
    findings += await _telegram(settings)
    for each in findings:
        click.echo(f"{each.verdict:<5} {each.about:<9} {each.words}")
    bad = next((each for each in findings if each.verdict is Verdict.BAD), None)
    if bad is not None:
        raise click.exceptions.Exit(bad.exit)


def _local(settings: Settings) -> Iterator[Finding]:
    now = SystemClock().now()
    way = "the sandbox" if settings.token is None else "webhook" if settings.webhook_url else "long polling"
    yield Finding("settings", Verdict.WELL, f"read; `youshi run` would start {way}")
    yield _disk(settings)
    yield from _database(settings, now)
    yield _backups(settings, now)
    yield _calendar(settings, now)


def _disk(settings: Settings) -> Finding:
    folder = next(each for each in (settings.data_dir.resolve(), *settings.data_dir.resolve().parents) if each.exists())
    free = shutil.disk_usage(folder).free
    words = f"{free / 1e9:.1f} GB free"
    if free < LEAST_FREE:
        return Finding("disk", Verdict.BAD, f"{words}: nearly full", Exit.DISK)
    return Finding("disk", Verdict.WELL, words)


def _database(settings: Settings, now: datetime) -> Iterator[Finding]:
    if not settings.database.exists():
        yield Finding("database", Verdict.NOTE, "none yet; the first start makes it")
        return
    try:
        with reading(settings.database) as raw:
            yield _pages(raw, settings)
            yield _clock(raw, now)
            head = verify(raw)
            yield Finding("journal", Verdict.WELL, f"{head.id} events, all as they were written; head {head}")
    except SchemaTooOld:
        yield Finding("database", Verdict.NOTE, "made by an older version; the next start brings it up to date")
    except StorageError as error:
        yield Finding("database", Verdict.BAD, f"{error}; see `youshi restore --help`", Exit.DATA)


def _pages(raw: sqlite3.Connection, settings: Settings) -> Finding:
    (verdict,) = raw.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        return Finding("database", Verdict.BAD, "damaged; see `youshi restore --help`", Exit.DATA)
    size = settings.database.stat().st_size / 1e6
    return Finding("database", Verdict.WELL, f"{size:.1f} MB, schema {newest()}, sound")


def _clock(raw: sqlite3.Connection, now: datetime) -> Finding:
    (last,) = raw.execute("SELECT max(at) FROM (SELECT at FROM journal ORDER BY id DESC LIMIT 100)").fetchone()
    ahead = None if last is None else moment(last) - now
    if ahead is not None and ahead > SLACK:
        behind = int(ahead.total_seconds() // 60)
        return Finding("clock", Verdict.BAD, f"{behind} minutes behind the latest event; is the time right?", Exit.DATA)
    return Finding("clock", Verdict.WELL, f"{now:%Y-%m-%d %H:%M} UTC")


def _backups(settings: Settings, now: datetime) -> Finding:
    latest = next(iter(backups.all_in(settings.data_dir / "backups")), None)
    if latest is None:
        return Finding("backups", Verdict.NOTE, "none in the data folder; `youshi backup` makes one")
    age = now - backups.made_at(latest)
    verdict = Verdict.WELL if age < BACKUP_LASTS else Verdict.NOTE
    return Finding("backups", verdict, f"the latest is {age.days} days old: {latest.name}")


def _calendar(settings: Settings, now: datetime) -> Finding:
    """Until when the public holidays are known."""
    calendar = settings.calendar
    horizon = f"public holidays are known until the end of {max(calendar.years)}"
    if (year := calendar.missing(now)) is None:
        return Finding("calendar", Verdict.WELL, horizon)
    return Finding("calendar", Verdict.NOTE, f"{horizon}; {year} is to be added to the file that YOUSHI_HOLIDAYS names")


async def _telegram(settings: Settings) -> list[Finding]:
    if settings.token is None:
        return [Finding("telegram", Verdict.NOTE, "no token is set")]
    line = build_application(settings.token.get_secret_value(), str(settings.api_url).rstrip("/"))
    try:
        await initialize(line)
    except TokenRefusedError:
        return [
            Finding("telegram", Verdict.BAD, "the token is refused; @BotFather gives a new one", Exit.TOKEN_REFUSED)
        ]
    except NetworkError:
        return [Finding("telegram", Verdict.BAD, f"{settings.api_url} cannot be reached", Exit.UNREACHABLE)]
    try:
        groups = await asyncio.to_thread(_groups, settings)
        found = [await _group(line, place, chat_id) for place, chat_id in groups]
        return [Finding("telegram", Verdict.WELL, f"@{line.application.bot.username}"), *found]
    finally:
        await line.application.shutdown()


def _groups(settings: Settings) -> list[tuple[str, int]]:
    """The groups that are bound, by the names of their places; none where the database has been found wanting."""
    try:
        with reading(settings.database) as raw:
            bound = "SELECT places.name, chat_id FROM groups JOIN places ON places.id = place_id ORDER BY places.id"
            return raw.execute(bound).fetchall()
    except (StorageError, FileNotFoundError):
        return []


async def _group(line: Line, place: str, chat_id: int) -> Finding:
    """What the bot may do in a group: results are pinned, for which it has to be an administrator."""
    try:
        member = await line.api.call("getChatMember", {"chat_id": chat_id, "user_id": line.application.bot.id})
    except RefusedError:
        return Finding("group", Verdict.NOTE, f"{place}: the bot is not in the group that is bound")
    except TelegramError:
        return Finding("group", Verdict.NOTE, f"{place}: no answer")
    if member.get("status") in {"left", "kicked"}:
        return Finding("group", Verdict.NOTE, f"{place}: the bot was removed from the group")
    if member.get("can_pin_messages"):
        return Finding("group", Verdict.WELL, f"{place}: may pin messages")
    return Finding("group", Verdict.NOTE, f"{place}: may not pin messages; make it an administrator with that right")
