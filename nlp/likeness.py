"""Signatures of requests: the things and troubles they name, whatever the words, by the list of ``lexicon/likeness.toml``."""

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from civic.understanding import Guess, Signature, Spot
from nlp.cues import Cues

LOOKED_AT = 300
"""Characters of a text that are looked at: people say first what it is about."""

KINDS = 3
_SPREAD = 31_337
"""Sets pairs of characters apart: as a number of 16 bits few of a message's are the same by chance."""
_FILLING = re.compile(
    "[的了吗呢吧啊呀我你您他她它们这那是在有也都就又还很太到把被给让个和与及没不好请麻烦谢小区号楼单元，。！？、；：… \n0123456789-]+"
)
_GATE = re.compile("[东西南北正后侧偏]+大?门")
"""A gate that is told from the others: every estate has a 大门, and every house a 单元门."""


class Signer:
    """Makes signatures. Pure, and safe to share between threads."""

    def __init__(self, table: Mapping[str, Mapping[str, Iterable[str]]]) -> None:
        self._mute = re.compile("|".join(table["mute"]["words"]))
        self._things, self._troubles = table["things"].keys(), table["troubles"].keys()
        self._cues = Cues({**table["things"], **table["troubles"]})

    def sign(self, text: str, guesses: Sequence[Guess], spot: Spot, landmarks: Iterable[str]) -> Signature:
        """Return the signature of a normalised text of which that is understood."""
        text = text[:LOOKED_AT]
        telling = np.frombuffer(_FILLING.sub("", text).encode("utf-32-le"), np.uint32)
        named = self._cues.find(self._mute.sub("\n", text)).keys()
        return Signature(
            tuple(guess.code for guess in guesses[:KINDS]),
            frozenset(named & self._things),
            frozenset(named & self._troubles),
            frozenset(((telling[:-1] * _SPREAD + telling[1:]) & 0xFFFF).tolist()),
            spot,
            frozenset(mark.replace("大", "") for mark in landmarks if _GATE.fullmatch(mark)),
        )
