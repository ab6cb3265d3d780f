"""Groups: who may bind them, who may vote, and what happens when the group itself changes."""

from tests.journeys.conftest import Town
from tests.journeys.kit import number_of, words_of


async def topic(town: Town) -> str:
    """A case becomes a topic whose meeting begins now; gives the case's number."""
    await town.resident.says("3号楼电梯又坏了")
    number = number_of(await town.resident.reads("📌"))
    await town.worker.taps("请求上提")
    await town.worker.says("要动用维修资金")
    await town.secretary.taps("转议事")
    await town.secretary.says("明天 19:00")
    await town.secretary.reads("会议通知已发到群里")
    return number


async def vote(town: Town) -> None:
    """The topic's meeting is held and the vote opened."""
    await topic(town)
    for _ in range(3):
        await town.next_deadline()
    await town.secretary.taps("10 分钟")
    await town.secretary.reads("🗳 表决", chat=town.group)


async def group_of(town: Town, *, members: list[int] | None = None) -> int:
    body = {"title": "另一个群", "owner": town.administrator.id, "members": members or [1001], "kind": "supergroup"}
    return int((await town.control.post("/groups", **body, bot="administrator"))["id"])


async def test_an_administrator_binds_a_group_and_strangers_are_not_answered(town: Town) -> None:
    group = await group_of(town, members=[1001, 1003])
    await town.administrator.reads("请管理员在群里发「/绑定 小区名」", chat=group)
    await town.resident.says("/绑定 安康小区", chat=group)
    await town.newcomer.says("/绑定 安康小区", chat=group)
    await town.administrator.says("/绑定", chat=group)
    await town.administrator.reads("请说明绑定哪里", "安康小区", chat=group)
    await town.administrator.says("/绑定 安康小区", chat=group)
    await town.administrator.reads("本群已绑定安康小区", chat=group)
    said = [words_of(each) for each in await town.administrator.messages(group) if each["from"]["is_bot"]]
    assert len(said) == 3


async def test_an_anonymous_administrator_is_asked_to_speak_as_a_person(town: Town) -> None:
    group = await group_of(town)
    await town.administrator.sends(group, text="/绑定 安康小区", anonymous=True)
    await town.administrator.reads("请用个人身份操作", chat=group)


async def test_ordinary_talk_in_a_group_is_left_alone(town: Town) -> None:
    member = town.council[0]
    for talk in ("3号楼电梯又坏了", "/进度", "/help", "你好"):
        await member.says(talk, chat=town.group)
    await town.administrator.says("/绑定 幸福小区", chat=town.group)
    await member.reads("本群已绑定幸福小区", chat=town.group)
    said = [each for each in await member.messages(town.group) if each["from"]["is_bot"]]
    assert len(said) == 1


async def test_without_a_group_there_is_no_topic(town: Town) -> None:
    await town.resident.says("安康小区3号楼电梯又坏了")
    await town.colleague.taps("请求上提")
    await town.colleague.says("要动用维修资金")
    await town.secretary.reads("🟡 待接单")
    assert "还没有绑定议事群" in await town.secretary.taps("转议事")
    await town.secretary.reads("🟡 待接单")


async def test_a_meeting_needs_a_time_to_come(town: Town) -> None:
    await town.resident.says("3号楼电梯又坏了")
    await town.worker.taps("请求上提")
    await town.worker.says("要动用维修资金")
    await town.secretary.taps("转议事")
    await town.secretary.says("回头再说")
    await town.secretary.reads("没看懂时间")
    await town.secretary.says("今天 8:00")
    await town.secretary.reads("没看懂时间", times=2)
    await town.secretary.taps("11月24日")
    await town.secretary.reads("会议通知已发到群里", "11月24日（周二）19:00")


async def test_only_the_roll_votes_and_the_last_tap_counts(town: Town) -> None:
    await vote(town)
    assert await town.administrator.taps("赞成", chat=town.group) == "本次表决名单已冻结，您不在名单内"
    first, second, third, *_ = town.council
    await first.taps("反对", chat=town.group)
    await first.taps("赞成", chat=town.group)
    await second.taps("赞成", chat=town.group)
    await third.taps("弃权", chat=town.group)
    card = await first.reads("🗳 表决", chat=town.group)
    data = card["reply_markup"]["inline_keyboard"][0][1]["callback_data"]
    await town.next_deadline()
    await first.reads("表决结果：通过", "参加 3 人", "赞成 2　反对 0　弃权 1", chat=town.group)
    assert await second.presses(card["message_id"], data, chat=town.group) == "表决已经结束"


async def test_half_of_the_roll_is_no_quorum(town: Town) -> None:
    await vote(town)
    for member in town.council[:2]:
        await member.taps("赞成", chat=town.group)
    await town.next_deadline()
    await town.secretary.reads("表决结果：人数不够，没有结论", chat=town.group)
    await town.resident.reads("人数不够，没有结论")


async def test_the_vote_card_is_redrawn_at_most_every_three_seconds(town: Town) -> None:
    await vote(town)
    before = await redraws(town)
    for member in town.council:
        await member.taps("赞成", chat=town.group)
    await town.passes(seconds=2)
    assert await redraws(town) == before
    await town.passes(seconds=1)
    await town.secretary.reads("已投 5 人", chat=town.group)
    assert await redraws(town) == before + 1


async def redraws(town: Town) -> int:
    log = await town.control.get("/log")
    return sum(call["method"].lower() == "editmessagetext" and "🗳 表决" in str(call["args"]) for call in log)


async def test_a_group_that_becomes_a_supergroup_keeps_its_vote(town: Town) -> None:
    body = {"title": "小群", "owner": town.administrator.id, "members": [1006, *range(1009, 1014)], "kind": "group"}
    group = int((await town.control.post("/groups", **body, bot="administrator"))["id"])
    await town.administrator.says("/绑定 幸福小区", chat=group)
    await town.administrator.reads("本群已绑定幸福小区", chat=group)
    town.group = group
    await vote(town)
    town.group = int((await town.control.post("/migrate", chat=group))["id"])
    await town.next_deadline()
    await town.secretary.reads("表决结果", chat=town.group)


async def test_a_meeting_is_put_off(town: Town) -> None:
    await topic(town)
    await town.council[0].taps("参加", chat=town.group)
    await town.secretary.taps("改时间")
    await town.secretary.reads("改到什么时候")
    await town.secretary.says("后天中午1点")
    await town.secretary.reads("会议通知已发到群里", "11月25日（周三）13:00")
    await town.council[0].reads("改到 11月25日（周三）13:00", chat=town.group)
    await town.passes(seconds=3)
    await town.council[0].reads("议事会通知", "11月25日（周三）13:00", "参加 0 人", chat=town.group)
