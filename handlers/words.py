"""The catalogue of words, and text with entities: ``**bold**`` is understood in the catalogue only, never in what is filled in.

Offsets and lengths of entities are in UTF-16 code units, as the messenger counts them.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

CATALOGUE = Path(__file__).parent / "texts" / "zh_CN.toml"

_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control and bidirectional characters: they could make a line read as something else (fault 41)."""

_FORMATTER = Formatter()


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


@dataclass(frozen=True, slots=True)
class Text:
    """A text and its bold runs, each (offset, length) in UTF-16 code units."""

    plain: str = ""
    bold: tuple[tuple[int, int], ...] = ()

    def __add__(self, other: "Text") -> "Text":
        """Both, one after the other."""
        shift = units(self.plain)
        return Text(
            self.plain + other.plain, self.bold + tuple((offset + shift, length) for offset, length in other.bold)
        )

    def __bool__(self) -> bool:
        """Whether there is anything to read."""
        return bool(self.plain)

    def clipped(self, most: int, tail: str) -> "Text":
        """At most ``most`` code units long; what is left out is replaced by ``tail``."""
        if units(self.plain) <= most:
            return self
        whole = self.plain.encode("utf-16-le", "surrogatepass")
        plain = whole[: 2 * (most - units(tail))].decode("utf-16-le", "ignore")  # half a character at the end goes too
        end = units(plain)
        return Text(
            plain + tail, tuple((start, min(length, end - start)) for start, length in self.bold if start < end)
        )


def lines(texts: Iterable[Text]) -> Text:
    """The texts that are not empty, one below the other."""
    whole = Text()
    for text in texts:
        if text:
            whole = whole + Text("\n") + text if whole else text
    return whole


def clean(words: str) -> str:
    """What somebody wrote, without characters that cannot be seen but change how a line reads."""
    return _HIDDEN.sub("", words)


class Catalogue:
    """All words by their key, such as ``push.accepted``."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        self._entries = entries

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def raw(self, key: str) -> str:
        """The words as they stand; a missing key is a fault."""
        return self._entries[key]

    def names(self, key: str) -> frozenset[str]:
        """The names that are filled into the words."""
        return frozenset(name for _, name, _, _ in _FORMATTER.parse(self._entries[key]) if name)

    def say(self, key: str, values: Mapping[str, Any] | None = None) -> Text:
        """The words with the values filled in; a ``Text`` among them keeps its bold runs."""
        whole = Text()
        start = 0
        pattern = self._entries[key]
        for found in _BOLD.finditer(pattern):
            whole += _fill(pattern[start : found.start()], values or {})
            run = _fill(found[1], values or {})
            whole += Text(run.plain, ((0, units(run.plain)),) if run else ())
            start = found.end()
        return whole + _fill(pattern[start:], values or {})


def _fill(pattern: str, values: Mapping[str, Any]) -> Text:
    whole = Text()
    for literal, name, spec, _ in _FORMATTER.parse(pattern):
        whole += Text(literal)
        if name is not None:
            value = values[name]
            whole += value if isinstance(value, Text) else Text(clean(format(value, spec or "")))
    return whole


@cache
def catalogue(path: Path = CATALOGUE) -> Catalogue:
    """The catalogue in a file; leading and trailing line ends of an entry do not count."""
    return Catalogue(dict(_flat(tomllib.loads(path.read_text("utf-8")))))


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value if value.startswith("\n\n") else value.strip("\n")
