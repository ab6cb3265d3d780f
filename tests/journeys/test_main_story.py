"""The main job, end to end: a message becomes a case, an assignment, an escalation, a group vote and an answer."""

from tests.journeys.conftest import Town
from tests.journeys.kit import captions, number_of, words_of


async def test_from_a_complaint_to_the_council_and_back(town: Town) -> None:
    resident, worker, secretary = town.resident, town.worker, town.secretary

    # a resident reports with a photo, and reads one card
    await resident.sends_photo("3号楼电梯又坏了,老人下不来")
    card = await resident.reads("🟡 已登记", "电梯", "幸福小区 3号楼")
    number = number_of(card)
    assert number == "幸福-261123-001"
    assert captions(card) == ["改类别", "改地点", "补充照片/说明", "撤回"]

    # the grid worker gets it with the photo and accepts; the resident learns who has it
    work = await worker.reads(number, "🟡 待接单", "📷 有 1 张")
    assert "居民甲" not in words_of(work)
    await worker.reads(f"{number} 的照片和文件")
    assert await worker.taps("接单") == "接单了，辛苦！"
    await resident.reads(number, "🔵 办理中", "网格员甲 在办")
    await resident.reads(f"{number} 有人接了：网格员甲 在办")

    # the worker closes, the resident is not satisfied, it reopens
    await worker.taps("办结")
    await worker.reads("怎么办好的", number)
    await worker.says("换了门机皮带，试运行正常")
    await resident.reads("解决了吗", "换了门机皮带")
    assert await resident.taps("不满意") == "谢谢您的评价"
    await resident.reads("对不起，没办好", "已退回重办")
    await resident.says("今天早上又停了")
    await worker.reads("居民补充：今天早上又停了")
    await worker.reads(number, "🔵 办理中", "第 1 次重办")

    # nobody answers in time: it climbs to the community
    await town.next_deadline()
    await resident.reads("没有按时办，已自动转到社区（向阳社区）")
    await worker.reads(number, "已转到社区")
    await secretary.reads(number, "在小区没按时办，转到您这里")
    await secretary.reads(number, "🟡 待接单")

    # the secretary makes it a topic, the notice goes to the group
    await secretary.taps("转议事")
    await resident.reads(number, "👥 议事中")
    await secretary.reads("什么时候开会")
    await secretary.says("周五 19:00")
    notice = await secretary.reads("议事会通知", "电梯", "11月27日（周五）19:00", chat=town.group)
    assert "3号楼" not in words_of(notice)
    for member in town.council[:4]:
        assert await member.taps("参加", chat=town.group) == "记下了：参加"
    assert await town.council[4].taps("请假", chat=town.group) == "记下了：请假"
    await town.passes(seconds=3)
    await secretary.reads("参加 4 人，请假 1 人", chat=town.group)

    # reminders a day and an hour before, then the vote
    await town.next_deadline()
    await secretary.reads("提醒", chat=town.group)
    await town.next_deadline()
    await secretary.reads("提醒", chat=town.group, times=2)
    await town.next_deadline()
    await secretary.reads("会议时间到了")
    await secretary.taps("10 分钟")
    await secretary.reads("🗳 表决", "名单 5 人，已投 0 人", chat=town.group)
    for member, choice in zip(town.council, ("赞成", "赞成", "赞成", "反对", "弃权"), strict=True):
        assert await member.taps(choice, chat=town.group) == f"已记录：{choice}"
    await town.passes(seconds=3)
    await secretary.reads("名单 5 人，已投 5 人", chat=town.group)

    # it closes at its time; the result is pinned, and reaches the resident
    await town.next_deadline()
    result = await secretary.reads("表决结果：通过", "赞成 3　反对 1　弃权 1", chat=town.group)
    chats = (await town.control.get("/state"))["chats"]
    assert next(chat["pinned"] for chat in chats if chat["id"] == town.group) == result["message_id"]
    await resident.reads(number, "议事会有结果了：通过", "赞成 3")
    await secretary.reads(number, "议事会结果：通过")

    # the way it took stands in its journal
    await resident.says(f"/进度 {number}")
    path = words_of(await resident.reads("经过"))
    for step in (
        "登记，交小区",
        "有人接单",
        "报告办结",
        "居民不满意，重办",
        "小区超时，转到社区",
        "转为议题",
        "议事会：通过",
    ):
        assert step in path
