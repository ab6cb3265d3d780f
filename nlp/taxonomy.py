"""The taxonomy of requests (诉求分类表), read from its file and checked."""

import tomllib
from pathlib import Path
from typing import Any

from civic.kinds import MOST_TROUBLES, OTHER, Kind, Level, Taxonomy, Tier

SHIPPED = Path(__file__).with_name("taxonomy.toml")

_TEXTS = ("group", "name", "level", "lead", "tier")
_LISTS = ("assist", "words")
_MAY_BE_MISSING = "troubles"


class TaxonomyError(ValueError):
    """A taxonomy that cannot be used. The message names the file and every faulty entry."""


def load_taxonomy(path: Path | None = None) -> Taxonomy:
    """Read the kinds of request from ``path``, or the taxonomy shipped with the program.

    Raises ``TaxonomyError``, which names all faulty entries at once, and ``OSError`` when the file cannot be read.
    """
    path = path or SHIPPED
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:  # covers broken TOML and broken UTF-8
        raise TaxonomyError(f"{path.name}: {error}") from error
    faults = [f"[{code}]: {fault}" for code, entry in entries.items() for fault in _faults(entry)]
    if OTHER not in entries:
        faults.append(f"[{OTHER}]: missing; requests that fit no other kind are filed under it")
    if faults:
        raise TaxonomyError("\n".join(f"{path.name} {fault}" for fault in faults))
    return {code: _kind(code, entry) for code, entry in entries.items()}


def _faults(entry: Any) -> list[str]:
    if not isinstance(entry, dict):
        return ["must be a table"]
    faults = [f"{key} must be a text that is not empty" for key in _TEXTS if not _is_text(entry.get(key))]
    lists = {_MAY_BE_MISSING: [], **entry}
    faults += [f"{key} must be a list of texts" for key in (*_LISTS, _MAY_BE_MISSING) if not _is_list(lists.get(key))]
    faults += [f"unknown key {key}" for key in entry if key not in (*_TEXTS, *_LISTS, _MAY_BE_MISSING)]
    if _is_list(entry.get(_MAY_BE_MISSING)) and len(entry[_MAY_BE_MISSING]) > MOST_TROUBLES:
        faults.append(f"{_MAY_BE_MISSING} must be {MOST_TROUBLES} at most")
    for key, allowed in (("level", Level), ("tier", Tier)):
        if _is_text(entry.get(key)) and entry[key] not in set(allowed):
            faults.append(f"{key} {entry[key]!r} is none of {' '.join(allowed)}")
    return faults


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _kind(code: str, entry: dict[str, Any]) -> Kind:
    return Kind(
        code=code,
        group=entry["group"],
        name=entry["name"],
        level=Level(entry["level"]),
        lead=entry["lead"],
        assist=tuple(entry["assist"]),
        tier=Tier(entry["tier"]),
        words=tuple(entry["words"]),
        troubles=tuple(entry.get(_MAY_BE_MISSING, ())),
    )
