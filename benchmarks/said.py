"""How well intents and danger are told in messages of people who were not learned from: each file is left out in turn.

A file holds what one person wrote, with the columns intent, danger, label and text. Beside the others, letters may be learned from.

    python -m benchmarks.said nlp/examples/said_*.csv --letters requests_train.csv
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from civic.understanding import Intent
from nlp.danger import believed
from nlp.evaluation import read_rows
from nlp.intents import intent_of
from nlp.patterns import Patterns
from nlp.patterns_learning import Said, learn_said, said_in
from nlp.tables import Tables
from nlp.taxonomy import load_taxonomy


def measured(patterns: Patterns, messages: Sequence[Said]) -> list[float]:
    """Return the shares (0 to 1) of dangers found, of false alarms, and of intents right: in all, of requests, of the others."""
    alarmed = np.array([believed(each.text, patterns)[0] >= 0.5 for each in messages])
    right = np.array([intent_of(each.text, patterns, numbered=False) == each.intent for each in messages])
    danger = np.array([each.danger for each in messages])
    request = np.array([each.intent == Intent.REQUEST for each in messages])
    return [
        float(share.mean()) for share in (alarmed[danger], alarmed[~danger], right, right[request], right[~request])
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--letters", type=Path)
    options = parser.parse_args()
    speller = Tables(load_taxonomy()).speller
    said = {path.stem: said_in(read_rows(path), speller) for path in options.files}
    letters = said_in(read_rows(options.letters), speller) if options.letters else []
    print("left out   messages  danger found  false alarms  intent  requests  others")
    for name, messages in said.items():
        patterns = Patterns(
            learn_said([each for other, some in said.items() if other != name for each in some] + letters)
        )
        shares = "  ".join(f"{share:.3f}" for share in measured(patterns, messages))
        print(f"{name:10} {len(messages):8}  {shares}", flush=True)


if __name__ == "__main__":
    main()
