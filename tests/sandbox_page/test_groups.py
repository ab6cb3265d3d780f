"""Group chats: names, members, pins, unread counts, supergroups."""

import pytest
from playwright.async_api import expect

RESIDENT, WORKER, SECRETARY = 1001, 1002, 1003

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_senders_have_names_labels_and_ranks(stage):
    stage.box.world.send(SECRETARY, stage.group, text="周五开会")
    stage.box.world.send(SECRETARY, stage.group, text="都来")
    page = await stage.look(f"#p={RESIDENT}&c={stage.group}")
    await expect(page.locator(".sender")).to_have_count(1)
    await expect(page.locator(".sender")).to_have_text("社区书记社区书记群主")
    await expect(page.locator(".row .avatar")).to_have_count(1)


async def test_the_member_list_shows_who_is_in_and_leads_to_them(stage):
    page = await stage.look(f"#p={RESIDENT}&c={stage.group}")
    await page.get_by_role("button", name="群成员").click()
    panel = page.get_by_label("群成员", exact=True).and_(page.locator("aside"))
    await expect(panel.locator("li")).to_have_count(4)
    await expect(panel).to_contain_text("群成员 4")
    stage.box.world.promote(stage.group, WORKER)
    await expect(panel.locator("li", has_text="网格员甲")).to_contain_text("管理员")
    await panel.get_by_role("button", name="网格员甲").click()
    await expect(page.locator(".switcher")).to_contain_text("网格员甲")
    await expect(page.locator(".chat-head")).to_contain_text("议事厅")


async def test_a_pinned_message_leads_back_to_itself(stage):
    notice = await stage.bot.say(stage.group, "周五晚七点半,社区活动室")
    for number in range(30):
        stage.box.world.send(WORKER, stage.group, text=f"第{number}条")
    await stage.bot.call("pinChatMessage", chat_id=stage.group, message_id=notice["message_id"])
    page = await stage.look(f"#p={RESIDENT}&c={stage.group}")
    await page.locator(".pinned").click()
    await expect(page.locator(f".row[data-id='{notice['message_id']}']")).to_be_in_viewport()
    await expect(page.locator(".service").last).to_contain_text("置顶了「周五晚七点半")
    await stage.bot.call("unpinChatMessage", chat_id=stage.group)
    await expect(page.locator(".pinned")).to_have_count(0)


async def test_unread_counts_are_kept_for_each_person(stage):
    page = await stage.look(f"#p={RESIDENT},{WORKER}&c={RESIDENT},{stage.group}")
    residents, workers = page.locator(".column").first, page.locator(".column").last
    await residents.get_by_role("button", name="返回聊天列表").click()
    entry = residents.locator(".chat-item", has_text="议事厅")
    before = int(await entry.locator(".badge").inner_text())
    await workers.get_by_label("输入消息").fill("大家好")
    await page.keyboard.press("Enter")
    await expect(entry.locator(".badge")).to_have_text(str(before + 1))
    await expect(entry).to_contain_text("网格员甲：大家好")
    await entry.click()
    await residents.get_by_role("button", name="返回聊天列表").click()
    await expect(entry.locator(".badge")).to_have_count(0)
    await page.reload()
    await expect(
        page.locator(".column").first.locator(".chat-item", has_text="议事厅").locator(".badge")
    ).to_have_count(0)


async def test_a_group_goes_on_under_its_new_number(stage):
    old = stage.box.world.add_group("三号楼", RESIDENT, [WORKER], kind="group", bot="member")
    page = await stage.look(f"#p={RESIDENT}&c={old.id}")
    new = stage.box.world.migrate(old.id)
    await expect(page.locator(".service", has_text="由普通群升级而来")).to_be_visible()
    await page.wait_for_url(f"**#p={RESIDENT}&c={new.id}")
    await expect(page.locator(".chat-item", has_text="三号楼")).to_have_count(1)


async def test_who_left_can_read_no_more(stage):
    page = await stage.look(f"#p={WORKER}&c={stage.group}")
    stage.box.world.leave(stage.group, WORKER)
    await expect(page.locator(".gate")).to_have_text("你已经不在这个群里")
    await expect(page.locator(".chat-item", has_text="议事厅")).to_have_count(0)


async def test_an_anonymous_administrator_speaks_as_the_group(stage):
    stage.box.world.promote(stage.group, SECRETARY, anonymous=True)
    stage.box.world.send(SECRETARY, stage.group, text="请大家遵守公约")
    page = await stage.look(f"#p={RESIDENT}&c={stage.group}")
    await expect(page.locator(".sender")).to_contain_text("幸福小区议事厅")
