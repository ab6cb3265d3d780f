"""The ports of the lexicon (词库): the words by which the classifier understands, and what was decided on suggestions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from civic.lexicon import Adopted


class Words(Protocol):
    """The classifier, as far as its words can be looked at and changed. Safe to use from any thread."""

    def terms(self, texts: Iterable[str]) -> Sequence[frozenset[str]]:
        """By text its words that may be learned: of a dictionary, no names, none that stand in messages of every kind. Takes time."""

    def speaks(self, word: str, code: str) -> bool:
        """Whether the word is known to speak for the kind."""

    def adopt(self, adopted: Iterable[Adopted]) -> None:
        """Use the words adopted, in place of those of before; of the lists nothing is read that has been. Raises ``LexiconError``."""

    def reload(self, adopted: Iterable[Adopted]) -> int:
        """Read the lists again, all or nothing, and use the words adopted; how many words act. Takes time. Raises ``LexiconError``."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a resident told, and its kind as staff have it."""

    text: str
    kind: str
    corrected: bool


class Suggestions(Protocol):
    """What staff's corrections tell, and what was decided on the words that they suggested."""

    def evidence(self, corrections: int, others: int) -> tuple[Told, ...]:
        """The latest cases whose kind staff corrected, and the latest others that staff have answered; at most so many of each.

        Of a case that was corrected several times the last correction counts, if it is not the resident's own and the kind is another
        than the first. Cases without words (erased) are left out.
        """

    def decided(self) -> Mapping[Adopted, bool]:
        """By word and kind whether it was adopted, the oldest decision first."""

    def decide(self, word: Adopted, *, adopt: bool) -> int | None:
        """Keep a decision; gives its number, or ``None`` when it is what was decided already."""
