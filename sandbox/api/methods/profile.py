"""The bot's own profile: who it is, its commands, its texts."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from sandbox.api.calls import Call
from sandbox.errors import bad_request
from sandbox.jsonio import JSON, dumps
from sandbox.world.entities import utf16_length

MOST_COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
DESCRIPTION_LIMIT = 256
# Profile texts: the parameter and its limit.
TEXTS = {"description": 512, "short_description": 120, "name": 64}


def get_me(call: Call) -> JSON:
    """Return the bot itself."""
    return call.bot.me()


def set_my_commands(call: Call) -> bool:
    """Set the command menu for a scope and language."""
    commands = [_command(each) for each in call.params.objects("commands", "command", "description")]
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    call.bot.commands[_scope(call)] = commands
    call.world.note("commands", None, commands)
    return True


def get_my_commands(call: Call) -> list[JSON]:
    """Return the command menu of exactly this scope and language."""
    return call.bot.commands.get(_scope(call), [])


def delete_my_commands(call: Call) -> bool:
    """Remove the command menu of a scope and language."""
    call.bot.commands.pop(_scope(call), None)
    return True


def set_text(name: str, call: Call) -> bool:
    """Set one of the profile's texts."""
    text = call.params.text(name)
    if utf16_length(text) > TEXTS[name]:
        raise bad_request(f"bot {name.replace('_', ' ')} is too long")
    call.bot.texts[_text_key(name, call)] = text
    return True


def get_text(name: str, call: Call) -> JSON:
    """Return one of the profile's texts."""
    default = call.bot.name if name == "name" else ""
    return {name: call.bot.texts.get(_text_key(name, call), default)}


def _command(given: Any) -> JSON:
    command, description = str(given["command"]).removeprefix("/"), str(given["description"])
    if not _COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= utf16_length(description) <= DESCRIPTION_LIMIT:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": description}


def _scope(call: Call) -> str:
    scope = call.params.object("scope") or {"type": "default"}
    return dumps([sorted(scope.items()), call.params.text("language_code")]).decode()


def _text_key(name: str, call: Call) -> str:
    return f"{name}:{call.params.text('language_code')}"


TABLE: dict[str, Callable[[Call], Any]] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyDescription": partial(set_text, "description"),
    "getMyDescription": partial(get_text, "description"),
    "setMyShortDescription": partial(set_text, "short_description"),
    "getMyShortDescription": partial(get_text, "short_description"),
    "setMyName": partial(set_text, "name"),
    "getMyName": partial(get_text, "name"),
}
