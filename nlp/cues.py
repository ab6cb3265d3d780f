"""Cues: short writings looked for in a text, in the notation of the lexicon, all lists at once.

"…" stands for up to eight characters within a sentence; "{name}" for any word of a group of that name; "&" asks for the other parts too, at
most forty characters away. All is bounded, so that looking stays linear in the length of the text.

A text holds few of some thousand cues. So every cue is filed under one pair of neighbouring characters of its own; the pairs of the
text are taken once, and only cues whose pair is there are looked at.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from operator import add
from typing import NamedTuple

_GAP = "[^。！？；\n]{0,8}?"
_NEAR = 40
_PARTS = re.compile(r"(…|\{[^{}]*\})")

Groups = Mapping[str, Iterable[str]]


class Hit(NamedTuple):
    """Where a cue begins and ends in a text, all its parts and what lies between them included."""

    start: int
    end: int


class Cue:
    """One cue. Raises ``KeyError`` for a group that there is not."""

    __slots__ = ("_others", "_pattern", "_plain", "pieces", "writing")

    def __init__(self, writing: str, groups: Groups | None = None) -> None:
        self.writing = writing
        parts = [_PARTS.split(part) for part in writing.lower().split("&")]
        self.pieces = tuple(piece for part in parts for piece in part if piece and not _PARTS.match(piece))
        first, *others = ("".join(_pattern(piece, groups or {}) for piece in part) for part in parts)
        self._plain = writing.lower() if self.pieces == (writing.lower(),) else None
        self._pattern = re.compile(first)
        self._others = tuple(map(re.compile, others))

    def hits(self, text: str) -> Iterator[Hit]:
        """Yield every place of the cue in ``text``."""
        if self._plain is None:
            yield from self._wide(text)
            return
        start = text.find(self._plain)
        while start >= 0:
            end = start + len(self._plain)
            yield Hit(start, end)
            start = text.find(self._plain, end)

    def _wide(self, text: str) -> Iterator[Hit]:
        if not all(piece in text for piece in self.pieces):
            return
        for found in self._pattern.finditer(text):
            start, end = max(found.start() - _NEAR, 0), found.end() + _NEAR
            spans = [found.span(), *(other.span() for part in self._others if (other := part.search(text, start, end)))]
            if len(spans) > len(self._others):
                yield Hit(min(start for start, _ in spans), max(end for _, end in spans))


class Cues:
    """Named lists of cues, looked for together."""

    def __init__(self, lists: Mapping[str, Iterable[str]], groups: Groups | None = None) -> None:
        cues = [(name, Cue(writing, groups)) for name, writings in lists.items() for writing in dict.fromkeys(writings)]
        shared = Counter(key for _, cue in cues for key in set(_keys(cue)))
        self._filed: dict[str, list[tuple[str, Cue]]] = defaultdict(list)
        for name, cue in cues:
            # The key that fewest cues share; a single character only where there is no pair.
            key = min(_keys(cue), key=lambda key: (-len(key), shared[key], key))
            self._filed[key].append((name, cue))
        self._single = frozenset(key for key in self._filed if len(key) == 1)
        self._pairs = frozenset(self._filed) - self._single

    def find(self, text: str) -> dict[str, list[Hit]]:
        """Return where the cues of each list stand in a normalised text, in order; lists of which none is there are left out."""
        keys = self._pairs.intersection(map(add, text, text[1:])) | self._single.intersection(text)
        found: defaultdict[str, list[Hit]] = defaultdict(list)
        for key in keys:
            for name, cue in self._filed[key]:
                found[name].extend(cue.hits(text))
        return {name: sorted(set(hits)) for name, hits in found.items() if hits}


def _pattern(piece: str, groups: Groups) -> str:
    if piece == "…":
        return _GAP
    if _PARTS.match(piece):
        words = sorted(map(str.lower, groups[piece[1:-1]]), key=len, reverse=True)
        return f"(?:{'|'.join(map(re.escape, words))})"
    return re.escape(piece)


def _keys(cue: Cue) -> Iterator[str]:
    for piece in cue.pieces:
        yield from map("".join, pairwise(piece)) if len(piece) > 1 else piece
