"""Fault 46: token, account, name, telephone and words of somebody stand in no log, metric, health page or group, even at DEBUG."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import aiohttp
import pytest

from bot import sample
from bot.logs import logger, set_up
from bot.metrics import render
from bot.program import Program, open_program, poll
from bot.settings import load_settings
from sandbox import ManualClock, Sandbox, serve
from services import conversation
from tests.journeys.kit import Control, Person, captions

TOKEN = "1234567890:AAcanary-token-abcdefghijklmnop"
ACCOUNT, NAME, LATIN, PHONE = 5551234567, "卡纳丽", "Canarysmith", "13912345678"
WORDS = f"3号楼502楼道灯不亮，金丝雀，打{PHONE}找{NAME}"
POISON = f"{WORDS}有毒"
CANARIES = (TOKEN, TOKEN.partition(":")[2], str(ACCOUNT), NAME, LATIN, PHONE, "金丝雀", "canary-token")


@dataclass
class Scene:
    """The program, somebody whose every trace is known, and what was logged."""

    program: Program
    resident: Person
    worker: Person
    control: Control
    group: int
    clock: ManualClock
    log: Callable[[], str]


@pytest.fixture
async def scene(tmp_path: Path, quiet_afterwards: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    written = StringIO()
    set_up("DEBUG")
    (handler,) = logging.getLogger().handlers
    handler.setStream(written)  # type: ignore[attr-defined]
    for name in list(logging.getLogger().manager.loggerDict):
        monkeypatch.setattr(logging.getLogger(name), "level", logging.DEBUG)  # the libraries, too
    received = conversation.receive

    def receive(act, message) -> None:
        if "有毒" in message.text:
            raise ValueError(message.text, message.account)
        received(act, message)

    monkeypatch.setattr(conversation, "receive", receive)
    clock = ManualClock(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    box = Sandbox(TOKEN, clock)
    box.world.add_person(NAME, person_id=ACCOUNT, last_name=LATIN, username=LATIN)
    async with serve(box) as address, aiohttp.ClientSession() as http:
        group = sample.settle_world(box)
        async with open_program(load_settings(data_dir=tmp_path, sends_a_second=0), TOKEN, address, clock) as program:
            await program.desk.perform(lambda act: sample.settle_database(act, group), None)
            await program.desk.warm()
            polling = asyncio.create_task(poll(program))
            control = Control(address, http)
            yield Scene(
                program,
                Person(control, ACCOUNT),
                Person(control, 1004),
                control,
                group,
                clock,
                written.getvalue,
            )
            polling.cancel()
            with suppress(asyncio.CancelledError):
                await polling


async def live(scene: Scene) -> None:
    """Joins, reports, is answered, meets every fault of the line, is forgotten in the end."""
    resident, worker = scene.resident, scene.worker
    await resident.opens("xf")
    await resident.taps("同意")
    await resident.says(WORDS)
    await resident.reads("📌")
    await worker.taps("接单", on=await worker.reads("金丝雀", "待接单"))
    for kind in ("500", "reset", "502", "403"):
        await scene.control.post("/faults", kind=kind, method="sendMessage")
        await resident.says("/隐私")
        await scene.program.settle()
        scene.clock.advance(timedelta(minutes=2))
        scene.program.courier.wake()
        await scene.program.settle()
    await resident.says(POISON)
    await resident.reads("出了点问题")
    await resident.says("/我的数据")
    await resident.reads("全部数据")
    with suppress(Exception):
        await scene.program.line.api.call("getChat", {"chat_id": ACCOUNT + 1, "text": WORDS})
    await resident.says("/注销")
    await resident.taps("确定注销")
    await resident.reads("办完的事已经抹掉了")


def found(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text]


async def test_46_nothing_of_anybody_stands_in_a_log_metric_or_health_page(scene: Scene) -> None:
    await live(scene)
    await scene.program.auditor.look()
    await scene.program.nightly.run()
    vitals = await scene.program.monitor.read()
    log = scene.log()
    assert "update is a dead letter" in log
    assert "delivery failed" in log
    assert len(log.splitlines()) > 10
    assert found(log) == []
    assert found(render(vitals).decode()) == []
    assert found(str(vitals.page())) == []


async def test_46_a_group_reads_nothing_of_whoever_reported(scene: Scene) -> None:
    await live(scene)
    secretary = Person(scene.control, sample.SECRETARY)
    worker = scene.worker
    await worker.taps("不归我管")
    await worker.says("不是我的")
    card = await secretary.reads("金丝雀", "待协调")
    assert "转议事" in captions(card)
    await secretary.taps("转议事", on=card)
    await secretary.reads("已转为议题")
    await secretary.says("明天 19:00")
    notice = await secretary.reads("议事会通知", chat=scene.group)
    assert found(str(notice["text"])) == []
    assert "502" not in notice["text"]


async def test_46_the_scan_finds_what_is_there(scene: Scene) -> None:
    """The sabotage: without the redaction at the root the canaries do show."""
    logging.getLogger().handlers[0].setFormatter(None)
    logger("bot.sabotage").warning(WORDS, account=ACCOUNT, token=TOKEN)
    assert {NAME, PHONE, str(ACCOUNT), TOKEN} <= set(found(scene.log()))
