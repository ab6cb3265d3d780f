"""The lock of an instance: SQLite may damage a WAL database that two programs check-point at once, so there is ever only one."""

import fcntl
import os
from pathlib import Path
from typing import Self

from storage.errors import AlreadyRunning, StorageUnavailable


class InstanceLock:
    """Held from its making until it is released, or until the process ends in whatever way.

    The file stays behind: to delete it would let two programs hold two files of one name.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    @classmethod
    def of(cls, database: Path) -> Self:
        """Lock the database, by whatever path it is called. Raises ``AlreadyRunning`` or ``StorageUnavailable``."""
        path = Path(f"{database.resolve()}.lock")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StorageUnavailable(str(error)) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(descriptor)
            raise AlreadyRunning(str(database)) from error
        return cls(descriptor)

    def release(self) -> None:
        """Let the next one in."""
        os.close(self._descriptor)
