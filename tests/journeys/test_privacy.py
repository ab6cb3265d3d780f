"""A resident's own data over HTTP: exported as a file, consent taken back, everything erased, and a report that two people read."""

import json

from civic.roles import Role
from services import joining
from tests.journeys.conftest import Town
from tests.journeys.kit import Message, Person, captions, words_of

SAID = "3号楼楼道灯不亮，在王大爷门口"


def document(town: Town, message: Message) -> bytes:
    """What the person would open."""
    return town.box.world.files.read(message["document"]["file_id"])


async def test_48_own_data_comes_as_a_file(town: Town) -> None:
    await town.resident.says(SAID)
    await town.resident.reads("已登记")
    await town.resident.says("/我的数据")
    message = await town.resident.reads("全部数据")
    assert message["document"]["file_name"] == "我的数据.json"
    data = json.loads(document(town, message))
    assert [case["text"] for case in data["cases"]] == [SAID]


async def test_47_consent_is_taken_back_where_the_notice_is(town: Town) -> None:
    await town.resident.says("/隐私")
    notice = await town.resident.reads("您的信息我们这样保管")
    assert captions(notice) == ["导出我的数据", "撤回同意", "注销"]
    await town.resident.taps("撤回同意")
    await town.resident.reads("已撤回同意")
    await town.resident.says(SAID)
    await town.resident.reads("登记之前先说清楚")


async def test_48_whoever_leaves_is_forgotten_and_begins_anew(town: Town) -> None:
    await town.resident.says(SAID)
    await town.resident.taps("撤回", on=await town.resident.reads("已登记"))
    await town.resident.taps("确定撤回")
    await town.resident.reads("撤回了，不办了")
    await town.resident.says("/注销")
    await town.resident.taps("不注销")
    await town.resident.reads("什么都没动")
    await town.resident.says("/注销")
    await town.resident.taps("确定注销")
    await town.resident.reads("都抹掉了")
    assert await town.program.store.run(lambda tx: tx.cases.get(1).text) == ""
    await town.resident.says("你好")
    await town.resident.reads("登记之前先说清楚")


async def settled_with_a_photo(town: Town) -> Message:
    """The resident's photo as the worker has it, of a case that is over."""
    await town.resident.sends_photo(SAID)
    card = await town.resident.reads("已登记")
    await town.worker.reads(SAID)
    await town.program.settle()
    await town.resident.taps("撤回", on=card)
    await town.resident.taps("确定撤回")
    await town.resident.reads("撤回了，不办了")
    (photo,) = await photos(town.worker)
    return photo


async def photos(person: Person) -> list[Message]:
    return [each for each in await person.messages() if "photo" in each]


async def test_48_whoever_leaves_takes_their_photos_with_them(town: Town) -> None:
    await settled_with_a_photo(town)
    await town.resident.says("/注销")
    await town.resident.taps("确定注销")
    await town.resident.reads("都抹掉了")
    await town.program.settle()
    assert await photos(town.worker) == []
    assert len(await photos(town.resident)) == 1


async def test_48_of_a_photo_that_telegram_does_not_give_back_an_administrator_hears(town: Town) -> None:
    await settled_with_a_photo(town)
    await town.passes(hours=49)
    await town.resident.says("/注销")
    await town.resident.taps("确定注销")
    await town.resident.reads("都抹掉了")
    await town.program.settle()
    assert len(await photos(town.worker)) == 1
    told = await town.administrator.reads("请他们自己删除")
    assert SAID not in words_of(told)


async def appointed(town: Town, person: Person) -> None:
    payload = await town.program.desk.perform(
        lambda act: joining.invite(act, None, Role.CONFIDANT, joining.find_place(act, "gm")), None
    )
    await person.opens(payload)
    await person.reads("举报受理人")


async def test_46_a_report_is_read_by_the_confidants_alone(town: Town) -> None:
    confidant = town.neighbour
    await appointed(town, confidant)
    await town.resident.says("我要举报街道干部收钱")
    await town.resident.reads("12388", "受理人")
    await town.resident.taps("我要反映")
    await town.resident.reads("请说清楚")
    await town.resident.says("某人去年收了我两万块")
    await town.resident.reads("已交给受理人", "R-261123-001")
    report = await confidant.reads("R-261123-001", "某人去年收了我两万块")
    assert "居民甲" not in words_of(report)
    await town.program.settle()
    for other in (town.worker, town.secretary, town.street, town.administrator):
        assert not [each for each in await other.messages() if "两万块" in words_of(each)]
    assert not [each for each in await town.secretary.messages(town.group) if "两万块" in words_of(each)]


async def test_a_confidant_who_is_reported_is_left_out_with_one_tap(town: Town) -> None:
    for confidant in (town.neighbour, town.street):
        await appointed(town, confidant)
    await town.resident.says("我要举报街道干部收钱")
    card = await town.resident.reads("只有他们看得到")
    name = (await town.program.store.run(lambda tx: tx.people.by_chat(town.street.id))).name
    assert name in words_of(card)
    await town.resident.taps(f"{name}看", on=card)
    asked = await town.resident.reads("请说清楚")
    assert name not in words_of(asked)
    await town.resident.says("这位去年收了我两万块")
    await town.neighbour.reads("两万块")
    await town.program.settle()
    assert not [each for each in await town.street.messages() if "两万块" in words_of(each)]
