"""Raw updates: from the bytes that Telegram sent to rows of the inbox. Nothing is trusted to have the right type.

What no text may hold (NUL, halves of surrogate pairs: they break databases, files and UTF-8) becomes U+FFFD here, once.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import orjson

from services.delivery import Received

BIGGEST: Final = 2**63 - 1
NO_LANE: Final = 0
UNFIT: Final = re.compile("[\x00\ud800-\udfff]")
UPDATE_ID: Final = re.compile(rb'"update_id"\s*:\s*(\d{1,18})\b')


def read(payload: bytes) -> Any:
    """The JSON value, cleaned. Raises ``ValueError`` for what no parser can read.

    orjson is strict and quick; what it refuses (lone surrogates, broken UTF-8, integers of any size) the standard library reads.
    """
    if rb"\u0000" not in payload:
        try:
            return orjson.loads(payload)
        except orjson.JSONDecodeError:
            pass
    try:
        return _clean(json.loads(payload.decode("utf-8", "replace")))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _clean(value: Any) -> Any:
    match value:
        case str():
            return UNFIT.sub("\ufffd", value)
        case list():
            return [_clean(item) for item in value]
        case dict():
            return {_clean(key): _clean(item) for key, item in value.items()}
        case _:
            return value


def rows(updates: list[Any], now: datetime) -> Iterator[Received]:
    """One row an update. What has no usable id cannot be kept apart from anything else, nor confirmed: it is left out."""
    for update in updates:
        match update:
            case {"update_id": int(number)} if 0 <= number <= BIGGEST:
                yield Received(number, lane(update), _body(update), now)


def salvage(payload: bytes, now: datetime) -> Received | None:
    """The row of a single update that cannot be read at all, so that it can become a dead letter with its bytes kept."""
    found = UPDATE_ID.search(payload)
    return None if found is None else Received(int(found[1]), NO_LANE, payload, now)


def lane(update: dict[str, Any]) -> int:
    """The chat that the update belongs to, 0 when it belongs to none."""
    match next((value for name, value in update.items() if name != "update_id"), None):
        case {"chat": {"id": int(chat)}} | {"message": {"chat": {"id": int(chat)}}} if abs(chat) <= BIGGEST:
            return chat
        case _:
            return NO_LANE


def _body(update: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(update)
    except TypeError:  # an integer of more than 64 bits
        return json.dumps(update).encode()
