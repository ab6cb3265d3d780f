"""Case numbers (编号) named in a text: 幸福-261122-003, or only its tail 261122-003."""

import re

_DAY = "[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_DASH = r"\s{0,2}-\s{0,2}"
_NUMBER = re.compile(f"(?:([\u4e00-\u9fff]{{1,8}}){_DASH})?(?<![0-9])({_DAY}){_DASH}([0-9]{{3,6}})(?![0-9])")
# What people write right in front of a number and is no part of it. A place's short name has at least two characters.
_LEAD = re.compile(
    "(?:.*(?:的|请问|编号|单号|工单|案件|查询|查一下|查下|看看|看下|关于|事项|一下|就是|撤回|撤销))?(?=.{2})"
)


def find_numbers(text: str) -> tuple[str, ...]:
    """Return the case numbers in a normalised text, in order, each once.

    The characters in front of a number belong to it as far as can be told; who looks a case up does well to compare the ends.
    """
    return tuple(dict.fromkeys(_written(found) for found in _NUMBER.finditer(text)))


def without_numbers(text: str) -> str:
    """Return ``text`` without its case numbers."""
    return _NUMBER.sub(lambda found: _split(found[1])[0] + " ", text)


def _written(found: re.Match[str]) -> str:
    place = _split(found[1])[1]
    return "-".join(part for part in (place, found[2], found[3]) if part)


def _split(place: str | None) -> tuple[str, str]:
    """Part what stands in front of a number into what is said about it and the place's short name."""
    place = place or ""
    lead = _LEAD.match(place)
    at = lead.end() if lead else 0
    return place[:at], place[at:]
