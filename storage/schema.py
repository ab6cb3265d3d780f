"""The schema of a file: which version it has, and the way to the newest, with a sound copy of the file made before.

A migration is one transaction, so that after an interruption the file has the old schema or the new one, never one between
(fault 37). Alembic is loaded only when there is something to migrate: a start with a current file does not pay for it.
"""

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

from storage.copies import PART, check, copy, settle, temporary
from storage.errors import BackupFailed, SchemaTooNew, StorageCorrupt

SCRIPTS = Path(__file__).parent / "migrations"


def migrate(path: Path, scripts: Path = SCRIPTS) -> None:
    """Bring the file to the newest schema; an empty or missing file gets it whole.

    Raises ``SchemaTooNew`` when the file's version is not among ours, and ``BackupFailed``; both leave the file untouched.
    """
    versions = _versions(scripts)
    version = version_of(path)
    if version == versions[-1]:
        return
    if version is not None:
        if version not in versions:
            raise SchemaTooNew(f"the database has schema {version}, this program knows up to {versions[-1]}")
        back_up(path, path.with_name(f"{path.name}.before-{versions[-1]}"))
    _upgrade(path, scripts)


def newest(scripts: Path = SCRIPTS) -> str:
    """The version that this program brings every file to."""
    return _versions(scripts)[-1]


def version_of(path: Path) -> str | None:
    """The version of the file's schema; ``None`` when it has none yet."""
    if not path.exists():
        return None
    with closing(sqlite3.connect(path)) as raw:
        if not raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            return None
        row = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else str(row[0])


def back_up(path: Path, target: Path) -> None:
    """Copy a database that may be in use. The copy is checked before it gets its name; an older one is replaced only then."""
    try:
        with temporary(target.with_name(target.name + PART)) as part:
            with closing(sqlite3.connect(path)) as source:
                copy(source, part)
            check(part)
            settle(part, target)
    except (OSError, sqlite3.Error, StorageCorrupt) as error:
        raise BackupFailed(f"{target}: {error}") from error


def _versions(scripts: Path) -> list[str]:
    return [file.stem[:4] for file in sorted((scripts / "versions").glob("[0-9]*.py"))]


def _upgrade(path: Path, scripts: Path) -> None:
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from sqlalchemy import NullPool, create_engine  # noqa: PLC0415
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    # Autocommit, so that the one transaction is begun here, at once and for everything.
    connect = partial(sqlite3.connect, path, isolation_level=None)
    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.exec_driver_sql("COMMIT")
    except DBAPIError as error:
        # SQLAlchemy wraps what sqlite3 raises; who called us tells a full disk from a bug by sqlite3's own error.
        raise error.orig or error from error
