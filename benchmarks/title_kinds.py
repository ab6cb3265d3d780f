"""Kinds of some titles of the hotline data, which itself is no part of the project: by the number of their row.

Each was read by two under the labelling guide; where they differed or the second hesitated, a third decided. How tables are learned from
them stands in docs/understanding.md.

python -m benchmarks.title_kinds titles7_train.csv > titles.csv
"""

import csv
import sys
from pathlib import Path

from nlp.evaluation import read_rows


def main() -> None:
    titles = [row["title"] for row in read_rows(Path(sys.argv[1]))]
    written = csv.writer(sys.stdout, lineterminator="\n")
    written.writerow(["title", "label"])
    kinds = read_rows(Path(__file__).with_suffix(".csv"))
    written.writerows([titles[int(row["row"])], row["label"]] for row in kinds)


if __name__ == "__main__":
    main()
