"""Danger to people: its signs in a text, unless the text says that it is imagined, denied or over.

On 4,326 real messages to governments 3.2 % held a word of danger and hardly any was an emergency (``docs/understanding.md``); yet one
missed emergency weighs more than many needless questions, so a sign counts whenever its sentence says "now", or says nothing.
"""

import re
from collections.abc import Mapping, Sequence

from civic.understanding import Danger
from nlp.cues import Cues, Hit

_SENTENCE = re.compile(r"[^。！？；\n]+")
_CLAUSE_ENDS = "，、:"
_DATED = re.compile(r"\d{4}年|\d{1,2}月\d{1,2}[日号]")


_GUARDS = ("supposed", "feared", "past", "now")


class DangerFinder:
    """Finds signs of danger, by the table of ``lexicon/danger.toml``."""

    def __init__(self, table: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        guards = table["guards"]
        kinds = {code: entry for code, entry in table.items() if code != "guards"}
        self._signs = Cues({code: entry["signs"] for code, entry in kinds.items()})
        self._guards = Cues({name: guards[name] for name in _GUARDS})
        accidents = sorted((word for entry in kinds.values() for word in entry["not"]), key=len, reverse=True)
        self._accidents = re.compile("|".join(map(re.escape, accidents)))
        self._after, self._denied = tuple(guards["after"]), tuple(guards["denied"])

    def find(self, text: str) -> Danger | None:
        """Return the danger that a normalised text speaks of as present: the kind with most signs, and the signs found."""
        if not self._signs.find(text):  # nearly every text
            return None
        found: dict[str, dict[str, None]] = {}
        for sentence in _SENTENCE.findall(self._accidents.sub("×", text)):
            for code, hits in self._signs.find(sentence).items():
                for hit in hits:
                    if self._present(sentence, hit):
                        found.setdefault(code, {})[sentence[slice(*hit)]] = None
        if not found:
            return None
        code = max(sorted(found), key=lambda code: len(found[code]))
        words = found[code]
        return Danger(code, tuple(word for word in words if not any(other in word for other in words if other != word)))

    def _present(self, sentence: str, sign: Hit) -> bool:
        before, behind = sentence[: sign.start], sentence[sign.end :]
        if before.endswith(self._denied):
            return False
        guards = self._guards.find(sentence)
        if "now" in guards:
            return True
        clause = max(before.rfind(mark) for mark in _CLAUSE_ENDS)
        return not (
            behind.startswith(self._after)
            or _DATED.search(before)
            or any(hit.end <= sign.start for name in ("supposed", "past") for hit in guards.get(name, ()))
            or any(clause < hit.start and hit.end <= sign.start for hit in guards.get("feared", ()))
        )
