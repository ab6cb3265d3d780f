"""How whole messages are understood, by people whose messages were never learned from: danger, intent, kind, matter, spot, second problem.

python -m benchmarks.whole tests/nlp/whole/*.csv

A second problem is labelled wherever a message touches another kind, its consequences included, of which the bot makes no second case.
"""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from benchmarks.unseen import share_of, show
from civic.understanding import Intent, Spot, Understanding
from nlp.classifier import KeywordClassifier
from nlp.evaluation import MATTERS, Row, read_rows


class Message(NamedTuple):
    """A message with its labels, and what was understood."""

    row: Row
    understood: Understanding
    kinds: list[str]

    @property
    def spot(self) -> Spot:
        """Where it is said to be."""
        return spot_of(self.row)

    @property
    def request(self) -> bool:
        """Whether it asks for something."""
        return self.row["intent"] == Intent.REQUEST


def spot_of(row: Row) -> Spot:
    """Where the labels of a message say that it is."""
    return Spot(*(row[part] or None for part in ("building", "unit", "floor", "room")))


def read(classifier: KeywordClassifier, rows: Sequence[Row]) -> list[Message]:
    """Understand the messages of a file."""
    return [
        Message(row, classifier.understand(row["text"]), [guess.code for guess in classifier.rank(row["text"])])
        for row in rows
    ]


def figures(messages: Sequence[Message]) -> dict[str, float]:
    """Return shares (0 to 1) by what they are of."""
    share = partial(share_of, messages)

    def alarmed(each: Message) -> object:
        return each.understood.danger

    def sorted_(each: Message) -> object:
        return each.request and each.row["kind"]

    return {
        "dangers found": share(lambda each: each.row["danger"] == "now", alarmed),
        "false alarms: traps": share(lambda each: each.row["danger"] == "trap", alarmed),
        "… ordinary messages": share(lambda each: not each.row["danger"], alarmed),
        "intents right": share(lambda _: True, lambda each: each.row["intent"] == each.understood.intent),
        "kind, first choice": share(sorted_, lambda each: each.row["kind"] in each.kinds[:1]),
        "… among three": share(sorted_, lambda each: each.row["kind"] in each.kinds[:3]),
        "matter": share(
            lambda each: each.request and each.row["matter"],
            lambda each: MATTERS[each.row["matter"]] == each.understood.matter,
        ),
        "spot, all four parts": share(lambda each: each.spot, lambda each: each.spot == each.understood.spot),
        "… told where there is none": share(lambda each: not each.spot, lambda each: each.understood.spot),
        "second problem found": share(lambda each: each.row["second"], lambda each: each.understood.second),
        "… where there is none": share(lambda each: not each.row["second"], lambda each: each.understood.second),
    }


def main() -> None:
    show(__doc__, lambda classifier, path: figures(read(classifier, read_rows(path))))


if __name__ == "__main__":
    main()
