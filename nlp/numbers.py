"""Case numbers (编号) named in a text: 幸福-261122-003, or only its tail 261122-003."""

import re
from collections.abc import Iterator

_DAY = "[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_DASH = r"\s{0,2}-\s{0,2}"
# Looked for from the digits, which are rare, and then backwards.
_TAIL = re.compile(f"(?<![0-9])({_DAY}){_DASH}([0-9]{{3,6}})(?![0-9])")
_PLACE = re.compile(f"([\u4e00-\u9fff]{{1,8}}){_DASH}$")
_REACH = 13
# What people write right in front of a number and is no part of it. A place's short name has at least two characters.
_LEAD = re.compile(
    "(?:.*(?:的|请问|编号|单号|工单|案件|查询|查一下|查下|看看|看下|关于|事项|一下|就是|撤回|撤销))?(?=.{2})"
)


def find_numbers(text: str) -> tuple[str, ...]:
    """Return the case numbers in a normalised text, in order, each once.

    The characters in front of a number belong to it as far as can be told; who looks a case up does well to compare the ends.
    """
    return tuple(dict.fromkeys(number for number, _, _ in _numbers(text)))


def without_numbers(text: str) -> str:
    """Return ``text`` without its case numbers."""
    parts, done = [], 0
    for _, start, end in _numbers(text):
        parts.append(text[done:start])
        done = end
    return " ".join([*parts, text[done:]])


def _numbers(text: str) -> Iterator[tuple[str, int, int]]:
    if "-" not in text:
        return
    for tail in _TAIL.finditer(text):
        start, number = tail.start(), f"{tail[1]}-{tail[2]}"
        if place := _PLACE.search(text, max(start - _REACH, 0), start):
            name = _LEAD.sub("", place[1], count=1)
            start, number = place.end(1) - len(name), f"{name}-{number}"
        yield number, start, tail.end()
