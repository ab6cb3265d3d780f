"""Kinds given by hand to some titles of the hotline data, which itself is no part of the project: by the number of their row.

python -m benchmarks.title_kinds titles7_train.csv > titles.csv
youshi words learn requests_train.csv titles.csv nlp/examples/kinds.csv --judge requests_dev.csv --out nlp/lexicon/kinds_learned.toml
youshi words learn requests_train.csv --column kind --judge requests_dev.csv --out nlp/lexicon/matters_learned.toml
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
