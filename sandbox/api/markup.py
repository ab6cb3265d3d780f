"""Keyboards a bot sends: checked as Telegram checks them, told apart by kind."""

from dataclasses import dataclass
from typing import Any

from sandbox.api.params import Params
from sandbox.errors import bad_request
from sandbox.jsonio import JSON

DATA_BYTES = 64
_ACTIONS = frozenset(
    {
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    }
)
_REPLY_KINDS = ("keyboard", "remove_keyboard", "force_reply")


@dataclass(slots=True, frozen=True)
class Markup:
    """A checked `reply_markup`: an inline keyboard belongs to the message, any other kind to the chat."""

    inline: JSON | None = None
    reply: JSON | None = None


def read_markup(params: Params) -> Markup:
    """Return the call's `reply_markup`."""
    markup = params.object("reply_markup")
    if not markup:
        return Markup()
    if "inline_keyboard" in markup:
        return Markup(inline=_inline(markup["inline_keyboard"]))
    if any(kind in markup for kind in _REPLY_KINDS):
        return Markup(reply=_reply(markup))
    raise bad_request("can't parse reply keyboard markup JSON object")


def _rows(keyboard: Any, name: str) -> list[list[Any]]:
    if not isinstance(keyboard, list) or not all(isinstance(row, list) for row in keyboard):
        raise bad_request(f"field {name} must be of type Array")
    return [row for row in keyboard if row]


def _inline(keyboard: Any) -> JSON | None:
    rows = [[_inline_button(button) for button in row] for row in _rows(keyboard, '"inline_keyboard"')]
    return {"inline_keyboard": rows} if rows else None


def _inline_button(button: Any) -> JSON:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object with a text")
    if not button["text"].strip():
        raise bad_request("can't parse inline keyboard button: Text buttons must be non-empty")
    if _ACTIONS.isdisjoint(button):
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    shown = {key: value for key, value in button.items() if value is not None}
    if "url" in shown:
        shown["url"] = _link(str(shown["url"]))
    return shown


def _link(url: str) -> str:
    """Check a button's address: web pages and tg:// links only, so that no `tel:` gets through."""
    scheme, colon, rest = url.strip().partition("://")
    if colon and scheme.lower() not in {"http", "https", "tg", "ton"}:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    host = (rest if colon else scheme).split("/")[0].split("?")[0]
    if scheme.lower() != "tg" and ("." not in host or " " in host):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return url if colon else f"http://{url}/" if "/" not in url else f"http://{url}"


def _reply(markup: JSON) -> JSON:
    if "keyboard" not in markup:
        return markup
    rows = [[_reply_button(button) for button in row] for row in _rows(markup["keyboard"], '"keyboard"')]
    if not rows:
        raise bad_request("reply keyboard is empty")
    return {**markup, "keyboard": rows}


def _reply_button(button: Any) -> JSON:
    shown = {"text": button} if isinstance(button, str) else button
    if not isinstance(shown, dict) or not str(shown.get("text", "")).strip():
        raise bad_request("can't parse keyboard button: Text buttons must be non-empty")
    return shown
