"""Signatures of requests, and how likely two of one place are about the same matter.

Not merely of the same kind: 「3号楼电梯坏了」 and 「三号楼电梯停运」 are one matter, 「3号楼电梯里广告太多」 is another, and so is the lift
of 5号楼. A signature is small, is made once when a request is understood, and is stored with its case; comparing two takes microseconds,
so that all recent ones of a place are gone through (a window by place and time finds more than any index over everything).
"""

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, TypeVar
from zlib import crc32

from civic.understanding import Signature

T = TypeVar("T")

SKETCH_BITS = 512
"""Of a sketch."""

_SEEDS = 3
"""Bits that a thing, a trouble or a kind sets, where a pair of characters sets one."""

LIKELY = 0.5
"""From here on two requests are taken for the same matter."""


class _Weights(NamedTuple):
    """What it says that both name the same (as much as they have in common), each another, or that only one names any."""

    same: float
    other: float
    alone: float


# Fitted to pairs (tests/nlp/said/pairs.tsv): a lift that is dirty is not the lift that stands still, and most texts name the trouble.
_THINGS = _Weights(2.6, -2.0, -0.2)
_TROUBLES = _Weights(2.4, -3.5, -1.2)


def likeness(one: Signature, other: Signature) -> float:
    """How likely (0 to 1) two requests of one place and season are about the same matter."""
    kinds = _kinds(one.kinds, other.kinds)
    if _apart(one, other) or (kinds < 0 and one.things.isdisjoint(other.things)):
        return 0.0
    score = (
        -2.6
        + 1.6 * kinds
        + 2.0 * _overlap(one.pairs, other.pairs)
        + _said(one.things, other.things, _THINGS)
        + _said(one.troubles, other.troubles, _TROUBLES)
    )
    return 1 / (1 + math.exp(-score))


def alike(one: Signature, window: Iterable[tuple[T, Signature]], most: int = 3) -> list[tuple[T, float]]:
    """Return what of ``window`` is likely about the same matter as ``one``, likeliest first, with the likelihood; at most so many."""
    scored = [(key, likeness(one, other)) for key, other in window]
    return sorted((pair for pair in scored if pair[1] >= LIKELY), key=lambda pair: -pair[1])[:most]


@lru_cache(maxsize=16)
def sketch(signature: Signature) -> int:
    """The signature as a row of bits: what has much in common has many bits in common. To find what is worth comparing."""
    words = (*(f"k{kind}" for kind in signature.kinds[:1]), *signature.things, *signature.troubles)
    told = [crc32(f"{seed}{word}".encode()) for word in words for seed in range(_SEEDS)]
    return sum(1 << bit for bit in {each % SKETCH_BITS for each in (*told, *signature.pairs)})


def _apart(one: Signature, other: Signature) -> bool:
    """Whether both say where, and not the same: another building, unit, room or gate."""
    here, there = one.spot, other.spot
    return (
        _differ(here.building, there.building)
        or _differ(here.unit, there.unit)
        or _differ(here.room, there.room)
        or bool(one.landmarks and other.landmarks and one.landmarks.isdisjoint(other.landmarks))
    )


def _differ(one: str | None, other: str | None) -> bool:
    return one != other and one is not None and other is not None


def _kinds(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    if not one or not other:
        return 0.3
    if one[0] == other[0]:
        return 1.0
    if one[0] in other[:2] or other[0] in one[:2]:
        return 0.4
    return -0.2


def _said(one: frozenset[str], other: frozenset[str], weights: _Weights) -> float:
    if one and other:
        return weights.other if one.isdisjoint(other) else weights.same * _overlap(one, other)
    return weights.alone if one or other else 0.0


def _overlap(one: frozenset[T], other: frozenset[T]) -> float:
    """The share of both that both have; of a text much longer than the other only as much counts as the other has."""
    least, most = sorted((len(one), len(other)))
    return 2 * len(one & other) / (least + min(most, 2 * least)) if least else 0.0
