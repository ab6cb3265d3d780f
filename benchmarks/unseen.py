"""How chat messages by people whose messages were never learned from are understood.

python -m benchmarks.unseen tests/nlp/said/*.csv

Each file holds dangers, then as many messages that come as near to a danger as can be and are none, then ordinary ones, if any.
"""

import argparse
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from civic.understanding import Intent
from nlp.classifier import KeywordClassifier
from nlp.evaluation import Row, read_rows
from nlp.taxonomy import load_taxonomy

Message = TypeVar("Message")


def figures(classifier: KeywordClassifier, rows: Sequence[Row]) -> dict[str, float]:
    """Return shares (0 to 1) by what they are of."""
    understood = [classifier.understand(row["text"]) for row in rows]
    alarms = [bool(each.danger) for each in understood]
    present = [at for at, row in enumerate(rows) if row["danger"] == "1"]
    traps, ordinary = range(len(present), 2 * len(present)), range(2 * len(present), len(rows))
    requests = [at for at, row in enumerate(rows) if row["intent"] == Intent.REQUEST]
    labelled = [row for row in rows if row["label"] and row["danger"] == "0"]
    guesses = [(row["label"], [guess.code for guess in classifier.rank(row["text"])]) for row in labelled]
    judged = list(zip(understood, rows, strict=True))
    right = [each.intent == row["intent"] for each, row in judged]
    kinds = [each.danger and each.danger.code == row["label"] for each, row in judged]
    return {
        "dangers found": _share(alarms, present),
        "… and their kind": _share(kinds, present),
        "false alarms: near traps": _share(alarms, traps),
        "… ordinary messages": _share(alarms, ordinary),
        "intents right": _share(right, range(len(rows))),
        "requests taken for requests": _share(right, requests),
        "kind, first choice": sum(label in codes[:1] for label, codes in guesses) / len(guesses),
        "… among three": sum(label in codes[:3] for label, codes in guesses) / len(guesses),
    }


def share_of(
    messages: Iterable[Message], counts: Callable[[Message], object], holds: Callable[[Message], object]
) -> float:
    """Return of those messages that count the share (0 to 1) of which something holds."""
    found = [bool(holds(each)) for each in messages if counts(each)]
    return sum(found) / len(found) if found else 0.0


def _share(holds: Sequence[object], of: Sequence[int]) -> float:
    return sum(bool(holds[at]) for at in of) / len(of) if of else 0.0


def show(description: str | None, measure: Callable[[KeywordClassifier, Path], dict[str, float]]) -> None:
    """Print what is measured of each file named on the command line, a column a file."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    files: list[Path] = parser.parse_args().files
    classifier = KeywordClassifier(load_taxonomy())
    found = [measure(classifier, path) for path in files]
    width = max(map(len, found[0])) + 1
    print(" " * width + "".join(f"{path.stem:>10}" for path in files))
    for name in found[0]:
        print(f"{name:{width}}" + "".join(f"{each[name]:10.3f}" for each in found))


def main() -> None:
    show(__doc__, lambda classifier, path: figures(classifier, read_rows(path)))


if __name__ == "__main__":
    main()
