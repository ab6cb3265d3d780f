"""What the writer wants of the bot, above all: whether this is a request.

A case filed from a greeting annoys; a trouble answered with a greeting is worse. So what is short and says something known is taken for
that, and whatever speaks of trouble is a request.
"""

import re
from collections.abc import Mapping
from typing import Any

from civic.understanding import Intent
from nlp.cues import Cues, Hit

_HAN = re.compile("[\u3400-\u9fff]")
_FILLING = re.compile(r"[^\w\u3400-\u9fff]|_")

_Found = Mapping[str, list[Hit]]

ENOUGH = 17
"""Characters, courtesies left out, in which some trouble can be told in words that no list holds."""

_ASKED = (Intent.WITHDRAW, Intent.PROGRESS, Intent.HELP)
"""Tried in this order: "不用查进度了" is a withdrawal."""


class IntentReader:
    """Tells intents apart by the table of ``lexicon/intents.toml``."""

    def __init__(self, table: Mapping[str, Mapping[str, Any]]) -> None:
        courtesies = table["courtesies"]
        lists = {name: table[name]["cues"] for name in (*_ASKED, Intent.OTHER, "gratitude", "trouble")}
        self._cues = Cues(lists | {"greeting": courtesies["greeting"]})
        self._longest = {intent: int(table[intent]["longest"]) for intent in (*_ASKED, Intent.OTHER)}
        words = {word for said in courtesies.values() for word in said}
        self._courtesy = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
        self._opening = re.compile(f"^(?:{'|'.join(map(re.escape, (*courtesies['greeting'], '请问')))})+")
        self._alone = {intent: frozenset(table[intent]["alone"]) for intent in self._longest}

    def read(self, text: str, *, numbered: bool, known: bool) -> Intent:
        """Tell the intent of a normalised text without its case numbers.

        ``numbered`` says that it named a case number, ``known`` that it holds words that speak for a kind of request.
        """
        said = _FILLING.sub("", text)
        cues = self._cues.find(text)
        for intent in _ASKED:
            if self._says(intent, cues, said):
                return intent
        core = self._courtesy.sub("", said)
        if len(core) <= 1:
            return self._courteous(cues, numbered=numbered)
        if numbered and len(core) <= 4:
            return Intent.PROGRESS
        return Intent.REQUEST if self._asks(cues, said, core, known=known) else Intent.OTHER

    def _asks(self, cues: _Found, said: str, core: str, *, known: bool) -> bool:
        if not _HAN.search(core):
            return False
        if "trouble" in cues:
            return True
        return (known or len(core) >= ENOUGH) and not self._says(Intent.OTHER, cues, said)

    def _says(self, intent: Intent, cues: _Found, said: str) -> bool:
        if self._opening.sub("", said) in self._alone[intent]:
            return True
        return len(said) <= self._longest[intent] and intent in cues

    def _courteous(self, cues: _Found, *, numbered: bool) -> Intent:
        if numbered:
            return Intent.PROGRESS
        if "gratitude" in cues:
            return Intent.THANKS
        return Intent.GREETING if "greeting" in cues else Intent.OTHER
