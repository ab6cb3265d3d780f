"""How all that people send in a month is understood, by people whose messages were never learned from.

python -m benchmarks.logs tests/nlp/logs/*.csv

Two readers labelled every message. Where they differ either intent is right, and such a danger is not counted. What goes on with a request
just made and names no matter of its own (``more``) is right where that is heard, and where it is taken for no request.
"""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from benchmarks.unseen import share_of, show
from civic.understanding import Intent, Understanding
from nlp.classifier import KeywordClassifier
from nlp.evaluation import Row, read_rows
from nlp.patterns import MORE

TOLD = {Intent.REQUEST, Intent.ME_TOO, MORE}
"""What tells of a matter."""


class Message(NamedTuple):
    """A message: what its readers say of it, and what was understood."""

    intents: set[str]
    danger: str
    labels: set[str]
    understood: Understanding
    kinds: list[str]

    @property
    def right(self) -> bool:
        """Whether its intent was understood."""
        found = self.understood
        goes_on = MORE in self.intents and bool(found.more or found.intent is Intent.OTHER)
        return found.intent in self.intents or goes_on


def read(classifier: KeywordClassifier, rows: Sequence[Row]) -> list[Message]:
    """Understand the messages of a log."""
    return [
        Message(
            set(row["intent"].split("|")),
            row["danger"],
            set(filter(None, row["label"].split("|"))),
            classifier.understand(row["text"]),
            [guess.code for guess in classifier.rank(row["text"])],
        )
        for row in rows
    ]


def figures(messages: Sequence[Message]) -> dict[str, float]:
    """Return shares (0 to 1) by what they are of."""
    share = partial(share_of, messages)

    def request(each: Message) -> bool:
        return each.intents == {Intent.REQUEST}

    def ordinary(each: Message) -> bool:
        return request(each) and each.danger == "0"

    return {
        "intents right": share(lambda _: True, lambda each: each.right),
        "requests filed": share(request, lambda each: each.understood.files),
        "filed though it tells of no matter": share(
            lambda each: TOLD.isdisjoint(each.intents), lambda each: each.understood.files
        ),
        "kind, first choice": share(ordinary, lambda each: not each.labels.isdisjoint(each.kinds[:1])),
        "… among three": share(ordinary, lambda each: not each.labels.isdisjoint(each.kinds[:3])),
        "dangers found": share(lambda each: each.danger == "1", lambda each: bool(each.understood.danger)),
        "false alarms": share(lambda each: each.danger == "0", lambda each: bool(each.understood.danger)),
    }


def main() -> None:
    show(__doc__, lambda classifier, path: figures(read(classifier, read_rows(path))))


if __name__ == "__main__":
    main()
