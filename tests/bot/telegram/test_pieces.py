"""Long texts in pieces: everything is there once, nothing people see is cut in two, and bold stays where it was."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.pieces import pieces
from handlers.words import units

SEEN = ["甲", "a", "🏠", "👨‍👩‍👧", "🇨🇳", "e\u0301", "👍🏽", " "]
TEXTS = st.lists(st.sampled_from([*SEEN, "\n"]), max_size=80).map("".join)


@given(TEXTS, st.integers(12, 40))
def test_nothing_is_lost_and_no_character_is_cut(text, most):
    parts = [part for part, _ in pieces(text, (), most)]
    assert "".join(parts).replace("\n", "") == text.replace("\n", "")
    assert all(0 < units(part) <= most for part in parts) or not text.strip("\n")
    characters = [each for each in regex.findall(r"\X", text) if each != "\n"]
    assert [each for part in parts for each in regex.findall(r"\X", part) if each != "\n"] == characters


@given(TEXTS, st.integers(0, 60), st.integers(1, 60))
def test_bold_stays_where_it_was(text, offset, length):
    whole = text.encode("utf-16-le")
    end = min(offset + length, len(whole) // 2)
    bold = ({"type": "bold", "offset": offset, "length": end - offset},) if offset < end else ()
    found = [
        part.encode("utf-16-le")[2 * each["offset"] : 2 * (each["offset"] + each["length"])]
        for part, entities in pieces(text, bold, 20)
        for each in entities
    ]
    line_end = "\n".encode("utf-16-le")
    wanted = whole[2 * offset : 2 * end] if bold else b""
    units_of = lambda raw: [raw[at : at + 2] for at in range(0, len(raw), 2) if raw[at : at + 2] != line_end]  # noqa: E731
    assert units_of(b"".join(found)) == units_of(wanted)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", [""]),
        ("甲" * 10, ["甲" * 10]),
        ("甲" * 11, ["甲" * 10, "甲"]),
        ("一二三四五六\n七八九十", ["一二三四五六", "七八九十"]),
        ("一\n二三四五六七八九十", ["一\n二三四五六七八九", "十"]),
        ("甲" * 10 + "\n\n乙", ["甲" * 10, "乙"]),
        ("e" + "\u0301" * 24, ["e" + "\u0301" * 4, "\u0301" * 5, "\u0301" * 5, "\u0301" * 10]),
    ],
)
def test_where_it_is_cut(text, parts):
    assert [part for part, _ in pieces(text, (), 10)] == parts
