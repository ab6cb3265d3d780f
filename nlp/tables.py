"""The tables of words, read together and used together: lists written by hand, what was learned, and jieba cutting by both."""

from functools import cached_property
from pathlib import Path

from civic.kinds import Taxonomy
from civic.understanding import Matter
from nlp import learned
from nlp.ranking import Ranker
from nlp.weights import load_kinds, load_lists
from nlp.words import Cutter

SHIPPED = Path(__file__).with_name("lexicon")


class Tables:
    """One set of tables. It does not change; a deployment that mends its words reads a new one.

    The lists are read at once, so that a fault in them is found at once (``LexiconError``); what takes longer is loaded by ``warm``,
    or by the first use. Safe to share between threads.
    """

    def __init__(self, taxonomy: Taxonomy, own: Path | None = None, table: Path | None = None) -> None:
        self._table = table or SHIPPED / "kinds_learned.toml"
        self.kinds_lexicon = load_kinds(taxonomy, SHIPPED / "kinds.toml", *([own] if own else []))
        self.matters_lexicon = load_lists(tuple(Matter), SHIPPED / "matters.toml")
        self.cutter = Cutter(self.kinds_lexicon.own_words | self.matters_lexicon.own_words)

    @cached_property
    def kinds(self) -> Ranker:
        """Ranks kinds of request."""
        return Ranker(self.kinds_lexicon, learned.read(self._table))

    @cached_property
    def matters(self) -> Ranker:
        """Ranks kinds of matter."""
        return Ranker(self.matters_lexicon, learned.read(SHIPPED / "matters_learned.toml"))

    def warm(self) -> None:
        """Load all now, about a second of work without rjieba."""
        self.cutter.warm()
        _ = self.kinds, self.matters
