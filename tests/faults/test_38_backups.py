"""Fault 38: a backup is sound or has no name; earlier ones are kept. And the drill: what was backed up comes back whole."""

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.exits import Exit
from storage import backups
from storage.errors import BackupFailed
from storage.lock import InstanceLock
from tests.bot.conftest import Ended, Youshi
from tests.faults.kit import DATABASE, chained, tamper

ROOT = Path(__file__).parents[2]
FOLDER = Path("data/backups")
NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)


def path_of(ended: Ended) -> Path:
    assert ended.code == Exit.CLEAN, ended.err
    return Path(ended.out.splitlines()[0])


def head_of(ended: Ended) -> str:
    assert ended.code == Exit.CLEAN, ended.err
    return next(line for line in ended.out.splitlines() if line.startswith("head: "))


def events_in(file: Path) -> int:
    with closing(sqlite3.connect(file)) as raw:
        return int(raw.execute("SELECT count(*) FROM journal").fetchone()[0])


def left_over(folder: Path = Path()) -> list[Path]:
    return [file for file in folder.rglob("*") if ".part" in file.name]


def test_38_a_backup_is_the_whole_database_in_one_file_for_its_owner(youshi: Youshi) -> None:
    chained(5)
    ended = youshi("backup")
    backup = path_of(ended)
    assert (events_in(backup), stat.S_IMODE(backup.stat().st_mode)) == (5, 0o600)
    assert head_of(ended) == head_of(youshi("verify"))
    assert (backup.read_bytes()[18], left_over()) == (1, [])  # no write-ahead log belongs to it


def test_38_a_backup_is_made_while_the_bot_runs(youshi: Youshi) -> None:
    chained(5)
    lock = InstanceLock.of(DATABASE)
    with closing(sqlite3.connect(DATABASE)) as writing:
        writing.execute("BEGIN IMMEDIATE")
        writing.execute("INSERT INTO meta VALUES ('not yet', 'committed')")
        backup = path_of(youshi("backup"))
    lock.release()
    with closing(sqlite3.connect(backup)) as raw:
        assert raw.execute("SELECT 1 FROM meta WHERE key = 'not yet'").fetchone() is None


def test_38_drill_kill_restore_and_nothing_acknowledged_before_the_backup_is_missing(youshi: Youshi) -> None:
    chained(5)
    backup = path_of(youshi("backup"))
    noted = head_of(youshi("verify"))
    chained(3)
    DATABASE.write_bytes(b"ruined" * 100)
    assert youshi("verify").code == Exit.DATA
    ended = youshi("restore", backup)
    assert head_of(ended) == noted == head_of(youshi("verify"))
    aside = Path(ended.out.splitlines()[-1].partition(": ")[2])
    assert aside.read_bytes() == b"ruined" * 100
    chained(1)
    assert youshi("verify", "--against", noted.removeprefix("head: ")).code == Exit.CLEAN


def test_38_the_old_file_is_kept_with_what_was_in_its_write_ahead_log(youshi: Youshi) -> None:
    chained(2)
    backup = path_of(youshi("backup"))
    writer = (
        "import os, signal, sqlite3; raw = sqlite3.connect('data/youshi.db'); raw.execute('PRAGMA journal_mode = WAL');"
        "raw.execute(\"INSERT INTO meta VALUES ('last', 'words')\"); raw.commit(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", writer], check=False)
    assert DATABASE.with_name("youshi.db-wal").stat().st_size > 0
    aside = Path(youshi("restore", backup).out.splitlines()[-1].partition(": ")[2])
    with closing(sqlite3.connect(aside)) as old, closing(sqlite3.connect(DATABASE)) as new:
        last = "SELECT value FROM meta WHERE key = 'last'"
        assert (old.execute(last).fetchall(), new.execute(last).fetchall()) == ([("words",)], [])


def test_38_a_sealed_backup_opens_with_its_identity_only(youshi: Youshi) -> None:
    chained(5)
    recipient = youshi("key", "secret.txt").out.splitlines()[0].partition(": ")[2]
    youshi("key", "other.txt")
    assert stat.S_IMODE(Path("secret.txt").stat().st_mode) == 0o600
    ended = youshi("backup", "--to", "elsewhere", "--recipient", recipient)
    backup, noted = path_of(ended), head_of(ended)
    assert backup.suffix == ".age"
    assert b"SQLite" not in backup.read_bytes()
    assert left_over() == []
    before = DATABASE.read_bytes()
    assert youshi("restore", backup).code == Exit.USAGE
    refused = youshi("restore", backup, "--identity", "other.txt")
    assert (refused.code, DATABASE.read_bytes() == before) == (Exit.DATA, True)
    assert "AGE-SECRET" not in refused.err
    assert head_of(youshi("restore", backup, "--identity", "secret.txt")) == noted


@pytest.mark.parametrize("damage", [b"", b"x", b"age-encryption.org/v1\n"])
def test_38_a_sealed_backup_that_is_damaged_is_not_taken(youshi: Youshi, damage: bytes) -> None:
    chained(1)
    recipient = youshi("key", "secret.txt").out.splitlines()[0].partition(": ")[2]
    backup = path_of(youshi("backup", "--recipient", recipient))
    backup.write_bytes(damage + backup.read_bytes()[: -40 or None] if damage else backup.read_bytes()[:-40])
    before = DATABASE.read_bytes()
    assert youshi("restore", backup, "--identity", "secret.txt").code == Exit.DATA
    assert DATABASE.read_bytes() == before


@pytest.mark.parametrize("ruin", ["not a backup at all", "", "SQLite format 3\0"])
def test_38_what_is_no_backup_is_not_taken(youshi: Youshi, ruin: str) -> None:
    chained(1)
    Path("some.db").write_text(ruin, "utf-8")
    before = DATABASE.read_bytes()
    assert youshi("restore", "some.db").code == Exit.DATA
    assert (DATABASE.read_bytes() == before, left_over()) == (True, [])


def test_38_a_backup_that_was_tampered_with_is_not_taken(youshi: Youshi) -> None:
    chained(3)
    shutil.copy(DATABASE, "good.db")
    tamper("UPDATE journal SET actor_id = 9 WHERE id = 2")
    DATABASE.rename("bad.db")
    shutil.move("good.db", DATABASE)
    assert youshi("restore", "bad.db").code == Exit.DATA
    assert head_of(youshi("verify")).startswith("head: 3:")


def test_38_a_backup_of_a_newer_program_is_not_taken(youshi: Youshi) -> None:
    chained(1)
    backup = path_of(youshi("backup"))
    with closing(sqlite3.connect(backup)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    assert youshi("restore", backup).code == Exit.SCHEMA_TOO_NEW


def test_38_nothing_is_restored_under_a_running_bot(youshi: Youshi) -> None:
    chained(1)
    backup = path_of(youshi("backup"))
    lock = InstanceLock.of(DATABASE)
    assert youshi("restore", backup).code == Exit.OTHER_INSTANCE
    lock.release()


def test_38_a_ruined_database_is_not_backed_up_over_good_ones(youshi: Youshi) -> None:
    chained(3)
    good = path_of(youshi("backup"))
    tamper("UPDATE journal SET actor_id = 9 WHERE id = 2")
    assert youshi("backup", "--to", "other", "--keep", "1").code == Exit.DATA
    assert (good.exists(), list(Path("other").iterdir()), left_over()) == (True, [], [])


@pytest.mark.parametrize("blocked", ["file", "part"])
def test_38_a_backup_that_cannot_be_created_is_73(youshi: Youshi, blocked: str) -> None:
    chained(1)
    if blocked == "file":
        Path("full").write_text("", "utf-8")
        ended = youshi("backup", "--to", "full/backups")
    else:
        Path("full").mkdir()
        Path("full/backups").symlink_to("/dev/full")
        ended = youshi("backup", "--to", "full/backups/deeper")
    assert ended.code == Exit.NO_BACKUP


def test_38_a_full_disk_leaves_earlier_backups_and_no_partial_file(
    youshi: Youshi, monkeypatch: pytest.MonkeyPatch
) -> None:
    chained(1)
    earlier = path_of(youshi("backup"))
    content = earlier.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BackupFailed):
        backups.make(DATABASE, FOLDER, NOW)
    assert (earlier.read_bytes() == content, backups.all_in(FOLDER), left_over()) == (True, [earlier], [])


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from storage import backups, copies

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

owner, name = sys.argv[1].split(".")
setattr({"backups": backups, "copies": copies}[owner], name, die)
backups.make(Path("data/youshi.db"), Path("data/backups"), datetime(2026, 11, 22, tzinfo=UTC), sys.argv[2:])
"""


@pytest.mark.parametrize("step", ["backups._copy", "backups._check", "backups.seal", "backups.settle", "copies._sync"])
def test_38_an_interrupted_backup_never_has_the_final_name(youshi: Youshi, step: str) -> None:
    chained(1)
    earlier = path_of(youshi("backup"))
    recipient = youshi("key", "secret.txt").out.splitlines()[0].partition(": ")[2]
    sealed = [recipient] if step == "backups.seal" else []
    ended = subprocess.run([sys.executable, "-c", KILLED, step, *sealed], check=False, env={"PYTHONPATH": str(ROOT)})
    assert ended.returncode == -signal.SIGKILL
    assert backups.all_in(FOLDER) == [earlier]
    made = path_of(youshi("backup"))
    assert events_in(made) == 1


def test_38_older_backups_are_removed_on_schedule_but_never_the_latest(workplace: Path) -> None:
    ages = [timedelta(), timedelta(days=29), timedelta(days=31), timedelta(days=400)]
    for age in ages:
        (workplace / (NOW - age).strftime("youshi-%Y%m%dT%H%M%S%fZ.db.age")).touch()
    (workplace / "other.db").touch()
    assert len(backups.prune(workplace, NOW, timedelta(days=30))) == 2
    assert len(backups.all_in(workplace)) == 2
    assert backups.prune(workplace, NOW + timedelta(days=999), timedelta(days=30)) == [
        workplace / (NOW - ages[1]).strftime("youshi-%Y%m%dT%H%M%S%fZ.db.age")
    ]
    assert (workplace / "other.db").exists()


@given(st.datetimes(datetime(2020, 1, 1), datetime(2099, 1, 1)), st.sampled_from(["", ".age"]))  # noqa: DTZ001 - made aware below
def test_38_a_backup_is_named_by_its_moment(moment: datetime, end: str) -> None:
    moment = moment.replace(tzinfo=UTC)
    assert backups.made_at(Path(moment.strftime("youshi-%Y%m%dT%H%M%S%fZ.db") + end)) == moment


@pytest.mark.parametrize(
    "arguments",
    [["backup", "--recipient", "age1nobody"], ["restore", "missing.db"], ["restore", "x", "--identity", "x"]],
    ids=" ".join,
)
def test_38_wrong_usage_is_64(youshi: Youshi, arguments: list[str]) -> None:
    Path("x").write_text("no identity", "utf-8")
    assert youshi(*arguments).code == Exit.USAGE


def test_38_a_key_is_never_overwritten(youshi: Youshi) -> None:
    youshi("key", "secret.txt")
    before = Path("secret.txt").read_text("utf-8")
    assert youshi("key", "secret.txt").code == Exit.DISK
    assert Path("secret.txt").read_text("utf-8") == before
