"""Danger on chat-style messages made up for it: a floor under the figures of docs/understanding.md.

Rows of odd lines were in view when the word list was mended, the others only counted.
"""

from pathlib import Path

import pytest

DATA = Path(__file__).with_name("said")


def rows(name):
    return [line.split("\t") for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("half", [0, 1])
def test_nearly_every_present_danger_is_found(classifier, half):
    said = rows("danger_present.tsv")[half::2]
    assert sum(bool(classifier.understand(text).danger) for _, text in said) >= 0.97 * len(said)


@pytest.mark.parametrize("half", [0, 1])
def test_few_words_of_danger_raise_a_false_alarm(classifier, half):
    said = rows("danger_traps.tsv")[half::2]
    assert sum(bool(classifier.understand(text).danger) for (text,) in said) <= 0.05 * len(said)


def test_what_residents_write_every_day_hardly_ever_raises_an_alarm(classifier):
    said = rows("ordinary.tsv")
    assert sum(bool(classifier.understand(text).danger) for (text,) in said) <= 0.015 * len(said)


def test_the_kind_of_emergency_is_mostly_right(classifier):
    said = rows("danger_present.tsv")
    right = sum(
        (danger := classifier.understand(text).danger) is not None and danger.code == code for code, text in said
    )
    assert right >= 0.9 * len(said)
