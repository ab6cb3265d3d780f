"""The classifier: all that is understood of one message, by words and rules that can be read and named."""

from pathlib import Path

from civic.kinds import Taxonomy
from civic.understanding import Intent, Matter, Understanding
from nlp.danger import DangerFinder
from nlp.intents import IntentReader
from nlp.numbers import find_numbers, without_numbers
from nlp.ranking import Ranker
from nlp.spot import find_spot
from nlp.text import normalise
from nlp.weights import load_kinds, load_lists, read_table
from nlp.words import Cutter

WEIGHED = 1_200
"""Characters whose words are weighed: more than nine in ten complaints have, and what comes later seldom changes the matter."""

_LEXICON = Path(__file__).with_name("lexicon")


class KeywordClassifier:
    """Understands messages by weighed words: the ``Classifier`` port of the services.

    Pure, and safe to share between threads: its tables are read when it is built and do not change.
    """

    def __init__(self, taxonomy: Taxonomy) -> None:
        kinds = load_kinds(taxonomy, _LEXICON / "kinds.toml")
        matters = load_lists(_LEXICON / "matters.toml", tuple(Matter))
        self._cutter = Cutter({*kinds, *matters})
        self._kinds = Ranker(kinds)
        self._matters = Ranker(matters)
        self._danger = DangerFinder(read_table(_LEXICON / "danger.toml"))
        self._intents = IntentReader(read_table(_LEXICON / "intents.toml"))

    def warm(self) -> None:
        """Load jieba's dictionary, about a second of work. To be called off the event loop, before the first message."""
        self._cutter.warm()

    def understand(self, text: str) -> Understanding:
        """Understand ``text``, whatever it holds; characters beyond the ten thousandth are not looked at."""
        text = normalise(text)
        numbers = find_numbers(text)
        said = without_numbers(text)
        words = self._cutter.cut(said[:WEIGHED])
        spot = find_spot(said)
        danger = self._danger.find(said)
        known = self._kinds.knows(words)
        intent = self._intents.read(said, numbered=bool(numbers), known=known or danger is not None)
        if danger:
            intent = Intent.REQUEST
        if intent is not Intent.REQUEST and not (intent is Intent.ME_TOO and known):
            return Understanding(intent, spot=spot, numbers=numbers)
        return Understanding(intent, self._kinds.rank(words), self._matter(words), danger, spot, numbers)

    def _matter(self, words: list[str]) -> Matter:
        ranked = self._matters.rank(words)
        return Matter(ranked[0].code) if ranked else Matter.HELP
