"""Telegram's own polls."""

from typing import Any

from sandbox.api.access import own_message, writable_chat
from sandbox.api.calls import Call
from sandbox.api.formatting import clean
from sandbox.api.markup import read_markup
from sandbox.api.sending import send
from sandbox.errors import bad_request
from sandbox.jsonio import JSON
from sandbox.world.entities import utf16_length
from sandbox.world.polls import new_poll

QUESTION_LIMIT = 300
OPTION_LIMIT = 100
OPTIONS = range(2, 13)
OPEN_SECONDS = range(5, 2_628_001)


def send_poll(call: Call) -> JSON:
    """Send a poll."""
    question, options = _question(call), _options(call)
    message = send(call, {"poll": new_poll(call.world, question, options, **_settings(call))})
    call.world.register_poll(call.world.chat(message["chat"]["id"], call.bot.id), message, call.bot.id)
    return message


def stop_poll(call: Call) -> JSON:
    """Close a poll of the bot and return it."""
    chat = writable_chat(call)
    markup = read_markup(call.params)
    message = own_message(call, chat)
    if "poll" not in message:
        raise bad_request("message with poll to stop not found")
    if message["poll"]["is_closed"]:
        raise bad_request("poll has already been closed")
    message.pop("reply_markup", None)
    if markup.inline:
        message["reply_markup"] = markup.inline
    return call.world.close_poll(call.world.polls[message["poll"]["id"]])


def _question(call: Call) -> str:
    question = clean(call.params.text("question")).strip()
    if not question:
        raise bad_request("poll question must be non-empty")
    if utf16_length(question) > QUESTION_LIMIT:
        raise bad_request(f"poll question length must not exceed {QUESTION_LIMIT}")
    return question


def _options(call: Call) -> list[str]:
    """Return the options' texts; older bots send plain strings."""
    given = call.params.array("options") or []
    options = [clean(str(each["text"] if isinstance(each, dict) else each)).strip() for each in given]
    if len(options) not in OPTIONS:
        few = len(options) < OPTIONS.start
        raise bad_request(
            f"poll must have at least {OPTIONS.start} option"
            if few
            else f"poll can't have more than {OPTIONS[-1]} options"
        )
    if any(not option for option in options):
        raise bad_request("poll options must be non-empty")
    if any(utf16_length(option) > OPTION_LIMIT for option in options):
        raise bad_request(f"poll options length must not exceed {OPTION_LIMIT}")
    return options


def _settings(call: Call) -> dict[str, Any]:
    params = call.params
    settings: dict[str, Any] = {
        "is_anonymous": params.flag("is_anonymous", default=True),
        "type": params.text("type") or "regular",
        "allows_multiple_answers": params.flag("allows_multiple_answers"),
        "is_closed": params.flag("is_closed"),
    }
    if settings["type"] == "quiz":
        settings["correct_option_ids"] = params.array("correct_option_ids") or [params.integer("correct_option_id")]
        settings["allows_revoting"] = False
    if (seconds := params.integer("open_period")) in OPEN_SECONDS:
        settings |= {"open_period": seconds, "close_date": call.world.now() + seconds}
    elif params.has("close_date"):
        settings["close_date"] = params.integer("close_date")
    return settings


TABLE = {"sendPoll": send_poll, "stopPoll": stop_poll}
