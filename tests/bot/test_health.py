"""Whether the program does its work: vitals, the health page, metrics, alarms in the chat, and what systemd is told."""

import asyncio
import os
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import aiohttp
import pytest

from bot import sample
from bot.auditor import WATCHED, Auditor
from bot.logs import logger
from bot.metrics import render
from bot.program import Program, open_program, poll
from bot.settings import Supervisor, load_settings, supervisor
from bot.vitals import GREEN, LEAST_FREE, TICK, Monitor, Vitals
from bot.watchdog import notify, supervised
from bot.webserver import serving
from handlers.desk import Desk
from sandbox import ManualClock, Sandbox, serve
from services.alarms import Alarm
from services.delivery import Received
from services.ports import Subject, Timer
from services.posts import Post
from storage.schema import migrate
from storage.store import SqliteStore
from tests.patience import PATIENCE, until

TOKEN = "1000000001:sandbox-token"
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
WELL = Vitals(storage=True, heard=1.0, free=LEAST_FREE)


@dataclass
class Bench:
    """A monitor over a real database, with a clock of its own."""

    store: SqliteStore
    monitor: Monitor
    clock: ManualClock
    intake: SimpleNamespace
    path: Path = field(default_factory=Path)

    async def look(self) -> Vitals:
        return await self.monitor.read()


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    path, clock, intake = tmp_path / "youshi.db", ManualClock(START), SimpleNamespace(heard_at=None)
    migrate(path)
    async with await SqliteStore.open(path) as store:
        monitor = Monitor(store, intake, clock, tmp_path, polls=True)  # type: ignore[arg-type]
        yield Bench(store, monitor, clock, intake, path)


def received(at: datetime) -> Received:
    return Received(1, 1, b"{}", at)


class TestVitals:
    """A few numbers that say nothing of anybody."""

    async def test_nothing_to_do_is_well(self, bench: Bench) -> None:
        vitals = await bench.look()
        assert (vitals.inbox, vitals.outbox, vitals.timers, vitals.red) == (0, 0, 0, ())

    async def test_an_update_ages_until_it_is_done(self, bench: Bench) -> None:
        await bench.store.run(lambda tx: tx.inbox.receive([received(START)]))
        bench.clock.advance(timedelta(seconds=61))
        assert ((await bench.look()).inbox, (await bench.look()).red) == (61, ("inbox",))
        await bench.store.run(lambda tx: tx.inbox.done(1))
        assert (await bench.look()).inbox == 0

    async def test_a_timer_is_overdue_from_its_moment_on(self, bench: Bench) -> None:
        await bench.store.run(lambda tx: tx.timers.arm(Timer(Subject.CASE, 1, "x", START + timedelta(minutes=1))))
        assert (await bench.look()).timers == 0
        bench.clock.advance(timedelta(minutes=7))
        assert ((await bench.look()).timers, (await bench.look()).red) == (360, ("timers",))

    async def test_a_post_ages_from_the_first_look_that_finds_it(self, bench: Bench) -> None:
        await bench.store.run(lambda tx: tx.outbox.put(Post(1, "help")))
        assert (await bench.look()).outbox == 0
        bench.clock.advance(timedelta(minutes=9))
        await bench.store.run(lambda tx: tx.outbox.put(Post(2, "help")))
        assert (await bench.look()).outbox == 540
        bench.clock.advance(timedelta(minutes=2))
        assert (await bench.look()).red == ("outbox",)
        await bench.store.run(lambda tx: tx.outbox.dead(1, "gone"))
        assert ((await bench.look()).outbox, (await bench.look()).red) == (120, ())

    async def test_a_post_that_is_held_back_ages_from_the_moment_it_may_go(self, bench: Bench) -> None:
        held = Post(1, "help", not_before=START + timedelta(hours=1))
        await bench.store.run(lambda tx: tx.outbox.put(held))
        assert (await bench.look()).outbox == 0
        bench.clock.advance(timedelta(hours=1, minutes=2))
        assert (await bench.look()).outbox == 120

    async def test_a_database_that_cannot_be_written_to_is_red(self, bench: Bench) -> None:
        await bench.store.close()
        assert (await bench.look()).red == ("storage",)

    async def test_34_a_locked_database_is_red_until_it_is_free(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await bench.store.run(lambda tx: tx.session.raw.execute("PRAGMA busy_timeout = 1"))
        with closing(sqlite3.connect(bench.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert (await bench.look()).red == ("storage",)
            other.execute("ROLLBACK")
        assert (await bench.look()).red == ()

    async def test_silence_counts_where_the_bot_polls(self, bench: Bench, tmp_path: Path) -> None:
        loop = asyncio.get_running_loop()
        bench.intake.heard_at = loop.time() - 121
        vitals = await bench.look()
        assert (vitals.red, vitals.alive) == (("heard",), False)
        bench.intake.heard_at = loop.time()
        assert (await bench.look()).alive
        waits = Monitor(bench.store, bench.intake, bench.clock, tmp_path, polls=False)  # type: ignore[arg-type]
        assert (await waits.read()).heard is None

    async def test_a_loop_that_is_held_up_shows(self, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        loop = asyncio.get_running_loop()
        time = loop.time
        async with bench.monitor.measuring():
            await asyncio.sleep(0)  # it measures from now on
            monkeypatch.setattr(loop, "time", lambda: time() + 5)
            async with asyncio.timeout(PATIENCE):
                while (await bench.look()).lag < 5 - TICK:
                    pass

    @pytest.mark.parametrize(
        ("name", "vitals"),
        [
            ("storage", replace(WELL, storage=False)),
            ("heard", replace(WELL, heard=121.0)),
            ("inbox", replace(WELL, inbox=61)),
            ("outbox", replace(WELL, outbox=601)),
            ("timers", replace(WELL, timers=301)),
            ("lag", replace(WELL, lag=2.1)),
            ("free", replace(WELL, free=LEAST_FREE - 1)),
        ],
    )
    def test_each_check_is_red_by_itself(self, name: str, vitals: Vitals) -> None:
        assert (WELL.red, vitals.red, vitals.page()["ok"]) == ((), (name,), False)
        assert set(vitals.page()) == {"ok", "red", *GREEN}


class TestMetrics:
    """What Prometheus reads."""

    async def test_they_tell_ages_counts_and_checks(self, bench: Bench) -> None:
        await bench.store.run(lambda tx: tx.inbox.receive([received(START)]))
        bench.clock.advance(timedelta(minutes=2))
        text = render(await bench.look()).decode()
        assert 'youshi_healthy{check="inbox"} 0.0' in text
        assert 'youshi_healthy{check="timers"} 1.0' in text
        assert "youshi_inbox_age_seconds 120.0" in text
        assert "youshi_updates_total 1.0" in text
        assert "process_resident_memory_bytes" in text

    def test_without_a_database_there_are_still_metrics(self) -> None:
        text = render(Vitals(storage=False, heard=None)).decode()
        assert 'youshi_healthy{check="storage"} 0.0' in text
        assert "youshi_last_heard_seconds" not in text


class Saying:
    """A monitor that says what it is told to."""

    def __init__(self) -> None:
        self.vitals = WELL
        self.read_times = 0

    async def read(self) -> Vitals:
        self.read_times += 1
        return self.vitals


@dataclass
class Office:
    """The program with its sample neighbourhood, an auditor of what is said, and the administrator's waiting posts."""

    program: Program
    saying: Saying
    auditor: Auditor
    clock: ManualClock

    async def hears(self) -> list[str]:
        await self.program.courier.stop()
        waiting = await self.program.store.run(lambda tx: tx.outbox.claim([each.id for each in tx.outbox.ready(0, 99)]))
        return [each.template for each in waiting if each.chat_id == sample.ADMINISTRATOR]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    clock = ManualClock(START)
    box = Sandbox(TOKEN, clock)
    async with serve(box) as address:
        group = sample.settle_world(box)
        async with open_program(load_settings(data_dir=tmp_path, sends_a_second=0), TOKEN, address, clock) as program:
            await program.desk.perform(lambda act: sample.settle_database(act, group), None)
            await program.courier.stop()
            saying = Saying()
            yield Office(program, saying, Auditor(saying, program.desk), clock)  # type: ignore[arg-type]


class TestAlarms:
    """Administrators hear of an incident once, and once when it is over."""

    @pytest.mark.parametrize("alarm", WATCHED)
    async def test_an_incident_is_told_once_and_so_is_its_end(self, office: Office, alarm: Alarm) -> None:
        await office.auditor.look()
        assert await office.hears() == []
        office.saying.vitals = replace(WELL, **{alarm.value: 0 if alarm is Alarm.FREE else 900})
        for _ in range(3):
            await office.auditor.look()
        assert await office.hears() == [f"alarm.{alarm}"]
        office.saying.vitals = WELL
        for _ in range(3):
            await office.auditor.look()
        assert await office.hears() == [f"alarm.over_{alarm}"]

    async def test_while_nothing_can_be_kept_nothing_is_said_and_nothing_cleared(self, office: Office) -> None:
        office.saying.vitals = replace(WELL, inbox=99)
        await office.auditor.look()
        assert await office.hears() == ["alarm.inbox"]
        office.saying.vitals = Vitals(storage=False, heard=1.0)
        await office.auditor.look()
        assert await office.hears() == []

    async def test_8_administrators_hear_of_dead_letters_once(self, office: Office) -> None:
        for _ in range(2):
            logger("bot.telegram.dispatcher").error("update is a dead letter", update=7)
        await office.auditor.look()
        await office.auditor.look()
        assert await office.hears() == ["alarm.dead"]

    async def test_a_refused_alarm_is_tried_again(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        office.saying.vitals = replace(WELL, inbox=99)
        with monkeypatch.context() as patch:
            patch.setattr(Desk, "perform", _broken)
            with pytest.raises(ZeroDivisionError):
                await office.auditor.look()
        await office.auditor.look()
        assert await office.hears() == ["alarm.inbox"]


async def _broken(*_: object) -> None:
    raise ZeroDivisionError


async def test_the_pages_are_served_while_polling(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = load_settings(data_dir=tmp_path, listen_port=port, sends_a_second=0)
    clock = ManualClock(START)
    async with (
        serve(Sandbox(TOKEN, clock)) as address,
        open_program(settings, TOKEN, address, clock) as program,
        serving(settings, program),
        aiohttp.ClientSession(f"http://127.0.0.1:{port}") as http,
    ):
        polling = asyncio.create_task(poll(program))
        async with http.get("/healthz") as answer:
            page = await answer.json()
            assert (answer.status, page["ok"], page["red"]) == (200, True, [])
        async with http.get("/metrics") as answer:
            assert b"youshi_healthy" in await answer.read()
        program.intake.heard_at = asyncio.get_running_loop().time() - 999
        async with http.get("/healthz") as answer:
            assert (answer.status, (await answer.json())["red"]) == (503, ["heard"])
        polling.cancel()
        with suppress(asyncio.CancelledError):
            await polling


class TestWatchdog:
    """systemd is told that we are ready, that updates come in, and that we stop; what it does not hear makes it act."""

    @pytest.fixture
    def heard(self, tmp_path: Path):
        path = tmp_path / "notify"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
            listener.bind(str(path))
            listener.setblocking(False)
            yield path, lambda: list(_all(listener))

    async def test_it_is_fed_while_updates_come_in(self, heard) -> None:
        path, states = heard
        saying = Saying()
        async with supervised(Supervisor(str(path), 0.03), saying):  # type: ignore[arg-type]
            await until(lambda: saying.read_times > 1)
            saying.vitals = replace(WELL, heard=999.0)
            ready, *fed = states()
            assert ready == "READY=1"
            assert set(fed) == {"WATCHDOG=1"}
            already = saying.read_times
            await until(lambda: saying.read_times > already + 1)
            assert states() == []
        assert states() == ["STOPPING=1"]

    async def test_without_a_watchdog_it_is_only_told_of_beginning_and_end(self, heard) -> None:
        path, states = heard
        async with supervised(Supervisor(str(path), None), Saying()):  # type: ignore[arg-type]
            await asyncio.sleep(0)
        assert states() == ["READY=1", "STOPPING=1"]

    def test_an_abstract_socket_is_found_and_a_missing_one_is_no_fault(self, tmp_path: Path) -> None:
        name = f"youshi-test-{os.getpid()}"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
            listener.bind(f"\0{name}")
            notify(f"@{name}", "READY=1")
            assert listener.recv(99) == b"READY=1"
        notify(str(tmp_path / "nobody"), "READY=1")
        notify(None, "READY=1")

    @pytest.mark.parametrize(("microseconds", "seconds"), [("300000000", 300.0), ("", None), ("soon", None)])
    def test_systemd_says_where_and_how_often(
        self, monkeypatch: pytest.MonkeyPatch, microseconds: str, seconds: float | None
    ) -> None:
        monkeypatch.setenv("NOTIFY_SOCKET", "/run/notify")
        monkeypatch.setenv("WATCHDOG_USEC", microseconds)
        assert supervisor() == ("/run/notify", seconds)


def _all(listener: socket.socket):
    with suppress(BlockingIOError):
        while True:
            yield listener.recv(99).decode()
