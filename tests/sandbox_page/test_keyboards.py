"""Keyboards under messages and above the composer, forced replies, the menu of commands, polls."""

import pytest
from playwright.async_api import expect

RESIDENT = 1001
MINE = f"#p={RESIDENT}&c={RESIDENT}"

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_inline_rows_stay_as_the_bot_gave_them(talk):
    rows = [["满意", "基本满意", "不满意"], ["跳过"]]
    keyboard = [[{"text": text, "callback_data": text} for text in row] for row in rows]
    await talk.bot.say(RESIDENT, "解决了吗?", reply_markup={"inline_keyboard": keyboard})
    page = await talk.look(MINE)
    shown = page.locator(".inline-keyboard .keyboard-row")
    await expect(shown).to_have_count(2)
    assert [await row.locator("button").all_inner_texts() for row in await shown.all()] == rows


async def test_a_reply_button_sends_its_words_and_goes_when_removed(talk):
    keyboard = {"keyboard": [[{"text": "我的事"}, {"text": "进度"}]], "resize_keyboard": True}
    await talk.bot.say(RESIDENT, "请选", reply_markup={**keyboard, "input_field_placeholder": "或者直接说"})
    page = await talk.look(MINE)
    await expect(page.get_by_placeholder("或者直接说")).to_be_visible()
    await page.get_by_role("button", name="进度").click()
    assert (await talk.bot.next("message"))["text"] == "进度"
    await page.get_by_role("button", name="快捷回复键盘").click()
    await expect(page.locator(".reply-keyboard")).to_be_hidden()
    await talk.bot.say(RESIDENT, "好", reply_markup={"remove_keyboard": True})
    await expect(page.locator(".reply-keyboard")).to_have_count(0)


async def test_contact_and_place_are_asked_for_before_they_are_sent(talk):
    row = [{"text": "发手机号", "request_contact": True}, {"text": "发位置", "request_location": True}]
    await talk.bot.say(RESIDENT, "怎么找您?", reply_markup={"keyboard": [row]})
    page = await talk.look(MINE)
    await page.get_by_role("button", name="发手机号").click()
    await page.get_by_role("dialog").get_by_role("button", name="发送").click()
    assert (await talk.bot.next("message"))["contact"]["user_id"] == RESIDENT
    await expect(page.locator(".contact")).to_contain_text("居民甲")
    await page.get_by_role("button", name="发位置").click()
    await page.get_by_role("dialog").get_by_role("button", name="取消").click()
    await expect(page.locator(".place")).to_have_count(0)


async def test_a_forced_reply_opens_by_itself(talk):
    page = await talk.look(MINE)
    asked = await talk.bot.say(RESIDENT, "哪里不满意?", reply_markup={"force_reply": True})
    await expect(page.locator(".context")).to_contain_text("哪里不满意?")
    await expect(page.get_by_label("输入消息")).to_be_focused()
    await page.keyboard.type("又坏了")
    await page.keyboard.press("Enter")
    assert (await talk.bot.next("message"))["reply_to_message"]["message_id"] == asked["message_id"]


async def test_commands_are_offered_while_typing(talk):
    commands = [{"command": "help", "description": "帮助"}, {"command": "mine", "description": "我的事"}]
    await talk.bot.call("setMyCommands", commands=commands)
    page = await talk.look(MINE)
    await page.get_by_role("button", name="机器人命令").click()
    await expect(page.get_by_role("option")).to_have_count(2)
    await page.keyboard.press("Escape")
    await page.get_by_label("输入消息").fill("/m")
    await expect(page.get_by_role("option")).to_have_count(1)
    await page.keyboard.press("Enter")
    assert (await talk.bot.next("message"))["text"] == "/mine"


async def test_a_vote_in_a_poll_is_counted(talk):
    await talk.bot.call("sendPoll", chat_id=RESIDENT, question="哪天修?", options=["周六", "周日"])
    page = await talk.look(MINE)
    await page.locator(".poll").get_by_role("button", name="周日").click()
    await expect(page.locator(".poll")).to_contain_text("1 票")
    await expect(page.locator(".poll li").last).to_contain_text("100%")


async def test_a_copy_button_and_a_web_button(talk):
    rows = [[{"text": "复制编号", "copy_text": {"text": "幸福-003"}}, {"text": "指南", "url": "https://example.org/x"}]]
    await talk.bot.say(RESIDENT, "见下", reply_markup={"inline_keyboard": rows})
    page = await talk.look(MINE, permissions=["clipboard-read", "clipboard-write"])
    await page.get_by_role("button", name="复制编号").click()
    await expect(page.locator(".toast")).to_have_text("已复制")
    await page.context.route("https://example.org/**", lambda route: route.fulfill(body="ok"))
    async with page.context.expect_page() as opened:
        await page.get_by_role("button", name="指南").click()
    assert (await opened.value).url == "https://example.org/x"
