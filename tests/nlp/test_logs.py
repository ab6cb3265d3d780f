"""Whole months of what people send, whose messages were never learned from: a floor under the figures of docs/understanding.md."""

from pathlib import Path

import pytest

from benchmarks.logs import figures, read
from nlp.evaluation import read_rows

LEAST = {
    "intents right": 0.79,
    "requests filed": 0.96,
    "kind, first choice": 0.81,
    "… among three": 0.93,
    "dangers found": 0.72,
}
MOST = {"false alarms": 0.05, "filed though it tells of no matter": 0.28}
OF_DANGER = {"intents right": 0.9, "dangers found": 0.88}
"""Where all tell of what is dangerous, may become so or only looks so; few tell of no matter."""


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("log_1", LEAST, MOST), ("log_2", LEAST, MOST), ("dangers", LEAST | OF_DANGER, {"false alarms": 0.02})],
)
def test_a_month_of_somebody_new_is_understood(classifier, name, least, most):
    found = figures(read(classifier, read_rows(Path(__file__).with_name("logs") / f"{name}.csv")))
    assert {each: found[each] for each in least if found[each] < least[each]} == {}
    assert {each: found[each] for each in most if found[each] > most[each]} == {}
