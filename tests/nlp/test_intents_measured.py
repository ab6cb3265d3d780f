"""Intents of chat-style messages made up for it: a floor under the figures of docs/understanding.md.

Rows of odd lines were in view when the word lists were mended, the others only counted.
"""

from pathlib import Path

import pytest

SAID = Path(__file__).with_name("said") / "intents.tsv"


def rows():
    return [line.split("\t") for line in SAID.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("half", [0, 1])
def test_nearly_every_intent_is_told(classifier, half):
    said = rows()[half::2]
    assert sum(classifier.understand(text).intent == intent for intent, text in said) >= 0.95 * len(said)


def test_hardly_any_request_is_taken_for_anything_else(classifier):
    requests = [text for intent, text in rows() if intent == "request"]
    assert sum(classifier.understand(text).intent == "request" for text in requests) >= 0.97 * len(requests)
