"""Chat messages by people whose messages were never learned from: a floor under the figures of docs/understanding.md."""

from pathlib import Path

import pytest

from benchmarks.unseen import figures
from nlp.evaluation import read_rows

LEAST = {
    "dangers found": 0.94,
    "… and their kind": 0.88,
    "intents right": 0.91,
    "requests taken for requests": 0.96,
    "kind, first choice": 0.8,
    "… among three": 0.93,
}
MOST = {"false alarms: near traps": 0.08, "… ordinary messages": 0.02}


@pytest.mark.parametrize("name", ["unseen", "unseen_2", "unseen_3", "unseen_4", "plain_1", "plain_2"])
def test_messages_of_somebody_new_are_understood(classifier, name):
    found = figures(classifier, read_rows(Path(__file__).with_name("said") / f"{name}.csv"))
    assert {each: found[each] for each in LEAST if found[each] < LEAST[each]} == {}
    assert {each: found[each] for each in MOST if found[each] > MOST[each]} == {}
