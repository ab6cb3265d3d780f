"""A judge that nobody here wrote: python-telegram-bot, as it is, polls the stand-in and holds a conversation."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaDocument, ReplyKeyboardMarkup, Update
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    PollAnswerHandler,
    filters,
)

from sandbox import Sandbox
from sandbox.world import World
from tests.patience import PATIENCE
from tests.sandbox.conftest import RESIDENT, SECRETARY, WORKER
from tests.sandbox.kit import BOT, TOKEN, Wire

Context = ContextTypes.DEFAULT_TYPE
App = Application[Any, Any, Any, Any, Any, Any]


async def start(update: Update, context: Context) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("同意", callback_data="yes")]])
    await update.effective_message.reply_text(f"欢迎 {context.args}", reply_markup=keyboard)


async def agree(update: Update, context: Context) -> None:
    await update.callback_query.edit_message_text("谢谢")
    await update.callback_query.answer("已记录", show_alert=True)


async def photo(update: Update, context: Context) -> None:
    file = await update.message.photo[-1].get_file()
    data = bytes(await file.download_as_bytearray())
    await update.message.reply_photo(data, caption="收到", do_quote=True)


async def album(update: Update, context: Context) -> None:
    await update.message.reply_media_group([InputMediaDocument(b"one", caption="0"), InputMediaDocument(b"two")])


async def poll(update: Update, context: Context) -> None:
    await update.message.reply_poll("几点开会?", ["七点", "八点"], is_anonymous=False)


async def voted(update: Update, context: Context) -> None:
    await context.bot.send_message(update.poll_answer.user.id, f"您选了 {update.poll_answer.option_ids}")


async def member(update: Update, context: Context) -> None:
    change = update.chat_member
    if change.new_chat_member.status == ChatMemberStatus.LEFT:
        await change.chat.send_message(f"再见 {change.new_chat_member.user.first_name}")


async def place(update: Update, context: Context) -> None:
    point = update.message.location
    await update.message.reply_location(point.latitude, point.longitude)
    await update.message.reply_text(
        "位置收到", reply_markup=ReplyKeyboardMarkup([["好", "不好"]], one_time_keyboard=True)
    )


HANDLERS = (
    CommandHandler("start", start),
    CommandHandler("album", album),
    CommandHandler("poll", poll),
    CallbackQueryHandler(agree),
    MessageHandler(filters.PHOTO, photo),
    MessageHandler(filters.LOCATION, place),
    PollAnswerHandler(voted),
    ChatMemberHandler(member, ChatMemberHandler.CHAT_MEMBER),
)


@pytest.fixture
async def app(wire: Wire, world: World) -> AsyncIterator[App]:
    """The bot, polling while the test runs."""
    base = f"{wire.address}/bot"
    application = Application.builder().token(TOKEN).base_url(base).base_file_url(f"{wire.address}/file/bot").build()
    application.add_handlers(HANDLERS)
    # Telegram remembers the wish; without this, what happens before the first poll would be lost.
    await wire.call("getUpdates", allowed_updates=Update.ALL_TYPES)
    async with application:
        await application.start()
        await application.updater.start_polling(timeout=5, allowed_updates=Update.ALL_TYPES)
        yield application
        await application.updater.stop()
        await application.stop()


async def test_a_deep_link_a_button_and_an_edit(app: App, wire: Wire) -> None:
    await wire.post("start", {"as": RESIDENT}, payload="xingfu")
    card = await wire.heard("欢迎 ['xingfu']")

    press = await wire.post("press", {"as": RESIDENT}, chat=RESIDENT, message_id=card["message_id"], row=0, col=0)

    answer = await wire.get(f"callbacks/{press['callback_query_id']}", timeout=PATIENCE)
    assert (answer["text"], answer["show_alert"]) == ("已记录", True)
    assert (await wire.heard("谢谢"))["message_id"] == card["message_id"]


async def test_a_photo_there_and_back(app: App, wire: Wire, box: Sandbox) -> None:
    file = box.world.files.store("photo", b"some picture")

    await wire.post("send", {"as": RESIDENT}, chat=RESIDENT, photo=file.file_id)

    reply = await wire.heard("收到")
    assert reply["reply_to_message"]["photo"]
    assert box.world.files.read(reply["photo"][0]["file_id"]) == b"some picture"


async def test_an_album_of_documents(app: App, wire: Wire, box: Sandbox) -> None:
    await wire.post("send", {"as": RESIDENT}, chat=RESIDENT, text="/album")

    first = await wire.heard("0")

    assert box.world.files.read(first["document"]["file_id"]) == b"one"


async def test_a_poll_in_a_group(app: App, wire: Wire, group: int) -> None:
    await wire.post("send", {"as": RESIDENT}, chat=group, text="/poll")
    poll = await wire.heard("几点开会")

    await wire.post("vote", {"as": RESIDENT}, chat=group, message_id=poll["message_id"], options=[0])

    await wire.heard("您选了 (0,)")


async def test_a_member_leaves(app: App, wire: Wire, group: int) -> None:
    await wire.post("leave", chat=group, person=WORKER)

    await wire.heard("再见 网格员")


async def test_a_location_and_a_reply_keyboard(app: App, wire: Wire) -> None:
    point = {"latitude": 30.25, "longitude": 120.125}
    await wire.post("send", {"as": RESIDENT}, chat=RESIDENT, location=point)
    await wire.heard("位置收到")

    [chat] = (await wire.get("state"))["chats"]
    assert chat["reply_keyboard"][str(RESIDENT)]["keyboard"] == [[{"text": "好"}, {"text": "不好"}]]
    await wire.post("send", {"as": RESIDENT}, chat=RESIDENT, text="好")
    [chat] = (await wire.get("state"))["chats"]
    assert chat["reply_keyboard"] is None


async def test_what_a_bot_can_ask_about_a_group(app: App, wire: Wire, group: int) -> None:
    bot = app.bot

    assert await bot.get_chat_member_count(group) == 4
    assert {each.user.id for each in await bot.get_chat_administrators(group)} == {SECRETARY, BOT}
    assert (await bot.get_chat_member(group, RESIDENT)).status == ChatMemberStatus.MEMBER
    assert (await bot.get_chat(group)).title == "幸福小区议事会"
    assert (await bot.create_chat_invite_link(group, name="入口")).name == "入口"
    message = await bot.send_message(group, "公告")
    assert await message.pin()
    assert (await bot.get_chat(group)).pinned_message.text == "公告"
    assert await message.unpin()


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_refusals_become_ptbs_errors(app: App, wire: Wire, world: World) -> None:
    old = await wire.post("groups", title="老群", owner=SECRETARY, members=[], kind="group", bot="member")
    new = await wire.post("migrate", chat=old["id"])
    await wire.post("faults", kind="429", method="sendMessage", retry_after=7)

    with pytest.raises(RetryAfter) as limited:
        await app.bot.send_message(RESIDENT, "在吗")
    with pytest.raises(ChatMigrated) as migrated:
        await app.bot.send_message(old["id"], "在吗")
    with pytest.raises(Forbidden, match="initiate"):
        await app.bot.send_message(SECRETARY, "在吗")
    with pytest.raises(BadRequest, match="Message is too long"):
        await app.bot.send_message(RESIDENT, "字" * 4097)

    assert limited.value._retry_after.total_seconds() == 7
    assert migrated.value.new_chat_id == new["id"]
