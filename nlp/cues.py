"""Cues: short writings looked for in a text, in the notation of the lexicon.

"…" stands for up to eight characters within a sentence; "&" asks for both parts, in any order. The gap is bounded, so that looking
stays linear in the length of the text.
"""

import re
from collections.abc import Iterable

_GAP = "[^。！？；\n]{0,8}?"


class Cue:
    """One cue. ``find`` gives where it stands in a text."""

    __slots__ = ("_others", "_pattern", "_start", "writing")

    def __init__(self, writing: str) -> None:
        self.writing = writing
        first, *self._others = writing.lower().split("&")
        pieces = first.split("…")
        self._start = pieces[0]
        self._pattern = re.compile(_GAP.join(map(re.escape, pieces)))

    def find(self, text: str) -> tuple[int, int] | None:
        """Return where the cue begins and ends in ``text`` (its first part, for one with "&"), or ``None``."""
        if self._start not in text:  # far cheaper than the pattern, and true of nearly every cue
            return None
        found = self._pattern.search(text)
        return found.span() if found and all(other in text for other in self._others) else None


class Cues:
    """A list of cues that say the same."""

    def __init__(self, writings: Iterable[str]) -> None:
        self._cues = tuple(map(Cue, writings))

    def find(self, text: str) -> tuple[int, int] | None:
        """Return where the first cue of the list that is there begins and ends, or ``None``."""
        return next((span for cue in self._cues if (span := cue.find(text))), None)

    def within(self, text: str) -> bool:
        """Whether any of the cues is in ``text``."""
        return self.find(text) is not None
