"""Cues: short writings looked for in a text, in the notation of the lexicon, all lists at once.

"…" stands for up to eight characters within a sentence; "&" asks for the other parts too, at most forty characters away. Both are
bounded, so that looking stays linear in the length of the text.

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


class Hit(NamedTuple):
    """Where a cue begins and ends in a text (its first part, for one with "&")."""

    start: int
    end: int


class Cue:
    """One cue."""

    __slots__ = ("_others", "_pattern", "_plain", "pieces", "writing")

    def __init__(self, writing: str) -> None:
        self.writing = writing
        first, *self._others = writing.lower().split("&")
        parts = first.split("…")
        self.pieces = (*parts, *self._others)
        self._plain = parts[0] if len(self.pieces) == 1 else None
        self._pattern = re.compile(_GAP.join(map(re.escape, parts)))

    def hits(self, text: str) -> Iterator[Hit]:
        """Yield every place of the cue in ``text``, from left to right, none overlapping another."""
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
            around = text[max(found.start() - _NEAR, 0) : found.end() + _NEAR]
            if all(other in around for other in self._others):
                yield Hit(*found.span())


class Cues:
    """Named lists of cues, looked for together."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        cues = [(name, Cue(writing)) for name, writings in lists.items() for writing in dict.fromkeys(writings)]
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
        return {name: sorted(hits) for name, hits in found.items() if hits}


def _keys(cue: Cue) -> Iterator[str]:
    for piece in cue.pieces:
        yield from map("".join, pairwise(piece)) if len(piece) > 1 else piece
