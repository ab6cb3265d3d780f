"""The command line."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import click
import uvloop
from telegram.error import NetworkError

from bot import care, doctor, operate
from bot.blame import blame
from bot.exits import Exit
from bot.logs import set_up
from bot.program import OtherBotsDatabase
from bot.settings import ConfigurationError, Settings, load_settings
from bot.telegram.polling import OtherPollerError, TokenRefusedError
from bot.words import words
from civic.lexicon import LexiconError
from civic.refusals import Refusal
from handlers.words import catalogue
from services.places import BadTable
from storage.errors import (
    AlreadyRunning,
    BackupFailed,
    ChainBroken,
    SchemaTooNew,
    SchemaTooOld,
    SealBroken,
    StorageCorrupt,
    StorageUnavailable,
)

WAY_BACK = "Stop the bot and run `youshi restore FILE` with the latest sound backup."

FAULTS: dict[type[Exception], tuple[Exit, str]] = {
    TokenRefusedError: (Exit.TOKEN_REFUSED, "Telegram refuses the token. Ask @BotFather for it again (/token)."),
    OtherPollerError: (Exit.OTHER_INSTANCE, "Somebody else polls with this token. Stop the other instance first."),
    AlreadyRunning: (
        Exit.OTHER_INSTANCE,
        "The database is in use by a running bot. Stop it first, or let an administrator do this in the chat.",
    ),
    OtherBotsDatabase: (
        Exit.CONFIGURATION,
        "The database belongs to another bot, perhaps the sandbox's. Set YOUSHI_DATA_DIR to a folder of its own.",
    ),
    NetworkError: (Exit.UNREACHABLE, "Telegram cannot be reached. Check the network, and YOUSHI_API_URL."),
    SchemaTooNew: (
        Exit.SCHEMA_TOO_NEW,
        "The database was made by a newer version of this program. It was not touched.",
    ),
    SchemaTooOld: (Exit.DATA, "The database was made by an older version. Run `youshi check` to bring it up to date."),
    BackupFailed: (Exit.NO_BACKUP, "No sound backup could be made. What was there before is as it was."),
    StorageCorrupt: (Exit.DATA, f"The database file is damaged. {WAY_BACK}"),
    SealBroken: (Exit.DATA, "The backup cannot be opened with this identity, or is damaged. Nothing was changed."),
    ChainBroken: (Exit.DATA, f"The journal is not what it was. {WAY_BACK}"),
    StorageUnavailable: (
        Exit.DISK,
        "The database cannot be written to. Check the disk and the rights of the data folder.",
    ),
    LexiconError: (Exit.CONFIGURATION, "A file of words cannot be used."),
    OSError: (Exit.DISK, "A file or an address cannot be used."),
    UnicodeDecodeError: (Exit.DATA, "The file is neither UTF-8 nor GB 18030 text."),
    Exception: (Exit.INTERNAL, "This is a fault of the program."),
}
"""What ends the program, as the operator reads it; the first that fits counts."""


def main() -> None:
    """Run the command line; every fault ends with its own exit code and one clear line."""
    try:
        sys.exit(cli(standalone_mode=False) or Exit.CLEAN)
    except click.ClickException as error:
        error.show()
        sys.exit(Exit.USAGE)
    except click.Abort:
        sys.exit(Exit.CLEAN)
    except ConfigurationError as error:
        click.echo("These settings cannot be used:", err=True)
        for key, wrong in error.problems:
            click.echo(f"  {key}: {wrong}", err=True)
        sys.exit(Exit.CONFIGURATION)
    except BadTable as error:
        for each in error.problems:
            values = {"line": each.line, "column": each.column, "value": each.value}
            click.echo(catalogue().say(f"import.{each.key}", values).plain, err=True)
        sys.exit(Exit.DATA)
    except Refusal as error:
        click.echo(catalogue().say(f"refusal.{error.key}", error.values).plain, err=True)
        sys.exit(Exit.DATA)
    except tuple(FAULTS) as error:
        code, words = next(fault for kind, fault in FAULTS.items() if isinstance(error, kind))
        click.echo(f"{words} ({blame(error)})", err=True)
        sys.exit(code)


def _go(work: Callable[[Settings], Coroutine[Any, Any, None]]) -> None:
    settings = load_settings()
    set_up(settings.log_level)
    uvloop.run(work(settings)) if sys.platform != "win32" else asyncio.run(work(settings))


_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="youshi", prog_name="youshi")
def cli() -> None:
    """有事来聊: residents' requests, the ladder of places, and neighbourhood deliberation in one chat bot.

    Settings come from YOUSHI_* in the environment and from youshi.toml in the working folder; the README lists them.
    """


@cli.command("run")
def run_command() -> None:
    """Start the bot.

    Without YOUSHI_TOKEN it starts in the sandbox: a local stand-in for Telegram with a chat page and a sample neighbourhood, no
    account or network needed. With YOUSHI_TOKEN it polls Telegram; with YOUSHI_WEBHOOK_URL too it serves the webhook.
    """
    from bot.run import run  # noqa: PLC0415 - no other command needs the running program

    _go(run)


@cli.command()
def check() -> None:
    """Check the settings, the database (it is made or migrated where needed) and, where one is set, the token."""
    _go(operate.check)


@cli.command("doctor")
def doctor_command() -> None:
    """Look at settings, clock, disk, database, journal, backups, token and groups; changes nothing, the bot may be running."""
    _go(doctor.examine)


@cli.command("verify")
@click.option("--against", default=None, metavar="HEAD", help="A head noted down earlier: it must be on the way.")
def verify_command(against: str | None) -> None:
    """Check that no event of the journal was changed, removed or slipped in; the bot may be running.

    Prints the journal's head. Keep it somewhere else: with --against it proves later that the journal still begins as it did.
    """
    _go(lambda settings: care.verify_journal(settings, against))


@cli.command("backup")
@click.option(
    "--to", "folder", default=None, type=click.Path(file_okay=False, path_type=Path), help="Folder; else data/backups."
)
@click.option("--recipient", "recipients", multiple=True, metavar="age1…", help="Seal it to this age recipient.")
@click.option(
    "--keep", default=None, type=click.IntRange(min=1), metavar="DAYS", help="Remove older backups afterwards."
)
def backup_command(folder: Path | None, recipients: tuple[str, ...], keep: int | None) -> None:
    """Copy the database; the bot may be running. The copy has its name only once it has proved sound."""
    _go(lambda settings: care.back_up(settings, folder, recipients, keep))


@cli.command("restore")
@click.argument("file", type=_FILE)
@click.option("--identity", default=None, type=_FILE, help="File with the age identity that opens a sealed backup.")
def restore_command(file: Path, identity: Path | None) -> None:
    """Put the backup FILE in the database's place; the bot must be stopped. The old file is kept aside."""
    _go(lambda settings: care.restore(settings, file, identity))


@cli.command("key")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def key_command(file: Path) -> None:
    """Make a pair of keys for sealed backups: the identity (secret) goes into FILE, the recipient is printed."""
    _go(lambda settings: care.make_key(settings, file))


@cli.group()
def places() -> None:
    """Import, export and print the places."""


@places.command("import")
@click.argument("file", type=_FILE)
def import_command(file: Path) -> None:
    """Take the places in FILE (CSV); every mistake is named by line and column, and then nothing is changed."""
    _go(lambda settings: operate.import_places(settings, file))


@places.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export_command(file: Path) -> None:
    """Write all places to FILE (CSV)."""
    _go(lambda settings: operate.export_places(settings, file))


@places.command("poster")
@click.argument("place")
@click.option("--bot", "bot_name", required=True, metavar="USERNAME", help="The bot's user name, without @.")
@click.option(
    "--out", default=Path(), show_default="here", type=click.Path(file_okay=False, path_type=Path), help="Folder."
)
def poster_command(place: str, bot_name: str, out: Path) -> None:
    """Make the QR code (PNG) and the A4 poster (HTML, to print) of PLACE, a code or a name."""
    _go(lambda settings: operate.make_poster(settings, place, bot_name, out))


@cli.group()
def people() -> None:
    """Invite staff, list them, and end a role."""


@people.command("invite")
@click.option(
    "--role",
    required=True,
    help="网格员, 小区书记, 社区专员, 街道专员, 部门联络员, 物业, 议事会成员, 举报受理人 or 管理员.",
)
@click.option("--place", required=True, help="A place's code or name.")
@click.option(
    "--bot",
    "bot_name",
    default=None,
    metavar="USERNAME",
    help="The bot's user name; asked of Telegram if a token is set.",
)
def invite_command(role: str, place: str, bot_name: str | None) -> None:
    """Make an invitation: a link that works once, within 24 hours."""
    _go(lambda settings: operate.invite(settings, role, place, bot_name))


@people.command("list")
def list_command() -> None:
    """Print who holds which role where: number, role, place, name, since when."""
    _go(operate.list_people)


@people.command("end")
@click.argument("number", type=int)
def end_command(number: int) -> None:
    """End the role with this NUMBER (see list); what they had in hand goes back to the coordinators."""
    _go(lambda settings: operate.end_role(settings, number))


cli.add_command(words)
