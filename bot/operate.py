"""What an operator does at the command line besides running the bot. The database must not be in use meanwhile."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NoReturn, TypeVar

import click

from bot.clock import SystemClock
from bot.settings import Settings
from bot.telegram.application import build_application, initialize
from civic.places import Place
from civic.refusals import PlaceUnknown
from civic.roles import ROLE_NAMES, Grant
from handlers.words import catalogue
from nlp.taxonomy import load_taxonomy
from services import joining, places, roster
from services.act import Act, Town
from services.ports import Tx
from storage.store import SqliteStore
from web.poster import poster, qr_png

T = TypeVar("T")

POSTER = ("title", "lead", "steps", "foot")


async def check(settings: Settings) -> None:
    """Settings (read already), database, token."""
    click.echo("settings: ok")
    async with _database(settings) as database:
        count = await database.perform(lambda act: len(act.places))
        click.echo(f"database: ok ({count} places)")
    if settings.token is None:
        click.echo("token: none set, the sandbox would be started")
        return
    click.echo(f"token: ok (@{await _bot_name(settings)})")


async def import_places(settings: Settings, file: Path) -> None:
    """Take a table of places."""
    text = _text(file)
    async with _database(settings) as database:
        count = await database.perform(lambda act: places.import_table(act, text))
    click.echo(f"{count} places")


async def export_places(settings: Settings, file: Path) -> None:
    """Write the table of places."""
    async with _database(settings) as database:
        file.write_text(await database.perform(lambda act: places.export_table(act.places)), "utf-8")
    click.echo(str(file))


async def make_poster(settings: Settings, words: str, bot_name: str, folder: Path) -> None:
    """QR code and poster of one place."""
    async with _database(settings) as database:
        place = await database.perform(lambda act: _estate(act, words))
    link = f"https://t.me/{bot_name.removeprefix('@')}?start={place.code}"
    texts = {name: catalogue().say(f"poster.{name}", {"place": place.name}).plain for name in POSTER}
    folder.mkdir(parents=True, exist_ok=True)
    png, page = folder / f"{place.code}.png", folder / f"{place.code}.html"
    png.write_bytes(qr_png(link))
    page.write_text(poster(texts, link), "utf-8")
    click.echo(f"{png}\n{page}")


async def invite(settings: Settings, role: str, words: str, bot_name: str | None) -> None:
    """A single-use link to a role."""
    if role not in ROLE_NAMES:
        raise click.BadParameter(f"one of {', '.join(ROLE_NAMES)}", param_hint="--role")
    name = bot_name or await _bot_name(settings)
    async with _database(settings) as database:
        payload = await database.perform(
            lambda act: joining.invite(act, None, ROLE_NAMES[role], joining.find_place(act, words))
        )
    click.echo(f"https://t.me/{name.removeprefix('@')}?start={payload}")


async def list_people(settings: Settings) -> None:
    """Who holds which role where."""
    async with _database(settings) as database:
        for line in await database.perform(lambda act: [_described(act, grant) for grant in roster.everybody(act)]):
            click.echo(line)


async def end_role(settings: Settings, number: int) -> None:
    """End one of them."""
    async with _database(settings) as database:
        click.echo(await database.perform(lambda act: _described(act, roster.dismiss(act, number))))


def _described(act: Act, grant: Grant) -> str:
    since = grant.since.astimezone(act.town.zone)
    place, name = act.places.get(grant.place_id).name, act.tx.people.get(grant.person_id).name
    return f"{grant.id}\t{grant.role}\t{place}\t{name}\t{since:%Y-%m-%d}"


class _Database:
    """The database for a few use cases."""

    def __init__(self, store: SqliteStore, town: Town) -> None:
        self._store = store
        self._town = town

    async def perform(self, use_case: Callable[[Act], T]) -> T:
        """Run a use case."""
        return await self._store.run(lambda tx: use_case(_act(tx, self._town)))


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[_Database]:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    async with await SqliteStore.open(settings.database) as store:
        yield _Database(store, Town(load_taxonomy(), settings.calendar, ""))


def _act(tx: Tx, town: Town) -> Act:
    return Act(tx, SystemClock().now(), town, _nothing_to_read, _nothing_to_read)


def _nothing_to_read(*_: object) -> NoReturn:
    raise RuntimeError("no text is understood at the command line")


def _text(file: Path) -> str:
    """What stands in a table; spreadsheets in China write GB 18030 unless they are told otherwise."""
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        return file.read_text("gb18030")


def _estate(act: Act, words: str) -> Place:
    """A place that residents belong to: the link of any other would be refused to whoever scans it."""
    place = joining.find_place(act, words)
    if place not in act.places.estates:
        raise PlaceUnknown(name=words)
    return place


async def _bot_name(settings: Settings) -> str:
    if settings.token is None:
        raise click.UsageError("Set YOUSHI_TOKEN, or name the bot with --bot.")
    line = build_application(settings.token.get_secret_value(), str(settings.api_url).rstrip("/"))
    await initialize(line)
    try:
        return str(line.application.bot.username)
    finally:
        await line.application.shutdown()
