"""Cues: the small notation of the lexicon."""

import pytest

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
        ("电梯里&不开", "门不开，我在电梯里", (6, 9)),
        ("电梯里&不开", "我在电梯里", None),
        ("Help", "please help", (7, 11)),
        ("怎么(", "怎么(", (0, 3)),
    ],
)
def test_a_cue_is_found_as_written(cue, text, span):
    assert Cue(cue).find(text) == span


def test_the_first_cue_of_a_list_that_is_there_counts():
    cues = Cues(["撤回", "算了"])
    assert cues.find("算了吧，撤回") == (4, 6)
    assert cues.within("算了吧")
    assert not cues.within("修好了吗")
    assert not Cues([]).within("任何话")
