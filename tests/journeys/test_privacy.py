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
