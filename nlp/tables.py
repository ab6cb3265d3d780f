"""The tables of words, read together and used together: lists written by hand, what was learned, and jieba cutting by both."""

import threading
from collections.abc import Iterable
from copy import copy
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Self

from civic.kinds import Taxonomy
from civic.lexicon import Adopted
from nlp import learned
from nlp.likeness import Signer
from nlp.patterns import Concordance, Patterns, PatternTable
from nlp.persistence import PersistenceReader
from nlp.places import Landmarks
from nlp.ranking import Ranker
from nlp.text import Speller
from nlp.troubles import Troubles
from nlp.weights import Lexicon, load_kinds, load_lists, read_table, with_adopted
from nlp.words import Cutter

SHIPPED = Path(__file__).with_name("lexicon")

_PATTERNS = ("said_learned", "kinds_said", "troubles_learned", "matters_said", "more_learned")


class Tables:
    """One set of tables. It does not change; a deployment that mends its words reads a new one.

    Words that were ``adopted`` speak beside those of the lists. A deployment's own files are read at once, so that a fault in them is
    found at once (``LexiconError``); all else takes a second and is loaded by the first use, or all together by ``ready``. Safe to share
    between threads.
    """

    def __init__(
        self, taxonomy: Taxonomy, own: Path | None = None, table: Path | None = None, adopted: Iterable[Adopted] = ()
    ) -> None:
        self._taxonomy, self._own, self._table, self._adopted = taxonomy, own, table, tuple(adopted)
        self._lock = threading.Lock()
        self._loaded = False
        if own:
            load_lists(taxonomy, own)
        if table:
            learned.read(table)

    def adopting(self, adopted: Iterable[Adopted]) -> Self:
        """Return these tables with the words that are ``adopted`` now: a matter of milliseconds, for nothing is read that has been."""
        other = copy(self.ready())
        known = vars(other)
        known["_adopted"] = tuple(adopted)
        for name in ("kinds_lexicon", "cutter", "kinds"):
            known.pop(name, None)
        _ = other.cutter, other.kinds
        return other

    @cached_property
    def _written(self) -> Lexicon:
        """What the hand-written lists say of kinds of request."""
        own = [self._own] if self._own else []
        return load_kinds(self._taxonomy, SHIPPED / "kinds.toml", *own)

    @cached_property
    def kinds_lexicon(self) -> Lexicon:
        """The same, and the words adopted."""
        return replace(self._written, words={**self._written.words, **with_adopted(self._written.words, self._adopted)})

    @cached_property
    def _written_cutter(self) -> Cutter:
        return Cutter(self._written.own_words)

    @cached_property
    def cutter(self) -> Cutter:
        """Cuts texts into words, so that no word of ours is cut apart."""
        return self._written_cutter.keeping({each.word for each in self._adopted})

    @cached_property
    def _written_kinds(self) -> Ranker:
        table = learned.read(self._table or SHIPPED / "kinds_learned.toml")
        return Ranker(self._written, table, self.kind_patterns, self.troubles)

    @cached_property
    def kinds(self) -> Ranker:
        """Ranks kinds of request."""
        return self._written_kinds.with_listed(with_adopted(self._written.words, self._adopted))

    @cached_property
    def _patterns(self) -> dict[str, Patterns]:
        """What patterns of characters say, by table: a text is looked up once for all."""
        tables = {name: PatternTable.read(SHIPPED / f"{name}.jsonl") for name in _PATTERNS}
        concordance = Concordance([*tables.values()])
        return {name: Patterns(table, concordance, number) for number, (name, table) in enumerate(tables.items())}

    @cached_property
    def matter_patterns(self) -> Patterns:
        """Tells what kind of matter a request is."""
        return self._patterns["matters_said"]

    @cached_property
    def patterns(self) -> Patterns:
        """Tells what a message as a whole says: its intent, and whether somebody is in danger."""
        return self._patterns["said_learned"]

    @cached_property
    def kind_patterns(self) -> Patterns:
        """Tells the kind of request beside the words."""
        return self._patterns["kinds_said"]

    @cached_property
    def troubles(self) -> Troubles:
        """Tells what exactly is wrong."""
        return Troubles(self._patterns["troubles_learned"])

    @cached_property
    def more_patterns(self) -> Patterns:
        """Tells whether a message goes on with one before it."""
        return self._patterns["more_learned"]

    @cached_property
    def landmarks(self) -> Landmarks:
        """Finds landmarks."""
        return Landmarks(**read_table(SHIPPED / "landmarks.toml"))

    @cached_property
    def nods(self) -> frozenset[str]:
        """What only says that something was read."""
        return frozenset(read_table(SHIPPED / "nods.toml")["nods"])

    @cached_property
    def signer(self) -> Signer:
        """Makes signatures, by which requests are compared."""
        return Signer(self.troubles)

    @cached_property
    def speller(self) -> Speller:
        """Reads what was meant."""
        return Speller(read_table(SHIPPED / "slips.toml"))

    @cached_property
    def persistence(self) -> PersistenceReader:
        """Reads how long, how often and how strongly."""
        return PersistenceReader(read_table(SHIPPED / "persistence.toml"))

    def ready(self) -> Self:
        """Return these tables with all loaded, which the first call does, about a second of work without rjieba."""
        if not self._loaded:
            with self._lock:
                if not self._loaded:
                    self.cutter.warm()
                    self.speller.read("")
                    _ = self.kinds, self.matter_patterns, self.patterns, self.more_patterns
                    _ = self.landmarks, self.signer, self.persistence, self.nods
                    self._loaded = True
        return self
