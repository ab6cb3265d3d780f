"""JSON in and out: orjson, and the standard library for what orjson refuses.

Lone surrogates are the reason for the second way: a hostile client can put them into a message, and a stand-in that
could not carry them would hide a bot's failure to cope.
"""

import json
from dataclasses import asdict, is_dataclass
from typing import Any

import orjson

JSON = dict[str, Any]
Fragment = orjson.Fragment

_OPTIONS = orjson.OPT_NON_STR_KEYS


def dumps(value: Any) -> bytes:
    """Return `value` as UTF-8 JSON; lone surrogates become escapes."""
    try:
        return orjson.dumps(value, option=_OPTIONS)
    except TypeError:
        return json.dumps(value, default=_plain).encode()


def loads(raw: bytes | str) -> Any:
    """Parse JSON text; raises ValueError when it is none."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return json.loads(raw)


def _plain(value: Any) -> Any:
    if isinstance(value, orjson.Fragment):
        return json.loads(orjson.dumps(value))
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"not JSON: {type(value).__name__}")
