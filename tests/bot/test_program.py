"""The composition root: the whole program is wired against a sandbox, and taken apart again cleanly."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import aiohttp
import pytest

from bot import sample
from bot.jobs import AFTER_FAILURE
from bot.program import OtherBotsDatabase, Program, open_program, poll, tell_dead
from bot.settings import Settings, load_settings
from civic.cases import State
from handlers.routes import COMMANDS
from nlp.classifier import KeywordClassifier
from sandbox import ManualClock, Sandbox, serve
from services import deadlines
from services.delivery import Received, Waiting
from services.ports import Subject, Timer, Tx
from storage.errors import AlreadyRunning
from tests.journeys.kit import Control, Person
from tests.patience import PATIENCE

TOKEN = "1000000001:sandbox-token"
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
AT_ONCE = timedelta(seconds=5)
"""How long an orderly end may take on a busy machine."""


def ready(tx: Tx) -> tuple[Waiting, ...]:
    """The posts that are ready to go."""
    return tx.outbox.ready(0, 100)


def arm(timer: Timer, tx: Tx) -> None:
    """Set the timer."""
    tx.timers.arm(timer)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    holidays = tmp_path / "holidays.toml"
    holidays.write_text("[2027]\noff = []\nwork = []", "utf-8")
    return load_settings(data_dir=tmp_path, sends_a_second=0, holidays=holidays)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@pytest.fixture
def box(clock: ManualClock) -> Sandbox:
    return Sandbox(TOKEN, clock)


@pytest.fixture
async def address(box: Sandbox) -> AsyncIterator[str]:
    async with serve(box) as served:
        yield served


@pytest.fixture
async def program(settings: Settings, box: Sandbox, address: str, clock: ManualClock) -> AsyncIterator[Program]:
    """The running program with the sample neighbourhood, polling."""
    group = sample.settle_world(box)
    async with open_program(settings, TOKEN, address, clock) as opened, polling(opened):
        await opened.desk.perform(lambda act: sample.settle_database(act, group), None)
        await opened.desk.warm()
        yield opened


@asynccontextmanager
async def polling(program: Program) -> AsyncIterator[None]:
    task = asyncio.create_task(poll(program))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@pytest.fixture
async def resident(address: str) -> AsyncIterator[Person]:
    async with aiohttp.ClientSession() as http:
        yield Person(Control(address, http), 1001)


async def test_everything_is_wired(program: Program, resident: Person, clock: ManualClock) -> None:
    """A message comes in and becomes a card, a button becomes a question, a deadline becomes a push."""
    await resident.says("3号楼楼道灯不亮")
    await resident.reads("已登记", "灯")
    await resident.taps("撤回")
    await resident.reads("确定撤回")
    clock.advance(timedelta(days=2))
    await program.settle()
    await resident.reads("没有按时办")


async def test_what_waits_in_the_inbox_is_worked_on_after_a_start(
    settings: Settings,
    box: Sandbox,
    address: str,
    clock: ManualClock,
    resident: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Before the tokeniser is loaded, which takes longer than everything else."""
    sample.settle_world(box)
    loading = threading.Event()
    async with open_program(settings, TOKEN, address, clock) as first:
        message = {"message_id": 1, "date": 1, "chat": {"id": 1001, "type": "private"}, "text": "你好"}
        sender = {"id": 1001, "is_bot": False, "first_name": "居民甲"}
        body = str({"update_id": 7, "message": {**message, "from": sender}}).replace("'", '"').replace("False", "false")
        await first.store.run(lambda tx: tx.inbox.receive([Received(7, 1001, body.encode(), START)]))
    answered: list[bool] = []

    def warm(_: KeywordClassifier) -> None:
        answered.append(bool(asyncio.run_coroutine_threadsafe(resident.messages(), loop).result()))
        loading.set()

    monkeypatch.setattr(KeywordClassifier, "warm", warm)
    loop = asyncio.get_running_loop()
    async with open_program(settings, TOKEN, address, clock):
        await resident.reads("同意")
        await asyncio.to_thread(loading.wait)
    assert answered == [True]


async def test_telegram_is_told_the_commands_and_what_the_bot_is(program: Program) -> None:
    bot = program.line.application.bot
    async with asyncio.timeout(PATIENCE):
        while not (await bot.get_my_short_description()).short_description:
            pass
    assert [command.command for command in await bot.get_my_commands()] == list(COMMANDS)
    assert (await bot.get_my_description()).description


async def test_buttons_outlive_a_restart(
    settings: Settings, box: Sandbox, address: str, clock: ManualClock, resident: Person
) -> None:
    group = sample.settle_world(box)
    async with open_program(settings, TOKEN, address, clock) as first, polling(first):
        await first.desk.perform(lambda act: sample.settle_database(act, group), None)
        await resident.says("3号楼楼道灯不亮")
        await resident.reads("已登记")
    async with open_program(settings, TOKEN, address, clock) as second, polling(second):
        await resident.taps("撤回")
        await resident.reads("确定撤回")


async def test_it_ends_at_once_and_leaves_nothing_behind(
    settings: Settings, address: str, clock: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    loop = asyncio.get_running_loop()
    before = asyncio.all_tasks()
    async with open_program(settings, TOKEN, address, clock) as program, polling(program):
        await program.settle()
        ending = loop.time()
    assert loop.time() - ending < AT_ONCE.total_seconds()
    left = asyncio.all_tasks() - before
    assert not [task for task in left if "run_asgi" not in str(task)]  # the sandbox may still be answering a poll
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
    async with open_program(settings, TOKEN, address, clock):
        pass  # the database was let go, and an end while everything is still loading is as quick


async def test_a_database_is_for_one_program(settings: Settings, address: str, clock: ManualClock) -> None:
    async with open_program(settings, TOKEN, address, clock):
        with pytest.raises(AlreadyRunning):
            async with open_program(settings, TOKEN, address, clock):
                pass


async def test_a_fault_after_the_start_takes_everything_apart(
    settings: Settings, address: str, clock: ManualClock
) -> None:
    with pytest.raises(ZeroDivisionError):
        async with open_program(settings, TOKEN, address, clock):
            raise ZeroDivisionError
    async with open_program(settings, TOKEN, address, clock) as again:
        await again.settle()


@pytest.mark.parametrize(("lane", "told"), [(501, True), (-100, False), (0, False)])
async def test_whoever_sent_a_dead_letter_is_told_but_no_group(
    settings: Settings, address: str, clock: ManualClock, lane: int, told: bool
) -> None:
    async with open_program(settings, TOKEN, address, clock) as program:
        await program.courier.stop()
        await program.store.run(lambda tx: tell_dead(tx, Received(7, lane, b"{}", START)))
        assert [post.chat_id for post in await program.store.run(ready)] == ([lane] if told else [])


class TestKnocker:
    """Deadlines are rows; a knock does what is due."""

    async def test_a_missed_deadline_climbs_once_however_often_is_knocked(
        self, program: Program, resident: Person, clock: ManualClock
    ) -> None:
        await resident.says("3号楼楼道灯不亮")
        await resident.reads("已登记")
        due = await program.knocker.next_due()
        assert due
        clock.advance(due - clock.now())
        await asyncio.gather(*(program.knocker.knock() for _ in range(5)))
        case = await program.store.run(lambda tx: tx.cases.get(1))
        assert (case.at, case.state) == (1, State.OFFERED)
        assert await program.knocker.next_due() == case.deadline

    async def test_however_many_fail_the_others_are_done_and_the_failed_are_tried_again(
        self,
        program: Program,
        resident: Person,
        clock: ManualClock,
        caplog: pytest.LogCaptureFixture,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        await resident.says("3号楼楼道灯不亮")
        await resident.reads("已登记")
        monkeypatch.setattr(deadlines, "AT_ONCE", 2)
        for subject_id in range(900, 905):
            lost = Timer(Subject.CASE, subject_id, "offered:0", START)
            await program.store.run(partial(arm, lost))
        clock.advance(timedelta(days=2))

        async def failures() -> int:
            caplog.clear()
            await program.knocker.knock()
            return sum("timer failed" in record.getMessage() for record in caplog.records)

        assert await failures() == 5
        assert (await program.store.run(lambda tx: tx.cases.get(1))).at >= 1
        assert await failures() == 0
        clock.advance(AFTER_FAILURE)
        assert await failures() == 5

    async def test_one_that_fails_is_logged_without_words_and_keeps_nobody_waiting(
        self, program: Program, resident: Person, clock: ManualClock, caplog: pytest.LogCaptureFixture
    ) -> None:
        await resident.says("3号楼楼道灯不亮")
        await resident.reads("已登记")
        lost = Timer(Subject.CASE, 999, "offered:0", START)
        await program.store.run(lambda tx: tx.timers.arm(lost))
        clock.advance(timedelta(days=2))
        await program.knocker.knock()
        assert (await program.store.run(lambda tx: tx.cases.get(1))).at >= 1
        lines = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
        assert lines
        assert all("timer failed" in line and "NotFound at " in line for line in lines)

    async def test_nothing_due_is_nothing_done(self, program: Program) -> None:
        await program.knocker.knock()
        assert await program.knocker.next_due() is None
        assert not await program.store.run(ready)


async def test_a_database_of_another_bot_is_left_alone(
    settings: Settings, box: Sandbox, address: str, clock: ManualClock
) -> None:
    """What the sandbox's people were told means nothing to a bot that is live."""
    other = "2000000002:another-sandbox-token"
    box.world.add_bot(other, "another", "another_bot")
    async with open_program(settings, TOKEN, address, clock):
        pass
    with pytest.raises(OtherBotsDatabase):
        async with open_program(settings, other, address, clock):
            pass
    async with open_program(settings, TOKEN, address, clock):
        pass
