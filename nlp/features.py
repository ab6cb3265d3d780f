"""What is counted in a text: its words, the known words inside long ones, and short patterns of characters.

Each counts once however often it is repeated, and more in the heading, or where a text without one begins: people say first what it
is about.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate, takewhile

OPENING = 30
"""Characters at the beginning of a text whose words count more."""

OPENING_FACTOR = 1.8

SHORTEST_HEADING, LONGEST_HEADING = 6, 45
"""Characters of a first line that is taken for a heading. Shorter ones are greetings."""

HEADING_FACTOR = 2.2

PATTERN_LENGTHS = (1, 2, 3)
PATTERN_MARK = "~"
"""Stands in front of a pattern, so that it is not taken for a word."""

_SHORTEST_PART = 2

Parts = Mapping[str, tuple[str, ...]]
"""By word: the word itself and the known words inside it."""


def parts_of(words: Collection[str]) -> Parts:
    """Find the words inside words: 加装电梯 is also 加装 and 电梯. Words without any are left out."""
    found = {word: (word, *_inside(word, words)) for word in words if len(word) > _SHORTEST_PART}
    return {word: parts for word, parts in found.items() if len(parts) > 1}


def spread(words: Sequence[str], parts: Parts) -> dict[str, float]:
    """Return by word how much it counts, in the order of the text."""
    counted: dict[str, float] = {}
    begun, opening_factor = _begun(words)
    for said, factor in ((words[:begun], opening_factor), (words[begun:], 1.0)):
        for word in said:
            if word in counted:
                continue
            if word in parts:
                for part in parts[word]:
                    counted.setdefault(part, factor)
            else:  # most, and there are many
                counted[word] = factor
    return counted


def patterns(text: str, known: Collection[str] | None = None) -> dict[str, float]:
    """Return by pattern how much it counts: all of Chinese characters, or those that are ``known``."""
    counted: dict[str, float] = {}
    for at in range(len(text)):
        factor = OPENING_FACTOR if at < OPENING else 1.0
        for length in PATTERN_LENGTHS:
            piece = text[at : at + length]
            if len(piece) < length or not _is_han(piece[-1]) or not _is_han(piece[0]):
                break
            pattern = PATTERN_MARK + piece
            if (known is None or pattern in known) and pattern not in counted:
                counted[pattern] = factor
    return counted


def heading_of(text: str) -> str:
    """Return the first line of a text of several, if it is a heading."""
    first, more, _ = text.partition("\n")
    return first if more and _is_heading(len(first)) else ""


def _begun(words: Sequence[str]) -> tuple[int, float]:
    """Return how many words of a text are its heading, or else its opening, and how much they count."""
    if "\n" in words:
        heading = words.index("\n")
        if _is_heading(sum(map(len, words[:heading]))):
            return heading, HEADING_FACTOR
    return len(list(takewhile(OPENING.__gt__, accumulate(map(len, words), initial=0)))), OPENING_FACTOR


def _is_heading(length: int) -> bool:
    return SHORTEST_HEADING <= length <= LONGEST_HEADING


def _inside(word: str, words: Collection[str]) -> Iterable[str]:
    length = len(word)
    for start in range(length):
        for end in range(start + _SHORTEST_PART, length + 1):
            if end - start < length and (part := word[start:end]) in words:
                yield part


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"
