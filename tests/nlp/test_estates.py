"""Whole estates of people whose messages were never learned from: a floor under the figures of docs/understanding.md."""

from pathlib import Path

import pytest

from benchmarks.estates import figures, read

LEAST = {
    "filed": 0.97,
    "kind, first choice": 0.75,
    "… among three": 0.89,
    "dangers found": 0.8,
    "reported before: the right one offered": 0.48,
    "offers that are right": 0.55,
}
MOST = {
    "false alarms": 0.04,
    "… another offered": 0.15,
    "new: something offered": 0.3,
    "pairs of one group, two matters": 0.1,
}
PLAINER = {"reported before: the right one offered": 0.68, "offers that are right": 0.8}
"""Where nobody was asked to avoid the usual words."""

BROADER = {"kind, first choice": 0.83, "… among three": 0.93, "reported before: the right one offered": 0.55}
"""Where half of what is reported is not about houses, and has no troubles; of the ten dangers in it one is a tenth."""


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("asked_1", LEAST),
        ("asked_2", LEAST),
        ("month_1", LEAST | PLAINER),
        ("month_2", LEAST | PLAINER),
        ("month_3", BROADER),
    ],
)
def test_an_estate_of_somebody_new_is_understood(classifier, name, least):
    found = figures(read(Path(__file__).with_name("estates") / f"{name}.csv", classifier))
    assert {each: found[each] for each in least if found[each] < least[each]} == {}
    assert {each: found[each] for each in MOST if found[each] > MOST[each]} == {}
