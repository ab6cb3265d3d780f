"""Fault 35: a corrupt file or a broken chain of events ends with 65, and the way back is printed."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.exits import Exit
from tests.bot.conftest import Youshi
from tests.faults.kit import DATABASE, chained, tamper

WAY_BACK = "youshi restore FILE"


def test_35_a_sound_journal_is_verified_and_its_head_printed(youshi: Youshi) -> None:
    chained(5)
    ended = youshi("verify")
    assert ended.code == Exit.CLEAN
    events, head = ended.out.splitlines()
    assert events == "5 events, all as they were written"
    assert head.startswith("head: 5:")


@pytest.mark.parametrize("command", ["verify", "check", "run"])
def test_35_a_broken_chain_exits_65_with_the_way_back(youshi: Youshi, command: str) -> None:
    chained(5)
    tamper("UPDATE journal SET actor_id = 9 WHERE id = 3")
    ended = youshi(command, sandbox_port=0)
    assert ended.code == Exit.DATA
    assert "The journal is not what it was" in ended.err
    assert WAY_BACK in ended.err


@pytest.mark.parametrize("command", ["verify", "check", "run"])
def test_35_a_corrupt_file_exits_65_with_the_way_back(youshi: Youshi, command: str) -> None:
    DATABASE.parent.mkdir()
    DATABASE.write_bytes(b"no database " * 1000)
    ended = youshi(command, sandbox_port=0)
    assert ended.code == Exit.DATA
    assert WAY_BACK in ended.err


def test_35_a_page_that_was_overwritten_exits_65(youshi: Youshi) -> None:
    chained(2000)
    size = DATABASE.stat().st_size
    with DATABASE.open("r+b") as file:
        file.seek(size * 3 // 4)
        file.write(b"\xff" * 9000)
    assert youshi("verify").code == Exit.DATA


def test_35_a_text_that_is_none_any_more_exits_65(youshi: Youshi) -> None:
    chained(5)
    tamper("UPDATE journal SET data = CAST(x'ff' AS TEXT) WHERE id = 3")
    assert youshi("verify").code == Exit.DATA


def test_35_an_earlier_head_is_a_prefix_or_65(youshi: Youshi) -> None:
    chained(3)
    noted = youshi("verify").out.splitlines()[-1].removeprefix("head: ")
    chained(4)
    ended = youshi("verify", "--against", noted)
    assert (ended.code, ended.out.splitlines()[:2]) == (
        Exit.CLEAN,
        ["7 events, all as they were written", "goes on from event 3"],
    )
    number, _, digest = noted.partition(":")
    assert youshi("verify", "--against", f"{number}:{digest[::-1]}").code == Exit.DATA
    assert youshi("verify", "--against", f"{9}:{digest}").code == Exit.DATA


@pytest.mark.parametrize("head", ["", "3", "3:ff", "x:" + "0" * 64, "-1:" + "0" * 64])
def test_35_what_is_no_head_is_wrong_usage(youshi: Youshi, head: str) -> None:
    chained(1)
    assert youshi("verify", "--against", head).code == Exit.USAGE


def test_35_a_database_that_is_not_there_or_older_is_said_so(youshi: Youshi) -> None:
    assert youshi("verify").code == Exit.DISK
    assert not DATABASE.exists()
    DATABASE.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(DATABASE)) as raw, raw:
        raw.execute("CREATE TABLE alembic_version (version_num TEXT)")
        raw.execute("INSERT INTO alembic_version VALUES ('0001')")
    ended = youshi("verify")
    assert (ended.code, "youshi check" in ended.err) == (Exit.DATA, True)


def test_35_verifying_changes_nothing(youshi: Youshi, workplace: Path) -> None:
    chained(3)
    before = {file: file.read_bytes() for file in workplace.rglob("*.db*") if file.is_file()}
    youshi("verify")
    assert {file: file.read_bytes() for file in before} == before
