"""Text stays text, whatever it looks like; entities, links and deep links."""

import pytest
from playwright.async_api import expect

RESIDENT = 1001
MINE = f"#p={RESIDENT}&c={RESIDENT}"

pytestmark = pytest.mark.asyncio(loop_scope="module")


def entity(text: str, kind: str, part: str, **more: str) -> dict:
    def units(words: str) -> int:
        return len(words.encode("utf-16-le")) // 2

    return {"type": kind, "offset": units(text[: text.index(part)]), "length": units(part), **more}


async def test_markup_is_shown_as_it_was_typed(talk):
    dangerous = ["<b>粗</b> &amp; <i>", "<script>window.stolen = 1</script>", "<img src=x onerror='window.stolen = 1'>"]
    for words in dangerous:
        talk.box.world.send(RESIDENT, RESIDENT, text=words)
        keyboard = [[{"text": words, "callback_data": "x"}]]
        await talk.bot.say(RESIDENT, words, reply_markup={"inline_keyboard": keyboard})
    page = await talk.look(MINE)
    await expect(page.locator(".row.in .text")).to_have_text(dangerous)
    await expect(page.locator(".row.out .text")).to_have_text(["/start", *dangerous])
    await expect(page.locator(".inline-button")).to_have_text(dangerous)
    assert await page.evaluate("window.stolen") is None
    assert await page.locator(".rows img, .rows script, .text b").count() == 0


async def test_entities_count_in_utf16_and_nest(talk):
    text = "😀😀 粗体里有斜体 删掉 下划 秘密 code"
    entities = [
        entity(text, "bold", "粗体里有斜体"),
        entity(text, "italic", "斜体"),
        entity(text, "strikethrough", "删掉"),
        entity(text, "underline", "下划"),
        entity(text, "spoiler", "秘密"),
        entity(text, "code", "code"),
    ]
    await talk.bot.say(RESIDENT, text, entities=entities)
    page = await talk.look(MINE)
    row = page.locator(".text").last
    await expect(row).to_have_text(text)
    await expect(row.locator("b")).to_have_text("粗体里有斜体")
    await expect(row.locator("b > i")).to_have_text("斜体")
    await expect(row.locator("s")).to_have_text("删掉")
    await expect(row.locator("u")).to_have_text("下划")
    await expect(row.locator("code")).to_have_text("code")
    spoiler = row.locator(".spoiler")
    await spoiler.click()
    await expect(spoiler).to_have_class("spoiler shown")


async def test_blocks_and_found_entities(talk):
    text = "引文\nprint(1)\n见 https://example.org/a 或 #电梯 问 @youshi_sandbox_bot 打 +8613800000000"
    entities = [entity(text, "blockquote", "引文"), entity(text, "pre", "print(1)", language="python")]
    await talk.bot.say(RESIDENT, text, entities=entities)
    page = await talk.look(MINE)
    row = page.locator(".text").last
    await expect(row.locator("blockquote")).to_have_text("引文")
    await expect(row).to_have_text(
        "引文print(1)见 https://example.org/a 或 #电梯 问 @youshi_sandbox_bot 打 +8613800000000"
    )
    await expect(row.locator("pre")).to_have_attribute("data-language", "python")
    await expect(row.locator("a").first).to_have_attribute("href", "https://example.org/a")
    await expect(row.locator(".tag")).to_have_text("#电梯")
    await expect(row.locator("a[href^='tel:']")).to_have_text("+8613800000000")


async def test_a_command_in_a_message_is_sent_when_clicked(talk):
    await talk.bot.say(RESIDENT, "可以发 /help 看看")
    page = await talk.look(MINE)
    await page.get_by_role("button", name="/help", exact=True).click()
    assert (await talk.bot.next("message"))["text"] == "/help"


async def test_a_dangerous_link_is_no_link(talk):
    text = "点这里"
    link = {"type": "text_link", "offset": 0, "length": 3, "url": "javascript:alert(1)"}
    talk.box.world.send(RESIDENT, RESIDENT, text=text, raw={"entities": [link]})
    page = await talk.look(MINE)
    await expect(page.locator(".text").last).to_have_text(text)
    assert await page.locator(".text a").count() == 0


async def test_a_deep_link_of_this_bot_opens_start_with_its_payload(talk):
    await talk.bot.say(RESIDENT, "https://t.me/youshi_sandbox_bot?start=XF-3")
    page = await talk.look(MINE)
    await page.locator(".text a").click()
    await expect(page.get_by_label("链接参数", exact=True)).to_have_value("XF-3")
    await page.get_by_role("button", name="START 开始").click()
    assert (await talk.bot.next("message"))["text"] == "/start XF-3"
    await expect(page.get_by_label("输入消息")).to_be_visible()


async def test_a_start_link_in_the_address_waits_for_the_button(stage):
    await stage.bot.catch_up()
    page = await stage.look(f"#as={RESIDENT}&start=CODE1")
    await expect(page.get_by_label("链接参数", exact=True)).to_have_value("CODE1")
    await page.get_by_role("button", name="START 开始").click()
    assert (await stage.bot.next("message"))["text"] == "/start CODE1"


async def test_a_chat_without_messages_begins_with_start(stage):
    await stage.bot.catch_up()
    page = await stage.look(MINE)
    await page.get_by_role("button", name="START 开始").click()
    assert (await stage.bot.next("message"))["text"] == "/start"
    await expect(page.locator(".row.out")).to_contain_text("/start")
