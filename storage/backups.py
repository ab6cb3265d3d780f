"""Copies of the database and the way back from them (faults 35, 38).

A copy is made by SQLite's backup API while the program may be writing, checked whole (pages, references, the journal's chain), and
only then given its name, by one rename: a file of a backup's name is a sound backup. Going back keeps the old file aside.
"""

import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

from storage import copies
from storage.chain import Head, verify
from storage.copies import PART, settle, temporary
from storage.errors import BackupFailed, SchemaTooNew, StorageCorrupt, tell
from storage.lock import InstanceLock
from storage.reading import reading
from storage.schema import newest, version_of
from storage.sealing import is_sealed, seal, unseal

PATTERN = "youshi-*Z.db*"
_NAME = "youshi-%Y%m%dT%H%M%S%fZ.db"
_SEALED = ".age"
_CHAINED = "0002"
"""The first schema whose journal is a chain."""


def make(database: Path, folder: Path, now: datetime, recipients: Sequence[str] = ()) -> tuple[Path, Head]:
    """A sound copy of the database in the folder, sealed where there are recipients; gives its path and the journal's head.

    Raises ``BackupFailed`` when it cannot be made, with every earlier backup as it was; ``StorageCorrupt`` and ``ChainBroken`` when
    there is nothing sound to copy.
    """
    target = folder / (now.strftime(_NAME) + _SEALED * bool(recipients))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if target.exists():
            raise BackupFailed(f"{target} is there already")
        # What is not sealed yet stays where the database is; the folder may be anywhere.
        with temporary((database.parent if recipients else folder) / f".{target.name}.plain{PART}") as plain:
            head = _copy(database, plain)
            if not recipients:
                settle(plain, target)
                return target, head
            with temporary(folder / f".{target.name}{PART}") as sealed:
                seal(plain, sealed, recipients)
                settle(sealed, target)
    except (OSError, sqlite3.Error) as error:
        raise BackupFailed(f"{target}: {error}") from error
    return target, head


def all_in(folder: Path) -> list[Path]:
    """The backups in a folder, latest first."""
    return sorted(folder.glob(PATTERN), key=lambda file: file.name, reverse=True)


def made_at(backup: Path) -> datetime:
    """When a backup was made, by its name."""
    return datetime.strptime(f"{backup.name.partition('.')[0]}.db+0000", f"{_NAME}%z")


def prune(folder: Path, now: datetime, keep: timedelta) -> list[Path]:
    """Remove backups older than ``keep``: what people had erased must not live on in copies. The latest always stays."""
    old = [backup for backup in all_in(folder)[1:] if now - made_at(backup) > keep]
    for backup in old:
        backup.unlink()
    return old


def restore(backup: Path, database: Path, now: datetime, keys: Sequence[str] = ()) -> tuple[Path | None, Head]:
    """Put a backup in the database's place; gives where the old file went, if there was one, and the journal's head.

    Nothing is touched before the backup has proved sound. Raises ``AlreadyRunning``, ``SealBroken``, ``StorageCorrupt``,
    ``ChainBroken`` or ``SchemaTooNew``.
    """
    lock = InstanceLock.of(database)
    try:
        with temporary(database.with_name(f".{database.name}.restored{PART}")) as plain:
            if is_sealed(backup):
                unseal(backup, plain, keys)
            else:
                shutil.copyfile(backup, plain)
            head = _check(plain)
            aside = _set_aside(database, now) if database.exists() else None
            settle(plain, database)
    finally:
        lock.release()
    return aside, head


def _copy(database: Path, target: Path) -> Head:
    with reading(database) as source:
        copies.copy(source, target)
    return _check(target)


def _check(file: Path) -> Head:
    """Raises what is wrong with it."""
    try:
        version = version_of(file)
        if version is None:
            raise StorageCorrupt(f"{file.name} is no database of this program")
        if version > newest():
            raise SchemaTooNew(f"{file.name} has schema {version}, this program {newest()}")
        copies.check(file)
        with closing(sqlite3.connect(file)) as raw:
            return verify(raw) if version >= _CHAINED else Head()
    except sqlite3.Error as error:
        tell(error)


def _set_aside(database: Path, now: datetime) -> Path:
    """Keep the old file under another name, with its write-ahead log: next to another database that would be its ruin."""
    aside = database.with_name(f"{database.name}.before-restore-{now:%Y%m%dT%H%M%SZ}")
    with suppress(sqlite3.Error), closing(sqlite3.connect(database)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    # A link, not a move: at no moment is there no file of the database's name, which a start would take for a new one.
    os.link(database, aside)
    for end in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            database.with_name(database.name + end).rename(aside.with_name(aside.name + end))
    return aside
