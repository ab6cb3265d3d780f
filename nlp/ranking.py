"""Which answers the words of a text speak for, best first, and the words that say so.

Words speak by the hand-written lists and by what was learned (``nlp.learned``). The share of an answer is its part of
the belief in all.
"""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from civic.understanding import Guess
from nlp.features import parts_of, patterns, spread
from nlp.learned import NONE, Table
from nlp.weights import LISTS, Lexicon, Rule

HINT = LISTS["hint"]

GUESSES = 5
WORDS_SHOWN = 6

_Pairs = tuple[tuple[int, float], ...]
"""Numbers of answers and what a word weighs for each."""


class _Entry(NamedTuple):
    """All that is known of a word. Numbers in place of names: this is looked at for every word of every message."""

    listed: _Pairs
    learned: _Pairs
    rarity: float
    rules: tuple[tuple[Rule, _Pairs], ...]


class _Said(NamedTuple):
    """A known word of a text: how much it counts, and what it weighs by the lists and by what was learned."""

    word: str
    factor: float
    listed: _Pairs
    learned: _Pairs


class Ranker:
    """Ranks answers by weighed words."""

    def __init__(self, lexicon: Lexicon, table: Table = NONE) -> None:
        answers = {answer for weights in (*lexicon.words.values(), *lexicon.rules.values()) for answer in weights}
        self._answers = sorted(answers | table.bias.keys())  # in order, so that equals are too
        self._parts = parts_of(lexicon.words.keys())
        self._has_patterns = table.has_patterns
        self._bias = [table.bias.get(answer, 0.0) for answer in self._answers]
        self._telling_words = frozenset(word for word, weights in lexicon.words.items() if max(weights.values()) > HINT)
        self._entries = dict(self._compiled(lexicon, table))
        self._table = replace(table, words={})  # its words are compiled: no need to keep them twice

    def knows(self, words: Collection[str]) -> bool:
        """Whether one of ``words`` is more than a hint at anything."""
        return not self._telling_words.isdisjoint(words)

    def best(self, words: Sequence[str]) -> str | None:
        """Return the likeliest answer to a text cut into ``words``, if any word is known."""
        said, norm = self._said(words)
        scores = self._scores(said, norm)
        return self._answers[max(range(len(scores)), key=scores.__getitem__)] if said else None

    def scores(self, words: Sequence[str]) -> dict[str, float]:
        """Return by answer the score of a text cut into ``words``."""
        return dict(zip(self._answers, self._scores(*self._said(words)), strict=True))

    def rank(self, words: Sequence[str], extra: Mapping[str, float] | None = None) -> tuple[Guess, ...]:
        """Return the likeliest answers to a text cut into ``words``, best first; none where no word is known.

        ``extra`` adds to the scores of answers that something other than words speaks for.
        """
        said, norm = self._said(words)
        if not said:
            return ()
        scores = self._scores(said, norm)
        for answer, score in (extra or {}).items():
            scores[self._answers.index(answer)] += score
        best = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)[:GUESSES]
        highest = scores[best[0]]
        beliefs = self._table.beliefs(scores, highest)
        total = math.fsum(beliefs)
        evidence = self._evidence(best, said, norm)
        return tuple(
            Guess(self._answers[number], beliefs[number] / total, words)
            for number in best
            if (words := _telling(evidence[number]))
        )

    def evidence(self, words: Sequence[str], answer: str) -> dict[str, float]:
        """Return by word what it adds to the score of ``answer``, or takes from it, in a text cut into ``words``."""
        number = self._answers.index(answer)
        return self._evidence([number], *self._said(words))[number]

    def _said(self, words: Sequence[str]) -> tuple[list[_Said], float]:
        """Return the known words of a text, and what the weights learned are divided by."""
        counted = spread(words, self._parts)
        if self._has_patterns:
            counted |= patterns("".join(words), self._entries)
        said: list[_Said] = []
        square = self._table.smoothing**2
        entries = self._entries
        for word, factor in counted.items():
            if entry := entries.get(word):
                square += (entry.rarity * factor) ** 2
                listed = entry.listed
                for rule, pairs in entry.rules:
                    if rule.holds(counted):
                        listed += pairs
                said.append(_Said(word, factor, listed, entry.learned))
        return said, math.sqrt(square) or 1.0

    def _scores(self, said: Sequence[_Said], norm: float) -> list[float]:
        told = math.sqrt(max(1 - (self._table.smoothing / norm) ** 2, 0.0))
        scores = [bias * told for bias in self._bias]
        learned = [0.0] * len(scores)
        for _, factor, listed, pairs in said:
            for number, weight in listed:
                scores[number] += weight * factor
            for number, weight in pairs:
                learned[number] += weight * factor
        return [score + found / norm for score, found in zip(scores, learned, strict=True)]

    @staticmethod
    def _evidence(numbers: Collection[int], said: Sequence[_Said], norm: float) -> dict[int, dict[str, float]]:
        evidence: dict[int, dict[str, float]] = {number: {} for number in numbers}
        for word, factor, listed, learned in said:
            for pairs, scale in ((listed, factor), (learned, factor / norm)):
                for number, weight in pairs:
                    if number in evidence and weight:
                        evidence[number][word] = evidence[number].get(word, 0.0) + weight * scale
        return evidence

    def _compiled(self, lexicon: Lexicon, table: Table) -> Iterator[tuple[str, _Entry]]:
        number = {answer: at for at, answer in enumerate(self._answers)}
        rules: dict[str, list[tuple[Rule, _Pairs]]] = {}
        for rule, weights in lexicon.rules.items():
            rules.setdefault(rule.word, []).append((rule, _numbered(weights, number, table.lexicon)))
        for word in sorted({*lexicon.words, *table.words, *rules}):
            learned = table.words.get(word)
            yield (
                word,
                _Entry(
                    _numbered(lexicon.words.get(word, {}), number, table.lexicon),
                    _numbered(learned.weights, number) if learned else (),
                    learned.rarity if learned else 0.0,
                    tuple(rules.get(word, ())),
                ),
            )


def _numbered(weights: Mapping[str, float], number: Mapping[str, int], scale: float = 1.0) -> _Pairs:
    return tuple((number[answer], weight * scale) for answer, weight in weights.items() if weight)


def _telling(words: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted((word for word in words if words[word] > 0), key=lambda word: -words[word])[:WORDS_SHOWN])
