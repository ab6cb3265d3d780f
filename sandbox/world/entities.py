"""Message entities as Telegram finds them by itself, with offsets and lengths in UTF-16 code units."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

from sandbox.jsonio import JSON

# A bare domain counts as an address only under a known ending, or every "e.g." would be a link.
_ENDINGS = "com|net|org|edu|gov|info|biz|io|ai|app|dev|me|cn|hk|tw|uk|us|de|fr|jp|ru|eu|tv|cc|xyz|top|site|online|中国"
_HOST = r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+"
_TAIL = r"(?::\d{1,5})?(?:[/?#][^\s<>«»\"'，。；！？（）【】《》“”‘’、]*[^\s<>«»\"'，。；！？（）【】《》“”‘’、.,:;!?)\]}])?/?"

# In order of precedence: what starts earlier wins, then what stands higher here.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("email", re.compile(r"(?<![\w@.+-])[A-Za-z0-9][\w.+-]*@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?![\w@])", re.ASCII)),
    (
        "url",
        re.compile(
            rf"(?<![\w@.])(?:(?:https?|ftp)://[^\s/?#<>]+|{_HOST}(?:{_ENDINGS})(?![\w.-]*\w)){_TAIL}", re.IGNORECASE
        ),
    ),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}+(?:@[A-Za-z0-9_]{3,32}+)?+(?![\w/<>])")),
    ("mention", re.compile(r"(?<!\w)@[A-Za-z0-9_]{3,32}+(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d])\w{1,256}+(?!#)")),
    ("phone_number", re.compile(r"(?<![\w+])\+\d(?:[ -]?\d){6,14}(?!\w)")),
)
# Nothing is looked for inside these.
_SEALED = frozenset({"code", "pre", "text_link", "text_mention", "url", "email", "mention", "custom_emoji"})
_TRIGGERS = re.compile(r"[/@#+.]|://")


def utf16_length(text: str) -> int:
    """Count UTF-16 code units, the measure of all Telegram limits and offsets."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def find_entities(text: str) -> list[JSON]:
    """Return the entities that Telegram adds to plain text, in order, not overlapping."""
    if not _TRIGGERS.search(text):
        return []
    found = sorted(
        (match.start(), rank, match.end(), kind)
        for rank, (kind, pattern) in enumerate(_PATTERNS)
        for match in pattern.finditer(text)
    )
    units = _unit_offsets(text)
    entities: list[JSON] = []
    free_from = 0
    for start, _, end, kind in found:
        if start >= free_from:
            entities.append({"type": kind, "offset": units[start], "length": units[end] - units[start]})
            free_from = end
    return entities


def merge_entities(given: Iterable[JSON], found: Iterable[JSON]) -> list[JSON]:
    """Join a sender's own entities with the found ones; inside code, links and mentions nothing is added."""
    own = list(given)
    sealed = [entity for entity in own if entity["type"] in _SEALED]
    added = [entity for entity in found if not any(_overlap(entity, other) for other in sealed)]
    return sorted(own + added, key=lambda entity: (entity["offset"], -entity["length"]))


def clip_entities(text: str, entities: Iterable[JSON], shift: int = 0) -> list[JSON]:
    """Move entities left by `shift` units and cut them to the text; what becomes empty is dropped."""
    total = utf16_length(text)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - shift)
        end = min(total, entity["offset"] + entity["length"] - shift)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return kept


def cut_at_units(text: str, limit: int) -> list[str]:
    """Cut text into pieces of at most `limit` UTF-16 units, never inside a character."""
    if utf16_length(text) <= limit:
        return [text]
    units, pieces, start = _unit_offsets(text), [], 0
    while start < len(text):
        end = bisect_left(units, units[start] + limit + 1) - 1
        pieces.append(text[start:end])
        start = end
    return pieces


def _unit_offsets(text: str) -> list[int]:
    """Return the UTF-16 offset of each character, and of the end."""
    return [0, *accumulate(2 if char > "\uffff" else 1 for char in text)]


def _overlap(one: JSON, other: JSON) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])
