"""A second problem in the same message: 「电梯坏了，还有楼道灯也不亮」. Where it may begin; its words decide if it is another."""

import re
from typing import NamedTuple

LONGEST = 100
"""Characters of a text that may hold two requests; longer ones are letters, whose 「另外」 goes on with the same."""

SHORTEST = 4
"""Characters in which a problem can be told."""

_NUMBERED = re.compile(r"(?:^|[\n。；，！？ ])\s?(?:2|二|第二|其二)[、.．，:)]")
_MARKED = re.compile(
    r"[，。！？；、,.~…\s]\s?(?P<mark>还有(?:个|一个|一件|件|一点|就是)?(?:事|事儿|事情|问题|情况)?|另外|另有|再就是|再有|再一个|再说个|再反映|再反应|再问|再报|还想|还要(?:反映|反应|说|问|报)"
    r"|顺便|顺带|顺道|其次|第二|此外|除此之外|除此以外|同时|对了|以及|加上|外加|也想)[一下个件事是，,:：、]{0,3}"
)
# 「还有人在抽烟」 and 「还有三天」 go on with the same.
_SAME = re.compile("(?:还有(?:人|的人|没有|多久|多长|几|[0-9一二两三四五六七八九十半]|什么|谁|吗|一次|脸))")


class Part(NamedTuple):
    """Where the second part of a text begins and ends; what is before ``mark`` is the first."""

    mark: int
    start: int
    end: int


def second_part(text: str) -> Part | None:
    """Return the part of a normalised text in which a second problem would be told, or ``None``."""
    if len(text) > LONGEST:
        return None
    for pattern in (_NUMBERED, _MARKED):
        for found in pattern.finditer(text):
            mark = found.start("mark") if "mark" in pattern.groupindex else found.start()
            if mark >= SHORTEST and len(text) - found.end() >= SHORTEST and not _SAME.match(text, mark):
                return Part(mark, found.end(), len(text))
    return None
