"""A second way into the database file, which can only read: the program may be running meanwhile, and keeps its one writing connection."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from storage.errors import SchemaTooNew, SchemaTooOld, StorageCorrupt, tell
from storage.schema import newest, version_of

PATIENCE = 5.0


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection for questions. Raises a ``StorageError``, also for what sqlite3 raises within, and ``FileNotFoundError``."""
    path.stat()
    try:
        check_schema(path)
        with closing(sqlite3.connect(address(path), uri=True, timeout=PATIENCE, isolation_level=None)) as raw:
            yield raw
    except sqlite3.Error as error:
        if "decode" in str(error):  # a text that is none any more: sqlite3 gives it no code of its own
            raise StorageCorrupt(str(error)) from error
        tell(error)


def address(path: Path) -> str:
    """The file as SQLite is asked for it where nothing may be written."""
    return f"{path.resolve().as_uri()}?mode=ro"


def check_schema(path: Path) -> None:
    """Raises ``SchemaTooNew`` or ``SchemaTooOld`` unless the file has the newest schema that we know."""
    version = version_of(path)
    if version != newest():
        known = version is None or version < newest()
        raise (SchemaTooOld if known else SchemaTooNew)(f"the database has schema {version}, this program {newest()}")
