"""A judge that nobody here wrote: a bot written with aiogram, whose models are strict, holds a conversation."""

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.filters import ChatMemberUpdatedFilter, Command, CommandObject, CommandStart
from aiogram.filters.chat_member_updated import IS_NOT_MEMBER, MEMBER
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    ChatMemberUpdated,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
    MessageReactionUpdated,
    PollAnswer,
    ReactionTypeEmoji,
)

from sandbox import Sandbox
from sandbox.world import World
from tests.patience import PATIENCE
from tests.sandbox.conftest import RESIDENT, SECRETARY
from tests.sandbox.kit import TOKEN, Wire


def conversation() -> Router:
    """The bot's side."""
    router = Router()

    @router.message(CommandStart(deep_link=True))
    async def start(message: Message, command: CommandObject) -> None:
        keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="同意", callback_data="yes")]])
        await message.answer(f"欢迎 {command.args}", reply_markup=keyboard)

    @router.callback_query(F.data == "yes")
    async def agree(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        await query.message.edit_text("谢谢")
        await query.answer("已记录")

    @router.message(F.photo)
    async def photo(message: Message, bot: Bot) -> None:
        assert message.photo
        data = await bot.download(message.photo[-1], BytesIO())
        assert data
        await message.reply_photo(BufferedInputFile(data.read(), "again.jpg"), caption="收到")

    @router.message(Command("album"))
    async def album(message: Message) -> None:
        files = [BufferedInputFile(bytes([number]), f"{number}.jpg") for number in range(3)]
        await message.answer_media_group([InputMediaPhoto(media=file, caption=file.filename) for file in files])

    @router.message(Command("poll"))
    async def poll(message: Message) -> None:
        await message.answer_poll("几点开会?", ["七点", "八点"], is_anonymous=False)

    @router.poll_answer()
    async def voted(answer: PollAnswer, bot: Bot) -> None:
        assert answer.user
        await bot.send_message(answer.user.id, f"您选了 {answer.option_ids}")

    @router.my_chat_member(ChatMemberUpdatedFilter(IS_NOT_MEMBER >> MEMBER))
    async def added(event: ChatMemberUpdated) -> None:
        await event.answer(f"大家好，{event.chat.title}")

    @router.message_reaction()
    async def reaction(event: MessageReactionUpdated, bot: Bot) -> None:
        await bot.set_message_reaction(event.chat.id, event.message_id, [ReactionTypeEmoji(emoji="👌")])

    return router


@pytest.fixture
async def aiobot(wire: Wire, world: World) -> AsyncIterator[Bot]:
    """The bot, polling while the test runs."""
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(wire.address)))
    dispatcher = Dispatcher()
    dispatcher.include_router(conversation())
    wanted = dispatcher.resolve_used_update_types()
    # Telegram remembers the wish; without this, what happens before the first poll would be lost.
    await bot.get_updates(allowed_updates=wanted)
    polling = asyncio.create_task(
        dispatcher.start_polling(bot, polling_timeout=5, handle_signals=False, allowed_updates=wanted)
    )
    yield bot
    await dispatcher.stop_polling()
    await polling


async def test_a_deep_link_a_button_and_an_edit(aiobot: Bot, wire: Wire) -> None:
    await wire.post("start", {"as": RESIDENT}, payload="xingfu")
    card = await wire.heard("欢迎 xingfu")

    press = await wire.post("press", {"as": RESIDENT}, chat=RESIDENT, message_id=card["message_id"], text="同意")

    answer = await wire.get(f"callbacks/{press['callback_query_id']}", timeout=PATIENCE)
    assert answer["text"] == "已记录"
    assert (await wire.heard("谢谢"))["message_id"] == card["message_id"]


async def test_a_photo_there_and_back(aiobot: Bot, wire: Wire, box: Sandbox) -> None:
    file = box.world.files.store("photo", b"some picture")

    await wire.post("send", {"as": RESIDENT}, chat=RESIDENT, photo=file.file_id)

    reply = await wire.heard("收到")
    assert reply["reply_to_message"]["photo"]
    assert box.world.files.read(reply["photo"][0]["file_id"]) == b"some picture"


async def test_an_album(aiobot: Bot, wire: Wire) -> None:
    await wire.post("send", {"as": RESIDENT}, chat=RESIDENT, text="/album")

    first, last = await wire.heard("0.jpg"), await wire.heard("2.jpg")

    assert first["media_group_id"] == last["media_group_id"]


async def test_a_group_a_poll_and_a_reaction(aiobot: Bot, wire: Wire) -> None:
    group = await wire.post(
        "groups", title="议事会", owner=SECRETARY, members=[RESIDENT], kind="supergroup", bot="member"
    )
    await wire.heard("大家好，议事会")
    await wire.post("send", {"as": RESIDENT}, chat=group["id"], text="/poll@youshi_sandbox_bot")
    poll = await wire.heard("几点开会")

    await wire.post("vote", {"as": RESIDENT}, chat=group["id"], message_id=poll["message_id"], options=[1])

    await wire.heard("您选了 [1]")


async def test_a_reaction_is_answered(aiobot: Bot, wire: Wire) -> None:
    message = await wire.post("send", {"as": RESIDENT}, chat=RESIDENT, text="看这里")
    seq = (await wire.get("state"))["seq"]

    await wire.post("react", {"as": RESIDENT}, chat=RESIDENT, message_id=message["message_id"], emoji="👍")

    emojis = set()
    while "👌" not in emojis:
        answer = await wire.get("wait", after=seq, timeout=PATIENCE)
        assert answer["events"]
        seq = answer["seq"]
        emojis |= {each["emoji"] for event in answer["events"] for each in event["data"].get("new_reaction", ())}


async def test_refusals_become_aiograms_errors(aiobot: Bot, wire: Wire) -> None:
    await wire.post("block", {"as": RESIDENT}, blocked=True)

    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await aiobot.send_message(RESIDENT, "在吗")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await aiobot.send_message(99999, "在吗")
