"""What may be wrong with the database, as the rest of the program needs to tell it apart.

::

    StorageError
    ├── StorageUnavailable   locked, full, read-only or an I/O error: nothing was kept, it may work later (fault 34)
    ├── StorageCorrupt       the file is no database, or a damaged one (fault 35)
    ├── ChainBroken          an event of the journal is not what it was (fault 35)
    ├── AlreadyRunning       another program holds the database
    ├── SchemaTooNew         a later version of the program has migrated it (fault 37)
    ├── SchemaTooOld         it has not been migrated yet, and whoever asks may only read
    ├── SealBroken           a sealed backup that no key at hand opens
    └── BackupFailed         there is no sound copy to fall back to, so nothing is migrated (fault 38)

Everything else that sqlite3 raises (a broken constraint, a wrong statement) is a bug and is left as it is.
"""

import sqlite3
from typing import NoReturn


class StorageError(Exception):
    """The database cannot be used as asked."""


class StorageUnavailable(StorageError):
    """Nothing could be kept or read now; the cause is sqlite3's own error."""


class StorageCorrupt(StorageError):
    """The file is not a database, or is damaged."""


class ChainBroken(StorageError):
    """An event of the journal was changed, removed or slipped in."""


class AlreadyRunning(StorageError):
    """Another instance holds the lock."""


class SchemaTooNew(StorageError):
    """The file's schema is not known to this version of the program."""


class SchemaTooOld(StorageError):
    """The file's schema is older than this version's, and is not migrated by those who only read."""


class SealBroken(StorageError):
    """A sealed file that cannot be opened, or is not what was sealed."""


class BackupFailed(StorageError):
    """No sound backup could be made."""


_TELLING: dict[int, type[StorageError]] = {
    sqlite3.SQLITE_BUSY: StorageUnavailable,
    sqlite3.SQLITE_LOCKED: StorageUnavailable,
    sqlite3.SQLITE_NOMEM: StorageUnavailable,
    sqlite3.SQLITE_READONLY: StorageUnavailable,
    sqlite3.SQLITE_INTERRUPT: StorageUnavailable,
    sqlite3.SQLITE_IOERR: StorageUnavailable,
    sqlite3.SQLITE_FULL: StorageUnavailable,
    sqlite3.SQLITE_CANTOPEN: StorageUnavailable,
    sqlite3.SQLITE_PERM: StorageUnavailable,
    sqlite3.SQLITE_CORRUPT: StorageCorrupt,
    sqlite3.SQLITE_NOTADB: StorageCorrupt,
}
_PRIMARY = 0xFF
"""The low byte of an extended result code is the primary one."""


def tell(error: sqlite3.Error) -> NoReturn:
    """Raise the error in our own words where the state of the disk or file is to blame, else as it is."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    kind = None if code is None else _TELLING.get(code & _PRIMARY)
    if kind is None:
        raise error
    raise kind(str(error)) from error
