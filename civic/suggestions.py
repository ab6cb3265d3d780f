"""Suggestions (词库建议): words that staff's corrections of kinds (改类别) hint at. An administrator decides; only adopted words act.

The statistic is one that can be told in a sentence: the word stands in so many cases that staff put into this kind, and in hardly any of
another kind.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

FEWEST = 3
"""Corrections towards a kind in which a word must stand. Fewer are chance, or one person's way to speak."""

CLEARLY = 4
"""How many times as many they must be as the cases of other kinds in which it stands too."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """A case that staff have sorted: its kind, and its words that may be learned. ``corrected`` when they changed the kind."""

    kind: str
    words: frozenset[str]
    corrected: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word for a kind: in how many corrections towards the kind it stands, and in how many cases of other kinds."""

    word: str
    kind: str
    corrections: int
    others: int


def suggest(cases: Iterable[Sorted], speaks: Callable[[str, str], bool]) -> tuple[Suggestion, ...]:
    """The suggestions that the cases give, the best founded first. ``speaks`` tells whether a word is known to speak for a kind."""
    cases = tuple(cases)
    towards = Counter((word, case.kind) for case in cases if case.corrected for word in case.words)
    of_kind = Counter((word, case.kind) for case in cases for word in case.words)
    anywhere = Counter(word for case in cases for word in case.words)
    found = (
        Suggestion(word, kind, times, anywhere[word] - of_kind[word, kind])
        for (word, kind), times in towards.items()
        if times >= FEWEST and not speaks(word, kind)
    )
    clear = (each for each in found if each.corrections >= CLEARLY * each.others)
    return tuple(sorted(clear, key=lambda each: (-each.corrections, each.others, each.word, each.kind)))
