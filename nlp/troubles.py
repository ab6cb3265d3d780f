"""What exactly is wrong, of the troubles that the taxonomy names, as patterns of characters tell that were learned.

What residents say of one matter shares hardly a word (停水了, 龙头一滴没有, 脸都没法洗), and of two matters of one thing many. So people
were asked for messages about five hundred troubles of shared life, by several hands each (``nlp/examples/troubles``). By their troubles
requests are compared (``nlp.likeness``), and those told in few words are sorted into kinds (``nlp.ranking``).
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nlp.patterns import Numbers, Patterns, Told

LOOKED_AT = 300
"""Characters of a text that are looked at: people say first what it is about."""


@dataclass(frozen=True, slots=True)
class Troubled:
    """What a text tells to be wrong."""

    above: Numbers
    """How far each trouble lies above the mean of all."""

    told: Told
    _of: "Troubles"

    def by_kind(self) -> Numbers:
        """Return how far the likeliest trouble of each kind lies above the mean of all, in the order of ``Troubles.kinds``."""
        return np.maximum.reduceat(self.above, self._of.starts)

    def likeliest(self, most: int) -> tuple[list[str], Numbers]:
        """Return the likeliest troubles, likeliest first, and how far each lies above the mean of all."""
        at = self.above.argpartition(-most)[-most:]  # a third less work than to sort all
        at = at[(-self.above.take(at)).argsort(kind="stable")]
        return [*map(self._of.codes.__getitem__, at.tolist())], self.above.take(at)

    def words(self, kind: str) -> tuple[str, ...]:
        """Return the patterns that speak most for the likeliest trouble of a kind."""
        trouble = self._trouble(kind)
        return self.told.words(trouble, 1) if trouble else ()

    def weights(self, kind: str) -> dict[str, float]:
        """Return by pattern what it adds to the likeliest trouble of a kind, or takes from it."""
        trouble = self._trouble(kind)
        return self.told.weights(trouble) if trouble else {}

    def _trouble(self, kind: str) -> str | None:
        at = self._of.of_kind.get(kind)
        return self._of.codes[at.start + int(self.above[at].argmax())] if at else None


class Troubles:
    """Tells troubles. Pure, and safe to share between threads."""

    def __init__(self, patterns: Patterns) -> None:
        self._patterns = patterns
        self.codes = patterns.answers
        """Of all troubles, in order, so that those of a kind stand together."""
        kinds = [code.partition(".")[0] for code in self.codes]
        self.kinds = tuple(dict.fromkeys(kinds))
        """The kinds of which troubles are known."""
        self.starts = np.array([kinds.index(kind) for kind in self.kinds], np.intp)
        """Where the troubles of each kind begin."""
        ends = [*self.starts[1:].tolist(), len(kinds)]
        self.of_kind = dict(zip(self.kinds, map(slice, self.starts.tolist(), ends), strict=True))
        self.read = lru_cache(maxsize=4)(self._read)  # a text is asked of twice

    def _read(self, text: str) -> Troubled | None:
        """Return what a normalised text tells to be wrong; ``None`` where none of its patterns is known."""
        told = self._patterns.read(text[:LOOKED_AT])
        mean = np.add.reduce(told.sums) / len(told.sums)
        return Troubled(told.sums - mean, told, self) if told else None
