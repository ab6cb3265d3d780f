"""The form in which texts are compared: one width, no invisible characters, bounded length.

Telegram passes on whatever people and their keyboards produce. Full-width letters and digits come from Chinese input
methods; zero-width and direction characters come with text pasted from web pages and would otherwise split words.
"""

import re

LONGEST = 10_000
"""Characters looked at; Telegram's own limit is 4,096, an import may bring more."""

_TABLE: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # full-width ASCII
_TABLE |= dict.fromkeys(map(ord, "－‐‑‒–—―−﹣"), "-")
_TABLE |= dict.fromkeys(map(ord, "\t\u00a0\u2002\u2003\u2009\u3000"), " ")
# Commas and the like stay Chinese, so that one set of marks ends a clause everywhere.
for _mark in "！？；，":
    _TABLE[ord(_mark) - 0xFEE0] = _TABLE[ord(_mark)] = _mark
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def normalise(text: str) -> str:
    """Bring ``text`` to the form in which words are looked for; what cannot be seen is left out."""
    return _INVISIBLE.sub("", text[:LONGEST]).translate(_TABLE).lower().strip()
