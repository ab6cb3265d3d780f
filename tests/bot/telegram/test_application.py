"""The library's application as this program uses it."""

import traceback

import pytest
from telegram import Update
from telegram.error import NetworkError
from telegram.ext import ApplicationHandlerStop, TypeHandler

from bot.blame import blame
from bot.telegram.application import build_application, initialize
from bot.telegram.polling import TokenRefusedError

TOKEN = "1000000001:sandbox-token"


async def test_what_a_handler_raises_surfaces(rig):
    async def raising(update, context):
        raise KeyError("机密")

    application = rig.line.application
    application.add_handler(TypeHandler(Update, raising), group=1)
    with pytest.raises(KeyError):
        await application.process_update(Update(1))
    assert len(rig.seen) == 1


async def test_a_handler_may_still_stop_the_others(rig):
    async def stopping(update):
        raise ApplicationHandlerStop

    rig.handle = stopping
    await rig.line.application.process_update(Update(1))


async def test_it_knows_who_it_is(rig):
    assert rig.line.application.bot.username == "youshi_sandbox_bot"
    assert rig.line.application.updater is None


async def test_a_wrong_token_is_refused_without_being_told(rig):
    line = build_application("1000000001:another-token", rig.address)
    with pytest.raises(TokenRefusedError) as caught:
        await initialize(line)
    assert "another-token" not in "".join(traceback.format_exception(caught.value))


async def test_a_stray_404_refuses_nothing(script):
    script.add("getMe", *[(404, b"<html>")] * 2)
    line = build_application(TOKEN, script.address)
    with pytest.raises(NetworkError):
        await initialize(line)


async def test_a_telegram_that_cannot_be_reached_is_a_network_error():
    line = build_application(TOKEN, "http://127.0.0.1:9")
    with pytest.raises(NetworkError):
        await initialize(line)


def test_blame_names_the_place_and_not_the_words():
    with pytest.raises(ValueError, match="机密") as caught:
        int("机密")
    assert blame(caught.value).startswith("ValueError at test_application.py:")
    assert blame(ValueError("机密")) == "ValueError"
