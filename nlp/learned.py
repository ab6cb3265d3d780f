"""Weights that were learned from labelled messages: a table of words, readable, that needs no library to be used.

A score is the sum of what the hand-written lists say (times ``lexicon``), of which ``leanings`` give shares to other answers too, what
the words of the text weigh here (over the root of ``smoothing``² and their ``rarity``² summed, so that a long text does not outweigh a
short one) and the answer's ``bias``, of which the less counts the less a text tells.
Belief falls with the root of how far a score lies behind the highest, and the less steeply the longer a text is: of a long one the scores
lie far apart whatever it says, and it speaks of more than its matter.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from civic.lexicon import Fault, LexiconError, Wrong
from nlp.features import PATTERN_MARK
from nlp.weights import read_table

HEAD = """\
# Words and what each weighs for each answer, learned from labelled messages: do not edit, learn again (youshi words learn).
# A line gives a word's rarity, then the answers and their weights; {mark} stands in front of patterns of characters. Leanings
# give by answer what its words in the lists say of others. How a score is made of them stands in nlp/learned.py.
# Words to write by hand go into lexicon/kinds.toml or a file of your own (YOUSHI_LEXICON).
"""


BLUNTING, SHORT = 0.2, 16
"""By this power of its length a text's scores tell less, as messages and letters show: of 18 characters 1.6 times as much as of 180. One of
less than so many characters is no clearer for it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A word: how rare it is, and what it weighs for the answers on which it has a bearing."""

    rarity: float
    weights: Mapping[str, float]


@dataclass(frozen=True)
class Table:
    """What was learned. ``lexicon`` is the weight of the hand-written lists beside it."""

    words: Mapping[str, Entry]
    bias: Mapping[str, float]
    lexicon: float
    smoothing: float = 0.0
    sharpness: float = 1.0
    leanings: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """By answer what its words in the lists say of the answers, as a share of what the lists say."""

    def shares(self, scores: NDArray[np.floating[Any]], length: int) -> NDArray[np.floating[Any]]:
        """Return the belief in each answer, by the scores of a text of ``length`` characters; the beliefs in all make one."""
        steepness = 2 * self.sharpness * max(length, SHORT) ** -BLUNTING
        beliefs: NDArray[np.floating[Any]] = np.exp(-steepness * np.sqrt(1 + scores[scores.argmax()] - scores))
        beliefs /= np.add.reduce(beliefs)  # that all are too small by one factor does not matter
        return beliefs

    @property
    def has_patterns(self) -> bool:
        """Whether patterns of characters were learned beside words."""
        return any(len(word) > 1 and word.startswith(PATTERN_MARK) for word in self.words)


NONE = Table(MappingProxyType({}), MappingProxyType({}), lexicon=0.45, sharpness=2.7)
"""Nothing learned: the lists alone, on a scale on which shares agree with how often a first choice is right."""


def write(table: Table) -> str:
    """Return the table as TOML, in a fixed order."""
    bias = ", ".join(f"{_quoted(answer)} = {_short(value)}" for answer, value in sorted(table.bias.items()))
    lines = [
        HEAD.format(mark=PATTERN_MARK),
        f"lexicon = {_short(table.lexicon)}",
        f"smoothing = {_short(table.smoothing)}",
        f"sharpness = {_short(table.sharpness)}",
        f"bias = {{ {bias} }}",
        "",
        "[leanings]",
        *(f"{_quoted(answer)} = {_quoted(_pairs(shares))}" for answer, shares in sorted(table.leanings.items())),
        "",
        "[words]",
        *(f"{_quoted(word)} = {_quoted(_line(entry))}" for word, entry in sorted(table.words.items())),
    ]
    return "\n".join(lines) + "\n"


def read(path: Path) -> Table:
    """Read a table. Raises ``LexiconError``."""
    data = read_table(path)
    try:
        words = {word: _entry(line) for word, line in data["words"].items()}
        bias = {answer: float(value) for answer, value in data["bias"].items()}
        leanings = {answer: _weights(line.split("|")) for answer, line in data.get("leanings", {}).items()}
        return Table(words, bias, float(data["lexicon"]), float(data["smoothing"]), float(data["sharpness"]), leanings)
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        detail = f"is not a table of learned words ({error})"
        raise LexiconError([Fault(Wrong.NOT_LEARNED, path.name, detail)]) from error


def _entry(line: Any) -> Entry:
    rarity, *pairs = line.split("|")
    return Entry(float(rarity), _weights(pairs))


def _weights(pairs: Iterable[str]) -> Mapping[str, float]:
    parted = (pair.rpartition(" ") for pair in pairs)
    return {answer: float(weight) for answer, _, weight in parted}


def _line(entry: Entry) -> str:
    return "|".join(filter(None, [_short(entry.rarity), _pairs(entry.weights)]))


def _pairs(weights: Mapping[str, float]) -> str:
    return "|".join(f"{answer} {_short(weight)}" for answer, weight in _heaviest_first(weights.items()))


def _heaviest_first(weights: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    return sorted(weights, key=lambda pair: (-pair[1], pair[0]))


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def _quoted(text: str) -> str:
    """Quote as a literal string, which tomllib reads in a third of the time of a basic one, where it can be one."""
    if "'" not in text and text.isprintable():
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False)
