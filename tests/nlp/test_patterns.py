"""Patterns of characters: what is found in a message, what is learned from messages, and a table that can be read."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.lexicon import LexiconError
from civic.understanding import Intent
from nlp.features import heading_of
from nlp.patterns import DANGER, Patterns, PatternTable, keys_of, marked, names_of, patterns
from nlp.patterns_learning import Said, filed_in, learn_kinds, learn_said, said_in
from nlp.tables import SHIPPED

MESSAGES = [
    *(Said(text, Intent.REQUEST, danger=True) for text in ("着火了快来人", "楼道里着火了", "我家着火了", "着火了救命")),
    *(Said(text, Intent.REQUEST) for text in ("万一着火了怎么办", "万一着火了谁管", "去年着火过一次", "万一楼道着火")),
    *(Said(text, Intent.REQUEST) for text in ("楼道灯不亮", "路灯坏了", "灯又坏了", "水管坏了", "楼道灯坏了")),
    *(Said(text, Intent.THANKS) for text in ("谢谢", "谢谢你们", "太感谢了", "感谢感谢")),
    *(Said(text, Intent.PROGRESS) for text in ("灯修好了吗", "修到哪一步了", "单子派了吗", "什么时候修好", "派了没")),
]


def table(*entries):
    names, rarity, weights = zip(*sorted(entries), strict=True)
    return PatternTable(
        ("greeting", DANGER), np.zeros(2), 0.5, keys_of(names), np.array(rarity), np.array(weights, np.int8)
    )


@pytest.fixture(scope="module")
def learned_table():
    pytest.importorskip("sklearn")
    return learn_said(MESSAGES * 2)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("着火了", "^着火了$"),
        ("着火了！快来", "^着火了|快来$"),
        ("3号楼12单元", "^0号楼0单元$"),
        ("修好了吗？", "^修好了吗？$"),
        ("", "^$"),
    ],
)
def test_pauses_and_numbers_are_one(text, seen):
    assert marked(text) == seen


def test_patterns_are_all_that_is_up_to_three_characters_long():
    seen = ["$", "^", "^着", "^着火", "火", "火$", "着", "着火", "着火$"]
    assert names_of(patterns("着火")) == seen
    assert patterns("着火").tolist() == keys_of(seen).tolist()


@given(st.text(st.characters(exclude_characters="\0"), max_size=30))
def test_a_key_is_a_name(text):
    keys = patterns(text)
    names = names_of(keys)
    assert sorted(set(names)) == names
    assert keys_of(names).tolist() == keys.tolist()
    assert set(names) == {
        marked(text)[at : at + length] for length in (1, 2, 3) for at in range(len(marked(text)) + 1 - length)
    }


def test_weights_are_added_once_each_and_divided_by_length():
    told = Patterns(table(("着火", 3.0, (0, 12)), ("万一", 4.0, (0, -16)), ("你好", 1.0, (4, 0)))).read(
        "万一着火，着火"
    )
    assert told.scores == pytest.approx({"greeting": 0.0, DANGER: (6 - 8) / 5})
    assert told.weights(DANGER) == pytest.approx({"着火": 6 / 5, "万一": -8 / 5})
    assert told.words(DANGER, 1) == ("着火",)
    assert told.words(DANGER, -1) == ("万一",)


def test_of_patterns_within_each_other_the_heaviest_is_named_and_marks_are_not():
    found = Patterns(
        table(("着火", 1.0, (0, 2)), ("着火了", 1.0, (0, 3)), ("来人$", 1.0, (0, 4)), ("0号", 1.0, (0, 5)))
    )
    assert found.read("3号着火了，来人").words(DANGER, 1) == ("来人", "着火了")


def test_what_was_learned_is_told_again(learned_table):
    read = Patterns(learned_table).read
    assert all((read(said.text).scores[DANGER] > 0) == said.danger for said in MESSAGES)
    assert all(max(Intent, key=lambda name: read(said.text).scores.get(name, -9)) == said.intent for said in MESSAGES)
    assert "万一" in read("万一起火").words(DANGER, -1)


def test_a_table_is_read_as_it_was_written(learned_table, tmp_path):
    path = tmp_path / "said.jsonl"
    path.write_text(learned_table.written(), encoding="utf-8")
    read = PatternTable.read(path)
    assert read.written() == learned_table.written() == learn_said(MESSAGES * 2).written()
    assert path.read_text(encoding="utf-8").count("\n") == 1 + len(read.keys)  # a line a pattern: it can be read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"unit": 1, "bias": {"a": 0}}\n["火", 1, {"a": "much"}]\n',
        '{"unit": 1, "bias": {"a": 0}}\n["火", 1, {"a": 128}]\n',
        '{"unit": 1, "bias": {"a": 0}}\n["火", 1, {"b": 1}]\n',
        '{"unit": 1, "bias": {"a": 0}}\n["火"\n',
    ],
)
def test_what_is_no_table_is_refused_by_name(text, tmp_path):
    path = tmp_path / "said.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"said\.jsonl"):
        PatternTable.read(path)


def test_letters_are_requests_and_those_of_danger_are_left_out(classifier):
    rows = [
        {"intent": "thanks", "danger": "0", "text": "谢谢"},
        {"intent": "request", "danger": "1", "text": "着火了"},
        {"danger": "0", "title": "路灯", "text": "不亮"},
        {"danger": "1", "title": "墙", "text": "要塌"},
        {"danger": "?", "title": "墙", "text": "要塌"},
    ]
    assert said_in(rows, classifier._tables.speller) == [
        Said("谢谢", "thanks"),
        Said("着火了", "request", danger=True),
        Said("路灯\n不亮", "request"),
        Said("路灯", "request"),
    ]


def test_the_shipped_table_knows_every_intent():
    assert set(PatternTable.read(SHIPPED / "said_learned.jsonl").answers) == {*Intent, DANGER}


def test_the_shipped_table_knows_every_kind(taxonomy):
    assert set(PatternTable.read(SHIPPED / "kinds_said.jsonl").answers) == taxonomy.keys()


def test_what_stands_in_the_heading_counts_twice():
    read = Patterns(table(("停车", 3.0, (6, 0)), ("水", 4.0, (0, 8)))).read
    assert read("停车难\n水").scores == pytest.approx({"greeting": 3 / 5, DANGER: 4 / 5})
    assert read("停车难\n水", "停车难").scores == pytest.approx({"greeting": 6 / 34**0.5, DANGER: 4 / 34**0.5})


def test_the_lead_of_a_group_is_over_all_others():
    told = Patterns(table(("停车", 1.0, (6, 0)), ("水", 1.0, (0, 8)))).read("停车")
    assert told.lead("g") == -told.lead("d") == 3.0


def test_nothing_known_is_told_as_that():
    told = Patterns(table(("停车", 1.0, (6, 0)))).read("水")
    assert not told
    assert told.scores == {"greeting": 0.0, DANGER: 0.0}


def test_kinds_are_learned_from_what_is_filed_under_them(classifier):
    pytest.importorskip("sklearn")
    speller = classifier._tables.speller
    rows = [
        {"label": kind, "title": f"{word}的事", "text": f"{some}{word}{more}"}
        for kind, word in (("C04|P02", "路灯"), ("P04", "停车"), ("I02", "装修"))
        for some in ("", "我家门口", "小区里")
        for more in ("", "三天了", "谁来管管")
    ]
    messages = filed_in(rows, "label", speller)
    assert messages[0] == ("路灯的事\n路灯", "C04")
    read = Patterns(learn_kinds(messages)).read
    for text, kind in messages:
        scores = read(text, heading_of(text)).scores
        assert max(scores, key=lambda answer: scores[answer]) == kind
    with pytest.raises(ValueError, match="three kinds"):
        learn_kinds(messages[:18])


@given(st.text(max_size=300))
def test_whatever_is_written_something_is_told(text):
    told = Patterns(table(("着火", 3.0, (0, 6)), ("0", 1.0, (1, 1)))).read(text)
    assert all(np.isfinite(list(told.scores.values())))
    assert all(word in text for word in told.words(DANGER, 1))
