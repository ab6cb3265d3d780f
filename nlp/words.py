"""The one door to jieba: texts cut into words, with words of our own added.

An own tokenizer is used, so that another user of jieba in the process sees no word of ours and we none of theirs. jieba's
cache file is left aside: it lies under a fixed name in the shared temporary directory, from which anything put there would
be unmarshalled, and it fails where that directory is missing; reading the dictionary takes about as long. Loading this way
also passes by everything that jieba logs.
"""

import threading
import warnings
from collections.abc import Iterable

with warnings.catch_warnings():
    # jieba warns about its own escapes when compiled afresh, and about pkg_resources where that is installed.
    warnings.simplefilter("ignore")
    import jieba


SHORTEST_PHRASE = 3
"""Characters from which on a word of the dictionary may hold one of ours."""


class Cutter:
    """Cuts texts into words; safe to share between threads.

    Its dictionary (about a second of work) is loaded by ``warm``, or by the first cut.
    """

    def __init__(self, own_words: Iterable[str]) -> None:
        self._own_words = frozenset(own_words)
        self._longest = max(map(len, self._own_words), default=1)
        self._lock = threading.Lock()
        self._tokenizer: jieba.Tokenizer | None = None

    def warm(self) -> None:
        """Load the dictionary now. To be called off the event loop."""
        self._ready()

    def cut(self, text: str) -> list[str]:
        """Return the words of ``text`` in order, punctuation and blanks included.

        Without jieba's hidden Markov model, which costs a third of the time: words it would guess are none of ours. Phrases
        that only the dictionary knows (灯不亮) are cut further where words of ours are in them (不亮).
        """
        words: list[str] = []
        for word in self._ready().lcut(text, HMM=False):
            if len(word) < SHORTEST_PHRASE or word in self._own_words:
                words.append(word)
            else:
                words += self._cut_phrase(word)
        return words

    def _cut_phrase(self, phrase: str) -> list[str]:
        parts: list[str] = []
        start = 0
        while start < len(phrase):
            ends = range(min(start + self._longest, len(phrase)), start + 1, -1)
            end = next((end for end in ends if phrase[start:end] in self._own_words), start + 1)
            parts.append(phrase[start:end])
            start = end
        return parts if any(len(part) > 1 for part in parts) else [phrase]

    def _ready(self) -> jieba.Tokenizer:
        if self._tokenizer is None:
            with self._lock:
                if self._tokenizer is None:
                    self._tokenizer = self._load()
        return self._tokenizer

    def _load(self) -> jieba.Tokenizer:
        tokenizer = jieba.Tokenizer()
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
        tokenizer.initialized = True
        # In order, because a word's frequency is suggested from those added before it: it must not differ by process.
        for word in sorted(self._own_words):
            tokenizer.add_word(word)
        return tokenizer
