"""Signatures of requests: the things and troubles they name, whatever the words, by the list of ``lexicon/likeness.toml``."""

import re
from collections.abc import Iterable, Mapping

import numpy as np

from civic.understanding import Signature, Understanding
from nlp.cues import Cues

LOOKED_AT = 300
"""Characters of a text that are looked at: people say first what it is about."""

KINDS = 3
_SPREAD = 31_337
"""Sets pairs of characters apart: as a number of 16 bits few of a message's are the same by chance."""
_FILLING = dict.fromkeys(
    map(
        ord,
        "的了吗呢吧啊呀我你您他她它们这那是在有也都就又还很太到把被给让个和与及没不好请麻烦谢小区号楼单元，。！？、；：… \n0123456789-",
    )
)
_GATE = re.compile("[东西南北正后侧偏]+大?门")
"""A gate that is told from the others: every estate has a 大门, and every house a 单元门."""


class Signer:
    """Makes signatures. Pure, and safe to share between threads."""

    def __init__(self, table: Mapping[str, Mapping[str, Iterable[str]]]) -> None:
        self._mute = re.compile("|".join(table["mute"]["words"]))
        self._things = Cues(table["things"])
        self._troubles = Cues(table["troubles"])

    def sign(self, text: str, understood: Understanding) -> Signature:
        """Return the signature of a normalised text that was understood so."""
        text = text[:LOOKED_AT]
        telling = np.frombuffer(text.translate(_FILLING).encode("utf-32-le"), np.uint32)
        named = self._mute.sub("\n", text)
        return Signature(
            tuple(guess.code for guess in understood.guesses[:KINDS]),
            frozenset(self._things.find(named)),
            frozenset(self._troubles.find(named)),
            frozenset(((telling[:-1] * _SPREAD + telling[1:]) & 0xFFFF).tolist()),
            understood.spot,
            frozenset(mark.replace("大", "") for mark in understood.landmarks if _GATE.fullmatch(mark)),
        )
