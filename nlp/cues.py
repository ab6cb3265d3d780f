"""Cues: short writings looked for in a text, in the notation of the lexicon, all lists at once.

"…" stands for up to eight characters within a sentence; "{name}" for any word of a group of that name; "&" asks for the other parts too, at
most forty characters away. All is bounded, so that looking stays linear in the length of the text.

A text holds few of some thousand cues. So every cue is filed under one pair of neighbouring characters of its own; the pairs of the
text are taken once, and only cues whose pair is there are looked at.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import lru_cache
from itertools import pairwise
from operator import add
from typing import NamedTuple

_GAP = "[^。！？；\n]{0,8}?"
_NEAR = 40
_ANY = "…"
_PARTS = re.compile(r"(…|\{[^{}]*\})")

Groups = Mapping[str, Iterable[str]]


class Hit(NamedTuple):
    """Where a cue begins and ends in a text, all its parts and what lies between them included."""

    start: int
    end: int


class Cue:
    """One cue. Its patterns are compiled at first use: of some thousand cues hardly a hundred ever need theirs.

    Raises ``KeyError`` for a group that there is not.
    """

    __slots__ = ("_groups", "_parts", "_patterns", "_plain", "groups", "pieces", "telling")

    def __init__(self, writing: str, groups: Groups | None = None) -> None:
        writing = writing.lower()
        self._parts = [_PARTS.split(part) for part in writing.split("&")]
        pieces = [piece for part in self._parts for piece in part if piece and piece != _ANY]
        self.groups = tuple(piece[1:-1] for piece in pieces if piece.startswith("{"))
        self.pieces = tuple(piece for piece in pieces if not piece.startswith("{"))
        self.telling = max(self.pieces, key=len, default="")
        self._groups = {name: (groups or {})[name] for name in self.groups}
        self._plain = writing if self.pieces == (writing,) else None
        self._patterns: list[re.Pattern[str]] | None = None

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
        if self._patterns is None:
            self._patterns = [
                re.compile("".join(_pattern(piece, self._groups) for piece in part)) for part in self._parts
            ]
        first, *others = self._patterns
        for found in first.finditer(text):
            start, end = max(found.start() - _NEAR, 0), found.end() + _NEAR
            spans = [found.span(), *(other.span() for part in others if (other := part.search(text, start, end)))]
            if len(spans) > len(others):
                yield Hit(min(start for start, _ in spans), max(end for _, end in spans))


class Cues:
    """Named lists of cues, looked for together."""

    def __init__(self, lists: Mapping[str, Iterable[str]], groups: Groups | None = None) -> None:
        self._groups = {name: frozenset(word.lower()[:2] for word in words) for name, words in (groups or {}).items()}
        cues = [(name, Cue(writing, groups)) for name, writings in lists.items() for writing in dict.fromkeys(writings)]
        shared = Counter(key for _, cue in cues for key in set(_keys(cue)))
        self._filed: dict[str, list[tuple[str, Cue]]] = defaultdict(list)
        for name, cue in cues:
            # The key that fewest cues share; a single character only where there is no pair.
            rarest = min(_keys(cue), key=lambda key: (-len(key), shared[key], key), default=None)
            for key in [rarest] if rarest else self._groups[cue.groups[0]]:
                self._filed[key].append((name, cue))
        self._keys = frozenset(self._filed)

    def find(self, text: str) -> dict[str, list[Hit]]:
        """Return where the cues of each list stand in a normalised text, in order; lists of which none is there are left out."""
        there = _pairs(text)
        found: defaultdict[str, list[Hit]] = defaultdict(list)
        for key in self._keys & there:
            for name, cue in self._filed[key]:
                if cue.telling in text and not any(there.isdisjoint(self._groups[group]) for group in cue.groups):
                    found[name] += cue.hits(text)
        return {name: sorted(set(hits)) for name, hits in found.items() if hits}


@lru_cache(maxsize=4)
def _pairs(text: str) -> Set[str]:
    """The characters of ``text`` and its pairs of neighbours; remembered, for many lists are looked for in one text."""
    return {*text, *map(add, text, text[1:])}


def _pattern(piece: str, groups: Groups) -> str:
    if piece == _ANY:
        return _GAP
    if piece.startswith("{"):
        words = sorted(map(str.lower, groups[piece[1:-1]]), key=len, reverse=True)
        return f"(?:{'|'.join(map(re.escape, words))})"
    return re.escape(piece)


def _keys(cue: Cue) -> Iterator[str]:
    for piece in cue.pieces:
        yield from map("".join, pairwise(piece)) if len(piece) > 1 else piece
