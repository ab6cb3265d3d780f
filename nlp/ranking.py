"""Which answers the words of a text speak for, best first, and the words that say so.

Words speak by the hand-written lists and by what was learned (``nlp.learned``), beside them patterns of characters (``nlp.patterns``),
which hear what people say who use none of the words. The share of an answer is its part of the belief in all.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from civic.understanding import Guess
from nlp.features import PATTERN_MARK, heading_of, parts_of, patterns, spread
from nlp.learned import NONE, Table
from nlp.patterns import Patterns, Told
from nlp.weights import LISTS, Lexicon, Rule, Weights

HINT = LISTS["hint"]

GUESSES = 5
WORDS_SHOWN = 6

_Numbers = NDArray[np.float32]  # whose tables fit the processor's caches better than exacter ones


class _Entry(NamedTuple):
    """A known word: its rows among what the lists say and among what was learned, and how rare it is."""

    listed: int
    learned: int
    rarity: float


class _Said(NamedTuple):
    """The known words of a text, what its patterns tell, and the scores that come of them.

    ``listed`` and ``learned`` hold what the words (rows) weigh for the answers (columns), ``counts`` how much each word counts of either.
    """

    words: Sequence[str]
    listed: _Numbers
    learned: _Numbers
    counts: tuple[_Numbers, _Numbers]
    scores: _Numbers
    heard: Told | None

    def __bool__(self) -> bool:
        """Whether anything in the text is known."""
        return bool(self.words or self.heard)

    def added(self, answers: Sequence[int]) -> _Numbers:
        """Return what each word (column) adds to the score of each of ``answers`` (rows)."""
        of_listed, of_learned = self.counts
        return self.listed.T[answers] * of_listed + self.learned.T[answers] * of_learned

    def telling(self, answers: Sequence[int]) -> list[tuple[str, ...]]:
        """Return by answer the words that speak for it, those that add most first."""
        added = self.added(answers)
        order = (-added).argsort(axis=1, kind="stable")[:, :WORDS_SHOWN]
        return [
            tuple(self.words[at] for at in best if weights[at] > 0)
            for weights, best in zip(added.tolist(), order.tolist(), strict=True)
        ]


class Ranker:
    """Ranks answers by weighed words."""

    def __init__(self, lexicon: Lexicon, table: Table = NONE, heard: Patterns | None = None) -> None:
        answers = {answer for weights in (*lexicon.words.values(), *lexicon.rules.values()) for answer in weights}
        answers |= table.bias.keys() | set(heard.answers if heard else ())
        self._answers = sorted(answers)  # in order, so that equals are too
        self._heard = heard
        self._heard_at = [self._answers.index(answer) for answer in heard.answers] if heard else []
        self._parts = parts_of(lexicon.words.keys())
        self._has_patterns = table.has_patterns
        self._bias = np.array([table.bias.get(answer, 0.0) for answer in self._answers], np.float32)
        self._telling_words = _telling(lexicon.words)
        leaning = self._leaning(table)
        self._listed = self._matrix(lexicon.words.values()) @ leaning
        self._learned = self._matrix(entry.weights for entry in table.words.values())
        self._rules: dict[str, list[tuple[Rule, _Numbers]]] = {}
        for rule, row in zip(lexicon.rules, self._matrix(lexicon.rules.values()) @ leaning, strict=False):
            self._rules.setdefault(rule.word, []).append((rule, row))
        listed = {word: row for row, word in enumerate(lexicon.words)}
        learned = {word: row for row, word in enumerate(table.words)}
        self._entries = {
            word: _Entry(
                listed.get(word, -1), learned.get(word, -1), table.words[word].rarity if word in learned else 0.0
            )
            for word in (listed | learned | self._rules)
        }
        self._table = replace(table, words={})  # its words are compiled: no need to keep them twice

    def with_listed(self, words: Weights) -> "Ranker":
        """This one with ``words``, which weigh what is given for them in place of what the lists said; what is learned is shared."""
        if not words:
            return self
        rows = enumerate(words, start=len(self._listed) - 1)  # the last is empty, and stays the last
        unknown = _Entry(-1, -1, 0.0)
        entries = self._entries | {word: self._entries.get(word, unknown)._replace(listed=row) for row, word in rows}
        other = copy(self)
        vars(other).update(
            _entries=entries,
            _listed=np.concatenate((self._listed[:-1], self._matrix(words.values()) @ self._leaning(self._table))),
            _parts=parts_of({word for word, entry in entries.items() if entry.listed >= 0}),
            _telling_words=self._telling_words | _telling(words),
        )
        return other

    def knows(self, words: Iterable[str]) -> bool:
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
        weights = self._learned[self._entries[word].learned] if word in self._entries else self._bias[:0]
        return self._answers[int(weights.argmax())] if weights.max(initial=0.0) > 0 else None

    def best(self, words: Sequence[str], group: str = "") -> str | None:
        """Return the likeliest answer to a text cut into ``words``, of those that begin with ``group``, if any word is known."""
        said = self._said(words)
        ranked = (-said.scores).argsort(kind="stable").tolist() if said else ()
        return next((answer for at in ranked if (answer := self._answers[at]).startswith(group)), None)

    def lead(self, words: Sequence[str], group: str) -> float:
        """Return how far patterns hold the likeliest answer that begins with ``group`` before the likeliest other."""
        heard = self._hear(words)
        return heard.lead(group) if heard else 0.0

    def scores(self, words: Sequence[str]) -> dict[str, float]:
        """Return by answer the score of a text cut into ``words``."""
        return dict(zip(self._answers, self._said(words).scores.tolist(), strict=True))

    def first(self, words: Sequence[str]) -> str | None:
        """Return the answer that ``rank`` gives first, with less work."""
        said = self._said(words)
        return next((self._answers[at] for at, words in self._named(said) if words), None)

    def rank(self, words: Sequence[str], extra: Mapping[str, float] | None = None) -> tuple[Guess, ...]:
        """Return the likeliest answers to a text cut into ``words``, best first; none where nothing in it is known.

        ``extra`` adds to the scores of answers that something other than words speaks for.
        """
        said = self._said(words)
        if not said:
            return ()
        for answer, score in (extra or {}).items():
            said.scores[self._answers.index(answer)] += score
        shares = self._table.shares(said.scores)
        return tuple(Guess(self._answers[at], float(shares[at]), words) for at, words in self._named(said) if words)

    def evidence(self, words: Sequence[str], answer: str) -> dict[str, float]:
        """Return by word and by marked pattern what it adds to the score of ``answer``, or takes from it."""
        said = self._said(words)
        (added,) = said.added([self._answers.index(answer)]).tolist()
        heard = said.heard.weights(answer) if said.heard else {}
        return {word: weight for word, weight in zip(said.words, added, strict=True) if weight} | {
            PATTERN_MARK + pattern: weight for pattern, weight in heard.items()
        }

    def _named(self, said: _Said) -> Iterable[tuple[int, tuple[str, ...]]]:
        """Return the likeliest answers (columns), each with the words that speak for it, or else the patterns."""
        best: list[int] = (-said.scores).argsort(kind="stable")[:GUESSES].tolist()
        for at, words in zip(best, said.telling(best), strict=True):
            yield at, words or (said.heard.words(self._answers[at], 1) if said.heard else ())

    def _said(self, words: Sequence[str]) -> _Said:
        """Weigh the known words of a text."""
        counted = spread(words, self._parts)
        if self._has_patterns:
            counted |= patterns("".join(words), self._entries)
        known = [word for word in counted if word in self._entries]
        entries = [self._entries[word] for word in known]
        counts = [counted[word] for word in known]
        told = sum((entry.rarity * count) ** 2 for entry, count in zip(entries, counts, strict=True))
        square = self._table.smoothing**2 + told
        listed = self._listed.take(np.array([entry.listed for entry in entries], np.intp), axis=0)
        for word in self._rules.keys() & counted.keys():
            for rule, row in self._rules[word]:
                if rule.holds(counted):
                    listed[known.index(word)] += row
        learned = self._learned.take(np.array([entry.learned for entry in entries], np.intp), axis=0)
        of_listed = np.array(counts, np.float32)
        of_learned = of_listed * np.float32(square**-0.5 if square else 1.0)
        scores = self._bias * np.float32((told / square) ** 0.5 if square else 1.0)
        scores += of_listed @ listed
        scores += of_learned @ learned
        heard = self._hear(words)
        if heard:
            added = np.full_like(scores, heard.sums.min())  # to an answer that they never heard of
            added[self._heard_at] = heard.sums
            scores += added
        return _Said(known, listed, learned, (of_listed, of_learned), scores, heard)

    def _hear(self, words: Sequence[str]) -> Told | None:
        """What the patterns of a text tell, if any is known."""
        if self._heard is None:
            return None
        text = "".join(words)
        return self._heard.read(text, heading_of(text)) or None

    def _leaning(self, table: Table) -> _Numbers:
        """By answer that the lists speak for (row): what that comes to for each answer (column)."""
        shares = self._matrix(table.leanings.get(answer, {}) for answer in self._answers)[:-1]
        return (np.eye(len(self._answers), dtype=np.float32) + shares) * np.float32(table.lexicon)

    def _matrix(self, rows: Iterable[Mapping[str, float]]) -> _Numbers:
        """Return rows of weights with a column an answer; the last, for the word that is none of them, is empty."""
        column = {answer: at for at, answer in enumerate(self._answers)}
        found = list(rows)
        matrix = np.zeros((len(found) + 1, len(self._answers)), np.float32)
        for at, weights in enumerate(found):
            for answer, weight in weights.items():
                matrix[at, column[answer]] = weight
        return matrix


def _telling(words: Weights) -> frozenset[str]:
    """Those of the words that are more than a hint at anything."""
    return frozenset(word for word, weights in words.items() if max(weights.values()) > HINT)
