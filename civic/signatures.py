"""Signatures of requests, and how likely two of one place are about the same matter.

Not merely of the same kind: 「3号楼电梯坏了」 and 「三号楼电梯停运」 are one matter, 「3号楼电梯里广告太多」 is another, and so is the lift
of 5号楼. A signature is small, is made once when a request is understood, and is stored with its case; comparing two takes microseconds,
so that all recent ones of a place are gone through (a window by place and time finds more than any index over everything).
"""

import math
from collections.abc import Iterable
from typing import TypeVar

from civic.understanding import Signature

T = TypeVar("T")

Weights = Iterable[tuple[str, float]]

TOLD = 16
"""Troubles that a signature tells. More tell no more."""

LIKELY = 0.5
"""From here on two requests are taken for the same matter."""

# Fitted to eight estates (docs/understanding.md): messages that avoid the usual words, and such as people write without a thought.
_TROUBLES, _KINDS, _PLACE, _BIAS = 7.0, 3.0, 1.5, -5.2


def likeness(one: Signature, other: Signature) -> float:
    """How likely (0 to 1) two requests of one place and season are about the same matter."""
    if _apart(one, other):
        return 0.0
    troubles = math.fsum(here * there for here, there in _both(one.troubles, other.troubles))
    kinds = math.fsum(math.sqrt(here * there) for here, there in _both(one.kinds, other.kinds))
    score = _BIAS + _TROUBLES * troubles + _KINDS * kinds + _PLACE * _together(one, other)
    return 1 / (1 + math.exp(-score))


def alike(one: Signature, window: Iterable[tuple[T, Signature]], most: int = 3) -> list[tuple[T, float]]:
    """Return what of ``window`` is likely about the same matter as ``one``, likeliest first, with the likelihood; at most so many."""
    scored = [(key, likeness(one, other)) for key, other in window]
    return sorted((pair for pair in scored if pair[1] >= LIKELY), key=lambda pair: -pair[1])[:most]


def _both(one: Weights, other: Weights) -> list[tuple[float, float]]:
    """What each says of the answers that both name."""
    there = dict(other)
    return [(weight, there[answer]) for answer, weight in one if answer in there]


def _apart(one: Signature, other: Signature) -> bool:
    """Whether both say where, and not the same: another building, unit, room or gate."""
    here, there = one.spot, other.spot
    return (
        _differ(here.building, there.building)
        or _differ(here.unit, there.unit)
        or _differ(here.room, there.room)
        or bool(one.landmarks and other.landmarks and one.landmarks.isdisjoint(other.landmarks))
    )


def _together(one: Signature, other: Signature) -> bool:
    """Whether both name the same building or gate."""
    return (one.spot.building is not None and one.spot.building == other.spot.building) or not one.landmarks.isdisjoint(
        other.landmarks
    )


def _differ(one: str | None, other: str | None) -> bool:
    return one != other and one is not None and other is not None
