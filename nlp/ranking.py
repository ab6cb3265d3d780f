"""Which answers the words of a text speak for, best first, and the words that say so.

Words speak by the hand-written lists and by what was learned (``nlp.learned``), beside them patterns of characters (``nlp.patterns``),
which hear what people say who use none of the words. The share of an answer is its part of the belief in all.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from civic.understanding import Guess
from nlp.features import PATTERN_MARK, heading_of, parts_of, patterns, spread
from nlp.learned import NONE, Table
from nlp.patterns import Numbers, Patterns, Told
from nlp.troubles import Troubled, Troubles
from nlp.weights import LISTS, Lexicon, Rule, Weights

HINT = LISTS["hint"]

LAST = "\U0010ffff"
"""Behind every other character."""

TROUBLES, SHORT = 5.0, 40
"""How much it counts for a kind how far its likeliest trouble lies above all, in texts of at most so many characters; in longer ones
less: a letter tells more than what is wrong."""

UNTOLD = 0.2
"""How far above all lies what is wrong in the kinds of which no troubles are known."""

GUESSES = 5
WORDS_SHOWN = 6

_Numbers = NDArray[np.float32]  # whose tables fit the processor's caches better than exacter ones


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the known words of one text, and its patterns, weigh for each answer."""

    words: Sequence[str]
    scores: _Numbers
    heard: Told | None
    length: int
    """Characters of the text."""

    answers: Sequence[str]
    """What is weighed, in the order of ``scores``."""

    _table: Table
    _listed: _Numbers  # by word (row) and answer (column), like _learned
    _learned: _Numbers
    _counts: tuple[_Numbers, _Numbers]  # how much each word counts of either
    _troubled: Troubled | None = None

    def __bool__(self) -> bool:
        """Whether anything in the text is known."""
        return bool(self.words or self.heard)

    def by_answer(self) -> dict[str, float]:
        """Return the scores by answer."""
        return dict(zip(self.answers, self.scores.tolist(), strict=True))

    def lead(self, group: str) -> float:
        """Return how far patterns hold the likeliest answer that begins with ``group`` before the likeliest other."""
        return self.heard.lead(group) if self.heard else 0.0

    def best(self, group: str = "") -> str | None:
        """Return the likeliest answer, of those that begin with ``group``, if anything is known."""
        first, last = (bisect_left(self.answers, end) for end in (group, group + LAST))
        return self.answers[first + int(self.scores[first:last].argmax())] if self and first < last else None

    def shares(self) -> NDArray[np.floating[Any]]:
        """Return the belief in each of ``answers``, as ``guesses`` have it."""
        return self._table.shares(self.scores, self.length)

    def guesses(self, extra: Mapping[str, float] | None = None) -> tuple[Guess, ...]:
        """Return the likeliest answers, best first; none where nothing is known.

        ``extra`` adds to the scores of answers that something other than words speaks for.
        """
        if not self:
            return ()
        scores = self.scores.copy()
        for answer, score in (extra or {}).items():
            scores[self.answers.index(answer)] += score
        shares = self._table.shares(scores, self.length)
        return tuple(Guess(self.answers[at], float(shares[at]), words) for at, words in self._named(scores) if words)

    def evidence(self, answer: str) -> dict[str, float]:
        """Return by word and by marked pattern what it adds to the score of ``answer``, or takes from it."""
        (added,) = self._added(np.array([self.answers.index(answer)])).tolist()
        weights = defaultdict(float, {word: weight for word, weight in zip(self.words, added, strict=True) if weight})
        heard = self.heard.weights(answer) if self.heard else {}
        troubled = self._troubled.weights(answer) if self._troubled else {}
        for said, factor in ((heard, 1.0), (troubled, _voice(self.length))):
            for pattern, weight in said.items():
                weights[PATTERN_MARK + pattern] += weight * factor
        return dict(weights)

    def _named(self, scores: _Numbers) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the likeliest answers (columns), each with the words that speak for it, or else the patterns."""
        best = (-scores).argsort(kind="stable")[:GUESSES]
        added = self._added(best)
        order = (-added).argsort(axis=1, kind="stable")[:, :WORDS_SHOWN]
        for at, weights, heaviest in zip(best.tolist(), added.tolist(), order.tolist(), strict=True):
            words = tuple([self.words[each] for each in heaviest if weights[each] > 0])
            yield at, words or self._patterns_for(self.answers[at])

    def _patterns_for(self, answer: str) -> tuple[str, ...]:
        heard = self.heard.words(answer, 1) if self.heard else ()
        return heard or (self._troubled.words(answer) if self._troubled else ())

    def _added(self, answers: NDArray[np.intp]) -> _Numbers:
        """Return what each word (column) adds to the score of each of ``answers`` (rows)."""
        of_listed, of_learned = (counts[:, np.newaxis] for counts in self._counts)
        added: _Numbers = (
            self._listed.take(answers, axis=1) * of_listed + self._learned.take(answers, axis=1) * of_learned
        )
        return added.T


class Ranker:
    """Ranks answers by weighed words."""

    def __init__(
        self,
        lexicon: Lexicon,
        table: Table = NONE,
        heard: Patterns | None = None,
        troubles: Troubles | None = None,
    ) -> None:
        answers = {answer for weights in (*lexicon.words.values(), *lexicon.rules.values()) for answer in weights}
        answers |= table.bias.keys() | set(heard.answers if heard else ()) | set(troubles.kinds if troubles else ())
        self._answers = sorted(answers)  # in order, so that equals are too
        self._heard = heard
        self._heard_at = self._columns(heard.answers if heard else ())
        self._troubles = troubles
        self._troubles_at = self._columns(troubles.kinds if troubles else ())
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
        self._places = {word: at for at, word in enumerate(dict.fromkeys((*lexicon.words, *table.words, *self._rules)))}
        # Of each known word: its rows in what the lists say and in what was learned (the last, where there is none), and its rarity.
        self._listed_at = self._rows(lexicon.words)
        self._learned_at = self._rows(table.words)
        self._rarity = np.zeros(len(self._places), np.float32)
        self._rarity[[self._places[word] for word in table.words]] = [each.rarity for each in table.words.values()]
        self._table = replace(table, words={})  # its words are compiled: no need to keep them twice

    def with_listed(self, words: Weights) -> "Ranker":
        """This one with ``words``, which weigh what is given for them in place of what the lists said; what is learned is shared."""
        if not words:
            return self
        new = [word for word in words if word not in self._places]
        places = self._places | {word: at for at, word in enumerate(new, start=len(self._places))}
        listed_at, learned_at, rarity = (
            np.concatenate((known, np.full(len(new), none, known.dtype)))
            for known, none in ((self._listed_at, -1), (self._learned_at, -1), (self._rarity, 0))
        )
        # The last row is empty, and stays the last.
        listed_at[[places[word] for word in words]] = np.arange(len(words)) + len(self._listed) - 1
        other = copy(self)
        vars(other).update(
            _places=places,
            _listed_at=listed_at,
            _learned_at=learned_at,
            _rarity=rarity,
            _listed=np.concatenate((self._listed[:-1], self._matrix(words.values()) @ self._leaning(self._table))),
            _parts=parts_of({word for word, at in places.items() if listed_at[at] >= 0}),
            _telling_words=self._telling_words | _telling(words),
        )
        return other

    def knows(self, words: Iterable[str]) -> bool:
        """Whether one of ``words`` is more than a hint at anything."""
        return not self._telling_words.isdisjoint(words)

    def __len__(self) -> int:
        """How many words speak for anything."""
        return len(self._places)

    def rarity(self, word: str) -> float | None:
        """How rare a word is in the messages that were learned from; ``None`` where it did not stand in several of them."""
        at = self._places.get(word)
        return None if at is None else float(self._rarity[at]) or None

    def learned_for(self, word: str) -> str | None:
        """The answer for which a word was learned to speak most."""
        weights = self._learned[self._learned_at[self._places[word]]] if word in self._places else self._bias[:0]
        return self._answers[int(weights.argmax())] if weights.max(initial=0.0) > 0 else None

    def weigh(self, words: Sequence[str]) -> Weighed:
        """Weigh a text cut into ``words``."""
        text = "".join(words)
        counted = spread(words, self._parts)
        if self._has_patterns:
            counted |= patterns(text, self._places)
        known = [*filter(self._places.__contains__, counted)]
        at = np.fromiter(map(self._places.__getitem__, known), np.intp, len(known))
        of_listed = np.fromiter(map(counted.__getitem__, known), np.float32, len(known))
        listed = self._listed.take(self._listed_at.take(at), axis=0)
        for word in self._rules.keys() & counted.keys():
            for rule, row in self._rules[word]:
                if rule.holds(counted):
                    listed[known.index(word)] += row
        learned = self._learned.take(self._learned_at.take(at), axis=0)
        told = float(np.add.reduce(np.square(self._rarity.take(at) * of_listed)))
        square = self._table.smoothing**2 + told
        of_learned = of_listed * np.float32(square**-0.5 if square else 1.0)
        scores = self._bias * np.float32((told / square) ** 0.5 if square else 1.0)
        scores += of_listed @ listed
        scores += of_learned @ learned
        heard = self._heard.read(text, heading_of(text)) or None if self._heard else None
        if heard:
            # What is added to an answer that they never heard of is the least.
            scores += self._over_all(heard.sums, self._heard_at, heard.sums[heard.sums.argmin()])
        troubled = self._troubles.read(text) if self._troubles else None
        if troubled:
            scores += _voice(len(text)) * self._over_all(troubled.by_kind(), self._troubles_at, UNTOLD)
        counts = of_listed, of_learned
        return Weighed(known, scores, heard, len(text), self._answers, self._table, listed, learned, counts, troubled)

    def _over_all(self, numbers: Numbers, at: NDArray[np.intp], others: float) -> _Numbers:
        """Return by answer the ``numbers`` of those that stand at these places, and what ``others`` have."""
        over = np.full(len(self._answers), others, np.float32)
        over[at] = numbers
        return over

    def _columns(self, answers: Sequence[str]) -> NDArray[np.intp]:
        """Where ``answers`` stand among all."""
        return np.array([self._answers.index(answer) for answer in answers], np.intp)

    def _rows(self, words: Collection[str]) -> NDArray[np.intp]:
        """By known word its row among ``words``."""
        rows = np.full(len(self._places), -1, np.intp)
        rows[[self._places[word] for word in words]] = np.arange(len(words))
        return rows

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


def _voice(length: int) -> float:
    """How much troubles count in a text of so many characters."""
    return TROUBLES * min(1.0, SHORT / max(length, 1))


def _telling(words: Weights) -> frozenset[str]:
    """Those of the words that are more than a hint at anything."""
    return frozenset(word for word, weights in words.items() if max(weights.values()) > HINT)
