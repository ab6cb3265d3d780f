"""The bot's profile: itself, its command menus, its texts."""

from typing import Any

import pytest

from tests.sandbox.kit import BOT, Bot, Refused

MENU = [{"command": "help", "description": "帮助"}]
GROUPS = {"type": "all_group_chats"}


async def test_who_the_bot_is(bot: Bot) -> None:
    me = await bot("getMe")

    assert (me["id"], me["username"], me["can_read_all_group_messages"]) == (BOT, "youshi_sandbox_bot", False)


async def test_menus_are_kept_by_scope_and_language(bot: Bot) -> None:
    await bot("setMyCommands", commands=MENU)
    await bot("setMyCommands", commands=[], scope=GROUPS, language_code="zh")

    assert await bot("getMyCommands") == MENU
    assert await bot("getMyCommands", scope={"type": "default"}) == MENU
    assert await bot("getMyCommands", scope=GROUPS) == []
    assert await bot("deleteMyCommands")
    assert await bot("getMyCommands") == []


@pytest.mark.parametrize(
    ("commands", "words"),
    [
        ([{"command": "帮助", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "Help", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "help", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        (MENU * 101, "BOT_COMMANDS_TOO_MUCH"),
        ([{"command": "help"}], "can't parse commands: field description must be specified"),
    ],
)
async def test_menus_that_are_refused(bot: Bot, commands: list[Any], words: str) -> None:
    with pytest.raises(Refused) as refused:
        await bot("setMyCommands", commands=commands)

    assert refused.value.words == f"Bad Request: {words}"


@pytest.mark.parametrize(
    ("noun", "field"),
    [("Description", "description"), ("ShortDescription", "short_description"), ("Name", "name")],
)
async def test_profile_texts(bot: Bot, noun: str, field: str) -> None:
    await bot(f"setMy{noun}", **{field: "有事来聊吧"})

    assert await bot(f"getMy{noun}") == {field: "有事来聊吧"}
    with pytest.raises(Refused, match="is too long"):
        await bot(f"setMy{noun}", **{field: "字" * 600})


async def test_closing_is_agreed_to(bot: Bot) -> None:
    assert await bot("logOut") is True
    assert await bot("close") is True
