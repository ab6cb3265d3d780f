"""Labelled rows made into examples to learn from or to be judged by, whatever their labels are."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from civic.kinds import Taxonomy
from nlp.classifier import WEIGHED
from nlp.evaluation import MATTERS, Row, whole_text
from nlp.learning import Course, Example
from nlp.ranking import Ranker
from nlp.tables import Tables
from nlp.text import normalise
from nlp.weights import Lexicon
from nlp.words import Cutter, names


@dataclass(frozen=True)
class Subject:
    """What is learned: the kinds of the taxonomy, kinds of matter, or labels of somebody else's."""

    column: str
    course: Course
    cutter: Cutter
    shipped: Callable[[], Ranker | None]
    """Gives what the bot itself ranks these answers by, if they are its own."""

    def examples(self, rows: Iterable[Row]) -> list[Example]:
        """Cut rows with ``title``, ``text`` (either may be missing) and labels into examples."""
        return [Example(self.words(whole_text(row)), self._labels(row)) for row in rows]

    def words(self, text: str) -> list[str]:
        """Cut a text as it is cut when it is understood."""
        return self.cutter.cut(normalise(text)[:WEIGHED])

    def _labels(self, row: Row) -> tuple[str, ...]:
        return tuple(MATTERS.get(label, label) for label in row[self.column].split("|"))


def subject_of(
    rows: Sequence[Row], column: str, taxonomy: Taxonomy, own: Path | None = None, table: Path | None = None
) -> Subject:
    """Tell from the labels what is learned. Labels that no list of ours knows are learned with patterns of characters too."""
    labels = {label for row in rows for label in row[column].split("|")}
    tables = Tables(taxonomy, own, table)
    barred = names().__contains__
    if labels <= taxonomy.keys():
        return Subject(
            column,
            Course(
                tables.kinds_lexicon,
                with_patterns=False,
                barred=barred,
                least=0.07,
                heard=tables.kind_patterns,
                leaning=0.04,
            ),
            tables.cutter,
            lambda: tables.kinds,
        )
    if labels <= MATTERS.keys():
        return Subject(
            column,
            Course(Lexicon({}), with_patterns=False, barred=barred),
            tables.cutter,
            lambda: Ranker(Lexicon({}), heard=tables.matter_patterns),
        )
    return Subject(
        column, Course(Lexicon({}), with_patterns=True, smoothing=0.0, cost=1.0), tables.cutter, lambda: None
    )
