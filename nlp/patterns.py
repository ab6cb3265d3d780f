"""What a message as a whole says (its intent, danger that is happening), by patterns of characters that were learned.

Nobody can list the ways in which people say that they are stuck in a lift, or that they have waited long enough. So thousands of messages
were written as people write (``nlp/examples``), and a linear machine weighs their patterns of up to three characters: 万一 speaks against a
danger, 出不来 for one.
Every pattern and its weights stand in ``lexicon/said_learned.json``, and what decided about a message can be named.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from ahocorasick_rs import AhoCorasick
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

_Numbers = NDArray[np.floating[Any]]
_Rows = NDArray[np.intp]

_PAUSES = re.compile(r"[，。！；、,.!;:：\s~…|^$]+")
_NUMBERS = re.compile(r"[0-9]+")
_NAMED = re.compile("[\u4e00-\u9fff]+")
"""Patterns that are named where somebody asks why: those of characters only."""


def marked(text: str) -> str:
    """Return a normalised text as patterns see it: pauses are one, numbers too."""
    return f"{BEGIN}{_NUMBERS.sub('0', _PAUSES.sub(PAUSE, text))}{END}"


def patterns(text: str) -> set[str]:
    """Return all patterns of a normalised text."""
    said = marked(text)
    return {said[at : at + length] for length in range(1, LONGEST + 1) for at in range(len(said) + 1 - length)}


@dataclass(frozen=True, eq=False)
class Table:
    """What was learned: by pattern (rows) how rare it is and what it weighs for each answer (columns)."""

    answers: Sequence[str]
    bias: _Numbers
    patterns: Sequence[str]
    rarity: _Numbers
    weights: _Numbers

    def written(self) -> str:
        """Return the table as JSON, a line a pattern, which is read thirty times as fast as TOML."""
        rows = np.column_stack([self.rarity, self.weights]).astype(float).round(2).tolist()
        head = {"about": ABOUT, "columns": ["rarity", *self.answers], "bias": self.bias.astype(float).round(2).tolist()}
        lines = [f"{_json(name)}: {_json(value)}" for name, value in head.items()]
        found = ",\n".join(f"{_json(name)}: {_json(row)}" for name, row in zip(self.patterns, rows, strict=True))
        return "{\n" + ",\n".join([*lines, f'"patterns": {{\n{found}\n}}']) + "\n}\n"

    @classmethod
    def read(cls, path: Path) -> "Table":
        """Read a table. Raises ``LexiconError``."""
        try:
            data = orjson.loads(path.read_bytes())
            rows = np.array([*data["patterns"].values()], np.float32)
            weights = np.ascontiguousarray(rows[:, 1:])  # rows are taken from it
            return cls(
                data["columns"][1:], np.array(data["bias"], np.float32), [*data["patterns"]], rows[:, 0], weights
            )
        except (OSError, KeyError, ValueError, TypeError, IndexError) as error:
            raise LexiconError([Fault(Wrong.NOT_LEARNED, path.name, str(error))]) from error


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


@dataclass(frozen=True, slots=True)
class Told:
    """What the patterns of one message say."""

    scores: Mapping[str, float]
    """By answer how much speaks for it, or against it."""

    _table: Table
    _rows: _Rows

    def words(self, answer: str, sign: int) -> tuple[str, ...]:
        """Return the patterns that speak most for an answer (``sign`` 1) or against it (-1), none within another."""
        weights = self._table.weights[self._rows, self._table.answers.index(answer)] * sign
        kept: list[str] = []
        for at in (-weights).argsort(kind="stable").tolist():
            word = self._table.patterns[self._rows[at]].strip(BEGIN + PAUSE + END)
            if weights[at] <= 0 or len(kept) == WORDS_SHOWN:
                break
            if len(word) > 1 and _NAMED.fullmatch(word) and not any(word in each or each in word for each in kept):
                kept.append(word)
        return tuple(kept)


class Patterns:
    """Finds the patterns of a table in texts and adds their weights. Pure, and safe to share between threads."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._squares = table.rarity**2
        self._automaton = AhoCorasick(table.patterns)
        self.read = lru_cache(maxsize=4)(self._read)  # intent and danger are asked for one after the other

    def _read(self, text: str) -> Told:
        """Return what a normalised text says."""
        found = {number for number, _, _ in self._automaton.find_matches_as_indexes(marked(text), overlapping=True)}
        rows = np.array(sorted(found), np.intp)
        length = self._squares.take(rows).sum() ** 0.5 or 1.0
        scores = self._table.weights.take(rows, axis=0).sum(axis=0) / length + self._table.bias
        return Told(dict(zip(self._table.answers, scores.tolist(), strict=True)), self._table, rows)
