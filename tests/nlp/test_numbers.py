"""Case numbers in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.numbers import find_numbers, without_numbers
from nlp.text import normalise


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("幸福-261122-003", ("幸福-261122-003",)),
        ("我的幸福-261122-003咋样了", ("幸福-261122-003",)),
        ("查一下我的工单向阳-261122-003", ("向阳-261122-003",)),
        ("幸福 － 261122 — 003", ("幸福-261122-003",)),
        ("幸福－２６１１２２－００３", ("幸福-261122-003",)),
        ("上次报的幸福-261122-003", ("幸福-261122-003",)),
        ("261122-003 好了吗", ("261122-003",)),
        ("幸福-261122-003、向阳-261122-1004", ("幸福-261122-003", "向阳-261122-1004")),
        ("幸福-261122-003，对，幸福-261122-003", ("幸福-261122-003",)),
        ("电话0571-88881234", ()),
        ("3-2-501", ()),
        ("幸福-261322-003", ()),
        ("1261122-003", ()),
        ("261122-0031234567", ()),
        ("", ()),
    ],
)
def test_case_numbers_are_found(text, numbers):
    assert find_numbers(normalise(text)) == numbers


@pytest.mark.parametrize(
    ("text", "rest"), [("幸福-261122-003咋样了", " 咋样了"), ("撤回幸福-261122-003", "撤回 "), ("你好", "你好")]
)
def test_the_rest_is_left(text, rest):
    assert without_numbers(text) == rest


@given(st.dates(), st.integers(1, 999_999))
def test_every_number_of_ours_is_found(day, count):
    number = f"{day:%y%m%d}-{count:03}"
    assert find_numbers(f"请看{number}。") == (number,)
