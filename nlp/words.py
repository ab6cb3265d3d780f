"""The one door to jieba: texts cut into words, with words of our own added.

Where the extra ``fast`` is installed rjieba (jieba's algorithm and dictionary in Rust) cuts fourteen times as fast as jieba itself,
which stays the reference: both are given the same words with the same frequencies and cut alike. Where one string can be read
as the same words in two orders (咚|咚咚, 咚咚|咚) they may choose differently. rjieba refuses lone surrogates: normalise first.

An own tokenizer is used, so that another user of jieba in the process sees no word of ours and we none of theirs. jieba's
cache file is left aside: it lies under a fixed name in the shared temporary directory, from which anything put there would
be unmarshalled, and it fails where that directory is missing; reading the dictionary takes about as long. Loading this way
also passes by everything that jieba logs.
"""

import math
import threading
import warnings
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

Cut = Callable[[str], list[str]]
"""Cuts a text into words, without a hidden Markov model, which costs a third of the time: words it would guess are none of ours."""

NAMES = ("nr", "ns", "nt")
"""How jieba's tags of names begin: of persons, places and bodies."""

SHORTEST_PHRASE = 3
"""Characters from which on a word of the dictionary may hold one of ours."""


def load(own_words: Sequence[str]) -> Cut:
    """Load whichever is installed, rjieba before jieba."""
    try:
        return load_quick(own_words)
    except ImportError:
        return load_reference(own_words)


def load_quick(own_words: Sequence[str]) -> Cut:
    """Load rjieba (a fifth of a second of work). Raises ``ImportError`` where it is not installed."""
    import rjieba  # noqa: PLC0415 - an extra

    tokenizer = rjieba.Jieba()
    for word in own_words:
        tokenizer.add_word(word, None, None)
    return partial(tokenizer.cut, hmm=False)


def load_reference(own_words: Sequence[str]) -> Cut:
    """Load jieba (about a second of work)."""
    with warnings.catch_warnings():
        # jieba warns about its own escapes when compiled afresh, and about pkg_resources where that is installed.
        warnings.simplefilter("ignore")
        import jieba  # noqa: PLC0415 - not needed beside rjieba
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word in own_words:
        _add(tokenizer, word)
    return partial(tokenizer.lcut, HMM=False)


def _add(tokenizer: Any, word: str) -> None:
    """Add a word as rjieba does, so that both cut alike: jieba's own ``add_word`` rounds otherwise and counts known words twice."""
    known = tokenizer.FREQ.get(word) or 0
    total = math.log(tokenizer.total)
    parts = sum(math.log(tokenizer.FREQ.get(part) or 1) - total for part in tokenizer.cut(word, HMM=False))
    tokenizer.add_word(word, max(int(math.exp(parts + total)) + 1, known))
    tokenizer.total -= known


def names() -> frozenset[str]:
    """Return what jieba's dictionary takes for a name of a person, a place or a body."""
    found = find_spec("jieba")
    if not found or not found.origin:
        return frozenset()
    lines = Path(found.origin).with_name("dict.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for word, _, tag in (line.split(" ") for line in lines) if tag.startswith(NAMES))


class Cutter:
    """Cuts texts into words; safe to share between threads.

    Its dictionary is loaded by ``warm``, or by the first cut.
    """

    def __init__(self, own_words: Iterable[str], load: Callable[[Sequence[str]], Cut] = load) -> None:
        # In order, because a word's frequency is suggested from those added before it: it must not differ by process.
        self._own_words = dict.fromkeys(sorted(own_words))
        self._longest = max(map(len, self._own_words), default=1)
        self._lock = threading.Lock()
        self._load = load
        self._loaded: Cut | None = None
        # Phrases come again and again: the dictionary has only so many.
        self._cut_phrase = lru_cache(maxsize=8_192)(self._parted)

    def keeping(self, words: Collection[str]) -> "Cutter":
        """This one with more words, of the dictionary all, that are not cut apart; what is loaded is shared."""
        return Cutter({*self._own_words, *words}, lambda _: self._ready()) if words else self

    def warm(self) -> None:
        """Load the dictionary now. To be called off the event loop."""
        self._ready()

    def cut(self, text: str) -> list[str]:
        """Return the words of ``text`` in order, punctuation and blanks included.

        Phrases that only the dictionary knows (灯不亮) are cut further where words of ours are in them (不亮).
        """
        words: list[str] = []
        own = self._own_words
        for word in self._ready()(text):
            if len(word) < SHORTEST_PHRASE or word in own:
                words.append(word)
            else:
                words += self._cut_phrase(word)
        return words

    def _parted(self, phrase: str) -> list[str]:
        parts: list[str] = []
        start = 0
        while start < len(phrase):
            ends = range(min(start + self._longest, len(phrase)), start + 1, -1)
            end = next((end for end in ends if phrase[start:end] in self._own_words), start + 1)
            parts.append(phrase[start:end])
            start = end
        return parts if any(len(part) > 1 for part in parts) else [phrase]

    def _ready(self) -> Cut:
        if self._loaded is None:
            with self._lock:
                if self._loaded is None:
                    self._loaded = self._load(tuple(self._own_words))
        return self._loaded
