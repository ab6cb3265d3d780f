"""The catalogue's text: bold runs in UTF-16, what people wrote inside of it, and clipping."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.words import Catalogue, Text, catalogue, clean, lines, units

ANYTHING = st.text(st.characters(exclude_categories=()))
"""Any text at all, lone surrogates and control characters included."""
TEXTS = st.builds(
    lambda plain, cut: Text(plain, ((0, len(plain[:cut])),) if plain[:cut] else ()),
    st.text(st.sampled_from("甲a🏠👨‍👩‍👧\n")),
    st.integers(0, 5),
)
BIDIRECTIONAL = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
MARKS = {"\u200e", "\u200f", "\u061c"}


def bold(text: Text) -> list[str]:
    """The bold runs as the messenger cuts them out."""
    whole = text.plain.encode("utf-16-le", "surrogatepass")
    return [whole[2 * start : 2 * (start + length)].decode("utf-16-le") for start, length in text.runs()]


def say(pattern: str, **values: object) -> Text:
    return Catalogue({"it": pattern}).say("it", values)


@pytest.mark.parametrize(
    ("pattern", "value", "plain", "runs"),
    [
        ("**{x}**好", "甲", "甲好", ["甲"]),
        ("🏠🏠 **{x}** 🏠 **末**", "👨‍👩‍👧", "🏠🏠 👨‍👩‍👧 🏠 末", ["👨‍👩‍👧", "末"]),
        ("{x} **好**", "**不**", "**不** 好", ["好"]),
        ("**{x}**", "a**b**c", "a**b**c", ["a**b**c"]),
        ("{x} **好**", "{braces} {0} {", "{braces} {0} { 好", ["好"]),
        ("{x} **好**", "<b>不</b> &amp; _不_", "<b>不</b> &amp; _不_ 好", ["好"]),
        ("{x}**好**", "\u202e倒\u2066着\u200f", "倒着好", ["好"]),
        ("{x}**好**", "\x00\x07\x1b[31m\x85红", "[31m红好", ["好"]),
        ("{x}**好**", "\ud83d半\udc00", "半好", ["好"]),
        ("**{x}**好", "\u202e", "好", []),
        ("**两\n行**", "", "两\n行", ["两\n行"]),
    ],
)
def test_only_the_catalogue_makes_bold(pattern: str, value: str, plain: str, runs: list[str]) -> None:
    said = say(pattern, x=value)
    assert (said.plain, bold(said)) == (plain, runs)


def test_a_text_that_is_filled_in_keeps_its_bold() -> None:
    said = say("🏠 {x}!", x=Text("甲乙", ((1, 1),)))
    assert (said.plain, bold(said)) == ("🏠 甲乙!", ["乙"])


def test_a_format_is_heeded_and_a_missing_value_is_a_fault() -> None:
    assert say("{hour:02}", hour=9).plain == "09"
    with pytest.raises(KeyError):
        say("{x}")


@given(ANYTHING)
@example("\u061c\x85\x9f\u202e\x00")
def test_nothing_is_left_that_cannot_be_seen_but_changes_how_a_line_reads(words: str) -> None:
    for character in clean(words):
        assert unicodedata.category(character) not in {"Cc", "Cs"} or character in "\n\t"
        assert unicodedata.bidirectional(character) not in BIDIRECTIONAL
        assert character not in MARKS


@given(ANYTHING)
def test_cleaning_leaves_what_can_be_seen(words: str) -> None:
    visible = [each for each in words if unicodedata.category(each)[0] in "LNPSZ" or each in "\n\t\u200d"]
    assert [each for each in clean(words) if each in set(visible)] == visible


@given(ANYTHING)
def test_whatever_is_filled_in_the_runs_are_those_of_the_catalogue(words: str) -> None:
    said = say("🏠 **甲** {x} **乙**", x=words)
    assert bold(said) == ["甲", "乙"]
    assert say("**{x}**", x=words).plain == clean(words)


@given(st.text())
def test_units_are_those_of_utf_16(words: str) -> None:
    assert units(words) == len(words.encode("utf-16-le")) // 2


@given(TEXTS, st.integers(2, 12))
def test_clipping_never_exceeds_and_never_cuts_a_character_or_a_run_in_two(text: Text, most: int) -> None:
    clipped = text.clipped(most, "……")
    assert units(clipped.plain) <= most
    assert clipped == text if units(text.plain) <= most else clipped.plain.endswith("……")
    assert all(text.plain.startswith(run.removesuffix("……")) and run for run in bold(clipped))


@given(st.lists(TEXTS))
def test_lines_are_below_each_other_with_their_bold(texts: list[Text]) -> None:
    whole = lines(texts)
    assert whole.plain == "\n".join(text.plain for text in texts if text)
    assert bold(whole) == [run for text in texts for run in bold(text)]


def test_line_ends_around_an_entry_do_not_count_but_a_blank_line_asked_for_does(tmp_path: Path) -> None:
    file = tmp_path / "words.toml"
    file.write_text('a = """\n甲\n"""\n[b]\nc = "\\n\\n乙"\n', "utf-8")
    words = catalogue(file)
    assert {key: words.raw(key) for key in words} == {"a": "甲", "b.c": "\n\n乙"}
    assert "a" in words
    assert "c" not in words


def test_every_bold_run_of_the_shipped_words_is_closed(words: Catalogue) -> None:
    assert all(words.raw(key).count("**") % 2 == 0 for key in words)
    assert not [key for key in words if clean(words.raw(key)) != words.raw(key)]
