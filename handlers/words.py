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
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class Text:
    """A text and its bold runs, each (offset, length) in UTF-16 code units."""

    plain: str = ""
    bold: tuple[tuple[int, int], ...] = ()

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
        end += units(text.plain)
    return Text("".join(plain), tuple(bold))


_LINE_END = Text("\n")


def lines(texts: Iterable[Text]) -> Text:
    """The texts that are not empty, one below the other."""
    separated = [part for text in texts if text for part in (_LINE_END, text)]
    return joined(separated[1:])


def clean(words: str) -> str:
    """What somebody wrote, without characters that cannot be seen but change how a line reads."""
    return _HIDDEN.sub("", words)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of an entry: words, then a name to fill in, if there is one."""

    words: str
    name: str | None
    form: str
    bold: bool


class Catalogue:
    """All words by their key, such as ``push.accepted``."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        self._entries = entries
        self._pieces: dict[str, tuple[_Piece, ...]] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def raw(self, key: str) -> str:
        """The words as they stand; a missing key is a fault."""
        return self._entries[key]

    def names(self, key: str) -> frozenset[str]:
        """The names that are filled into the words."""
        return frozenset(piece.name for piece in self._read(key) if piece.name)

    def say(self, key: str, values: Mapping[str, Any] | None = None) -> Text:
        """The words with the values filled in; a ``Text`` among them keeps its bold runs."""
        return joined(text for piece in self._read(key) for text in _said(piece, values or {}))

    def _read(self, key: str) -> tuple[_Piece, ...]:
        if key not in self._pieces:
            self._pieces[key] = tuple(_pieces(self._entries[key]))
        return self._pieces[key]


def _pieces(entry: str) -> Iterator[_Piece]:
    """Every other part between the marks is bold."""
    for index, part in enumerate(_BOLD.split(entry)):
        for words, name, form, _ in _FORMATTER.parse(part):
            yield _Piece(words, name, form or "", bold=index % 2 == 1)


def _said(piece: _Piece, values: Mapping[str, Any]) -> Iterator[Text]:
    yield _weighed(piece.words, bold=piece.bold)
    if piece.name is not None:
        value = values[piece.name]
        if not isinstance(value, Text):
            value = Text(clean(format(value, piece.form)))
        yield _weighed(value.plain, bold=True) if piece.bold else value


def _weighed(plain: str, *, bold: bool) -> Text:
    return Text(plain, ((0, units(plain)),)) if bold and plain else Text(plain)


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
