"""Danger to people: signs of it in a text, weighed against what says that it is imagined, denied, over or no danger at all.

On 4,326 real messages to governments 3.2 % held a word of danger and hardly any was an emergency, while a chat message that says
着火了 nearly always means it (``docs/understanding.md``). So everything is a sum of weights that stand in ``lexicon/danger.toml``: how
strong a sign is, what is said around it, and how much the whole reads like a letter. The sum is the logarithm of the odds that the
danger is present.
"""

import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from civic.understanding import Danger
from nlp.cues import Cues, Hit

_SENTENCE_ENDS = re.compile(r"[。！？；\n]")
_CLAUSE_ENDS = re.compile(r"[。！？；\n，、,: ]")
_DATED = re.compile(r"\d{4}年|\d{1,2}月\d{1,2}[日号]|\d{1,2}月份")
_REPEATED = re.compile(r"(.)\1{3,}", re.DOTALL)
_DENIAL = "不是"

_REACH = 60
"""Characters on either side of a sign beyond which no sentence reaches; keeps the work linear in the length of a text."""

_MOST = 12
"""Of the places of one list so many are looked at from the beginning and from the end of a text."""

_TIERS = ("signs", "hints")
_HARMLESS = ("mundane", "not")

_HINTS = 2
"""So many hints are a sign."""


class _Sign(NamedTuple):
    hit: Hit
    hinted: bool
    score: float
    against: tuple[Hit, ...]


class _Scene(NamedTuple):
    """One sign and the sentence and the clause it stands in."""

    sign: Hit
    sentence: Hit
    clause: Hit

    def holds(self, where: str, hit: Hit) -> bool:
        """Whether what stands at ``hit`` bears on the sign, for a guard that is looked for at ``where``."""
        match where:
            case "front":
                return hit.end == self.sign.start
            case "behind":
                return hit.start == self.sign.end
            case "before":
                return self.sentence.start <= hit.start < self.sign.end
            case "clause":
                return self.clause.start <= hit.start < self.sign.end
            case "sentence":
                return self.sentence.start <= hit.start < self.sentence.end
            case _:
                return True


class DangerFinder:
    """Weighs signs of danger, by the table of ``lexicon/danger.toml``."""

    def __init__(self, table: Mapping[str, Mapping[str, Any]]) -> None:
        self._weights: Mapping[str, float] = table["weights"]
        self._guards = table["guards"]
        self._codes = [code for code in table if code not in {"weights", "guards", "groups"}]
        groups = table["groups"]
        self._signs = Cues({f"{code} {tier}": table[code][tier] for code in self._codes for tier in _TIERS}, groups)
        around = {name: guard["cues"] for name, guard in self._guards.items()}
        self._around = Cues(
            around | {f"{code} {name}": table[code][name] for code in self._codes for name in _HARMLESS}
        )

    def find(self, text: str) -> Danger | None:
        """Return the danger that a normalised text speaks of, present or not; ``None`` where it speaks of none."""
        signs = self._signs.find(text)
        if not signs:
            return None
        codes = [code for code in self._codes if _speaks(code, signs)]
        if not codes:  # what is said around is not even looked for
            return None
        around = self._around.find(text)
        best: tuple[float, str, list[_Sign]] | None = None
        for code in codes:
            covered = {at for hit in around.get(f"{code} not", ()) for at in range(*hit)}
            weighed = [
                self._weigh(code, tier, hit, text, around)
                for tier in _TIERS
                for hit in _ends(signs.get(f"{code} {tier}", ()))
                if not {hit.start, hit.end - 1} & covered
            ]
            hinted = all(sign.hinted for sign in weighed) and len(_words(text, [sign.hit for sign in weighed])) < _HINTS
            if not hinted and (best is None or self._sum(weighed) > best[0]):
                best = self._sum(weighed), code, weighed
        return best and self._danger(*best, text)

    def _danger(self, score: float, code: str, signs: Sequence[_Sign], text: str) -> Danger:
        strongest = max(signs, key=lambda sign: sign.score)
        speaking = [sign.hit for sign in signs if sign.score > 0] or [strongest.hit]
        odds = math.exp(score - self._letter(text))
        return Danger(code, _words(text, speaking), odds / (1 + odds), _words(text, strongest.against))

    def _weigh(self, code: str, tier: str, sign: Hit, text: str, found: Mapping[str, list[Hit]]) -> _Sign:
        scene = _Scene(sign, _around(_SENTENCE_ENDS, text, sign), _around(_CLAUSE_ENDS, text, sign))
        score = self._weights[tier]
        against: list[Hit] = []
        for name, guard in self._guards.items():
            if name not in found or len(text) <= guard.get("longer_than", 0):
                continue
            hits = _ends(found[name]) if guard["where"] == "message" else _within(found[name], scene.sentence)
            held = [
                hit for hit in hits if scene.holds(guard["where"], hit) and not text.endswith(_DENIAL, 0, hit.start)
            ]
            score += guard["weight"] * min(len(held), guard.get("most", 1))
            against += held if guard["weight"] < 0 else ()
        if mundane := _within(found.get(f"{code} mundane", ()), scene.sentence):
            score += self._weights["mundane"]
            against += mundane
        if dated := _DATED.search(text, scene.sentence.start, sign.start):
            score += self._guards["past"]["weight"]
            against.append(Hit(*dated.span()))
        return _Sign(sign, tier == "hints", score, tuple(sorted(against)))

    def _sum(self, signs: Sequence[_Sign]) -> float:
        """The strongest sign counts, and a little each other that is as present; signs that overlap are one."""
        others = _apart([sign.hit for sign in signs if sign.score > 0])[1:]
        more = self._weights["more"] * min(len(others), self._weights["most"])
        return max(sign.score for sign in signs) + more - self._weights["doubt"]

    def _letter(self, text: str) -> float:
        """How much the length of a text speaks against a present danger: who is in danger writes no letters."""
        beyond = len(_REPEATED.sub(r"\1", text)) - self._weights["letter_from"]
        return min(max(beyond, 0) * self._weights["letter"], self._weights["letter_most"])


def _speaks(code: str, found: Mapping[str, Sequence[Hit]]) -> bool:
    return f"{code} signs" in found or len(found.get(f"{code} hints", ())) >= _HINTS


def _around(ends: re.Pattern[str], text: str, sign: Hit) -> Hit:
    """Return where the sentence or clause that holds ``sign`` begins and ends."""
    first, last = max(sign.start - _REACH, 0), min(sign.end + _REACH, len(text))
    start = max((found.end() for found in ends.finditer(text, first, sign.start)), default=first)
    behind = ends.search(text, sign.end, last)
    return Hit(start, behind.start() if behind else last)


def _within(hits: Sequence[Hit], span: Hit) -> list[Hit]:
    return list(hits[bisect_left(hits, (span.start,)) : bisect_left(hits, (span.end,))])


def _ends(hits: Sequence[Hit]) -> Sequence[Hit]:
    return hits if len(hits) <= 2 * _MOST else [*hits[:_MOST], *hits[-_MOST:]]


def _apart(hits: Iterable[Hit]) -> list[Hit]:
    """Return the places that do not overlap an earlier one, in order."""
    kept: list[Hit] = []
    for hit in sorted(hits):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _words(text: str, hits: Iterable[Hit]) -> tuple[str, ...]:
    """Return what stands at ``hits``, each word once; of words that overlap the first."""
    return tuple(dict.fromkeys(text[slice(*hit)] for hit in _apart(hits)))
