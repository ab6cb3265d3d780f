"""Danger to people: its signs in a text, unless the text says that it is imagined, denied or over.

On 4,326 real messages to governments 3.2 % held a word of danger and hardly any was an emergency (``docs/understanding.md``); yet one
missed emergency weighs more than many needless questions, so a sign counts whenever its sentence says "now", or says nothing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from civic.understanding import Danger
from nlp.cues import Cue, Cues

_SENTENCE = re.compile(r"[^。！？；\n]+")
_CLAUSE_ENDS = "，、:"
_DATED = re.compile(r"\d{4}年|\d{1,2}月\d{1,2}[日号]")


@dataclass(frozen=True, slots=True)
class _Sign:
    code: str
    cue: Cue


class DangerFinder:
    """Finds signs of danger, by the table of ``lexicon/danger.toml``."""

    def __init__(self, table: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        guards = table["guards"]
        kinds = {code: entry for code, entry in table.items() if code != "guards"}
        self._signs = tuple(_Sign(code, Cue(sign)) for code, entry in kinds.items() for sign in entry["signs"])
        accidents = sorted((word for entry in kinds.values() for word in entry["not"]), key=len, reverse=True)
        self._accidents = re.compile("|".join(map(re.escape, accidents)))
        self._supposed, self._feared, self._past, self._now = (
            Cues(guards[name]) for name in ("supposed", "feared", "past", "now")
        )
        self._after, self._denied = tuple(guards["after"]), tuple(guards["denied"])

    def find(self, text: str) -> Danger | None:
        """Return the danger that a normalised text speaks of as present: the kind with most signs, and the signs found."""
        text = self._accidents.sub("×", text)
        found: dict[str, dict[str, None]] = {}
        signs = [sign for sign in self._signs if sign.cue.find(text)]
        if not signs:
            return None
        for sentence in _SENTENCE.findall(text):
            for sign in signs:
                if (span := sign.cue.find(sentence)) and self._present(sentence, span):
                    found.setdefault(sign.code, {})[sentence[slice(*span)]] = None
        if not found:
            return None
        code = max(found, key=lambda code: len(found[code]))
        words = found[code]
        return Danger(code, tuple(word for word in words if not any(other in word for other in words if other != word)))

    def _present(self, sentence: str, span: tuple[int, int]) -> bool:
        start, end = span
        before, behind = sentence[:start], sentence[end:]
        if before.endswith(self._denied):
            return False
        if self._now.within(sentence):
            return True
        clause = before[max(before.rfind(mark) for mark in _CLAUSE_ENDS) + 1 :]
        return not (
            behind.startswith(self._after)
            or self._feared.within(clause)
            or self._supposed.within(before)
            or self._past.within(before)
            or _DATED.search(before)
        )
