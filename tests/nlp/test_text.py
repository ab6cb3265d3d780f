"""Normalising: one width, nothing invisible, bounded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.text import LONGEST, normalise


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("３号楼２单元", "3号楼2单元"),
        ("ＫＴＶ太吵", "ktv太吵"),
        ("着\u200b火\u200d了", "着火了"),
        ("\u202e着火\u202c", "着火"),
        ("停\x00水", "停水"),
        ("停\ud800水\udfff", "停水"),
        ("a\u3000b\tc", "a b c"),
        ("幸福－261122—003", "幸福-261122-003"),
        ("停水,停电!真的?;", "停水，停电！真的？；"),
        ("停水，停电！真的？；", "停水，停电！真的？；"),
        ("一\r\n二", "一\n二"),
        ("  \n ", ""),
        ("❤️", "❤"),
    ],
)
def test_texts_are_brought_to_one_form(raw, plain):
    assert normalise(raw) == plain


def test_a_text_of_any_length_is_bounded():
    assert len(normalise("水" * (LONGEST + 5))) == LONGEST


@given(st.text(st.characters()))
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(st.characters()))
def test_what_comes_out_can_be_written_anywhere(text):
    assert "\x00" not in normalise(text).encode("utf-8").decode("utf-8")
