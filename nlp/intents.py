"""What the writer wants of the bot, above all: whether this is a request.

A case filed from a greeting annoys; a trouble answered with a greeting is worse. So what is short and says something known is taken for
that, and whatever speaks of trouble is a request.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from civic.understanding import Intent
from nlp.cues import Cues, Hit

_HAN = re.compile("[\u3400-\u9fff]")
_FILLING = re.compile(r"[^\w\u3400-\u9fff]|_")

_Found = Mapping[str, list[Hit]]

ENOUGH = 17
"""Characters, courtesies left out, in which some trouble can be told in words that no list holds."""

ASKED = 4
"""The same, where it is put as a question or a wish."""

LITTLE = 4
"""Characters that may stand beside a verdict (不满意，电梯) and do not yet tell of a matter."""

DENIED = ("不", "没", "未")
"""In front of a word of content (亮了, 通了) it tells of trouble."""

_TOLD = (
    Intent.WITHDRAW,
    Intent.PROGRESS,
    Intent.ME_TOO,
    Intent.DISSATISFIED,
    Intent.SATISFIED,
    Intent.HELP,
    Intent.ADVERT,
    Intent.ABUSE,
)
"""Tried in this order: "不用查进度了" is a withdrawal, "修好了吗" a question."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """When a text says an intent; the entries of one table of the lexicon, explained there."""

    cues: Sequence[str]
    longest: int
    alone: Collection[str] = ()
    least: int = 1
    unless: Sequence[str] = ()
    modest: bool = False


class IntentReader:
    """Tells intents apart by the table of ``lexicon/intents.toml``."""

    def __init__(self, table: Mapping[str, Mapping[str, Any]]) -> None:
        courtesies = table["courtesies"]
        self._rules = {intent: _Rule(**table[intent]) for intent in (*_TOLD, Intent.OTHER)}
        self._longest = max(rule.longest for rule in self._rules.values())
        lists = {name: table[name]["cues"] for name in ("gratitude", "trouble", "asking")} | {
            "greeting": courtesies["greeting"]
        }
        for intent, rule in self._rules.items():
            lists |= {intent: rule.cues, _unless(intent): rule.unless}
        self._cues = Cues(lists)
        words = {word for said in courtesies.values() for word in said}
        self._courtesy = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
        self._opening = re.compile(f"^(?:{'|'.join(map(re.escape, (*courtesies['greeting'], '请问')))})+")

    def read(self, text: str, *, numbered: bool, known: bool) -> Intent:
        """Tell the intent of a normalised text without its case numbers.

        ``numbered`` says that it named a case number, ``known`` that it holds words that speak for a kind of request.
        """
        said = _FILLING.sub("", text)
        cues = self._cues.find(text)
        core = self._courtesy.sub("", said)
        if "gratitude" in cues and len(core) <= 1 and not numbered:
            return Intent.THANKS
        matter = known or "trouble" in cues
        opened = self._opening.sub("", said)
        if alone := next((intent for intent, rule in self._rules.items() if opened in rule.alone), None):
            return alone
        for intent in _TOLD if len(said) <= self._longest else ():
            if self._says(intent, text, cues, said, matter=matter):
                return intent
        if len(core) <= 1 and "trouble" not in cues:
            return self._courteous(cues, numbered=numbered)
        if numbered and len(core) <= 4:
            return Intent.PROGRESS
        return Intent.REQUEST if self._asks(text, cues, said, core, known=known) else Intent.OTHER

    def _asks(self, text: str, cues: _Found, said: str, core: str, *, known: bool) -> bool:
        if not _HAN.search(core):
            return False
        if "trouble" in cues:
            return True
        asking = "asking" in cues and len(core) >= ASKED
        return (known or asking or len(core) >= ENOUGH) and not self._says(Intent.OTHER, text, cues, said, matter=known)

    def _says(self, intent: Intent, text: str, cues: _Found, said: str, *, matter: bool) -> bool:
        rule = self._rules[intent]
        if len(said) > rule.longest or _unless(intent) in cues:
            return False
        hits = [
            hit
            for hit in cues.get(intent, ())
            if not (intent is Intent.SATISFIED and text[: hit.start].endswith(DENIED))
        ]
        if not hits:
            return False
        if rule.modest and matter and not self._nothing_else(intent, text, cues):
            return False
        return len({text[slice(*hit)] for hit in hits}) >= rule.least

    def _nothing_else(self, intent: Intent, text: str, cues: _Found) -> bool:
        """Whether little is left of the text beside what says the intent: then the words of a matter are in those."""
        spoken = {at for hit in cues[intent] for at in range(*hit)}
        rest = "".join(character for at, character in enumerate(text) if at not in spoken)
        return len(self._courtesy.sub("", _FILLING.sub("", rest))) <= LITTLE

    def _courteous(self, cues: _Found, *, numbered: bool) -> Intent:
        if numbered:
            return Intent.PROGRESS
        return Intent.GREETING if "greeting" in cues else Intent.OTHER


def _unless(intent: Intent) -> str:
    return f"{intent} unless"
