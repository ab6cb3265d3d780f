"""One program a file, for its own eyes only, and nothing that was acknowledged is ever lost."""

import asyncio
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from storage.errors import AlreadyRunning, StorageCorrupt, StorageUnavailable
from storage.store import SqliteStore
from tests.patience import PATIENCE

WRITER = """
import asyncio, sys
from pathlib import Path
from storage.store import SqliteStore

async def main(path):
    async with await SqliteStore.open(path) as store:
        async def caller(name):
            for n in range(1_000_000):
                await store.run(lambda tx: tx.meta.set(f"{name}/{n}", "here"))
                print(f"{name}/{n}", flush=True)

        await asyncio.gather(*map(caller, range(8)))

asyncio.run(main(Path(sys.argv[1])))
"""


FORGETFUL = """
import asyncio, sys
from pathlib import Path
from storage.store import SqliteStore

async def main(path):
    store = await SqliteStore.open(path)
    await store.run(lambda tx: tx.meta.set("a", "here"))
    raise SystemExit(7)

asyncio.run(main(Path(sys.argv[1])))
"""


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def acknowledged_until_killed(path: Path, moment: int) -> list[str]:
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(moment)]
        os.kill(writer.pid, signal.SIGKILL)
        lines += writer.stdout.readlines()
    assert writer.returncode == -signal.SIGKILL
    return [line.strip() for line in lines if line.endswith("\n")]


async def test_commits_reach_the_disk_before_they_are_answered(store: SqliteStore):
    def pragmas(tx):
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return [tx.session.raw.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    assert await store.run(pragmas) == ["wal", 2, 1, 5000]


async def test_the_files_are_for_their_owner_only(store: SqliteStore, path: Path):
    await store.run(lambda tx: tx.meta.set("a", "b"))
    files = sorted(path.parent.glob(f"{path.name}*"))
    assert [file.suffix for file in files] == [".db", ".db-shm", ".db-wal", ".lock"]
    assert {mode(file) for file in files} == {0o600}


@pytest.fixture
def readable(path: Path) -> Path:
    path.touch(mode=0o644)
    return path


@pytest.fixture
def foreign(path: Path) -> Path:
    path.write_bytes(b"not a database" * 100)
    return path


async def test_a_file_that_others_could_read_is_closed_to_them(readable: Path):
    async with await SqliteStore.open(readable):
        assert mode(readable) == 0o600


async def test_only_one_program_has_the_file_by_whatever_name(store: SqliteStore, path: Path, tmp_path: Path):
    with pytest.raises(AlreadyRunning):
        await SqliteStore.open(path)
    alias = tmp_path / "alias.db"
    alias.symlink_to(path)
    with pytest.raises(AlreadyRunning):
        await SqliteStore.open(alias)
    await store.close()
    async with await SqliteStore.open(alias):
        pass


async def test_folders_are_made_on_the_way(tmp_path: Path):
    async with await SqliteStore.open(tmp_path / "data" / "here" / "youshi.db") as store:
        assert await store.run(lambda tx: tx.meta.get("a")) is None


async def test_a_file_that_is_no_database_is_told_and_left_as_it_is(foreign: Path):
    for _ in range(2):  # the second attempt is no AlreadyRunning: the first has let the lock go
        with pytest.raises(StorageCorrupt):
            await SqliteStore.open(foreign)
    assert list(map(Path.read_bytes, [foreign])) == [b"not a database" * 100]


async def test_a_place_where_nothing_can_be_written_is_told(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(StorageUnavailable):
        await SqliteStore.open(tmp_path / "file" / "youshi.db")
    (tmp_path / "folder.db").mkdir()
    with pytest.raises(StorageUnavailable):
        await SqliteStore.open(tmp_path / "folder.db")


def test_a_program_that_forgets_to_close_still_ends(path: Path):
    command = [sys.executable, "-c", FORGETFUL, str(path)]
    done = subprocess.run(
        command, check=False, timeout=PATIENCE, cwd=Path(__file__).parents[2], stderr=subprocess.DEVNULL
    )
    assert done.returncode == 7


async def test_the_inbox_is_that_of_the_bot_that_runs(path: Path):
    async with await SqliteStore.open(path, bot_id=7) as store:
        assert store.bot_id == 7
        store.bot_id = 8
        assert store.bot_id == 8


@pytest.mark.parametrize("moment", [50, 500])
async def test_what_was_acknowledged_survives_a_kill_in_mid_stream(path: Path, moment: int):
    acknowledged = acknowledged_until_killed(path, moment)
    async with await SqliteStore.open(path) as store:
        found = await asyncio.gather(*(store.run(lambda tx, key=key: tx.meta.get(key)) for key in acknowledged))
    assert len(found) >= moment
    assert set(found) == {"here"}
