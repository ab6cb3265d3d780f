"""Texts longer than a message holds, cut into several: at the end of a line where there is one, never within a character as people
see it (a family, a flag, a letter with its accents), with the bold runs where they were."""

from collections.abc import Iterator

import regex

from handlers.outgoing import Entity
from handlers.render import MOST_UNITS
from handlers.words import units

_CHARACTER = regex.compile(r"\X")


def pieces(text: str, entities: tuple[Entity, ...], most: int = MOST_UNITS) -> Iterator[tuple[str, tuple[Entity, ...]]]:
    """The text in pieces of at most ``most`` units, at least one, with the entities of each; line ends between them are left out."""
    start = 0
    while True:
        piece = text[: _first(text, most)]
        end = start + units(piece)
        yield piece, tuple(part for entity in entities if (part := _within(entity, start, end)))
        rest = text[len(piece) :]
        text = rest.lstrip("\n")
        start = end + len(rest) - len(text)
        if not text:
            return


def _first(text: str, most: int) -> int:
    """How many code points the first piece has: up to the last line end in its later half, or as many characters as fit."""
    if units(text) <= most:
        return len(text)
    left, end, line = most, 0, 0
    for found in _CHARACTER.finditer(text):
        left -= units(found.group())
        if left < 0:
            break
        end = found.end()
        if found.group() == "\n":
            line = found.start()
    if 2 * line >= end > 0:
        return line
    return end or most // 2  # a single character with accents without end is cut all the same


def _within(entity: Entity, start: int, end: int) -> Entity | None:
    """What of the entity lies in a piece, counted from the piece's beginning."""
    first, last = max(entity["offset"], start), min(entity["offset"] + entity["length"], end)
    return {**entity, "offset": first - start, "length": last - first} if first < last else None
