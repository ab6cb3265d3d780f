"""Odd writing by a hand that nobody learned from (traditional characters, slips, dialect, initials, signs), each beside the plain one."""

from collections import defaultdict
from pathlib import Path

from nlp.evaluation import read_rows

LEAST = {"traditional": 0.97, "voice": 0.9, "dialect": 0.87, "initials": 0.75, "signs": 0.87}
"""Of each style the first choices that are right. Written plainly it is 0.92 to 1.00."""


def test_odd_writing_is_understood_nearly_as_well_as_plain(classifier):
    right = defaultdict(list)
    for row in read_rows(Path(__file__).with_name("odd.csv")):
        first, *_ = classifier.rank(row["text"])
        right[row["style"]].append(first.code == row["code"])
    found = {style: sum(each) / len(each) for style, each in right.items()}
    assert {style: found[style] for style in LEAST if found[style] < LEAST[style]} == {}
