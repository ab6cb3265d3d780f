"""What a resident lives through in a private chat."""

import pytest

from tests.journeys.conftest import Town
from tests.journeys.kit import Message, Person, captions, number_of, words_of


async def case_card(person: Person, *words: str) -> Message:
    """The card of a case, told by its correction buttons."""
    card = await person.reads("📌", *words)
    assert "改地点" in captions(card)
    return card


async def test_a_newcomer_agrees_names_the_place_and_has_a_case(town: Town) -> None:
    newcomer = town.newcomer
    await newcomer.says("楼道灯不亮好几天了")
    await newcomer.reads("登记之前先说清楚", "不同意马上删掉")
    await newcomer.taps("同意")
    question = await newcomer.reads("这件事在哪个小区")
    assert captions(question) == ["幸福小区", "安康小区", "向阳夜市"]
    await newcomer.taps("安康小区")
    await case_card(newcomer, "安康-261123-001", "楼道灯", "安康小区")
    await town.colleague.reads("安康-261123-001", "待接单")


async def test_whoever_does_not_agree_leaves_nothing_behind(town: Town) -> None:
    newcomer = town.newcomer
    await newcomer.says("楼道灯不亮好几天了")
    await newcomer.taps("不同意")
    await newcomer.reads("什么都没有留下", "0000-0000002")
    assert await town.program.store.run(lambda tx: tx.people.by_chat(newcomer.id)) is None
    await newcomer.says("还是想问问")
    await newcomer.reads("登记之前先说清楚", times=2)


async def test_a_link_brings_a_newcomer_to_their_place(town: Town) -> None:
    newcomer = town.newcomer
    await newcomer.opens("xf")
    await newcomer.taps("同意")
    await newcomer.reads("您在幸福小区")
    await newcomer.says("3号楼2单元电梯又停了")
    await case_card(newcomer, "幸福小区 3号楼 2单元")


async def test_the_name_of_the_place_alone_is_enough_to_join(town: Town) -> None:
    newcomer = town.newcomer
    await newcomer.opens()
    await newcomer.taps("同意")
    await newcomer.reads("您住在哪个小区")
    await newcomer.says("幸福小区")
    await newcomer.reads("记住了，您在幸福小区")
    await newcomer.says("我是3号楼2单元的")
    await newcomer.reads("记住了，您在幸福小区 3号楼 2单元")
    await newcomer.says("楼道灯不亮")
    await case_card(newcomer, "幸福小区 3号楼 2单元")


async def test_a_name_typed_wrong_is_asked_and_not_taken(town: Town) -> None:
    newcomer = town.newcomer
    await newcomer.opens()
    await newcomer.taps("同意")
    await newcomer.says("辛福小区")
    question = await newcomer.reads("您说的是幸福小区吗")
    assert captions(question) == ["是", "不是"]
    await newcomer.taps("是", on=question)
    await newcomer.reads("记住了，您在幸福小区")
    await newcomer.says("安慷小区6号楼楼道灯不亮")
    card = await case_card(newcomer, "幸福小区", "已登记")
    question = await newcomer.reads("您说的是安康小区吗")
    await newcomer.taps("是", on=question)
    await newcomer.reads("好的，安康小区")
    await town.colleague.reads(number_of(card), "安康小区 6号楼", "待接单")


async def test_a_building_typed_with_a_name_heard_wrong_is_kept(town: Town) -> None:
    resident = town.resident
    await resident.says("3号楼楼道灯不亮")
    number = number_of(await case_card(resident))
    await resident.taps("改地点")
    await resident.says("安慷小区6号楼2单元")
    await resident.taps("是", on=await resident.reads("您说的是安康小区吗"))
    await resident.reads("好的，安康小区")
    await resident.reads(number, "安康小区 6号楼 2单元")
    await town.colleague.reads(number, "安康小区 6号楼", "待接单")


async def test_a_trouble_told_in_several_messages_is_one_case(town: Town) -> None:
    newcomer = town.newcomer
    await newcomer.opens("xf")
    await newcomer.taps("同意")
    await newcomer.says("楼道灯不亮了")
    number = number_of(await case_card(newcomer, "在哪儿？"))
    await newcomer.says("在3号楼2单元")
    await newcomer.reads(f"已补充到 {number}")
    card = await case_card(newcomer, "幸福小区 3号楼 2单元")
    assert "在哪儿？" not in words_of(card)
    await newcomer.says("都三天了，快点来修")
    await newcomer.reads(f"已补充到 {number}", times=2)
    await town.worker.reads(number, "居民补充：都三天了，快点来修")
    await newcomer.says("好的")
    await newcomer.reads("有事随时说")
    await newcomer.taps("另外登记")
    await newcomer.reads("📌", "都三天了，快点来修")


async def test_what_two_messages_only_together_tell_is_an_emergency(town: Town) -> None:
    resident = town.resident
    await resident.says("5号楼电梯坏了")
    number = number_of(await case_card(resident, "电梯"))
    await resident.says("里面还有人")
    await resident.reads("请现在就打电话")
    await resident.reads(number, "电梯", "紧急")
    await town.worker.reads(number, "居民的话里提到危险")


async def test_danger_is_answered_before_anything_else(town: Town) -> None:
    resident = town.resident
    await resident.says("5号楼厨房一股煤气味，好像漏气了")
    card = await case_card(resident, "已登记")
    number = number_of(card)
    warning = await resident.reads("请现在就打电话", "119")
    assert warning["message_id"] < card["message_id"]
    assert await resident.taps("119") == "请马上用电话拨 119。我不能替您报警。"
    await resident.taps("正在发生")
    await resident.reads("关阀、开窗")
    await town.worker.reads("居民说正在发生", number)
    await town.passes(minutes=3)
    await resident.reads(number, "已自动转到社区")
    await town.secretary.reads(number, "🚨 居民说：正在发生")
    await town.passes(minutes=7)
    await town.street.reads(number, "待接单")


async def test_a_newcomer_in_a_crisis_is_heard_before_anything_is_asked(town: Town) -> None:
    newcomer = town.newcomer
    await newcomer.says("我真的不想活了")
    heard = await newcomer.reads("您现在安全吗", "12356")
    notice = await newcomer.reads("登记之前先说清楚")
    assert heard["message_id"] < notice["message_id"]
    assert await newcomer.taps("12356", on=heard) == "请用电话拨 12356，会有人听您说。"
    await newcomer.taps("同意")
    await newcomer.taps("幸福小区")
    card = await case_card(newcomer, "需要关心", "幸福小区")
    assert "轻生" not in words_of(card)
    await newcomer.taps("现在没事，想说说话")
    await newcomer.reads("会有人来听您说说")
    await town.worker.reads(number_of(card), "轻生危机", "先听、别劝别讲道理")
    await town.worker.reads(number_of(card), "想有人说说话")


@pytest.mark.parametrize("told", ["刚才发生过", "是隐患"])
async def test_a_danger_that_is_over_is_an_ordinary_case(town: Town, told: str) -> None:
    await town.resident.says("7号楼外墙瓷砖脱落掉下来了")
    await town.resident.taps(told)
    await town.resident.reads("记下了")
    await town.passes(minutes=30)
    await town.resident.says("/我的")
    await town.resident.reads("您报过的事", "🟡 已登记")


async def test_photo_first_and_words_later_are_one_case(town: Town) -> None:
    resident = town.resident
    await resident.sends_photo()
    await resident.reads("一句话说说")
    await resident.says("单元门口的井盖没了")
    await case_card(resident, "井盖")
    await town.worker.reads("📷 有 1 张")


async def test_an_album_is_one_case_with_one_answer(town: Town) -> None:
    resident = town.resident
    await resident.sends_photo("垃圾堆在2号楼门口好几天没人清", media_group_id="a1")
    await resident.sends_photo(media_group_id="a1")
    await resident.sends_photo(media_group_id="a1")
    card = await case_card(resident, "垃圾")
    await town.worker.reads(f"{number_of(card)} 的照片和文件", times=3)
    assert len([each for each in await resident.messages() if each["from"]["is_bot"]]) == 1


async def test_a_voice_or_location_sent_right_after_joins_the_case(town: Town) -> None:
    resident = town.resident
    await resident.says("小区门口路灯不亮")
    number = number_of(await case_card(resident))
    voice = await town.control.upload("voice", "voice.ogg", b"OggS")
    await resident.sends(voice=voice)
    await resident.reads("已补充到", number)
    await resident.sends(location={"latitude": 36.45, "longitude": 115.98})
    await resident.reads("已补充到", number, times=2)
    await town.worker.reads("📷 有 1 张")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("你好", "有什么事直接说"),
        ("谢谢啦", "不客气"),
        ("怎么用啊", "有事直接说"),
        ("/帮助", "有事直接说"),
        ("/help", "有事直接说"),
        ("/隐私", "谁保管"),
        ("/我的", "您还没有报过事"),
        ("/进度", "您还没有报过事"),
        ("/任务", "现在没有要办的事"),
        ("/取消", "先不说这个"),
        ("/有事", "一句话说说"),
        ("/进度 幸福-260101-999", "没有找到"),
    ],
)
async def test_talk_is_answered_and_never_filed(town: Town, said: str, answer: str) -> None:
    await town.resident.says(said)
    await town.resident.reads(answer)
    person = await town.program.store.run(lambda tx: tx.people.by_chat(town.resident.id))
    assert person is not None
    assert await town.program.store.run(lambda tx: tx.cases.reported_by(person.id)) == ()


async def test_questions_about_progress_find_the_case(town: Town) -> None:
    resident = town.resident
    await resident.says("3号楼楼道灯不亮")
    lamp = number_of(await case_card(resident))
    await resident.says("小区垃圾桶满了没人清")
    await resident.reads("幸福-261123-002")
    await resident.says("我那个灯的事咋样了")
    assert lamp in words_of(await resident.reads("经过"))
    await resident.says("261123-002")
    assert "幸福-261123-002" in words_of(await resident.reads("经过", times=2))


async def test_what_was_misunderstood_is_corrected_with_a_tap(town: Town) -> None:
    resident = town.resident
    await resident.says("/有事 我家楼上天天半夜拖桌子")
    card = await case_card(resident)
    number = number_of(card)
    await resident.taps("改类别")
    await resident.taps("其他类别")
    await resident.taps("停车与车辆")
    await resident.taps("充电桩")
    await resident.reads("好的，就按", number)
    await resident.reads(number, "📌 充电桩")
    await resident.taps("改地点")
    await resident.says("安康小区6号楼")
    await resident.reads(number, "安康小区 6号楼")
    await town.colleague.reads(number, "安康小区 6号楼")


async def test_what_is_not_clear_is_asked_on_the_card(town: Town) -> None:
    resident = town.resident
    await resident.says("楼后面那个棚子谁来管")
    card = await case_card(resident, "是哪一类", "已登记")
    number = number_of(card)
    assert "都不是" in captions(card)
    second = captions(card)[1]
    await resident.taps(second, on=card)
    await resident.reads(f"好的，就按{second}办", number)
    card = await case_card(resident, f"📌 {second}")
    assert "都不是" not in captions(card)
    await town.passes(minutes=30)
    await resident.says("3号楼后面那个棚子")
    other = await case_card(resident, "是哪一类", "3号楼")
    await town.worker.reads(number_of(other), "待接单")
    await resident.taps("都不是", on=other)
    await resident.taps("房屋与共用设施")
    await resident.taps("围墙大门护栏")
    assert "都不是" not in captions(await case_card(resident, number_of(other), "📌 围墙大门护栏"))


async def test_who_does_not_say_what_it_is_about_is_asked(town: Town) -> None:
    resident = town.resident
    await resident.says("太吵了")
    await resident.reads("具体是什么事")
    await resident.says("楼下广场舞，喇叭开到十点")
    await case_card(resident, "已登记", "太吵了")
    await town.passes(minutes=31)
    await resident.says("3号楼又坏了")
    question = await resident.reads("具体是什么事")
    await resident.taps("就这样登记", on=question)
    await town.worker.reads("3号楼又坏了")


async def test_more_words_and_edits_go_to_the_worker(town: Town) -> None:
    resident = town.resident
    first = await resident.says("3号楼楼道灯不亮")
    number = number_of(await case_card(resident))
    await resident.edits(first, "3号楼二层楼道灯不亮")
    await resident.reads("改好了", number)
    await town.worker.reads("3号楼二层楼道灯不亮")
    await town.worker.taps("接单")
    await resident.taps("补充照片")
    await resident.says("晚上老人摔了一跤")
    await town.worker.reads("居民补充：晚上老人摔了一跤")


async def test_taking_it_back_is_asked_twice(town: Town) -> None:
    resident = town.resident
    await resident.says("3号楼楼道灯不亮")
    number = number_of(await case_card(resident))
    await resident.says("不用处理了，撤回吧")
    await resident.reads("要撤回哪一件")
    await resident.taps(number)
    assert await resident.taps("确定撤回") == "撤回了"
    await resident.reads(number, "⚪ 已撤回")
    await town.worker.reads(number, "居民已撤回")


async def test_a_good_answer_settles_it(town: Town) -> None:
    await town.resident.says("3号楼楼道灯不亮")
    number = number_of(await case_card(town.resident))
    await town.worker.taps("接单")
    await town.worker.taps("办结")
    await town.worker.sends_photo("换了灯泡")
    await town.resident.reads("解决了吗", "换了灯泡")
    await town.resident.reads(f"{number} 的照片和文件")
    await town.resident.taps("基本满意")
    await town.resident.reads(number, "✅ 已办结")
    await town.worker.reads(number, "居民评价：基本满意")


async def test_silence_settles_without_a_verdict(town: Town) -> None:
    await town.resident.says("3号楼楼道灯不亮")
    await town.worker.taps("接单")
    await town.worker.taps("办结")
    await town.worker.says("换了灯泡")
    await town.resident.reads("解决了吗")
    await town.passes(hours=72)
    await town.resident.reads("三天没有收到您的评价")
    await town.resident.reads("✅ 已办结")


async def test_ten_cases_an_hour_and_no_more(town: Town) -> None:
    for count in range(10):
        await town.resident.says(f"{count + 1}号楼楼道灯不亮")
    await town.resident.reads("幸福-261123-010")
    await town.resident.says("11号楼楼道灯不亮")
    await town.resident.reads("已经报了 10 件")
    await town.passes(hours=1, seconds=1)
    await town.resident.says("11号楼楼道灯不亮")
    await town.resident.reads("幸福-261123-011")
