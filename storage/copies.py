"""Copies of a database file: made under another name, found sound, and only then given their own, by one rename (fault 38)."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from storage.errors import StorageCorrupt

PART = ".part"


def copy(source: sqlite3.Connection, target: Path) -> None:
    """Copy a database that may be in use into a file without a write-ahead log beside it."""
    with closing(sqlite3.connect(target)) as raw:
        source.backup(raw)
        raw.execute("PRAGMA journal_mode = DELETE")


def check(file: Path) -> None:
    """Raises ``StorageCorrupt`` where pages or references are not what they should be."""
    with closing(sqlite3.connect(file)) as raw:
        (verdict,) = raw.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok" or raw.execute("PRAGMA foreign_key_check").fetchone():
            raise StorageCorrupt(f"{file.name}: {verdict}")


@contextmanager
def temporary(path: Path) -> Iterator[Path]:
    """A file for the program's own user only, gone afterwards unless it was given its name."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def settle(file: Path, target: Path) -> None:
    """Give the file its name once its content is on the disk, and see that the name is, too."""
    _sync(file)
    file.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
