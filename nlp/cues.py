"""Cues: short writings looked for in a text, in the notation of the lexicon, all lists at once.

"…" stands for up to eight characters within a sentence; "{name}" for any word of a group of that name; "&" asks for the other parts too, at
most forty characters away. All is bounded, so that looking stays linear in the length of the text.

One pass of an automaton finds all that is written in any cue. A plain cue is found with that; one of several parts is looked for only where
all of its parts are somewhere in the text, which is seldom.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

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

    __slots__ = ("_groups", "_parts", "_patterns", "needs", "telling")

    def __init__(self, writing: str, groups: Groups | None = None) -> None:
        self._parts = [_PARTS.split(part) for part in writing.lower().split("&")]
        self.needs = frozenset(piece for part in self._parts for piece in part if piece and piece != _ANY)
        """What has to be somewhere in a text: pieces as they are written, and groups ("{name}")."""
        self._groups = {piece: (groups or {})[piece[1:-1]] for piece in self.needs if _is_group(piece)}
        self.telling = max(self.needs - self._groups.keys(), key=lambda piece: (len(piece), piece), default="")
        """Its longest piece; empty where it is of groups only."""
        self._patterns: list[re.Pattern[str]] | None = None

    @property
    def plain(self) -> bool:
        """Whether it is one piece and nothing else."""
        return self._parts == [[self.telling]]

    def words(self) -> Iterator[tuple[str, str]]:
        """Yield each writing that a text may hold of it, and which of its ``needs`` that is."""
        for need in self.needs:
            for word in self._groups.get(need, (need,)):
                yield word.lower(), need

    def hits(self, text: str) -> Iterator[Hit]:
        """Yield the places of the cue in ``text``."""
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


class _Written(NamedTuple):
    """What it means that something is written in a text."""

    lists: list[str]
    """It is a plain cue of these."""
    cues: list[tuple[str, Cue]]
    """With it these cues of lists may be there …"""
    needs: set[str]
    """… and these are what it is of them."""


class Cues:
    """Named lists of cues, looked for together."""

    def __init__(self, lists: Mapping[str, Iterable[str]], groups: Groups | None = None) -> None:
        written: defaultdict[str, _Written] = defaultdict(lambda: _Written([], [], set()))
        for name, writings in lists.items():
            for cue in (Cue(writing, groups) for writing in dict.fromkeys(writings)):
                if cue.plain:
                    written[cue.telling].lists.append(name)
                    continue
                for word, need in cue.words():
                    written[word].needs.add(need)
                    if need == cue.telling or not cue.telling:
                        written[word].cues.append((name, cue))
        self._written = list(written.values())
        self._automaton = AhoCorasick(written)

    def find(self, text: str) -> dict[str, list[Hit]]:
        """Return where the cues of each list stand in a normalised text, in order; lists of which none is there are left out."""
        matches = self._automaton.find_matches_as_indexes(text, overlapping=True)
        if not matches:
            return {}
        found: defaultdict[str, list[Hit]] = defaultdict(list)
        there: set[str] = set()
        likely: list[tuple[str, Cue]] = []
        for number, start, end in matches:
            lists, cues, needs = self._written[number]
            for name in lists:
                found[name].append(Hit(start, end))
            if needs:
                there |= needs
                likely += cues
        for name, cue in dict.fromkeys(likely):
            if cue.needs <= there:
                found[name] += cue.hits(text)
        return {name: sorted(set(hits)) for name, hits in found.items() if hits}


def _is_group(piece: str) -> bool:
    return piece.startswith("{")


def _pattern(piece: str, groups: Groups) -> str:
    if piece == _ANY:
        return _GAP
    if piece in groups:
        words = sorted(map(str.lower, groups[piece]), key=len, reverse=True)
        return f"(?:{'|'.join(map(re.escape, words))})"
    return re.escape(piece)
