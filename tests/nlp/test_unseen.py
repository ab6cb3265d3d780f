"""Chat messages by somebody whose messages were never learned from: a floor under the figures of docs/understanding.md."""

import csv
from pathlib import Path

import pytest

from civic.understanding import Intent

TRAPS = slice(300, 600)
"""Rows that come as near to a danger as can be, and are none."""


@pytest.fixture(scope="module")
def understood(classifier):
    with Path(__file__).with_name("said").joinpath("unseen.csv").open(encoding="utf-8", newline="") as lines:
        return [(row, classifier.understand(row["text"])) for row in csv.DictReader(lines)]


def share(rows, holds):
    return sum(map(holds, rows)) / len(rows)


def alarmed(pair):
    return bool(pair[1].danger)


def test_present_dangers_are_found(understood):
    present = [pair for pair in understood if pair[0]["danger"] == "1"]
    assert share(present, alarmed) >= 0.93
    assert share(present, lambda pair: alarmed(pair) and pair[1].danger.code == pair[0]["label"]) >= 0.78


def test_words_of_danger_and_everyday_messages_seldom_raise_an_alarm(understood):
    assert share([pair for pair in understood[TRAPS] if pair[0]["danger"] == "0"], alarmed) <= 0.12
    assert share(understood[TRAPS.stop :], alarmed) <= 0.02


def test_intents_are_told(understood):
    assert share(understood, lambda pair: pair[1].intent == pair[0]["intent"]) >= 0.85
    requests = [pair for pair in understood if pair[0]["intent"] == "request"]
    assert share(requests, lambda pair: pair[1].intent is Intent.REQUEST) >= 0.96


def test_kinds_are_guessed(classifier, understood):
    requests = [row for row, _ in understood if row["label"] and row["danger"] == "0"]
    guesses = [(row["label"], [guess.code for guess in classifier.rank(row["text"])]) for row in requests]
    assert share(guesses, lambda pair: pair[0] in pair[1][:1]) >= 0.55
    assert share(guesses, lambda pair: pair[0] in pair[1][:3]) >= 0.78
