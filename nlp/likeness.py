"""Signatures of requests, by which they are compared: how likely each kind is, and each trouble, and where it is."""

import math
import re
from collections.abc import Iterable, Sequence

import numpy as np

from civic.signatures import TOLD
from civic.understanding import Guess, Signature, Spot
from nlp.troubles import Troubles

POWER = 1.5
"""Of how far a trouble lies above all, so that the likeliest count most. Chosen on estates that nobody is judged by."""

_GATE = re.compile("[东西南北正后侧偏]+大?门")
"""A gate that is told from the others: every estate has a 大门, and every house a 单元门."""


class Signer:
    """Makes signatures. Pure, and safe to share between threads."""

    def __init__(self, troubles: Troubles) -> None:
        self._troubles = troubles

    def sign(self, text: str, guesses: Sequence[Guess], spot: Spot, landmarks: Iterable[str]) -> Signature:
        """Return the signature of a normalised text of which that is understood."""
        return Signature(
            tuple((guess.code, round(guess.share, 3)) for guess in guesses),
            self._weighed(text),
            spot,
            frozenset(mark.replace("大", "") for mark in landmarks if _GATE.fullmatch(mark)),
        )

    def _weighed(self, text: str) -> tuple[tuple[str, float], ...]:
        troubled = self._troubles.read(text)
        if troubled is None:
            return ()
        codes, above = troubled.likeliest(TOLD)
        weights = np.maximum(above, 0.0) ** POWER
        weights /= math.sqrt(weights @ weights) or 1.0
        return tuple(zip(codes, weights.round(3).tolist(), strict=True))
