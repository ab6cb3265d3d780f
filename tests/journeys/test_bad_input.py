"""What people really send. Each has a friendly answer, or silence in groups, and none breaks the next message."""

from typing import Any

import pytest

from services import places
from tests.journeys.conftest import Town
from tests.journeys.kit import PNG, Person, number_of

ODD: dict[str, tuple[dict[str, Any], str]] = {
    "contact": ({"contact": {"phone_number": "10000000000", "first_name": "某人"}}, "不保存别人的联系方式"),
    "poll": ({"poll": {"question": "吃什么", "options": ["面", "饭"]}}, "投票我收不了"),
    "dice": ({"dice": {"emoji": "🎲", "value": 3}}, "好运气"),
    "emoji only": ({"text": "😂😂😂👍"}, "我没看懂"),
    "digits only": ({"text": "666"}, "我没看懂"),
    "punctuation": ({"text": "……？！"}, "我没看懂"),
    "one word": ({"text": "嗯"}, "有事随时说"),
    "small talk": ({"text": "今天天气真好"}, "登记成一件事吗"),
    "NUL": ({"text": "\x00\x00"}, "我没看懂"),
    "lone surrogate": ({"text": "\ud83d"}, "我没看懂"),
    "unknown command": ({"text": "/nonsense"}, "没有这个命令"),
    "location": ({"location": {"latitude": 36.4, "longitude": 115.9}}, "一句话说说"),
}


async def still_works(person: Person) -> None:
    """The next message is a case as ever."""
    await person.says("3号楼楼道灯不亮")
    assert number_of(await person.reads("📌", "楼道")).startswith("幸福-261123-")


@pytest.mark.parametrize("name", ODD)
async def test_odd_content_is_answered_and_breaks_nothing(town: Town, name: str) -> None:
    content, answer = ODD[name]
    await town.resident.sends(**content)
    await town.resident.reads(answer)
    await still_works(town.resident)


@pytest.mark.parametrize(("kind", "answer"), [("sticker", "表情很可爱"), ("animation", "动图我看不懂")])
async def test_pictures_that_say_nothing(town: Town, kind: str, answer: str) -> None:
    file_id = await town.control.upload(kind, f"{kind}.webp", PNG)
    await town.resident.sends(**{kind: file_id})
    await town.resident.reads(answer)
    await still_works(town.resident)


async def test_a_file_of_fifty_megabytes_is_kept_by_reference(town: Town) -> None:
    file_id = await town.control.upload("document", "录像.mp4", b"\x00" * 16)
    await town.resident.sends(document=file_id, file_size=50_000_000, caption="3号楼楼道灯不亮")
    await town.worker.reads("📷 有 1 张")


async def test_four_thousand_characters_are_one_case_with_a_short_card(town: Town) -> None:
    text = "楼道灯不亮，" + "物业说修一直不修，" * 440
    await town.resident.says(text[:4096])
    card = await town.resident.reads("📌", "内容较长")
    assert len(card["text"]) < 1500


async def test_ten_thousand_characters_are_kept_whole(town: Town) -> None:
    text = ("楼道灯不亮，" + "物业说修一直不修，" * 1200)[:10_000]
    await town.resident.sends(text="x", raw={"text": text})
    await town.resident.reads("📌", "内容较长")
    person = await town.program.store.run(lambda tx: tx.people.by_chat(town.resident.id))
    assert person is not None
    [case] = await town.program.store.run(lambda tx: tx.cases.reported_by(person.id))
    assert case.text == text


async def test_a_forwarded_post_is_filed_only_when_asked(town: Town) -> None:
    await town.resident.says("3号楼楼道灯不亮，大家转发", forward_from={"hidden_name": "某群友"})
    await town.resident.reads("这是转发的内容")
    await town.resident.taps("登记这件事")
    await town.resident.reads("📌", "3号楼楼道灯不亮")


async def test_a_misunderstood_message_can_be_dropped(town: Town) -> None:
    await town.resident.says("今天天气真好")
    assert await town.resident.taps("不用了") == "好的，不登记了。"
    await still_works(town.resident)


@pytest.mark.parametrize("payload", ["nowhere", "i_not-an-invitation", "gm", "💥", "x" * 64])
async def test_links_that_lead_nowhere(town: Town, payload: str) -> None:
    await town.resident.opens(payload)
    await town.resident.reads("这个链接不能用了")
    await still_works(town.resident)


async def test_a_place_that_does_not_exist(town: Town) -> None:
    newcomer = town.newcomer
    await newcomer.says("楼道灯不亮好几天了")
    await newcomer.taps("同意")
    await newcomer.says("世外桃源小区")
    await newcomer.reads("没找到「世外桃源小区」")
    await newcomer.says("安康苑")
    await newcomer.reads("📌", "安康小区")


async def test_two_places_of_the_same_name(town: Town) -> None:
    table = "code,name,kind,parent\nhp,和平社区,社区,gm\nak2,安康小区,小区,hp\n"

    await town.program.desk.perform(lambda act: places.import_table(act, table), None)
    await town.resident.says("安康小区3号楼楼道灯不亮")
    await town.resident.taps("和平社区 安康小区")
    await town.resident.reads("📌", "安康小区 3号楼")


async def test_markup_in_words_stays_words(town: Town) -> None:
    await town.resident.says("楼道灯不亮 **急** <b>x</b> {text} \u202eabc")
    card = await town.worker.reads("📌", "**急** <b>x</b> {text} abc")
    bold = [each for each in card["entities"] if each["type"] == "bold"]
    assert [each["offset"] for each in bold] == [0]


async def test_a_blocked_bot_is_welcome_back(town: Town) -> None:
    await town.resident.says("3号楼楼道灯不亮")
    await town.resident.reads("📌")
    await town.control.post("/block", **{"as": town.resident.id, "blocked": True})
    await town.worker.taps("接单")
    await town.control.post("/block", **{"as": town.resident.id, "blocked": False})
    await town.resident.says("/我的")
    await town.resident.reads("您报过的事", "🔵 办理中")
