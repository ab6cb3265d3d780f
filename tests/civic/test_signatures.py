"""Likeness of signatures: symmetric, sure of itself, and kept apart by a building, a room or a gate."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.signatures import LIKELY, SKETCH_BITS, alike, likeness, sketch
from civic.understanding import Signature, Spot

LIFT = Signature(("C03", "O03"), frozenset({"lift"}), frozenset({"broken"}), frozenset(range(6)), Spot(building="3"))


def like(**changes):
    fields = {name: getattr(LIFT, name) for name in ("kinds", "things", "troubles", "pairs", "spot", "landmarks")}
    return Signature(**fields | changes)


def test_the_same_is_likely_itself():
    assert likeness(LIFT, LIFT) > 0.95


@pytest.mark.parametrize(
    "other",
    [
        like(spot=Spot(building="5")),
        like(spot=Spot(building="3", unit="1"), troubles=frozenset({"dear"}), pairs=frozenset(range(9, 20))),
        like(kinds=("G06",), things=frozenset({"advert"}), pairs=frozenset()),
        Signature((), frozenset(), frozenset(), frozenset()),
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
        ("near", like(pairs=frozenset(range(3, 9)))),
        ("again", LIFT),
    ]
    assert [key for key, _ in alike(LIFT, window)] == ["same", "again", "near"]
    assert len(alike(LIFT, window, most=1)) == 1


names = st.frozensets(st.sampled_from("abcdef"), max_size=4)
signatures = st.builds(
    Signature,
    st.lists(st.sampled_from(["C03", "C04", "G01"]), max_size=3, unique=True).map(tuple),
    names,
    names,
    st.frozensets(st.integers(0, 20), max_size=12),
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


def test_what_is_alike_has_more_bits_in_common_than_what_is_not():
    other = like(kinds=("G06",), things=frozenset({"advert"}), troubles=frozenset(), pairs=frozenset(range(100, 106)))
    mine = sketch(LIFT)
    assert (mine & sketch(like(pairs=frozenset(range(3, 9))))).bit_count() > (mine & sketch(other)).bit_count()
    assert mine.bit_length() <= SKETCH_BITS
