"""Which answers the words of a text speak for, best first, and the words that say so.

A word counts once however often it is repeated, and more where the text begins: people say first what it is about. The share of an
answer is its part of all after the scores are put on an exponential scale.
"""

import math
from collections import defaultdict
from collections.abc import Sequence

from civic.understanding import Guess
from nlp.weights import LISTS, Weights

OPENING = 30
"""Characters at the beginning of a text whose words count more."""

OPENING_FACTOR = 1.8

SHARPNESS = 0.45
"""How fast belief grows with the score; chosen so that shares agree with how often a first choice is right."""

HINT = LISTS["hint"]

GUESSES = 5
WORDS_SHOWN = 6


class Ranker:
    """Ranks answers by weighed words."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights

    def knows(self, words: Sequence[str]) -> bool:
        """Whether one of ``words`` is more than a hint at anything."""
        return any(weight > HINT for word in words for weight in self._weights.get(word, {}).values())

    def rank(self, words: Sequence[str]) -> tuple[Guess, ...]:
        """Return the likeliest answers to a text cut into ``words``, best first; none where no word is known."""
        evidence: defaultdict[str, dict[str, float]] = defaultdict(dict)
        at = 0
        for word in words:
            factor = OPENING_FACTOR if at < OPENING else 1.0
            at += len(word)
            for answer, weight in self._weights.get(word, {}).items():
                if weight:
                    evidence[answer].setdefault(word, weight * factor)
        return _guesses(evidence)


def _guesses(evidence: dict[str, dict[str, float]]) -> tuple[Guess, ...]:
    if not evidence:
        return ()
    scores = {answer: sum(words.values()) for answer, words in evidence.items()}
    highest = max(scores.values())
    beliefs = {answer: math.exp(SHARPNESS * (score - highest)) for answer, score in scores.items()}
    total = math.fsum(beliefs.values())
    # The name decides between equals, so that the answer does not depend on the order of a dictionary.
    best = sorted(scores, key=lambda answer: (-scores[answer], answer))[:GUESSES]
    return tuple(Guess(answer, beliefs[answer] / total, _telling(evidence[answer])) for answer in best)


def _telling(words: dict[str, float]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: -words[word])[:WORDS_SHOWN])
