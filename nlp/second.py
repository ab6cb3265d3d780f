"""A second problem in the same message: 「电梯坏了，还有楼道灯也不亮」, 「楼道没人扫，灯也不亮」.

At every pause the words before it and behind it may tell of two. They do where each side alone speaks for a kind of its own much more than
for the other's, and the whole for both. Details, consequences and who suffers speak for the same kind, or for none.
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.features import heading_of
from nlp.patterns import MORE, Patterns
from nlp.ranking import Ranker, Weighed

LONGEST = 120
"""Characters of a text that may hold two requests. Longer ones, and those with a heading, are letters, which go on with the same."""

SHORTEST = 4
"""Characters in which a problem can be told."""

LEAST = 1e-3
"""Belief of the whole in a kind below which it is hardly told of: by this most that tell of one are known at once."""

# Fitted to three hands' messages of one and two problems and to those of natural months (docs/understanding.md).
_BEFORE, _BEHIND, _WHOLE, _MARK, _BIAS = 0.8, 1.03, 0.47, 1.47, -11.4
_CLEAREST = 8.0
"""The logarithm of how much likelier a kind is than another counts so much at most."""

# 「还有人在抽烟」 and 「还有三天」 go on with the same.
_ALSO = "还有(?!人|的人|没有|多久|多长|几|[0-9一二两三四五六七八九十半]|什么|谁|吗|一次|脸)"
_PAUSE = re.compile(rf"[，。！？；、,.!?;~…\s]+|(?={_ALSO}|另外|顺便|再就是|而且)")
_STOPS = re.compile(r"[。！？!?；;\n]")
_JOINING = re.compile(
    rf"(?:[2二②]|第二|其二)[、.．，:)]|(?:{_ALSO}|另外|另有|再就是|再有|再一个|再说个|再反映|再问|再报|顺便|顺带|顺道|其次|此外|除此之外|除此以外|同时|对了|以及|加上|外加)"
    r"(?:个|一个|一件|件|一点|就是)?(?:事儿?|事情|问题|情况)?[一下个件事是，,:：、]{0,3}"
)
"""What joins the second to the first, and is no part of it."""


class Part(NamedTuple):
    """Where a first part of a text ends and another begins, and whether a sentence ends between or a word joins them."""

    end: int
    start: int
    marked: bool


class Parted(NamedTuple):
    """Two problems: what the words of the first weigh, and what tells the second, with its likeliest kind."""

    first: Weighed
    told: str
    code: str


def parted(words: Sequence[str], whole: Weighed, kinds: Ranker, more: Patterns) -> Parted | None:
    """Return the two problems that a text tells, whose ``words`` weigh so much as a ``whole``; ``None`` where it tells of one.

    ``more`` knows what rather goes on with the first (``nlp.more``).
    """
    text = "".join(words)
    if len(text) > LONGEST or heading_of(text) or not whole:
        return None
    shares = whole.shares()
    ends = [*accumulate(map(len, words))]
    of_two = bool(np.partition(shares, -2)[-2] >= LEAST)
    likeliest, found = 0.0, None
    for part in parts(text):
        behind = words[bisect_left(ends, part.start) + 1 :]
        if not ((of_two or part.marked) and kinds.knows(behind)):
            continue
        there = kinds.weigh(behind).shares()
        other = int(there.argmax())
        if shares[other] < LEAST and not part.marked:
            continue
        first = kinds.weigh(words[: bisect_right(ends, part.end)])
        here = first.shares()
        one = int(here.argmax())
        if one != other:
            clear = _BEFORE * _clearer(here, one, other) + _BEHIND * _clearer(there, other, one)
            both = _WHOLE * math.log(max(min(shares[one], shares[other]), LEAST))
            score = _BIAS + clear + both + _MARK * part.marked
            told = text[part.start :].strip(" \n，。！；")
            if score > likeliest and more.read(told).scores[MORE] < 0:
                likeliest, found = score, Parted(first, told, whole.answers[other])
    return found


def parts(text: str) -> Iterator[Part]:
    """Yield the parts of a normalised text in which two problems may be told."""
    for pause in _PAUSE.finditer(text):
        joining = _JOINING.match(text, pause.end())
        start = joining.end() if joining else pause.end()
        if pause.start() >= SHORTEST and len(text) - start >= SHORTEST:
            yield Part(pause.start(), start, bool(joining or _STOPS.search(pause[0])))


def _clearer(shares: NDArray[np.floating[Any]], one: int, other: int) -> float:
    """How much likelier an answer is than another, as a logarithm."""
    return min(math.log(shares[one] / max(shares[other], 1e-9)), _CLEAREST)
