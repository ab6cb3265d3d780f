"""What grid workers and coordinators live through."""

from civic.roles import Role
from tests.journeys.conftest import Town
from tests.journeys.kit import captions, number_of, words_of
from tests.patience import PATIENCE


async def report(town: Town, text: str = "3号楼楼道灯不亮") -> str:
    """The neighbour reports something; gives the number."""
    await town.neighbour.says(text)
    return number_of(await town.neighbour.reads("📌", text))


async def test_the_first_who_accepts_has_it(town: Town) -> None:
    number = await report(town)
    await town.worker.taps("接单")
    on = await town.colleague.reads(number)
    await town.colleague.reads(number, "网格员甲 在办")
    await town.control.until(lambda: _no_buttons(town, on["message_id"]), "the card redrawn")


async def _no_buttons(town: Town, message_id: int) -> bool:
    messages = await town.colleague.messages()
    return not captions(next(each for each in messages if each["message_id"] == message_id))


async def test_what_lasts_and_was_reported_before_stands_on_the_card_and_the_list(town: Town) -> None:
    number = await report(town, "楼道灯三个月没人修，这是第三次报了")
    told = "已持续约 3 个月 · 反映 3 次"
    await town.worker.reads(number, "待接单", f"🕰 居民说：{told}")
    await town.worker.says("/任务")
    await town.worker.reads("手上的活", number, told)
    assert told not in words_of(await town.neighbour.reads(number))


async def test_a_tap_that_comes_second_or_twice_is_told_so(town: Town) -> None:
    await report(town)
    mine, theirs = await town.worker.reads("待接单"), await town.colleague.reads("待接单")
    tap = mine["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    their_tap = theirs["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await town.worker.presses(mine["message_id"], tap)
    assert await town.worker.presses(mine["message_id"], tap) == "已处理"
    assert await town.colleague.presses(theirs["message_id"], their_tap) == "已由他人接单"


async def test_what_is_nobodys_goes_to_the_coordinator_and_on(town: Town) -> None:
    number = await report(town)
    await town.worker.taps("不归我管")
    await town.worker.says("这是供电局的灯")
    await town.worker.reads(f"{number} 已转给协调人")
    await town.neighbour.reads(number, "正在重新安排")
    await town.secretary.reads(number, "这是供电局的灯")
    await town.secretary.taps("派给")
    await town.secretary.taps("物业经理")
    await town.manager.reads(number, "派给您了")
    await town.manager.reads(number, "🔵 办理中")
    await town.neighbour.reads(f"{number} 有人接了：物业经理")


async def test_asking_for_the_next_rung_needs_words_and_goes_up(town: Town) -> None:
    number = await report(town)
    await town.worker.taps("接单")
    await town.worker.taps("请求上提")
    await town.worker.says("线路老化，要整体改造，已先换了灯泡")
    await town.secretary.reads(number, "线路老化")
    await town.neighbour.reads(number, "已上提到社区")
    await town.worker.reads(f"{number} 已上提到社区")


async def test_tasks_are_listed_soonest_first(town: Town) -> None:
    later = await report(town, "健身器材旧了，长椅也坏了，建议换新的")
    sooner = await report(town, "3号楼楼道灯不亮")
    for number in (later, sooner):
        await town.worker.reads(number, "待接单")
    await town.worker.taps("接单", on=await town.worker.reads(later, "待接单"))
    await town.worker.reads(later, "🔵 办理中")
    await town.worker.says("/任务")
    listed = words_of(await town.worker.reads("手上的活"))
    assert listed.index(sooner) < listed.index(later)


async def test_words_to_the_resident_arrive(town: Town) -> None:
    number = await report(town)
    await town.worker.taps("接单")
    await town.worker.taps("回复居民")
    await town.worker.says("下午三点带电工过来")
    await town.neighbour.reads(f"{number} 有回复", "下午三点带电工过来")


async def test_who_lost_the_role_has_lost_its_buttons(town: Town) -> None:
    await report(town)
    card = await town.worker.reads("待接单")

    def demote(tx: object) -> None:
        person = tx.people.by_chat(town.worker.id)  # type: ignore[attr-defined]
        [grant] = [each for each in tx.roles.of(person.id) if each.role is Role.GRID_WORKER]  # type: ignore[attr-defined]
        tx.roles.end(grant, town.box.clock.now())  # type: ignore[attr-defined]

    await town.program.store.run(demote)
    tap = card["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    assert "不在您手里" in await town.worker.presses(card["message_id"], tap)


async def test_somebody_elses_button_opens_nothing(town: Town) -> None:
    await report(town)
    card = await town.worker.reads("待接单")
    data = card["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await town.resident.says("你好")
    greeting = await town.resident.reads("有什么事直接说")
    raw = {"as": town.resident.id, "chat": town.resident.id, "message_id": greeting["message_id"], "data": data}
    pressed = await town.control.post("/press", **raw)
    answer = await town.control.get(f"/callbacks/{pressed['callback_query_id']}", timeout=PATIENCE)
    assert "这个按钮不能用了" in answer["text"]


async def test_invitations_work_once(town: Town) -> None:
    await town.administrator.says("/邀请 网格员 安康小区")
    link = words_of(await town.administrator.reads("邀请链接"))
    payload = link.rsplit("start=", 1)[1].strip()
    await town.newcomer.opens(payload)
    await town.newcomer.taps("同意")
    await town.newcomer.reads("您现在是安康小区的网格员")
    await town.resident.opens(payload)
    await town.resident.reads("这个链接不能用了")
    await town.resident.says("/邀请 网格员 安康小区")
    await town.resident.reads("您不能这样操作")


async def test_places_in_commands_are_heard_and_asked_about(town: Town) -> None:
    boss = town.administrator
    await boss.says("/邀请 网格员 安慷小区")
    question = await boss.reads("您说的是安康小区吗")
    assert captions(question) == ["是", "不是"]
    await boss.taps("是", on=question)
    payload = words_of(await boss.reads("邀请链接", "安康小区")).rsplit("start=", 1)[1].strip()
    await town.newcomer.opens(payload)
    await town.newcomer.taps("同意")
    await town.newcomer.reads("您现在是安康小区的网格员")

    await boss.says("/解纷码 辛福小区")
    await boss.taps("是", on=await boss.reads("您说的是幸福小区吗"))
    assert words_of(await boss.reads("幸福小区", "?start=")).endswith("start=xf")
    await boss.says("/人员 像阳社区")
    await boss.taps("不是", on=await boss.reads("您说的是向阳社区吗"))
    await boss.reads("请把名字写全")

    await town.resident.says("/邀请 网格员 安慷小区")
    await town.resident.reads("没找到「安慷小区」")


async def test_who_leaves_hands_on_what_was_in_hand(town: Town) -> None:
    number = await report(town)
    await town.worker.taps("接单", on=await town.worker.reads(number, "待接单"))
    await town.neighbour.reads(number, "办理中")
    await town.worker.says("/人员")
    await town.worker.reads("您不能这样操作")
    await town.administrator.says("/人员 幸福小区")
    await town.administrator.reads("人员", "网格员甲")
    await town.administrator.taps("解除 网格员甲（网格员）")
    await town.administrator.taps("不解除", on=await town.administrator.reads("确定解除", "1 件"))
    await town.administrator.reads("好的，不解除")
    await town.administrator.taps("解除 网格员甲（网格员）")
    await town.administrator.taps("确定解除")
    await town.administrator.reads("网格员甲 不再是")
    await town.worker.reads("身份已结束")
    await town.neighbour.reads(number, "正在重新安排")
    await town.secretary.reads(number, "接单人已离岗")
    await town.secretary.taps("派给…")


async def test_nobody_at_a_rung_means_somebody_above(town: Town) -> None:
    """The sample has no liaison of a department: a department's case lands with the community's officer."""
    await town.neighbour.says("/有事 公交站牌的线路时间不对")
    number = number_of(await town.neighbour.reads("📌"))
    await town.secretary.reads(number, "待接单")
