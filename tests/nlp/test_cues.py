"""Cues: the small notation of the lexicon."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nlp.cues import Cue, Cues


@pytest.mark.parametrize(
    ("cue", "text", "span"),
    [
        ("着火", "楼下着火了", (2, 4)),
        ("着火", "楼下没事", None),
        ("电梯…出不来", "电梯里的人出不来", (0, 8)),
        ("电梯…出不来", "电梯出不来", (0, 5)),
        ("电梯…出不来", "电梯里面有一位老人和孩子出不来", None),
        ("电梯…出不来", "电梯坏。出不来", None),
        ("电梯里&不开", "门不开，我在电梯里", (1, 9)),
        ("电梯里&不开", "我在电梯里", None),
        ("Help", "please help", (7, 11)),
        ("怎么(", "怎么(", (0, 3)),
    ],
)
def test_a_cue_is_found_as_written(cue, text, span):
    assert Cues({"list": [cue]}).find(text) == ({"list": [span]} if span else {})


def test_every_place_of_every_list_is_told_in_order():
    cues = Cues({"fire": ["着火", "烟"], "away": ["撤回", "算了"], "none": []})
    assert cues.find("着火了有烟，着火") == {"fire": [(0, 2), (4, 5), (6, 8)]}
    assert cues.find("算了吧，撤回") == {"away": [(0, 2), (4, 6)]}
    assert cues.find("修好了吗") == {}


def test_the_parts_of_a_cue_stand_near_each_other():
    assert Cues({"list": ["电梯里&不开"]}).find("电梯里" + "嗯" * 50 + "不开") == {}


def places(cue, text):
    """Where a cue stands: a plain one also where it overlaps itself (不不 in 不不不)."""
    plain = Cue(cue).plain
    return (
        {(at, at + len(cue)) for at in range(len(text)) if text.startswith(cue, at)}
        if plain
        else {*Cue(cue).hits(text)}
    )


@example(["不不"], "不不不")
@given(
    st.lists(st.text("电梯里不开…&", min_size=1, max_size=6).filter(lambda cue: all(cue.replace("&", "…").split("…")))),
    st.text("电梯里不开。", max_size=40),
)
def test_no_cue_is_lost_by_the_filing(cues, text):
    together = Cues({"list": cues}).find(text).get("list", [])
    assert together == sorted({place for cue in cues for place in places(cue, text)})
