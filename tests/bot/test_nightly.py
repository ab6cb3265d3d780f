"""The night's work on the whole program: purged, checked, posted; a part that fails keeps no other from being done."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import sample
from bot.program import Program, open_program
from bot.settings import Settings, load_settings
from civic.events import Event, EventKind
from sandbox import ManualClock, Sandbox, serve
from services import retention
from services.ports import Subject
from services.posts import Post

TOKEN = "1000000001:sandbox-token"
CHAT = 1014


@dataclass
class Office:
    """The program at rest."""

    program: Program
    clock: ManualClock
    settings: Settings

    async def posts(self) -> list[str]:
        ready = await self.program.store.run(lambda tx: tx.outbox.claim([each.id for each in tx.outbox.ready(0, 99)]))
        return [f"{each.template} to {each.chat_id}" for each in ready]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    clock = ManualClock(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    holidays = tmp_path / "holidays.toml"
    holidays.write_text("[2027]\noff = []\nwork = []", "utf-8")
    settings = load_settings(data_dir=tmp_path, head_chat=CHAT, holidays=holidays)
    async with serve(Sandbox(TOKEN, clock)) as address, open_program(settings, TOKEN, address, clock) as program:
        await program.desk.perform(lambda act: sample.settle_database(act, -1), None)
        await program.courier.stop()
        yield Office(program, clock, settings)


async def test_49_what_is_old_is_purged_and_gone_from_the_log_too(office: Office) -> None:
    await office.program.store.run(lambda tx: tx.outbox.put(Post(7, "help", {"said": "机密的话"})))
    await office.program.store.run(lambda tx: tx.outbox.dead(1, "x"))
    for _ in range(9):
        await office.program.nightly.run()
        office.clock.advance(timedelta(days=1))
    files = [office.settings.database, office.settings.database.with_name("youshi.db-wal")]
    assert not [file for file in files if "机密的话".encode() in file.read_bytes()]


async def test_the_head_is_posted_where_it_was_asked_for(office: Office) -> None:
    await office.program.nightly.run()
    assert await office.posts() == [f"journal.head to {CHAT}"]


async def test_32_administrators_hear_once_that_next_years_holidays_are_not_known(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    told = f"alarm.holidays to {sample.ADMINISTRATOR}"
    desk = office.program.desk
    desk.town = replace(desk.town, calendar=load_settings().calendar)
    for nth in (1, 0):
        await office.program.nightly.run()
        assert (await office.posts()).count(told) == nth
    assert any("holidays are not known" in record.getMessage() for record in caplog.records)
    office.clock.advance(timedelta(days=365))  # nobody added 2027: 2028 is not asked for before
    await office.program.nightly.run()
    assert told not in await office.posts()


async def test_35_a_broken_chain_is_found_at_night_and_administrators_are_told_once(office: Office) -> None:
    events = [Event(EventKind.ACCEPTED, office.clock.now(), 1) for _ in range(5)]
    await office.program.store.run(lambda tx: tx.journal.append(Subject.CASE, 1, events))
    with closing(sqlite3.connect(office.settings.database)) as raw, raw:
        raw.execute("DROP TRIGGER journal_no_update")
        raw.execute("UPDATE journal SET actor_id = 2 WHERE id = 2")
    await office.program.nightly.run()
    await office.program.nightly.run()
    assert await office.posts() == [f"alarm.journal to {sample.ADMINISTRATOR}"]


async def test_a_part_that_fails_keeps_no_other_from_being_done(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_act: object) -> bool:
        raise ValueError("机密的话")

    monkeypatch.setattr(retention, "SHARES", (fails,))
    await office.program.nightly.run()
    assert await office.posts() == [f"journal.head to {CHAT}"]
    assert "night's work failed" in caplog.text
    assert "机密的话" not in caplog.text
