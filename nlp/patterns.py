"""What a message as a whole says (its intent, danger that is happening, its kind), by patterns of characters that were learned.

Nobody can list the ways in which people say that they are stuck in a lift, or that they have waited long enough. So thousands of messages
were written as people write (``nlp/examples``), and a linear machine weighs their patterns of up to three characters: 万一 speaks against a
danger, 出不来 for one.
Every pattern and its weights stand in ``lexicon/said_learned.jsonl`` (intents and danger) and ``lexicon/kinds_said.jsonl``, and what
decided about a message can be named.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from civic.lexicon import Fault, LexiconError, Wrong

DANGER = "danger"
"""The answer beside the intents: somebody is in danger now."""

MORE = "more"
"""The one answer of a table of its own: the message goes on with one before it (``nlp.more``)."""

LONGEST = 3
"""Characters of a pattern."""

BEGIN, PAUSE, END = "^|$"
"""What patterns know of beside characters: where a message begins, where there is a pause in it, where it ends."""

WORDS_SHOWN = 3

ABOUT = "Patterns of characters, how rare each is, and how many units it weighs: do not edit, learn again. See nlp/patterns.py."

AT_ONCE = 1 << 18
"""Bytes of a table that are read at once, so that no other thread waits long, and little memory is needed beside the table's own."""

Numbers = NDArray[np.floating[Any]]
Keys = NDArray[np.int64]
Weights = NDArray[np.int8]

_PAUSES = re.compile(r"[，。！；、,.!;:：\s~…|^$]+")
_NUMBERS = re.compile(r"[0-9]+")
_NAMED = re.compile("[\u4e00-\u9fff]+")
"""Patterns that are named where somebody asks why: those of characters only."""

_BITS = 21  # of a character
_CHARACTER = (1 << _BITS) - 1
_FIRST, _SECOND = 2 * _BITS, _BITS  # where the first and the second character of a pattern stand in its key


def marked(text: str) -> str:
    """Return a normalised text as patterns see it: pauses are one, numbers too."""
    return f"{BEGIN}{_NUMBERS.sub('0', _PAUSES.sub(PAUSE, text))}{END}"


@lru_cache(maxsize=4)  # a text is asked of several times, one after the other
def patterns(text: str) -> Keys:
    """Return the key of each pattern of a normalised text: its characters in one number. In order, which is that of their names."""
    characters = np.frombuffer(marked(text).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    one = characters << _FIRST
    two = one[:-1] | characters[1:] << _SECOND
    keys = np.concatenate((one, two, two[:-1] | characters[2:]))
    keys.sort()
    keys = np.concatenate((keys[:1], keys[1:].compress(keys[1:] != keys[:-1])))
    keys.setflags(write=False)
    return keys


def found_in(text: str, heading: str) -> Keys:
    """Return the patterns of a text, and again those of its heading."""
    return np.concatenate((patterns(text), patterns(heading))) if heading else patterns(text)


def keys_of(names: Sequence[str]) -> Keys:
    """Return the keys of patterns by their names."""
    characters = np.array(names, f"U{LONGEST}").view(np.uint32).reshape(-1, LONGEST).astype(np.int64)
    return characters[:, 0] << _FIRST | characters[:, 1] << _SECOND | characters[:, 2]


def names_of(keys: Keys) -> list[str]:
    """Return the names of patterns by their keys."""
    return [*map(_name, keys.tolist())]


def _name(key: int) -> str:
    return f"{chr(key >> _FIRST)}{chr(key >> _SECOND & _CHARACTER)}{chr(key & _CHARACTER)}".rstrip("\0")


@dataclass(frozen=True, eq=False)
class PatternTable:
    """What was learned: by pattern (rows, in the order of their keys) how rare it is and what it weighs for each answer (columns).

    Weights are in steps of ``unit``, and fit into a byte.
    """

    answers: tuple[str, ...]
    bias: Numbers
    unit: float
    keys: Keys
    rarity: Numbers
    weights: Weights

    def written(self) -> str:
        """Return the table as JSON lines, a line a pattern, which are read thirty times as fast as TOML."""
        head = {"about": ABOUT, "unit": self.unit, "bias": dict(zip(self.answers, _short(self.bias), strict=True))}
        rows = zip(names_of(self.keys), _short(self.rarity), self.weights, strict=True)
        lines = ([name, rarity, self._named(weights)] for name, rarity, weights in rows)
        return "".join(orjson.dumps(line).decode() + "\n" for line in (head, *lines))

    def _named(self, weights: Weights) -> dict[str, int]:
        return {answer: weight for answer, weight in zip(self.answers, weights.tolist(), strict=True) if weight}

    @classmethod
    def read(cls, path: Path) -> "PatternTable":
        """Read a table. Raises ``LexiconError``."""
        parts = []
        try:
            with path.open("rb") as lines:
                head = orjson.loads(lines.readline())
                place = {answer: at for at, answer in enumerate(head["bias"])}
                while some := lines.readlines(AT_ONCE):
                    parts.append(_columns(orjson.loads(b"[%b]" % b",".join(some)), place))
            columns = map(np.concatenate, zip(*parts, strict=True))
            return cls((*place,), np.array([*head["bias"].values()], np.float32), float(head["unit"]), *columns)
        except (OSError, KeyError, ValueError, TypeError, AttributeError, OverflowError) as error:
            raise LexiconError([Fault(Wrong.NOT_LEARNED, path.name, str(error))]) from error


def _columns(
    lines: Sequence[tuple[str, float, dict[str, int]]], place: Mapping[str, int]
) -> tuple[Keys, Numbers, Weights]:
    """Return the keys, rarity and weights that lines tell of."""
    names, rarity, told = zip(*lines, strict=True)
    weights = np.zeros((len(names), len(place)), np.int8)
    answers = [place[answer] for answer in chain.from_iterable(told)]
    weights[np.repeat(np.arange(len(told)), [*map(len, told)]), answers] = [
        *chain.from_iterable(each.values() for each in told)
    ]
    return keys_of(names), np.array(rarity, np.float32), weights


@lru_cache(maxsize=4)
def _apart(answers: tuple[str, ...], group: str) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where the answers that begin with ``group`` stand, and where the others do."""
    within = np.array([answer.startswith(group) for answer in answers])
    return np.flatnonzero(within), np.flatnonzero(~within)


def _highest(numbers: Numbers) -> float:
    """Return the highest of few numbers, in a fifth of the time that ``max`` takes."""
    return float(numbers[numbers.argmax()])


def _short(numbers: Numbers) -> list[float]:
    found: list[float] = numbers.astype(float).round(1).tolist()
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """What the patterns of one message say."""

    sums: Numbers
    """How much speaks for each answer of the table, or against it."""

    length: float
    """By which weights are divided."""

    _table: PatternTable
    _rows: NDArray[np.integer[Any]]
    _weights: Weights  # of the patterns found (rows) for each answer (columns)

    def __bool__(self) -> bool:
        """Whether any pattern is known."""
        return bool(self._rows.size)

    @property
    def scores(self) -> Mapping[str, float]:
        """The sums by answer."""
        return dict(zip(self._table.answers, self.sums.tolist(), strict=True))

    def lead(self, group: str) -> float:
        """Return how far the likeliest answer that begins with ``group`` leads the likeliest other."""
        inside, outside = _apart(self._table.answers, group)
        return _highest(self.sums.take(inside)) - _highest(self.sums.take(outside))

    def weights(self, answer: str) -> dict[str, float]:
        """Return by pattern what it adds to the score of an answer, or takes from it."""
        added: dict[str, float] = {}
        names = names_of(self._table.keys.take(self._rows))
        for name, weight in zip(names, self._units(answer).tolist(), strict=True):
            if weight:
                added[name] = added.get(name, 0.0) + weight * self._table.unit / self.length
        return added

    def words(self, answer: str, sign: int) -> tuple[str, ...]:
        """Return the patterns that speak most for an answer (``sign`` 1) or against it (-1), none within another."""
        weights = self._units(answer) * sign
        heaviest = (-weights).argsort(kind="stable")[: np.count_nonzero(weights > 0)]
        kept: list[str] = []
        for key in self._table.keys.take(self._rows.take(heaviest)).tolist():
            word = _name(key).strip(BEGIN + PAUSE + END)
            if len(kept) == WORDS_SHOWN:
                break
            if len(word) > 1 and _NAMED.fullmatch(word) and not any(word in each or each in word for each in kept):
                kept.append(word)
        return tuple(kept)

    def _units(self, answer: str) -> Weights:
        """What each pattern weighs for an answer: nothing where the table does not know it."""
        if answer not in self._table.answers:
            return np.zeros(len(self._rows), np.int8)
        return self._weights[:, self._table.answers.index(answer)]


def rows_of(known: Keys, keys: Keys) -> NDArray[np.intp]:
    """Return where those of ``keys`` that are known stand among the known, which are in order."""
    rows: NDArray[np.intp] = known.searchsorted(keys)
    return rows.compress(known.take(rows, mode="clip") == keys)


class Concordance:
    """Where the patterns of texts stand in several tables: they are looked up once for all. Pure, and safe to share between threads."""

    def __init__(self, tables: Sequence[PatternTable]) -> None:
        self._keys = np.unique(np.concatenate([table.keys for table in tables]))
        self._rows = [np.full(len(self._keys), -1, np.int32) for _ in tables]
        for rows, table in zip(self._rows, tables, strict=True):
            rows[self._keys.searchsorted(table.keys)] = np.arange(len(table.keys))
        self._find = lru_cache(maxsize=8)(lambda text: rows_of(self._keys, patterns(text)))

    def rows(self, number: int, text: str, heading: str) -> NDArray[np.int32]:
        """Return where the patterns of a text stand in one of the tables, and again those of its heading."""
        found = self._find(text)
        if heading:
            found = np.concatenate((found, self._find(heading)))
        rows = self._rows[number].take(found)
        return rows.compress(rows >= 0)


class Patterns:
    """Finds the patterns of a table in texts and adds their weights. Pure, and safe to share between threads.

    ``concordance`` knows where they stand in this table, which is the one of this ``number`` there.
    """

    def __init__(self, table: PatternTable, concordance: Concordance | None = None, number: int = 0) -> None:
        self._table = table
        self._rows = partial((concordance or Concordance([table])).rows, number)
        self._squares = table.rarity**2
        self.read = lru_cache(maxsize=4)(self._read)

    @property
    def answers(self) -> Sequence[str]:
        """What the patterns speak for, in the order of what is ``Told``."""
        return self._table.answers

    def _read(self, text: str, heading: str = "") -> Told:
        """Return what a normalised text says, of which the ``heading`` counts twice."""
        table = self._table
        rows = self._rows(text, heading)
        weights = table.weights.take(rows, axis=0)
        length = float(np.add.reduce(self._squares.take(rows))) ** 0.5 or 1.0
        units = np.add.reduce(weights, axis=0, dtype=np.int32)
        return Told(units * (table.unit / length) + table.bias, length, table, rows, weights)
