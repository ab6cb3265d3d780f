"""``youshi doctor``: one line a thing, in plain words, and an exit code a script can use."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import sample
from bot.clock import SystemClock
from bot.exits import Exit
from storage.lock import InstanceLock
from tests.bot.conftest import TOKEN, Ended, Youshi
from tests.faults.kit import DATABASE, chained, tamper


def table(ended: Ended) -> dict[str, tuple[str, str]]:
    """What was said, by what it is about."""
    rows = [line.split(None, 2) for line in ended.out.splitlines()]
    return {about: (verdict, words) for verdict, about, words in rows}


def test_a_fresh_folder_is_fine(youshi: Youshi) -> None:
    ended = youshi("doctor")
    said = table(ended)
    assert ended.code == Exit.CLEAN
    assert list(said) == ["settings", "disk", "database", "backups", "calendar", "telegram"]
    assert said["database"] == ("note", "none yet; the first start makes it")
    assert not DATABASE.exists()


def test_32_it_says_until_when_holidays_are_known(youshi: Youshi, workplace: Path) -> None:
    assert "until the end of 2026" in table(youshi("doctor"))["calendar"][1]
    further = workplace / "holidays.toml"
    further.write_text("".join(f"[{year}]\noff = []\nwork = []\n" for year in range(2025, 2100)), "utf-8")
    assert table(youshi("doctor", holidays=further))["calendar"] == (
        "ok",
        "public holidays are known until the end of 2099",
    )


def test_32_a_year_that_is_near_and_not_known_is_asked_for(youshi: Youshi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda _: datetime(2026, 11, 22, tzinfo=UTC))
    verdict, words = table(youshi("doctor"))["calendar"]
    assert (verdict, "2027 is to be added" in words) == ("note", True)


def test_a_sound_database_is_told_of_beside_a_running_bot(youshi: Youshi) -> None:
    chained(3)
    youshi("backup")
    lock = InstanceLock.of(DATABASE)
    ended = youshi("doctor")
    lock.release()
    said = table(ended)
    assert ended.code == Exit.CLEAN
    assert said["journal"][1].startswith("3 events, all as they were written; head 3:")
    assert {said[about][0] for about in ("settings", "disk", "database", "clock", "journal", "backups")} == {"ok"}


def test_35_a_broken_chain_is_bad(youshi: Youshi) -> None:
    chained(3)
    tamper("UPDATE journal SET actor_id = 9 WHERE id = 2")
    ended = youshi("doctor")
    assert (ended.code, table(ended)["database"][0]) == (Exit.DATA, "BAD")
    assert "event 2 of the journal is not what it was" in ended.out


def test_35_a_damaged_file_is_bad(youshi: Youshi) -> None:
    DATABASE.parent.mkdir()
    DATABASE.write_bytes(b"no database " * 1000)
    assert youshi("doctor").code == Exit.DATA


def test_31_a_clock_behind_the_latest_event_is_bad(youshi: Youshi) -> None:
    chained(1)
    later = datetime.now(UTC) + timedelta(hours=2)  # noqa: TID251 - the command reads the machine's clock
    with closing(sqlite3.connect(DATABASE)) as raw, raw:
        raw.execute(
            "INSERT INTO journal SELECT 2, subject, subject_id, kind, ?, actor_id, data, hash FROM journal",
            (int(later.timestamp() * 1000),),
        )
    ended = youshi("doctor")
    assert table(ended)["clock"][0] == "BAD"
    assert "119 minutes behind" in ended.out


def test_an_older_database_is_a_note(youshi: Youshi) -> None:
    DATABASE.parent.mkdir()
    with closing(sqlite3.connect(DATABASE)) as raw, raw:
        raw.execute("CREATE TABLE alembic_version (version_num TEXT)")
        raw.execute("INSERT INTO alembic_version VALUES ('0001')")
    ended = youshi("doctor")
    assert (ended.code, table(ended)["database"][0]) == (Exit.CLEAN, "note")


def test_a_disk_that_is_nearly_full_is_74(youshi: Youshi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.doctor.LEAST_FREE", 10**18)
    assert youshi("doctor").code == Exit.DISK


def test_an_old_backup_is_a_note(youshi: Youshi) -> None:
    chained(1)
    old = Path("data/backups/youshi-20200101T000000000000Z.db")
    old.parent.mkdir()
    old.touch()
    assert table(youshi("doctor"))["backups"][0] == "note"


@pytest.mark.parametrize(("token", "code"), [(TOKEN, Exit.CLEAN), ("123456789:AAanother-token", Exit.TOKEN_REFUSED)])
def test_telegram_knows_the_token_or_not(youshi: Youshi, telegram: str, token: str, code: Exit) -> None:
    ended = youshi("doctor", token=token, api_url=telegram)
    assert ended.code == code
    assert token not in ended.out + ended.err


def test_a_telegram_out_of_reach_is_69(youshi: Youshi) -> None:
    assert youshi("doctor", token=TOKEN, api_url="http://127.0.0.1:1").code == Exit.UNREACHABLE


def test_groups_are_looked_at_by_their_places(youshi: Youshi, telegram: str) -> None:
    youshi("places", "import", sample.PLACES)
    with closing(sqlite3.connect(DATABASE)) as raw, raw:
        raw.execute("INSERT INTO groups SELECT -1001234567890, id FROM places WHERE code = 'xf'")
    ended = youshi("doctor", token=TOKEN, api_url=telegram)
    assert table(ended)["group"] == ("note", "幸福小区: the bot is not in the group that is bound")
    assert "1001234567890" not in ended.out
