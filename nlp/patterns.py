"""What a message as a whole says (its intent, danger that is happening), by patterns of characters that were learned.

Nobody can list the ways in which people say that they are stuck in a lift, or that they have waited long enough. So thousands of messages
were written as people write (``nlp/examples``), and a linear machine weighs their patterns of up to three characters: 万一 speaks against a
danger, 出不来 for one.
Every pattern and its weights stand in ``lexicon/said_learned.jsonl``, and what decided about a message can be named.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from civic.lexicon import Fault, LexiconError, Wrong

DANGER = "danger"
"""The answer beside the intents: somebody is in danger now."""

LONGEST = 3
"""Characters of a pattern."""

BEGIN, PAUSE, END = "^|$"
"""What patterns know of beside characters: where a message begins, where there is a pause in it, where it ends."""

WORDS_SHOWN = 3

ABOUT = "Patterns of characters and what each weighs: do not edit, learn again (youshi words learn --column intent). See nlp/patterns.py."

AT_ONCE = 1 << 18
"""Bytes of a table that are read at once, so that no other thread waits long, and little memory is needed beside the table's own."""

Numbers = NDArray[np.floating[Any]]
Keys = NDArray[np.int64]

_PAUSES = re.compile(r"[，。！；、,.!;:：\s~…|^$]+")
_NUMBERS = re.compile(r"[0-9]+")
_NAMED = re.compile("[\u4e00-\u9fff]+")
"""Patterns that are named where somebody asks why: those of characters only."""

_BITS = 21  # of a character
_FIRST, _SECOND = 2 * _BITS, _BITS  # where the first and the second character of a pattern stand in its key


def marked(text: str) -> str:
    """Return a normalised text as patterns see it: pauses are one, numbers too."""
    return f"{BEGIN}{_NUMBERS.sub('0', _PAUSES.sub(PAUSE, text))}{END}"


def patterns(text: str) -> Keys:
    """Return the key of each pattern of a normalised text: its characters in one number. In order, which is that of their names."""
    one = np.frombuffer(marked(text).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    two = one[:-1] << _FIRST | one[1:] << _SECOND
    keys = np.concatenate((one << _FIRST, two, two[:-1] | one[2:]))
    keys.sort()
    return keys[np.concatenate(((True,), keys[1:] != keys[:-1]))]


def keys_of(names: Sequence[str]) -> Keys:
    """Return the keys of patterns by their names."""
    characters = np.array(names, f"U{LONGEST}").view(np.uint32).reshape(-1, LONGEST).astype(np.int64)
    return characters[:, 0] << _FIRST | characters[:, 1] << _SECOND | characters[:, 2]


def name_of(key: int) -> str:
    """Return the name of a pattern by its key."""
    return "".join(chr(key >> bits & (1 << _BITS) - 1) for bits in (_FIRST, _SECOND, 0)).rstrip("\0")


@dataclass(frozen=True, eq=False)
class Table:
    """What was learned: by pattern (rows, in the order of their keys) how rare it is and what it weighs for each answer (columns)."""

    answers: Sequence[str]
    bias: Numbers
    keys: Keys
    rarity: Numbers
    weights: Numbers

    def written(self) -> str:
        """Return the table as JSON lines, a line a pattern, which are read thirty times as fast as TOML."""
        head = {"about": ABOUT, "columns": ["pattern", "rarity", *self.answers], "bias": _short(self.bias)}
        rows = zip(self.keys.tolist(), map(_short, np.column_stack([self.rarity, self.weights])), strict=True)
        return "".join(
            orjson.dumps(line).decode() + "\n" for line in (head, *([name_of(key), *row] for key, row in rows))
        )

    @classmethod
    def read(cls, path: Path) -> "Table":
        """Read a table. Raises ``LexiconError``."""
        keys, rows = [], []
        try:
            with path.open("rb") as lines:
                head = orjson.loads(lines.readline())
                while some := lines.readlines(AT_ONCE):
                    names, *columns = zip(*orjson.loads(b"[%b]" % b",".join(some)), strict=True)
                    keys.append(keys_of(names))
                    rows.append(np.array(columns, np.float32).T)
            found = np.concatenate(rows)
            answers, bias = head["columns"][2:], np.array(head["bias"], np.float32)
            weights = np.ascontiguousarray(found[:, 1:])  # rows are taken from it
            return cls(answers, bias, np.concatenate(keys), np.ascontiguousarray(found[:, 0]), weights)
        except (OSError, KeyError, ValueError, TypeError, IndexError) as error:
            raise LexiconError([Fault(Wrong.NOT_LEARNED, path.name, str(error))]) from error


def _short(row: Numbers) -> list[float]:
    return [number or 0 for number in row.astype(float).round(1).tolist()]  # half of them are nought, or nearly


@dataclass(frozen=True, slots=True)
class Told:
    """What the patterns of one message say."""

    scores: Mapping[str, float]
    """By answer how much speaks for it, or against it."""

    _table: Table
    _rows: NDArray[np.intp]

    def words(self, answer: str, sign: int) -> tuple[str, ...]:
        """Return the patterns that speak most for an answer (``sign`` 1) or against it (-1), none within another."""
        weights = self._table.weights[self._rows, self._table.answers.index(answer)] * sign
        kept: list[str] = []
        for at in (-weights).argsort(kind="stable").tolist():
            if weights[at] <= 0 or len(kept) == WORDS_SHOWN:
                break
            word = name_of(int(self._table.keys[self._rows[at]])).strip(BEGIN + PAUSE + END)
            if len(word) > 1 and _NAMED.fullmatch(word) and not any(word in each or each in word for each in kept):
                kept.append(word)
        return tuple(kept)


def rows_of(known: Keys, keys: Keys) -> NDArray[np.intp]:
    """Return where those of ``keys`` that are known stand among the known, both in order."""
    rows: NDArray[np.intp] = known.searchsorted(keys)
    return rows.compress(known.take(rows, mode="clip") == keys)


class Patterns:
    """Finds the patterns of a table in texts and adds their weights. Pure, and safe to share between threads."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._squares = table.rarity**2
        self.read = lru_cache(maxsize=4)(self._read)  # intent and danger are asked for one after the other

    def _read(self, text: str) -> Told:
        """Return what a normalised text says."""
        table = self._table
        rows = rows_of(table.keys, patterns(text))
        length = self._squares.take(rows).sum() ** 0.5 or 1.0
        scores = table.weights.take(rows, axis=0).sum(axis=0) / length + table.bias
        return Told(dict(zip(table.answers, scores.tolist(), strict=True)), table, rows)
