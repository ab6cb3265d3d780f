"""What the writer wants of the bot, above all: whether this is a request.

A case filed from a greeting annoys; a trouble answered with a greeting is worse. So what is short and says something known is taken for
that, and whatever speaks of trouble is a request.
"""

import re
from collections.abc import Mapping
from typing import Any

from civic.understanding import Intent
from nlp.cues import Cues

_HAN = re.compile("[\u3400-\u9fff]")
_FILLING = re.compile(r"[^\w\u3400-\u9fff]|_")

ENOUGH = 17
"""Characters, courtesies left out, in which some trouble can be told in words that no list holds."""

_ASKED = (Intent.WITHDRAW, Intent.PROGRESS, Intent.HELP)
"""Tried in this order: "不用查进度了" is a withdrawal."""


class IntentReader:
    """Tells intents apart by the table of ``lexicon/intents.toml``."""

    def __init__(self, table: Mapping[str, Mapping[str, Any]]) -> None:
        self._cues = {intent: Cues(table[intent]["cues"]) for intent in (*_ASKED, Intent.OTHER)}
        self._longest = {intent: int(table[intent]["longest"]) for intent in self._cues}
        courtesies = table["courtesies"]
        self._greeting = Cues(courtesies["greeting"])
        self._gratitude = Cues(table["gratitude"]["cues"])
        self._trouble = Cues(table["trouble"]["cues"])
        words = {word for said in courtesies.values() for word in said}
        self._courtesy = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
        self._opening = re.compile(f"^(?:{'|'.join(map(re.escape, (*courtesies['greeting'], '请问')))})+")
        self._alone = {intent: frozenset(table[intent]["alone"]) for intent in self._cues}

    def read(self, text: str, *, numbered: bool, known: bool) -> Intent:
        """Tell the intent of a normalised text without its case numbers.

        ``numbered`` says that it named a case number, ``known`` that it holds words that speak for a kind of request.
        """
        said = _FILLING.sub("", text)
        for intent in _ASKED:
            if self._says(intent, text, said):
                return intent
        core = self._courtesy.sub("", said)
        if len(core) <= 1:
            return self._courteous(said, numbered=numbered)
        if numbered and len(core) <= 4:
            return Intent.PROGRESS
        return Intent.REQUEST if self._asks(text, said, core, known=known) else Intent.OTHER

    def _asks(self, text: str, said: str, core: str, *, known: bool) -> bool:
        if not _HAN.search(core):
            return False
        if self._trouble.within(text):
            return True
        return (known or len(core) >= ENOUGH) and not self._says(Intent.OTHER, text, said)

    def _says(self, intent: Intent, text: str, said: str) -> bool:
        if self._opening.sub("", said) in self._alone[intent]:
            return True
        return len(said) <= self._longest[intent] and self._cues[intent].within(text)

    def _courteous(self, said: str, *, numbered: bool) -> Intent:
        if numbered:
            return Intent.PROGRESS
        if self._gratitude.within(said):
            return Intent.THANKS
        return Intent.GREETING if self._greeting.within(said) else Intent.OTHER
