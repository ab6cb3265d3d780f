"""Words that are learned from staff: three corrections, one suggestion, one tap, and the next message is understood. As a process."""

import asyncio
import signal
from pathlib import Path

import aiohttp
import pytest

from bot import sample
from tests.journeys.kit import Control, Person, captions, number_of, words_of
from tests.journeys.test_process import address_of, running, surroundings, youshi
from tests.patience import PATIENCE

OWN = '[C06]\nsure = ["打球", "球杆"]\n'
"""Words of a deployment by which the messages here are taken for something of the estate's, whatever was learned."""

NOISY = (
    "3号楼下面的桌球室半夜打球，球杆响",
    "5号楼的桌球室打球球杆响，睡不着",
    "8号楼桌球室晚上还在打球，球杆敲得响",
)
LATER = "楼下桌球室好吵"
KIND, GROUP = "商铺餐饮噪声", "噪声扰民"


async def correct(resident: Person, worker: Person, text: str) -> str:
    """The resident tells something; the worker takes it and puts the kind right. Gives the number."""
    await resident.says(text)
    number = number_of(await resident.reads("📌", text))
    card = await worker.reads(number, "待接单")
    await worker.taps("接单", on=card)
    await worker.reads(number, "🔵 办理中")
    await worker.taps("改类别", on=card)
    menu = await worker.reads(number, "应该是哪一类")
    if KIND not in captions(menu):
        await worker.taps("其他类别", on=menu)
        await worker.taps(GROUP, on=menu)
    await worker.taps(KIND, on=menu)
    await worker.reads("商铺餐饮噪声", number)
    return number


async def test_three_corrections_become_a_word_that_acts_and_still_does_after_a_restart(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN, "utf-8")
    environment = surroundings(tmp_path / "data", YOUSHI_SANDBOX_PORT="0", YOUSHI_LEXICON=str(own))
    async with aiohttp.ClientSession() as http:
        async with running(tmp_path, environment) as bot:
            control = Control(await address_of(bot), http)
            resident, neighbour, worker, boss = (
                Person(control, each) for each in (1001, 1002, 1004, sample.ADMINISTRATOR)
            )
            await resident.says("/词库")
            await resident.reads("您不能这样操作")

            for text in NOISY[:2]:
                await correct(resident, worker, text)
            await boss.says("/词库")
            await boss.reads("新的 0 条", "已采用：无")
            await correct(resident, worker, NOISY[2])
            await boss.says("/lexicon")
            card = await boss.reads("桌球室 → 商铺餐饮噪声", "3 件")
            assert captions(card) == ["采用", "不用"]
            assert not any(text in words_of(each) for each in await boss.messages() for text in NOISY)

            assert await boss.taps("采用", on=card) == "采用了，马上起作用"
            await boss.reads("桌球室 → 商铺餐饮噪声：已采用")
            await neighbour.says(LATER)
            await neighbour.reads("📌 商铺餐饮噪声", LATER)
            assert "(adopted)" in await youshi(tmp_path, environment, "words", "explain", LATER)

            own.write_text(f'{OWN}[I99]\nsure = ["撸串"]\n', "utf-8")
            await boss.says("/重载词库")
            await boss.reads("词库没有换", "own.toml 第 3 行 [I99]：没有这个类别")
            own.write_text(f'{OWN}[I05]\nsure = ["撸串"]\n', "utf-8")
            await boss.says("/reload")
            await boss.reads("词库重读好了", "采用的 1 个")
            bot.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(bot.wait(), PATIENCE) == 0

        async with running(tmp_path, environment) as bot:
            control = Control(await address_of(bot), http)
            resident, boss = Person(control, 1001), Person(control, sample.ADMINISTRATOR)
            await resident.says(f"三号楼{LATER}")
            await resident.reads("📌 商铺餐饮噪声", f"三号楼{LATER}")
            await boss.says("/词库 桌球室")
            own.write_text(OWN + "".join(f"[I9{each}]\n" for each in range(10)), "utf-8")
            assert await boss.taps("停用") == "好的"
            await boss.reads("桌球室 → 商铺餐饮噪声：不用")
            await resident.says(f"五号楼{LATER}")
            await resident.reads("📌", f"五号楼{LATER}", "是哪一类")
            await boss.says("/重载词库")
            await boss.reads("词库没有换", "[I90]：没有这个类别")
            own.write_text(OWN, "utf-8")
            await boss.says("/重载词库")
            await boss.reads("词库重读好了", "采用的 0 个")
            explained = await youshi(tmp_path, environment, "words", "explain", LATER)
            assert "adopted" not in explained


async def test_a_table_is_learned_from_corrections_while_the_bot_runs(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    own = tmp_path / "own.toml"
    own.write_text(OWN, "utf-8")
    environment = surroundings(tmp_path / "data", YOUSHI_SANDBOX_PORT="0", YOUSHI_LEXICON=str(own))
    rows = tmp_path / "rows.csv"
    rows.write_text("text,label\n" + "楼道灯不亮,C04\n楼道的灯又坏了,C04\n路灯不亮,C04\n灯坏了没人修,C04\n", "utf-8")
    async with aiohttp.ClientSession() as http, running(tmp_path, environment) as bot:
        control = Control(await address_of(bot), http)
        resident, worker = Person(control, 1001), Person(control, 1004)
        for text in NOISY:
            await correct(resident, worker, text)
        told = await youshi(tmp_path, environment, "words", "learn", str(rows), "--corrections")
    assert "of 7 messages" in told
    assert "I05" in (tmp_path / "learned.toml").read_text("utf-8")
