"""How what a whole estate reports is understood, by people whose messages were never learned from.

python -m benchmarks.estates tests/nlp/estates/*.csv

Each file is one estate: rows of one ``group`` report one matter, but for those whose role is ``other``, which lie as near to it as can be
and are something else. Two readers labelled every row. Messages arrive in five orders; each is compared with all before it, and the
likeliest is offered if it is likely.
"""

import csv
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks.unseen import show
from civic.signatures import LIKELY, likeness
from civic.understanding import Signature, Understanding
from nlp.classifier import KeywordClassifier

ORDERS = 5


class Message(NamedTuple):
    """A message: what its readers say of it, and what was understood."""

    group: str
    alone: bool
    """It lies near the others of its group, and is about something else than all."""
    labels: set[str]
    danger: str
    """1, 0, or ? where the readers differ or cannot tell."""
    understood: Understanding
    kinds: list[str]

    def same(self, other: "Message") -> bool:
        """Whether both are about one matter."""
        return self.group == other.group and not self.alone and not other.alone


def read(path: Path, classifier: KeywordClassifier) -> list[Message]:
    """Read an estate."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Message(
                row["group"],
                row["role"] == "other",
                set(row["label"].split("|")),
                row["danger"],
                classifier.understand(row["text"]),
                [guess.code for guess in classifier.rank(row["text"])],
            )
            for row in csv.DictReader(lines)
        ]


def figures(messages: Sequence[Message]) -> dict[str, float]:
    """Return shares (0 to 1) by what they are of."""
    return _understood(messages) | _compared(messages)


def _understood(messages: Sequence[Message]) -> dict[str, float]:
    alarms = {danger: [bool(each.understood.danger) for each in messages if each.danger == danger] for danger in "10"}
    ordinary = [each for each in messages if each.danger != "1"]
    return {
        "filed": _share([each.understood.files for each in messages]),
        "kind, first choice": _share([not each.labels.isdisjoint(each.kinds[:1]) for each in ordinary]),
        "… among three": _share([not each.labels.isdisjoint(each.kinds[:3]) for each in ordinary]),
        "dangers found": _share(alarms["1"]),
        "false alarms": _share(alarms["0"]),
    }


def _compared(messages: Sequence[Message]) -> dict[str, float]:
    signatures = [each.understood.signature or Signature() for each in messages]
    likely: dict[tuple[int, int], float] = {}
    for one, other in combinations(range(len(messages)), 2):
        likely[one, other] = likely[other, one] = likeness(signatures[one], signatures[other])
    pairs = [(messages[one], messages[other], each >= LIKELY) for (one, other), each in likely.items()]
    again: list[tuple[bool, bool]] = []  # of what was reported before: something is offered, the right matter is
    first: list[bool] = []  # of what was not: something is offered
    for seed in range(ORDERS):
        order = list(range(len(messages)))
        Random(seed).shuffle(order)
        for number, at in enumerate(order[1:], start=1):
            before = order[:number]
            best = max(before, key=lambda other, at=at: likely[at, other])  # type: ignore[misc]
            offered = likely[at, best] >= LIKELY
            if any(messages[at].same(messages[other]) for other in before):
                again.append((offered, offered and messages[at].same(messages[best])))
            else:
                first.append(offered)
    right = sum(right for _, right in again)
    offers = sum(offered for offered, _ in again)
    return {
        "pairs of one matter": _share([found for one, other, found in pairs if one.same(other)]),
        "pairs of one group, two matters": _share(
            [found for one, other, found in pairs if one.group == other.group and not one.same(other)]
        ),
        "reported before: the right one offered": right / len(again),
        "… another offered": (offers - right) / len(again),
        "new: something offered": _share(first),
        "offers that are right": right / (offers + sum(first)),
    }


def _share(found: Sequence[bool]) -> float:
    return sum(found) / len(found) if found else 0.0


def main() -> None:
    show(__doc__, lambda classifier, path: figures(read(path, classifier)))


if __name__ == "__main__":
    main()
