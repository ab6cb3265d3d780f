"""Learning what words weigh, from labelled messages. The one module that needs scikit-learn, and never at run time.

A linear support vector machine is fitted to each answer against all others. What it finds is added to what the hand-written lists
say, and the scale on which scores become shares is fitted to messages that were not learned from.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from nlp.features import PATTERN_MARK, Parts, parts_of, patterns, spread
from nlp.learned import Entry, Table
from nlp.patterns import Patterns
from nlp.ranking import Ranker
from nlp.weights import Lexicon

FEWEST = 2
"""Messages in which a word must stand to be learned. Rarer ones are names, slips and chance."""

FOLDS = 4
ABSENT = -1.2
"""Bias of an answer without examples: a little below that of the rarest."""

LEXICON = 0.4
LEAST_LEANING = 0.05
STRENGTHS = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0)
"""How much what was learned counts beside the lists, tried in this order on the scale of ``LEXICON``."""

SHARPNESSES = tuple(0.8 * 1.05**step for step in range(50))


@dataclass(frozen=True, slots=True)
class Example:
    """A message cut into words, and its answers: the first is learned, any of them is right."""

    words: Sequence[str]
    labels: tuple[str, ...]

    @property
    def length(self) -> int:
        """Characters."""
        return sum(map(len, self.words))


@dataclass(frozen=True)
class Course:
    """How to learn: beside which lists, whether patterns of characters too, and which words must not enter the table (names).

    ``smoothing`` is added to the length of every text, so that the few words of a short one do not each count for many; ``cost`` is what a
    machine pays for a message on the wrong side. Both were chosen by cross-validation. Weights below ``least`` stay out of the table.
    """

    lexicon: Lexicon
    with_patterns: bool
    barred: Callable[[str], bool] = lambda _: False
    smoothing: float = 50.0
    cost: float = 2.0
    least: float = 0.04
    heard: Patterns | None = None
    """What tells these answers beside the words: the scales are fitted with it."""

    leaning: float = 0.0
    """How much a point of the lists for an answer counts among the words, so that what it says of other answers is learned too."""

    @property
    def answers(self) -> set[str]:
        """The answers that the lists know."""
        return {answer for weights in self.lexicon.words.values() for answer in weights}

    @cached_property
    def parts(self) -> Parts:
        """The words of the lists that lie inside others."""
        return parts_of(self.lexicon.words.keys())

    @cached_property
    def _lists(self) -> Ranker:
        return Ranker(self.lexicon, Table({}, {}, lexicon=1.0))

    @cached_property
    def _beside(self) -> Ranker:
        return Ranker(self.lexicon, Table({}, {}, lexicon=LEXICON), self.heard)

    def listed(self, words: Sequence[str]) -> Mapping[str, float]:
        """Return by answer the points that the lists give to a text."""
        return self._lists.weigh(words).by_answer()

    def beside(self, words: Sequence[str]) -> Mapping[str, float]:
        """Return by answer what a text scores before anything is learned from words: by the lists, and by what is heard."""
        return self._beside.weigh(words).by_answer()

    def count(self, words: Sequence[str]) -> dict[str, float]:
        """Return by word and pattern how much it counts in a text, as for a ``Ranker``."""
        counted = spread(words, self.parts)
        return counted | (patterns("".join(words)) if self.with_patterns else {})

    def learnable(self, word: str) -> bool:
        """Whether a word may enter the table: Chinese or in the lists, and no name."""
        bare = word.removeprefix(PATTERN_MARK)
        if word in self.lexicon.words:
            return True
        return bool(bare) and all("\u4e00" <= each <= "\u9fff" for each in bare) and not self.barred(bare)


def learn(examples: Sequence[Example], course: Course, judges: Sequence[Example] = ()) -> Table:
    """Learn a table from ``examples``; the scales are fitted to ``judges``, or by cross-validation where there are none.

    Raises ``ImportError`` where scikit-learn is missing and ``ValueError`` where fewer than two answers are to be told apart.
    """
    if len({example.labels[0] for example in examples}) < 2:
        raise ValueError("there must be messages of at least two answers")
    fitted = _fit(examples, course)
    judged = [(fitted, judges)] if judges else [_fold(examples, course, number) for number in range(FOLDS)]
    strength, sharpness = _scales(judged, course)
    return _table(fitted, course, strength, sharpness)


@dataclass(frozen=True, slots=True)
class _Fitted:
    """What the machines found: answers, their biases, and by word its rarity and a weight for each answer.

    ``others`` are answers without examples; ``leanings`` give by answer what a point of the lists for it weighs for each.
    """

    smoothing: float
    others: Sequence[str]
    answers: Sequence[str]
    bias: Sequence[float]
    words: Mapping[str, tuple[float, Sequence[float]]]
    leanings: Mapping[str, Sequence[float]]

    def margins(self, counted: Mapping[str, float], listed: Mapping[str, float]) -> dict[str, float]:
        vector = {word: factor * self.words[word][0] for word, factor in counted.items() if word in self.words}
        norm, told = _norm(vector, self.smoothing)
        found = [bias * told for bias in self.bias]
        said = [(value / norm, self.words[word][1]) for word, value in vector.items()]
        said += [(points, self.leanings[answer]) for answer, points in listed.items() if answer in self.leanings]
        for value, weights in said:
            for number, weight in enumerate(weights):
                found[number] += weight * value
        absent = dict.fromkeys(self.others, ABSENT * told)
        return absent | dict(zip(self.answers, found, strict=True))


def _norm(vector: Mapping[str, float], smoothing: float) -> tuple[float, float]:
    """Return what weights are divided by, and how much the text tells (0 to 1): so much of a bias counts."""
    square = sum(value * value for value in vector.values())
    norm = math.sqrt(smoothing**2 + square) or 1.0
    return norm, math.sqrt(square) / norm


def _fold(examples: Sequence[Example], course: Course, number: int) -> tuple[_Fitted, Sequence[Example]]:
    kept = [example for at, example in enumerate(examples) if at % FOLDS != number]
    return _fit(kept, course), examples[number::FOLDS]


def _fit(examples: Sequence[Example], course: Course) -> _Fitted:
    # An extra, without types.
    from scipy.sparse import csr_matrix  # noqa: PLC0415
    from sklearn.svm import LinearSVC  # noqa: PLC0415

    counts = [course.count(example.words) for example in examples]
    listed = [course.listed(example.words) for example in examples]
    spreadings = Counter(word for counted in counts for word in counted)
    words = sorted(word for word, times in spreadings.items() if times >= FEWEST and course.learnable(word))
    rarity = {word: 1 + math.log(len(examples) / spreadings[word]) for word in words}
    place = {word: number for number, word in enumerate(words)}
    leaning = {
        answer: at for at, answer in enumerate(sorted(course.answers) if course.leaning else (), start=len(words))
    }
    last = len(words) + len(leaning)
    values, columns, ends = [], [], [0]
    for counted, points in zip(counts, listed, strict=True):
        vector = {word: factor * rarity[word] for word, factor in counted.items() if word in rarity}
        norm, told = _norm(vector, course.smoothing)
        values += [
            *(value / norm for value in vector.values()),
            *(points[each] * course.leaning for each in leaning),
            told,
        ]
        columns += [*(place[word] for word in vector), *leaning.values(), last]
        ends.append(len(values))
    matrix = csr_matrix((values, columns, ends), shape=(len(examples), last + 1))
    machine: Any = LinearSVC(C=course.cost, fit_intercept=False, random_state=0)
    machine.fit(matrix, [example.labels[0] for example in examples])
    coefficients, answers = machine.coef_.T.tolist(), machine.classes_.tolist()
    if len(answers) == 2:  # one machine tells two answers apart
        coefficients = [[-row[0], row[0]] for row in coefficients]
    others = course.answers - set(answers)
    weights = {word: (rarity[word], coefficients[place[word]]) for word in words}
    leanings = {answer: [course.leaning * each for each in coefficients[at]] for answer, at in leaning.items()}
    return _Fitted(course.smoothing, sorted(others), answers, coefficients[-1], weights, leanings)


_Scored = tuple[Mapping[str, float], Mapping[str, float], Example]
"""What a message scores beside the machines, and what the machines say of it."""

_Sums = tuple[dict[str, float], Example]
"""The scores of a message."""


def _scales(judged: Sequence[tuple[_Fitted, Sequence[Example]]], course: Course) -> tuple[float, float]:
    """Choose the strength with most first choices right, then the sharpness by which they can be believed."""
    scored: list[_Scored] = [
        (
            course.beside(example.words),
            fitted.margins(course.count(example.words), course.listed(example.words)),
            example,
        )
        for fitted, examples in judged
        for example in examples
    ]
    strengths = STRENGTHS if course.lexicon.words else (1.0,)
    sums = {strength: [_sums(each, strength) for each in scored] for strength in strengths}
    strength = max(strengths, key=lambda each: _rightness(sums[each]))
    return strength, min(SHARPNESSES, key=lambda each: _distance(sums[strength], each))


def _sums(scored: _Scored, strength: float) -> _Sums:
    beside, margins, example = scored
    answers = sorted(beside.keys() | margins.keys())
    return {answer: beside.get(answer, 0.0) + strength * margins.get(answer, 0.0) for answer in answers}, example


def _rightness(sums: Sequence[_Sums]) -> float:
    right = 0.0
    for scores, example in sums:
        best = sorted(scores, key=lambda answer: -scores[answer])[:3]
        right += (best[0] in example.labels) + 0.5 * bool(set(best) & set(example.labels))
    return right


def _distance(sums: Sequence[_Sums], sharpness: float) -> float:
    """Return how far the beliefs in the first choices lie from whether they are right (Brier's score)."""
    table, total = Table({}, {}, 0.0, sharpness=sharpness), 0.0
    for scores, example in sums:
        share = table.shares(np.array([*scores.values()]), example.length).max()
        total += (share - (max(scores, key=scores.__getitem__) in example.labels)) ** 2
    return total


def _table(fitted: _Fitted, course: Course, strength: float, sharpness: float) -> Table:
    bias = dict.fromkeys(fitted.others, ABSENT * strength)
    bias |= {answer: value * strength for answer, value in zip(fitted.answers, fitted.bias, strict=True)}
    words = {
        word: Entry(
            round(rarity, 2),
            {
                answer: weight * rarity * strength
                for answer, weight in zip(fitted.answers, weights, strict=True)
                if abs(weight * rarity * strength) >= course.least * (course.smoothing or 1.0)
            },
        )
        for word, (rarity, weights) in fitted.words.items()
    }
    leanings = {
        said: {
            answer: weight * strength / LEXICON
            for answer, weight in zip(fitted.answers, weights, strict=True)
            if abs(weight * strength / LEXICON) >= LEAST_LEANING
        }
        for said, weights in fitted.leanings.items()
    }
    lexicon = LEXICON if course.lexicon.words else 0.0
    return Table(words, bias, lexicon, course.smoothing, sharpness, leanings)
