"""The form in which texts are compared: one width, one script, slips mended, nothing invisible, bounded length.

Telegram passes on whatever people and their keyboards produce. Full-width letters and digits come from Chinese input methods;
zero-width and direction characters come with text pasted from web pages and would otherwise split words. A ``Reading`` remembers where
everything stood, so that people are shown the words they wrote.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from typing import NamedTuple

from nlp.cues import Cues

LONGEST = 10_000
"""Characters looked at; Telegram's own limit is 4,096, an import may bring more."""

_PLAIN = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full-width ASCII
_PLAIN |= dict.fromkeys("－‐‑‒–—―−﹣", "-")
_PLAIN |= dict.fromkeys(map(chr, range(0xD800, 0xE000)), "\x00")  # halves of characters
_PLAIN |= dict.fromkeys("\t\u00a0\u2002\u2003\u2009\u3000", " ")
# Commas and the like stay Chinese, so that one set of marks ends a clause everywhere.
for _mark in "！？；，":
    _PLAIN[_PLAIN.pop(_mark)] = _mark
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_IDEOGRAPHS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00))
# Looked for from the letters, which are rare, and then backwards.
_LATIN = re.compile(r"[a-z](?<![a-z0-9@._/:-].)[a-z]{1,3}(?![a-z0-9@._/:-])")

_HAN = "[\u4e00-\u9fff]"
_APART = re.compile(f"{_HAN}([.·•*_/-])(?:{_HAN}\\1)+{_HAN}|{_HAN}(?: {_HAN}){{4,}}")
"""Characters with a sign or a blank between each two (消.防.通.道), which is left out."""


class _Change(NamedTuple):
    """What stands from ``start`` to ``end`` and is read otherwise."""

    start: int
    end: int
    read: str


def normalise(text: str) -> str:
    """Bring ``text`` to one width and script without what cannot be seen; slips stay."""
    return _lower(_plainly()(_INVISIBLE.sub("", text[:LONGEST]))).strip()


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is understood, and where each of its characters stood: ``starts`` and ``ends`` are offsets into ``raw``."""

    raw: str
    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def written(self, word: str) -> str:
        """What somebody wrote where ``word`` is read, at its first place; ``word`` itself where it is not found."""
        if word in self.raw:  # nearly always
            return word
        at = self.text.find(word)
        return self.raw[self.starts[at] : self.ends[at + len(word) - 1]] if at >= 0 else word


class Speller:
    """Reads texts, slips, dialect and initials mended, by the table of ``lexicon/slips.toml``."""

    def __init__(self, table: Mapping[str, Mapping[str, str]]) -> None:
        self._initials = table["initials"]
        meant: dict[str, list[str]] = {}
        for name in ("typing", "dialect", "emoji"):
            for written, read in table[name].items():
                meant.setdefault(read, []).append(written)
        self._slips = Cues(meant)

    def read(self, raw: str) -> Reading:
        """Read ``raw``, whatever it holds; characters beyond the ten thousandth are not looked at."""
        flat = _lower(_plainly()(raw[:LONGEST]))
        changes = self._changes(flat)
        text, starts, ends = _changed(flat, changes) if changes else (flat, range(len(flat)), range(1, len(flat) + 1))
        first, last = len(text) - len(text.lstrip()), len(text.rstrip())
        return Reading(raw, text[first:last], starts[first:last], ends[first:last])

    def _changes(self, flat: str) -> list[_Change]:
        """What is read otherwise than it stands, from left to right, none overlapping another; of several at one place the longest."""
        changes = [_Change(*found.span(), "") for found in _INVISIBLE.finditer(flat)]
        changes += [
            _Change(at, at + 1, "")
            for found in _APART.finditer(flat)
            for at in range(found.start() + 1, found.end(), 2)
        ]
        changes += [_Change(*hit, read) for read, hits in self._slips.find(flat).items() for hit in hits]
        changes += [
            _Change(*found.span(), self._initials[found[0]])
            for found in _LATIN.finditer(flat)
            if found[0] in self._initials
        ]
        kept: list[_Change] = []
        for change in sorted(changes, key=lambda change: (change.start, -change.end)):
            if not kept or change.start >= kept[-1].end:
                kept.append(change)
        return kept


def _changed(flat: str, changes: Iterable[_Change]) -> tuple[str, list[int], list[int]]:
    """Return the text with the changes made, and where each of its characters began and ended before."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for start, end, read in (*changes, _Change(len(flat), len(flat), "")):
        pieces += (flat[done:start], read)
        starts += (*range(done, start), *[start] * len(read))
        ends += (*range(done + 1, start + 1), *[end] * len(read))
        done = end
    return "".join(pieces), starts, ends


@cache
def _plainly() -> Callable[[str], str]:
    """Return what changes widths and, character by character, traditional to simplified: a phrase may not change length, for offsets hold.

    Hardly anything is to be changed, and what is, is found in a tenth of the time of ``str.translate``.
    """
    import opencc  # noqa: PLC0415 - reads its dictionaries, which nobody needs before the first text

    characters = list(map(chr, chain.from_iterable(_IDEOGRAPHS)))
    simplified = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    plain = {old: new for old, new in zip(characters, simplified, strict=True) if old != new} | _PLAIN
    return partial(re.compile(f"[{re.escape(''.join(plain))}]").sub, lambda found: plain[found[0]])


def _lower(text: str) -> str:
    """Return ``text`` in small letters, as long as before (İ has a small form of two characters)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)
