"""The classifier: all that is understood of one message, by words and rules that can be read and named."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from civic.kinds import Taxonomy
from civic.lexicon import Adopted
from civic.understanding import Danger, Guess, Intent, Second, Understanding
from nlp.danger import danger_of
from nlp.intents import intent_of
from nlp.matters import matter_of
from nlp.more import goes_on
from nlp.numbers import find_numbers, without_numbers
from nlp.ranking import Weighed
from nlp.second import parted
from nlp.spot import find_spot, is_alone
from nlp.tables import Tables
from nlp.terms import teachable
from nlp.text import Reading

WEIGHED = 1_200
"""Characters whose words are weighed: more than nine in ten complaints have, and what comes later seldom changes the matter."""

_ENDS = " 。，,.!！~…\n\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
"""What may stand around a nod: pauses, and the shades of a thumb."""

TROUBLES_SHOWN = 3

DANGER_WEIGHT = 2.0
"""What danger that is happening adds to the score of its kind."""


class KeywordClassifier:
    """Understands messages by weighed words: the ``Classifier`` port of the services.

    Pure, and safe to share between threads. Its tables are loaded by ``warm``, or by the first use, and change by ``reload`` and
    ``adopt`` only, all at once. ``own`` is a file of a deployment's own words, laid over ``lexicon/kinds.toml``, and ``learned`` a
    table used in place of the shipped one; a fault in them raises ``LexiconError`` at once. ``adopted`` words act beside all these.
    """

    def __init__(
        self,
        taxonomy: Taxonomy,
        own: Path | None = None,
        learned: Path | None = None,
        adopted: Iterable[Adopted] = (),
    ) -> None:
        self._read = partial(Tables, taxonomy, own, learned)
        self._tables = self._read(adopted)

    def warm(self) -> None:
        """Load what takes time, about a second without rjieba. To be called off the event loop, before the first message."""
        self._tables.ready()

    def reload(self, adopted: Iterable[Adopted] = ()) -> int:
        """Read the lists again, and use the words that are adopted now; tells how many words speak for kinds.

        A fault raises ``LexiconError`` and leaves all as it was. To be called off the event loop.
        """
        self._tables = tables = self._read(adopted).ready()
        return len(tables.kinds)

    def adopt(self, adopted: Iterable[Adopted]) -> None:
        """Use the words that are adopted now, beside the lists as they were read. To be called off the event loop."""
        self._tables = self._tables.adopting(adopted)

    def terms(self, texts: Iterable[str]) -> list[frozenset[str]]:
        """Return by text its words that may be learned. To be called off the event loop."""
        return teachable(texts, self._tables.ready())

    def speaks(self, word: str, code: str) -> bool:
        """Whether a word is listed for a kind, or muted on purpose, or was learned to speak for it more than for any other."""
        tables = self._tables.ready()
        return code in tables.kinds_lexicon.words.get(word, ()) or tables.kinds.learned_for(word) == code

    def rank(self, text: str) -> tuple[Guess, ...]:
        """Return the guesses at the kind of ``text``, also where it is no request."""
        tables = self._tables.ready()
        said = without_numbers(tables.speller.read(text).text)
        kinds = tables.kinds.weigh(_words(said, tables))
        return _guesses(kinds, danger_of(said, tables.patterns, kinds))

    def evidence(self, text: str, code: str) -> dict[str, float]:
        """Return by word what it adds to the score of a kind, or takes from it."""
        tables = self._tables.ready()
        said = without_numbers(tables.speller.read(text).text)
        return tables.kinds.weigh(_words(said, tables)).evidence(code)

    def troubles(self, text: str) -> list[tuple[str, tuple[str, ...]]]:
        """Return the troubles that ``text`` likeliest tells of, likeliest first, each with the patterns that say so."""
        tables = self._tables.ready()
        troubled = tables.troubles.read(without_numbers(tables.speller.read(text).text))
        if troubled is None:
            return []
        return [(code, troubled.told.words(code, 1)) for code in troubled.likeliest(TROUBLES_SHOWN)[0]]

    def understand(self, text: str) -> Understanding:
        """Understand ``text``, whatever it holds; characters beyond the ten thousandth are not looked at."""
        tables = self._tables.ready()
        reading = tables.speller.read(text)
        understood = _understand(reading.text, tables)
        return understood if reading.text == text else _as_written(understood, reading)


def _words(said: str, tables: Tables) -> list[str]:
    return tables.cutter.cut(said[:WEIGHED])


def _understand(text: str, tables: Tables) -> Understanding:
    numbers = find_numbers(text)
    said = without_numbers(text) if numbers else text
    spot = find_spot(said)
    if spot and not numbers and is_alone(said):
        return Understanding(Intent.OTHER, spot=spot, more=(said,))
    words = _words(said, tables)
    kinds = tables.kinds.weigh(words)
    danger = danger_of(said, tables.patterns, kinds)
    intent = Intent.REQUEST if danger else intent_of(said, tables.patterns, numbered=bool(numbers))
    more = () if numbers else goes_on(said, intent, words, tables.more_patterns, tables.kinds)
    if intent is not Intent.REQUEST and not (intent is Intent.ME_TOO and tables.kinds.knows(words)):
        nod = said.strip(_ENDS).lower() in tables.nods
        return Understanding(intent, spot=spot, numbers=numbers, more=() if nod else more, nod=nod)
    second = None
    if not danger and (two := parted(words, kinds, tables.kinds, tables.more_patterns)):
        # What is told second speaks for its own kind and not for the first.
        second, kinds = Second(two.code, two.told), two.first
    guesses = _guesses(kinds, danger)
    matter = matter_of(said[:WEIGHED], tables.matter_patterns)
    landmarks = tables.landmarks.find(said)
    persistence, cues = tables.persistence.read(said[: said.rfind(second.text) if second else WEIGHED])
    signature = tables.signer.sign(said, guesses, spot, landmarks)
    findable = bool(spot) or tables.landmarks.tell(landmarks)
    return Understanding(
        *(intent, guesses, matter, danger, spot, numbers, landmarks, second, signature, persistence, cues, more),
        findable=findable,
    )


def _guesses(kinds: Weighed, danger: Danger | None) -> tuple[Guess, ...]:
    return kinds.guesses({danger.code: DANGER_WEIGHT} if danger else None)


def _as_written(understood: Understanding, reading: Reading) -> Understanding:
    """Name every word that was understood as it was written."""

    def written(words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(reading.written, words))

    danger, second = understood.danger, understood.second
    return replace(
        understood,
        guesses=tuple(Guess(guess.code, guess.share, written(guess.words)) for guess in understood.guesses),
        danger=None
        if danger is None
        else replace(danger, words=written(danger.words), against=written(danger.against)),
        landmarks=written(understood.landmarks),
        persistence_words=written(understood.persistence_words),
        second=second and replace(second, text=reading.written(second.text)),
        more=written(understood.more),
    )
