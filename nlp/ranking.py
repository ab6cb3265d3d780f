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

_Weights = Mapping[int, float]
"""What a word weighs by the number of the answer."""


class _Entry(NamedTuple):
    """All that is known of a word. Numbers in place of names: this is looked at for every word of every message."""

    listed: _Weights
    learned: _Weights
    rarity: float
    rules: tuple[tuple[Rule, _Weights], ...]

    def among(self, words: Collection[str]) -> _Weights:
        """Return what the lists say of the word in the company of ``words``."""
        weights = dict(self.listed)
        for rule, more in self.rules:
            if rule.holds(words):
                weights |= {number: weights.get(number, 0.0) + weight for number, weight in more.items()}
        return weights


_Said = tuple[str, float, _Weights, _Weights]
"""A known word of a text, how much it counts there, and what it weighs by the lists and by what was learned."""


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

    def __len__(self) -> int:
        """How many words speak for anything."""
        return len(self._entries)

    def rarity(self, word: str) -> float | None:
        """How rare a word is in the messages that were learned from; ``None`` where it did not stand in several of them."""
        entry = self._entries.get(word)
        return entry.rarity or None if entry else None

    def learned_for(self, word: str) -> str | None:
        """The answer for which a word was learned to speak most."""
        weights = self._entries[word].learned if word in self._entries else {}
        number = max(weights, key=weights.__getitem__, default=None)
        return None if number is None or weights[number] <= 0 else self._answers[number]

    def best(self, words: Sequence[str]) -> str | None:
        """Return the likeliest answer to a text cut into ``words``, if any word is known."""
        said, norm = self._said(words)
        scores = self._scores(said, norm)
        return self._answers[max(range(len(scores)), key=scores.__getitem__)] if said else None

    def scores(self, words: Sequence[str]) -> dict[str, float]:
        """Return by answer the score of a text cut into ``words``."""
        return dict(zip(self._answers, self._scores(*self._said(words)), strict=True))

    def first(self, words: Sequence[str]) -> str | None:
        """Return the answer that ``rank`` gives first, with less work."""
        said, norm = self._said(words)
        best = _highest(self._scores(said, norm)) if said else ()
        return next((self._answers[number] for number in best if _telling(_evidence(number, said, norm))), None)

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
        best = _highest(scores)
        beliefs = self._table.beliefs(scores, scores[best[0]])
        total = math.fsum(beliefs)
        return tuple(
            Guess(self._answers[number], beliefs[number] / total, words)
            for number in best
            if (words := _telling(_evidence(number, said, norm)))
        )

    def evidence(self, words: Sequence[str], answer: str) -> dict[str, float]:
        """Return by word what it adds to the score of ``answer``, or takes from it, in a text cut into ``words``."""
        return _evidence(self._answers.index(answer), *self._said(words))

    def _said(self, words: Sequence[str]) -> tuple[list[_Said], float]:
        """Return the known words of a text, and what the weights learned are divided by."""
        counted = spread(words, self._parts)
        if self._has_patterns:
            counted |= patterns("".join(words), self._entries)
        known = self._entries.get
        said: list[_Said] = []
        square = self._table.smoothing**2
        for word, factor in counted.items():
            if entry := known(word):
                listed, learned, rarity, rules = entry
                square += (rarity * factor) ** 2
                said.append((word, factor, entry.among(counted) if rules else listed, learned))
        return said, math.sqrt(square) or 1.0

    def _scores(self, said: Sequence[_Said], norm: float) -> list[float]:
        told = math.sqrt(max(1 - (self._table.smoothing / norm) ** 2, 0.0))
        scores = [bias * told for bias in self._bias]
        for _, factor, listed, learned in said:
            for number, weight in listed.items():
                scores[number] += weight * factor
            scale = factor / norm
            for number, weight in learned.items():
                scores[number] += weight * scale
        return scores

    def _compiled(self, lexicon: Lexicon, table: Table) -> Iterator[tuple[str, _Entry]]:
        number = {answer: at for at, answer in enumerate(self._answers)}
        rules: dict[str, list[tuple[Rule, _Weights]]] = {}
        for rule, weights in lexicon.rules.items():
            rules.setdefault(rule.word, []).append((rule, _numbered(table.listed(weights), number)))
        for word in sorted({*lexicon.words, *table.words, *rules}):
            learned = table.words.get(word)
            yield (
                word,
                _Entry(
                    _numbered(table.listed(lexicon.words.get(word, {})), number),
                    _numbered(learned.weights, number) if learned else {},
                    learned.rarity if learned else 0.0,
                    tuple(rules.get(word, ())),
                ),
            )


def _numbered(weights: Mapping[str, float], number: Mapping[str, int]) -> _Weights:
    return {number[answer]: weight for answer, weight in weights.items() if weight}


def _highest(scores: Sequence[float]) -> Sequence[int]:
    return sorted(range(len(scores)), key=scores.__getitem__, reverse=True)[:GUESSES]


def _evidence(number: int, said: Sequence[_Said], norm: float) -> dict[str, float]:
    """Return by word what it adds to the score of an answer, or takes from it."""
    return {
        word: listed.get(number, 0.0) * factor + learned.get(number, 0.0) * (factor / norm)
        for word, factor, listed, learned in said
        if number in learned or number in listed
    }


def _telling(words: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted([word for word in words if words[word] > 0], key=words.__getitem__, reverse=True)[:WORDS_SHOWN])
