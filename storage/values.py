"""How values stand in columns: moments as UTC milliseconds, structures as JSON with sorted keys."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, overload

import orjson

from civic.understanding import Spot

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


@overload
def stamp(moment: datetime) -> int: ...
@overload
def stamp(moment: datetime | None) -> int | None: ...
def stamp(moment: datetime | None) -> int | None:
    """The column's value of an aware moment; what is finer than a millisecond is cut off."""
    # Whole numbers only: a float of seconds cannot hold every millisecond.
    return None if moment is None else (moment - _EPOCH) // _MILLISECOND


@overload
def moment(value: int) -> datetime: ...
@overload
def moment(value: int | None) -> datetime | None: ...
def moment(value: int | None) -> datetime | None:
    """The moment that a column's value stands for."""
    return None if value is None else _EPOCH + timedelta(milliseconds=value)


def dump(value: object) -> str:
    """JSON text, the same for equal values."""
    return orjson.dumps(value, default=_plain, option=orjson.OPT_SORT_KEYS).decode()


def load(text: str) -> Any:
    """The value of a JSON text."""
    return orjson.loads(text)


def array(values: Iterable[object]) -> str:
    """The parameter for ``storage.sql.among``."""
    return dump(list(values))


def dump_spot(spot: Spot) -> str:
    """A spot as JSON text."""
    return dump(spot)


@lru_cache(maxsize=4096)
def load_spot(text: str) -> Spot:
    """The spot of a JSON text."""
    return Spot(**load(text))


def _plain(value: object) -> object:
    if isinstance(value, (frozenset, set)):
        return sorted(value)
    if hasattr(value, "keys"):
        return dict(value)  # type: ignore[call-overload]
    raise TypeError(f"no JSON for {type(value).__name__}")
