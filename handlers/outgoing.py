"""What a post becomes once it has words: plain values that the courier turns into calls of the Bot API.

Keyboards and entities are written as the Bot API's JSON has them: the library's classes cost more to make than all the words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from civic.notes import File, FileKind

Markup = Mapping[str, object]
Entity = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file made here, such as a QR code."""

    kind: FileKind
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One post as a person sees it.

    ``entities`` (in UTF-16 units) and ``markup`` belong to ``text``. What one message cannot carry (an album with buttons, a text too
    long for a caption, a place on the map with words) is sent as several; the text with the markup comes last and is the one that
    later posts of the same slot edit.
    """

    text: str = ""
    entities: tuple[Entity, ...] = ()
    markup: Markup | None = None
    files: tuple[File | Upload, ...] = ()
    point: tuple[float, float] | None = None
