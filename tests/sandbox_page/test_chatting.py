"""Writing, pressing, editing, replying, sending pictures and places, as a person does it in the browser."""

import pytest
from playwright.async_api import Page, expect

RESIDENT, WORKER = 1001, 1002
MINE = f"#p={RESIDENT}&c={RESIDENT}"

pytestmark = pytest.mark.asyncio(loop_scope="module")


def bubble(page: Page, words: str):
    return page.locator(".row").filter(has_text=words)


async def menu_item(page: Page, words: str, item: str) -> None:
    await bubble(page, words).locator(".bubble").click(button="right")
    await page.get_by_role("menuitem", name=item).click()


async def test_enter_sends_and_the_bot_hears_it(talk):
    page = await talk.look(MINE)
    box = page.get_by_label("输入消息")
    await box.fill("3号楼电梯又坏了")
    await box.press("Shift+Enter")
    await box.press_sequentially("老人下不来")
    await box.press("Enter")
    assert (await talk.bot.next("message"))["text"] == "3号楼电梯又坏了\n老人下不来"
    await expect(bubble(page, "老人下不来")).to_have_class("row out last")
    await expect(box).to_have_value("")


async def test_a_pressed_button_shows_the_answer_as_a_toast(talk):
    markup = {"inline_keyboard": [[{"text": "接单", "callback_data": "take"}]]}
    await talk.bot.say(RESIDENT, "新任务", reply_markup=markup)
    page = await talk.look(MINE)
    await page.get_by_role("button", name="接单").click()
    query = await talk.bot.next("callback_query")
    assert query["data"] == "take"
    await talk.bot.call("answerCallbackQuery", callback_query_id=query["id"], text="已接单")
    await expect(page.locator(".toast")).to_have_text("已接单")


async def test_an_alert_is_a_window_that_escape_closes(talk):
    await talk.bot.say(RESIDENT, "选一个", reply_markup={"inline_keyboard": [[{"text": "撤回", "callback_data": "x"}]]})
    page = await talk.look(MINE)
    await page.get_by_role("button", name="撤回").click()
    query = await talk.bot.next("callback_query")
    await talk.bot.call("answerCallbackQuery", callback_query_id=query["id"], text="已经有人在办", show_alert=True)
    alert = page.get_by_role("alertdialog")
    await expect(alert).to_contain_text("已经有人在办")
    await page.keyboard.press("Escape")
    await expect(alert).to_have_count(0)
    await expect(page.get_by_role("button", name="撤回")).to_be_focused()


async def test_a_card_is_edited_in_place_and_keeps_the_focus(talk):
    markup = {"inline_keyboard": [[{"text": "改类别", "callback_data": "a"}]]}
    card = await talk.bot.say(RESIDENT, "正在分派", reply_markup=markup)
    page = await talk.look(MINE)
    await page.get_by_role("button", name="改类别").focus()
    ids = {"chat_id": RESIDENT, "message_id": card["message_id"]}
    await talk.bot.call("editMessageText", **ids, text="网格员甲已接单", reply_markup=markup)
    await expect(bubble(page, "网格员甲已接单")).to_contain_text("已编辑")
    await expect(bubble(page, "正在分派")).to_have_count(0)
    await expect(page.get_by_role("button", name="改类别")).to_be_focused()


async def test_a_reply_quotes_and_the_bot_is_told(talk):
    question = await talk.bot.say(RESIDENT, "几号楼?")
    page = await talk.look(MINE)
    await menu_item(page, "几号楼", "回复")
    await page.keyboard.type("3号楼")
    await page.keyboard.press("Enter")
    await expect(bubble(page, "3号楼").locator(".quote")).to_contain_text("几号楼?")
    assert (await talk.bot.next("message"))["reply_to_message"]["message_id"] == question["message_id"]


async def test_an_own_message_can_be_edited_and_deleted(talk):
    talk.box.world.send(RESIDENT, RESIDENT, text="电提坏了")
    page = await talk.look(MINE)
    await page.get_by_label("输入消息").press("ArrowUp")
    await expect(page.get_by_label("输入消息")).to_have_value("电提坏了")
    await page.get_by_label("输入消息").fill("电梯坏了")
    await page.keyboard.press("Enter")
    await expect(bubble(page, "电梯坏了")).to_contain_text("已编辑")
    assert (await talk.bot.next("edited_message"))["text"] == "电梯坏了"
    await menu_item(page, "电梯坏了", "删除")
    await expect(bubble(page, "电梯坏了")).to_have_count(0)


async def test_photos_wait_for_words_and_become_an_album(talk, png):
    page = await talk.look(MINE)
    pictures = [{"name": f"{n}.png", "mimeType": "image/png", "buffer": png} for n in range(2)]
    await page.locator("input[type=file][data-kind=photo]").set_input_files(pictures)
    await expect(page.locator(".attachment")).to_have_count(2)
    await page.get_by_label("输入消息").fill("楼道照片")
    await page.get_by_label("发送", exact=True).click()
    await expect(page.locator(".album img")).to_have_count(2)
    await expect(bubble(page, "楼道照片").locator(".text")).to_have_text("楼道照片")
    first, second = await talk.bot.next("message"), await talk.bot.next("message")
    assert first["caption"] == "楼道照片"
    assert first["media_group_id"] == second["media_group_id"]
    file = await talk.bot.call("getFile", file_id=first["photo"][-1]["file_id"])
    async with talk.bot.http.get(f"{talk.address}/file/bot1000000001:sandbox-token/{file['file_path']}") as answer:
        assert await answer.read() == png


async def test_a_document_and_a_photo_open(talk, png):
    page = await talk.look(MINE)
    sheet = {"name": "报价单.csv", "mimeType": "text/csv", "buffer": "项目,元\n".encode()}
    await page.locator("input[data-kind=document]").set_input_files([sheet])
    await page.get_by_label("发送", exact=True).click()
    await expect(page.get_by_label("下载 报价单.csv")).to_be_visible()
    await page.locator("input[data-kind=photo]").set_input_files(
        [{"name": "a.png", "mimeType": "image/png", "buffer": png}]
    )
    await page.get_by_label("发送", exact=True).click()
    await page.get_by_role("button", name="看大图").click()
    await expect(page.get_by_role("dialog").locator("img")).to_be_visible()


async def test_a_place_is_sent_after_asking(talk):
    page = await talk.look(MINE)
    await page.get_by_role("button", name="添加附件").click()
    await page.get_by_role("menuitem", name="位置").click()
    await page.get_by_label("纬度").fill("30.5")
    await page.get_by_role("dialog").get_by_role("button", name="发送").click()
    await expect(page.locator(".place")).to_contain_text("30.50000")
    assert (await talk.bot.next("message"))["location"]["latitude"] == 30.5


async def test_the_bot_is_seen_typing_until_it_writes(talk):
    page = await talk.look(MINE)
    await talk.bot.call("sendChatAction", chat_id=RESIDENT, action="typing")
    await expect(page.locator(".chat-head")).to_contain_text("正在输入")
    await talk.bot.say(RESIDENT, "好的")
    await expect(page.locator(".chat-head")).not_to_contain_text("正在输入")


async def test_reactions_are_put_and_taken_back(talk):
    await talk.bot.say(RESIDENT, "修好了")
    page = await talk.look(MINE)
    await bubble(page, "修好了").locator(".bubble").click(button="right")
    await page.get_by_role("menuitem", name="回应 👍").click()
    chip = page.locator(".reaction")
    await expect(chip).to_have_text("👍1")
    await chip.click()
    await expect(chip).to_have_count(0)


async def test_a_refusal_is_said_and_the_words_are_kept(talk):
    page = await talk.look(MINE)
    await page.route("**/control/send", lambda route: route.abort())
    await page.get_by_label("输入消息").fill("喂")
    await page.keyboard.press("Enter")
    await expect(page.locator(".toast")).to_contain_text("没有成功")
    await expect(page.get_by_label("输入消息")).to_have_value("喂")


async def test_drafts_stay_with_their_chat(talk):
    page = await talk.look(MINE)
    await page.get_by_label("输入消息").fill("写到一半")
    await page.locator(".chat-item", has_text="议事厅").click()
    await expect(page.get_by_label("输入消息")).to_have_value("")
    await page.locator(".chat-item", has=page.get_by_text("有事来聊", exact=True)).click()
    await expect(page.get_by_label("输入消息")).to_have_value("写到一半")


async def test_a_blocked_bot_can_be_let_in_again(talk):
    talk.box.world.block(RESIDENT, blocked=True)
    page = await talk.look(MINE)
    await page.get_by_role("button", name="重新启用").click()
    await expect(page.get_by_label("输入消息")).to_be_visible()


async def test_todays_caption_is_yesterdays_when_the_clock_has_moved_on(talk):
    await talk.bot.say(RESIDENT, "今天的消息")
    page = await talk.look(MINE)
    await expect(page.locator(".day").last).to_have_text("今天")
    await page.get_by_role("button", name="+1 天").click()
    await talk.bot.say(RESIDENT, "第二天的消息")
    await expect(page.locator(".day").nth(-2)).to_have_text("昨天")
    await expect(page.locator(".day").last).to_have_text("今天")
