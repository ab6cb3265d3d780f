"""The catalogue of words, and text with bold runs: ``**bold**`` is understood in the catalogue only, never in what is filled in."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Any

CATALOGUE = Path(__file__).parent / "texts" / "zh_CN.toml"

_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control and bidirectional characters: they could make a line read as something else (fault 41)."""

_FORMATTER = Formatter()


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class Text:
    """A text and its bold runs, each (offset, length) in characters."""

    plain: str = ""
    bold: tuple[tuple[int, int], ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to read."""
        return bool(self.plain)

    def clipped(self, most: int, tail: str) -> "Text":
        """At most ``most`` UTF-16 code units long; what is left out is replaced by ``tail``."""
        if 2 * len(self.plain) <= most or units(self.plain) <= most:
            return self
        whole = self.plain.encode("utf-16-le", "surrogatepass")
        plain = whole[: 2 * (most - units(tail))].decode("utf-16-le", "ignore")  # half a character at the end goes too
        end = len(plain)
        return Text(
            plain + tail, tuple((start, min(length, end - start)) for start, length in self.bold if start < end)
        )

    def runs(self) -> Iterator[tuple[int, int]]:
        """The bold runs in UTF-16 code units, as the messenger counts them."""
        for offset, length in self.bold:
            yield units(self.plain[:offset]), units(self.plain[offset : offset + length])


def joined(texts: Iterable[Text]) -> Text:
    """The texts, one after the other; bold runs that touch become one."""
    plain: list[str] = []
    bold: list[tuple[int, int]] = []
    end = 0
    for text in texts:
        for offset, length in text.bold:
            if bold and sum(bold[-1]) == end + offset:
                bold[-1] = bold[-1][0], bold[-1][1] + length
            else:
                bold.append((end + offset, length))
        plain.append(text.plain)
        end += len(text.plain)
    return Text("".join(plain), tuple(bold))


_LINE_END = Text("\n")


def lines(texts: Iterable[Text]) -> Text:
    """The texts that are not empty, one below the other."""
    separated = [part for text in texts if text.plain for part in (_LINE_END, text)]
    return joined(separated[1:])


def clean(words: str) -> str:
    """What somebody wrote, without characters that cannot be seen but change how a line reads."""
    return _HIDDEN.sub("", words)


@dataclass(frozen=True, slots=True)
class _Gap:
    """A name to fill in."""

    name: str
    form: str
    bold: bool

    def filled(self, value: Any) -> Text:
        """The value in its form; a ``Text`` keeps its bold runs, unless all of the gap is bold."""
        text = value if isinstance(value, Text) else Text(clean(format(value, self.form)))
        return _bold(text.plain) if self.bold else text


class _Entry:
    """An entry of the catalogue, taken apart: words and gaps in their order."""

    def __init__(self, entry: str) -> None:
        self._parts = tuple(_parts(entry))
        self.names = tuple(dict.fromkeys(part.name for part in self._parts if isinstance(part, _Gap)))
        self.whole = None if self.names else joined(part for part in self._parts if isinstance(part, Text))
        """All of it, where nothing is to be filled in."""

    def filled(self, values: Mapping[str, Any]) -> Text:
        """The words with the values filled in."""
        return joined(part if isinstance(part, Text) else part.filled(values[part.name]) for part in self._parts)


class Catalogue:
    """All words by their key, such as ``push.accepted``."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        self._entries = entries
        self._read: dict[str, _Entry] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def raw(self, key: str) -> str:
        """The words as they stand; a missing key is a fault."""
        return self._entries[key]

    def names(self, key: str) -> tuple[str, ...]:
        """The names that are filled into the words, each once."""
        return self._entry(key).names

    def say(self, key: str, values: Mapping[str, Any] = MappingProxyType({})) -> Text:
        """The words with the values filled in; a ``Text`` among them keeps its bold runs."""
        entry = self._entry(key)
        return entry.filled(values) if entry.whole is None else entry.whole

    def _entry(self, key: str) -> _Entry:
        entry = self._read.get(key)
        if entry is None:
            entry = self._read[key] = _Entry(self._entries[key])
        return entry


def _parts(entry: str) -> Iterator[Text | _Gap]:
    """Every other part between the marks is bold."""
    for index, part in enumerate(_BOLD.split(entry)):
        bold = index % 2 == 1
        for words, name, form, _ in _FORMATTER.parse(part):
            if words:
                yield _bold(words) if bold else Text(words)
            if name is not None:
                yield _Gap(name, form or "", bold)


def _bold(plain: str) -> Text:
    return Text(plain, ((0, len(plain)),) if plain else ())


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
