"""Which of a person's own cases a question is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.likeness import likeliest

CASES = ["楼道灯不亮了", "3号楼电梯又坏了,老人下不来", "垃圾没人清"]


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("我那个灯的事咋样了", [0]),
        ("电梯修好了吗", [1]),
        ("垃圾的事情处理得怎么样", [2]),
        ("我的事咋样了", [0, 1, 2]),
        ("3号楼那个怎么样了", [0, 1, 2]),
        ("", [0, 1, 2]),
        ("灯和电都好了吗", [0, 1]),
    ],
    ids=["light", "lift", "rubbish", "nothing telling", "only where", "nothing", "two alike"],
)
def test_the_case_that_shares_the_telling_words(question: str, about: list[int]) -> None:
    assert likeliest(question, CASES) == about


def test_of_no_cases_none() -> None:
    assert likeliest("灯", []) == []


@given(st.text(), st.lists(st.text(), min_size=1, max_size=5))
def test_some_case_is_always_meant(question: str, texts: list[str]) -> None:
    found = likeliest(question, texts)
    assert found
    assert found == sorted(set(found))
    assert all(0 <= index < len(texts) for index in found)


@given(st.text(), st.text())
def test_of_one_case_that_one(question: str, text: str) -> None:
    assert likeliest(question, [text]) == [0]
