"""A file comes to the newest schema whole or not at all, with a sound copy of the old one beside it."""

import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from storage.errors import BackupFailed, SchemaTooNew
from storage.schema import SCRIPTS, back_up, migrate, newest, version_of
from storage.tables import metadata

NEWEST = newest()
LATER = f"{int(NEWEST) + 1:04}"
NEXT = """
import os, signal
import sqlalchemy as sa
from alembic import op

revision = "{later}"
down_revision = "{newest}"


def upgrade():
    op.create_table("next", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("INSERT INTO meta (key, value) VALUES ('step', 'done')")
    {end}
"""


def objects(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as raw:
        rows = raw.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name != 'alembic_version'")
        # A column that was added stands on the line of the one before it.
        return {name: " ".join(sql.split()) for name, sql in rows}


def meta(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as raw:
        return dict(raw.execute("SELECT key, value FROM meta"))


@pytest.fixture
def old(path: Path) -> Path:
    """A file of the schema as it is, with something in it."""
    migrate(path)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("INSERT INTO meta VALUES ('kept', 'yes')")
    return path


@pytest.fixture
def later(tmp_path: Path):
    """Makes the scripts of a later version, whose second step ends in some way."""

    def scripts(end: str = "pass") -> Path:
        target = tmp_path / "scripts"
        shutil.copytree(SCRIPTS, target, ignore=shutil.ignore_patterns("__pycache__"))
        (target / "versions" / f"{LATER}_next.py").write_text(NEXT.format(end=end, later=LATER, newest=NEWEST))
        return target

    return scripts


def test_the_steps_lead_to_the_tables_as_they_are_written_down(path: Path, tmp_path: Path):
    migrate(path)
    target = tmp_path / "target.db"
    engine = create_engine(f"sqlite:///{target}")
    metadata.create_all(engine)
    engine.dispose()
    assert objects(path) == objects(target)


def test_the_files_are_numbered_as_alembic_sees_the_steps():
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    steps = [step.revision for step in ScriptDirectory.from_config(config).walk_revisions()]
    assert steps[::-1] == sorted(file.stem[:4] for file in (SCRIPTS / "versions").glob("[0-9]*.py"))


def test_a_current_file_is_not_touched_and_alembic_not_even_loaded(old: Path):
    before = old.read_bytes()
    code = f"import sys; from pathlib import Path; from storage.schema import migrate; migrate(Path({str(old)!r}))"
    check = "; sys.exit('alembic' in sys.modules or 'sqlalchemy' in sys.modules)"
    subprocess.run([sys.executable, "-c", code + check], check=True, cwd=Path(__file__).parents[2])
    assert old.read_bytes() == before
    assert list(old.parent.glob("*.before-*")) == []


def test_an_older_file_is_copied_and_then_migrated(old: Path, later):
    before = objects(old)
    migrate(old, later())
    assert version_of(old) == LATER
    assert meta(old) == {"kept": "yes", "step": "done"}
    copy = old.with_name(f"youshi.db.before-{LATER}")
    assert (version_of(copy), objects(copy), meta(copy)) == (NEWEST, before, {"kept": "yes"})
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_a_new_file_is_not_copied(path: Path, later):
    path.touch()
    migrate(path, later())
    assert version_of(path) == LATER
    assert list(path.parent.glob("*.before-*")) == []


def test_a_step_that_fails_leaves_the_old_schema(old: Path, later):
    before = objects(old)
    with pytest.raises(ZeroDivisionError):
        migrate(old, later("1 / 0"))
    assert (version_of(old), objects(old), meta(old)) == (NEWEST, before, {"kept": "yes"})


def test_a_migration_that_is_killed_leaves_the_old_schema(old: Path, later):
    before = objects(old)
    scripts = later("os.kill(os.getpid(), signal.SIGKILL)")
    code = f"from pathlib import Path; from storage.schema import migrate; migrate(Path({str(old)!r}), Path({str(scripts)!r}))"
    done = subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == -signal.SIGKILL
    assert (version_of(old), objects(old), meta(old)) == (NEWEST, before, {"kept": "yes"})
    shutil.rmtree(scripts)
    migrate(old, later())
    assert version_of(old) == LATER


def test_a_newer_file_is_refused_and_left_as_it_is(old: Path, later):
    migrate(old, later())
    before = old.read_bytes()
    with pytest.raises(SchemaTooNew, match=f"{LATER}.*{NEWEST}"):
        migrate(old)
    assert old.read_bytes() == before


def test_without_a_sound_copy_nothing_is_migrated(old: Path, later):
    old.with_name(f"youshi.db.before-{LATER}.part").mkdir()
    with pytest.raises(BackupFailed):
        migrate(old, later())
    assert version_of(old) == NEWEST


def test_an_older_copy_is_kept_until_the_new_one_is_sound(old: Path, tmp_path: Path):
    target = tmp_path / "copy.db"
    target.write_text("older")
    broken = tmp_path / "broken.db"
    broken.write_bytes(old.read_bytes()[:5000])
    with pytest.raises(BackupFailed):
        back_up(broken, target)
    assert target.read_text() == "older"
    back_up(old, target)
    assert meta(target) == {"kept": "yes"}
    assert not Path(f"{target}.part").exists()
