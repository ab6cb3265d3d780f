"""Terms: the words of a text that may be learned from corrections.

Whole words of jieba's dictionary, or of our lists, and nothing else: the tokeniser guesses no words, so that nothing which only one person
writes can become one. Names of people, places and bodies stay out, doors too (四号楼), and so do words of messages of every kind.
"""

import math
from collections.abc import Collection, Iterable

from nlp.spot import find_spot
from nlp.tables import Tables
from nlp.words import names

LENGTHS = range(2, 9)
"""Characters of a word; longer ones would not fit into a button."""

COMMON = 200
"""A word that stands in more than one of so many messages says little of the kind."""

_RARE = 1 + math.log(COMMON)


def teachable(texts: Iterable[str], tables: Tables) -> list[frozenset[str]]:
    """Return by text its words that may be learned."""
    told = [frozenset(tables.cutter.cut(tables.speller.read(text).text)) for text in texts]
    barred = names()
    fit = {
        word
        for word in frozenset().union(*told)
        if _whole(word) and _rare(word, tables) and not _name(word, barred, tables)
    }
    return [words & fit for words in told]


def _whole(word: str) -> bool:
    return len(word) in LENGTHS and all("\u4e00" <= each <= "\u9fff" for each in word)


def _rare(word: str, tables: Tables) -> bool:
    rarity = tables.kinds.rarity(word)
    return rarity is None or rarity >= _RARE


def _name(word: str, barred: Collection[str], tables: Tables) -> bool:
    """The lists hold some words that the dictionary takes for names (马蜂)."""
    return bool(find_spot(word)) or (word in barred and word not in tables.kinds_lexicon.words)
