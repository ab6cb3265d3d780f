"""Likeness of signatures: symmetric, sure of itself, and kept apart by a building, a room or a gate."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.signatures import LIKELY, alike, likeness
from civic.understanding import Signature, Spot

LIFT = Signature((("C03", 0.9), ("O03", 0.1)), (("C03.1", 0.8), ("C03.2", 0.6)), Spot(building="3"))
DIRTY = (("G03.7", 1.0),)


def like(**changes):
    return replace(LIFT, **changes)


def test_the_same_is_likely_itself():
    assert likeness(LIFT, LIFT) > 0.95


@pytest.mark.parametrize(
    "other",
    [
        like(spot=Spot(building="5")),
        like(spot=Spot(building="3", unit="1"), troubles=DIRTY),
        like(kinds=(("G03", 1.0),), troubles=DIRTY),
        Signature(),
    ],
)
def test_another_matter_is_not(other):
    assert likeness(LIFT, other) < LIKELY


def test_gates_keep_apart_and_what_one_does_not_say_does_not():
    north = like(landmarks=frozenset({"北门"}))
    assert likeness(north, like(landmarks=frozenset({"南门"}))) == 0
    assert likeness(north, LIFT) > LIKELY
    assert likeness(LIFT, like(spot=Spot())) > LIKELY


def test_the_likeliest_few_are_told_best_first():
    window = [
        ("other", like(spot=Spot(building="9"))),
        ("same", LIFT),
        ("near", like(troubles=(("C03.1", 0.6), ("C03.2", 0.8)))),
        ("again", LIFT),
    ]
    assert [key for key, _ in alike(LIFT, window)] == ["same", "again", "near"]
    assert len(alike(LIFT, window, most=1)) == 1


def weights(*answers):
    return st.lists(st.tuples(st.sampled_from(answers), st.floats(0, 1)), max_size=4, unique_by=lambda each: each[0])


signatures = st.builds(
    Signature,
    weights("C03", "C04", "G01").map(tuple),
    weights("C03.1", "C03.2", "C04.1", "G01.1").map(tuple),
    st.builds(Spot, st.sampled_from([None, "3", "5"]), st.sampled_from([None, "1"])),
    st.frozensets(st.sampled_from(["北门", "南门"]), max_size=1),
)


@given(signatures, signatures)
def test_it_does_not_matter_who_came_first(one, other):
    assert likeness(one, other) == pytest.approx(likeness(other, one))
    assert 0 <= likeness(one, other) <= 1


def test_a_window_of_a_thousand_is_gone_through_soon():
    window = [(number, like(spot=Spot())) for number in range(1_000)]
    begun = time.process_time()
    alike(LIFT, window)
    assert time.process_time() - begun < 2
