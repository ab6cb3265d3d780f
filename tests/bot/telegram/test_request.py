"""HTTP: what is sent, what is raised, and that nothing tells the token."""

import asyncio
import traceback
from datetime import timedelta

import orjson
import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
)
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, TelegramError, TimedOut

from bot.telegram.api import RefusedError
from bot.telegram.request import AiohttpRequest, SlowDownError, UnsentError, certainly_unsent, parse, retry_after

TOKEN = "1000000001:sandbox-token"
RESIDENT = 501
OK = b'{"ok":true,"result":{"message_id":1,"date":1,"chat":{"id":501,"type":"private"}}}'


def answer(status: int, **more: object) -> tuple[int, bytes]:
    return status, orjson.dumps({"ok": False, "error_code": status, "description": "no", **more})


@pytest.fixture
def bot(script, request_) -> Bot:
    return Bot(TOKEN, f"{script.address}/bot", request=request_, get_updates_request=request_)


async def test_arguments_go_as_json(bot, script):
    script.add("sendMessage", (200, OK))
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("接单", callback_data="a")]])
    await bot.send_message(RESIDENT, "你好", reply_markup=buttons)
    expected = {"chat_id": RESIDENT, "text": "你好", "reply_markup": buttons.to_dict()}
    assert script.calls == [("sendMessage", expected)]


async def test_files_are_uploaded(rig):
    bot = rig.line.application.bot
    message = await bot.send_document(RESIDENT, "内容".encode(), filename="名单 “一”.csv", caption="附件")
    assert message.document.file_name == "名单 “一”.csv"
    file = await bot.get_file(message.document.file_id)
    assert bytes(await file.download_as_bytearray()) == "内容".encode()


async def test_an_album_of_uploads(rig):
    photos = [InputMediaPhoto(b"\x89PNG one"), InputMediaPhoto(b"\x89PNG two", caption="现场")]
    messages = await rig.line.application.bot.send_media_group(RESIDENT, photos)
    assert [message.caption for message in messages] == [None, "现场"]


async def test_files_are_uploaded_by_bare_calls_too(rig):
    arguments = {"chat_id": RESIDENT, "caption": "请扫码", "reply_markup": {"inline_keyboard": []}}
    sent = await rig.line.api.call("sendPhoto", arguments, files={"photo": ("码.png", b"PNG")})
    assert sent["caption"] == "请扫码"
    assert sent["photo"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (answer(400), BadRequest),
        (answer(403), Forbidden),
        (answer(401), InvalidToken),
        (answer(500), NetworkError),
        ((502, b"<html>502 Bad Gateway</html>"), NetworkError),
        ((200, b"<html>hotel wifi</html>"), TelegramError),
        ((200, b"[]"), TelegramError),
    ],
)
async def test_the_library_sees_its_own_errors(bot, script, given, expected):
    script.add("sendMessage", given)
    with pytest.raises(expected) as caught:
        await bot.send_message(RESIDENT, "你好")
    assert not certainly_unsent(caught.value)


async def test_a_429_to_the_library(bot, script):
    script.add("sendMessage", answer(429, parameters={"retry_after": 7}))
    with pytest.raises(SlowDownError) as caught:
        await bot.send_message(RESIDENT, "你好")
    assert caught.value.retry_after == timedelta(seconds=7)


async def test_a_refusal_says_all_that_telegram_said(scripted, script):
    script.add(
        "sendMessage", answer(429, parameters={"retry_after": 7}), answer(400, parameters={"migrate_to_chat_id": -100})
    )
    with pytest.raises(RefusedError) as slow:
        await scripted.call("sendMessage", {})
    with pytest.raises(RefusedError) as moved:
        await scripted.call("sendMessage", {})
    assert (slow.value.status, slow.value.retry_after, slow.value.migrated_to) == (429, timedelta(seconds=7), None)
    assert (moved.value.status, moved.value.description, moved.value.migrated_to) == (400, "no", -100)


@pytest.mark.parametrize("given", [(502, b"<html>"), (404, b"<html>"), (200, b"<html>"), (200, b"[1]"), (500, b"")])
async def test_what_is_not_the_bot_apis_is_ambiguous(scripted, script, given):
    script.add("sendMessage", given)
    with pytest.raises(NetworkError) as caught:
        await scripted.call("sendMessage", {})
    assert type(caught.value) is NetworkError


async def test_arguments_that_are_none_are_left_out(scripted, script):
    script.add("sendMessage", (200, OK))
    await scripted.call("sendMessage", {"chat_id": 1, "reply_markup": None})
    assert script.calls == [("sendMessage", {"chat_id": 1})]


async def test_no_connection_is_certainly_unsent(request_):
    with pytest.raises(UnsentError) as caught:
        await request_.exchange(f"http://127.0.0.1:9/bot{TOKEN}/getMe", b"{}")
    assert certainly_unsent(caught.value)


async def test_a_full_pool_is_certainly_unsent(script):
    async with AiohttpRequest(connections=1, connect_timeout=0.05) as request:
        url = f"{script.address}/bot{TOKEN}/sendMessage"
        first = asyncio.create_task(request.exchange(url, b"{}"))
        await script.finished.wait()
        with pytest.raises(UnsentError):
            await request.exchange(url, b"{}")
        first.cancel()
        await asyncio.wait({first})


async def test_no_answer_in_time_is_ambiguous(request_, script):
    with pytest.raises(TimedOut) as caught:
        await request_.exchange(f"{script.address}/bot{TOKEN}/sendMessage", b"{}", read_timeout=0.05)
    assert not certainly_unsent(caught.value)


async def test_a_cut_connection_is_ambiguous(rig):
    rig.fault("reset")
    with pytest.raises(NetworkError) as caught:
        await rig.line.api.call("sendMessage", {"chat_id": RESIDENT, "text": "你好"})
    assert not certainly_unsent(caught.value)


async def test_no_error_tells_the_token(script):
    urls = [f"http://127.0.0.1:9/bot{TOKEN}/getMe", f"{script.address}/bot{TOKEN}/hang", f"http://[/bot{TOKEN}/getMe"]
    async with AiohttpRequest(connections=1, connect_timeout=1.0, read_timeout=0.2) as request:
        results = await asyncio.gather(*(request.exchange(url, b"{}") for url in urls * 2), return_exceptions=True)
    assert {type(error) for error in results} == {UnsentError, TimedOut}
    for error in results:
        assert TOKEN not in "".join(traceback.format_exception(error))
        assert error.__cause__ is None
        assert error.__context__ is None


async def test_a_connection_is_used_again(scripted, script, request_):
    script.add("getMe", *[(200, OK)] * 3)
    for _ in range(3):
        await scripted.call("getMe", {})
    assert len(request_._session.connector._conns) == 1


async def test_before_and_after_its_life_a_request_says_so():
    request = AiohttpRequest()
    for _ in range(2):
        with pytest.raises(RuntimeError):
            await request.exchange("http://127.0.0.1:9/", b"{}")
        await request.initialize()
        await request.initialize()
        await request.shutdown()
        await request.shutdown()


@pytest.mark.parametrize(
    ("found", "seconds"),
    [({"parameters": {"retry_after": 9}}, 9), ({"parameters": {}}, 1), ({}, 1), (None, 1), ({"parameters": {"retry_after": "x"}}, 1)],
)  # fmt: skip
def test_how_long_to_wait(found, seconds):
    assert retry_after(found) == timedelta(seconds=seconds)


@pytest.mark.parametrize("payload", [b"", b"<html>", b"[]", b"{}", b'"ok"', b"\xff"])
def test_what_is_no_answer(payload):
    assert parse(payload) is None


async def test_whether_the_token_is_refused(scripted, script):
    script.add("getMe", answer(401), answer(404), answer(500), (404, b"<html>"), (200, OK))
    assert [await scripted.refuses_token() for _ in range(5)] == [True, True, False, False, False]


async def test_what_is_not_json_is_a_bug(scripted):
    with pytest.raises(TypeError):
        await scripted.call("sendMessage", {"it": object()})
