"""What a person's message can hold: each kind of content and how it becomes Telegram's message fields."""

from collections.abc import Callable
from typing import Any

from sandbox.errors import ApiError, ControlError
from sandbox.jsonio import JSON
from sandbox.world.entities import find_entities
from sandbox.world.files import KINDS
from sandbox.world.polls import new_poll
from sandbox.world.state import State


def text_fields(text: str, key: str = "text") -> JSON:
    """Return text with the entities Telegram finds in it; `key` is "text" or "caption"."""
    fields: JSON = {key: text}
    if entities := find_entities(text):
        fields["entities" if key == "text" else "caption_entities"] = entities
    return fields


def media_fields(state: State, kind: str, file_id: str | bool, size: int = 0) -> JSON:
    """Return the fields for a file; `True` stands for any file of this kind, `size` pretends its size."""
    try:
        data = b"sandbox" if file_id is True else state.files.read(str(file_id))
        file = state.files.get(str(file_id)) if file_id is not True and not size else None
    except ApiError as error:
        raise ControlError(f"no file {file_id}") from error
    if file is None or file.kind != kind:
        name = "file.bin" if kind == "document" else ""
        file = state.files.store(kind, data, name, size=size)
    return state.files.content(file)


def _text(_: State, value: Any) -> JSON:
    text = str(value).strip(" \t\r\n")
    if not text:
        raise ControlError("a message needs some text")
    return text_fields(text)


def _location(_: State, value: Any) -> JSON:
    return {"location": {"latitude": float(value["latitude"]), "longitude": float(value["longitude"])}}


def _contact(_: State, value: Any) -> JSON:
    return {"contact": {"phone_number": str(value["phone_number"]), "first_name": str(value["first_name"]), **value}}


def _dice(_: State, value: Any) -> JSON:
    return {"dice": {"emoji": value if isinstance(value, str) else "🎲", "value": 4}}


def _poll(state: State, value: Any) -> JSON:
    return {"poll": new_poll(state, value["question"], value["options"], is_anonymous=True)}


PLAIN: dict[str, Callable[[State, Any], JSON]] = {
    "text": _text,
    "location": _location,
    "contact": _contact,
    "dice": _dice,
    "poll": _poll,
}


def build(state: State, content: JSON, caption: str | None, size: int) -> JSON:
    """Return the message fields for the one kind of content that is given."""
    given = {kind: value for kind, value in content.items() if value is not None}
    if len(given) != 1 or not given.keys() <= PLAIN.keys() | KINDS.keys():
        raise ControlError(
            f"a message holds one of {', '.join([*PLAIN, *KINDS])}; given: {', '.join(given) or 'nothing'}"
        )
    [(kind, value)] = given.items()
    if kind in PLAIN:
        return PLAIN[kind](state, value)
    fields = media_fields(state, kind, value, size)
    return fields | text_fields(caption, "caption") if caption else fields
