"""Weighing words: lists go before seeds, and a fault names its entry."""

import pytest

from civic.kinds import OTHER, Kind, Level, Tier
from civic.lexicon import LexiconError, Wrong
from nlp.weights import EMERGENCY_FACTOR, GENERAL_FACTOR, LISTS, LOCAL, SEED, Rule, load_kinds, load_lists


def kind(code, *words):
    return Kind(code, "组", "名", Level.ESTATE, "物业", (), Tier.SWIFT, words)


@pytest.fixture
def lexicon(tmp_path):
    def write(text):
        path = tmp_path / "words.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_lists_weigh_by_their_name(lexicon):
    weights = load_lists(
        {"C03"}, lexicon('[C03]\nsure = ["电梯坏"]\nlikely = ["电梯"]\nhint = ["下"]\nmute = ["楼"]')
    ).words
    assert weights == {"电梯坏": {"C03": 4}, "电梯": {"C03": 2}, "下": {"C03": 1}, "楼": {"C03": 0}}


def test_words_are_compared_in_lower_case(lexicon):
    assert list(load_lists({"I05"}, lexicon('[I05]\nsure = ["KTV"]')).words) == ["ktv"]


def test_seed_words_count_by_length_and_by_how_many_kinds_claim_them(lexicon):
    kinds = {"C03": kind("C03", "电梯故障", "电梯"), "O03": kind("O03", "电梯"), OTHER: kind(OTHER, "其他事情")}
    weights = load_kinds(kinds, lexicon("")).words
    assert weights["电梯故障"] == {"C03": SEED}
    assert weights["电梯"] == {"C03": SEED / 4, "O03": SEED / 4}
    assert weights["其他事情"] == {OTHER: SEED * GENERAL_FACTOR}


def test_a_list_goes_before_a_seed_word(lexicon):
    kinds = {"C03": kind("C03", "电梯"), "O03": kind("O03", "电梯")}
    weights = load_kinds(kinds, lexicon('[C03]\nsure = ["电梯"]\n[O03]\nmute = ["电梯"]')).words
    assert weights["电梯"] == {"C03": LISTS["sure"], "O03": 0}


def test_emergency_kinds_weigh_less_than_others(lexicon):
    weights = load_kinds({"A03": kind("A03", "被困")}, lexicon('[A03]\nsure = ["困人"]')).words
    assert weights["困人"] == {"A03": LISTS["sure"] * EMERGENCY_FACTOR}
    assert weights["被困"]["A03"] == SEED / 2 * EMERGENCY_FACTOR


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[Z99]\nsure = ["电梯"]', "words.toml line 1 [Z99]: not known"),
        ('[C03]\nsurely = ["电梯"]', "words.toml line 2 [C03] surely: no such list, only sure likely hint mute"),
        ('[C03]\nsure = "电梯"', "words.toml line 2 [C03] sure: must be a list of words"),
        ('[C03]\nsure = ["电梯", 1]', "words.toml line 2 [C03] sure: must be a list of words"),
        ('[C03]\nsure = ["电梯", " "]', "words.toml line 2 [C03] sure: ' ' is no word and no rule"),
        ('[C03]\nsure = [\n"电梯",\n"电梯&^坏"]', "words.toml line 4 [C03] sure: '电梯&^坏' is no word and no rule"),
        ('[C03]\nsure = ["电梯"]\nhint = ["电梯"]', "words.toml line 3 [C03] hint: 电梯 stands in sure already"),
        ("C03 = 1", "words.toml line 1 [C03]: must be a table"),
        ("[C03", "words.toml line 1: "),
    ],
)
def test_a_fault_names_the_file_and_the_entry(lexicon, text, fault):
    with pytest.raises(LexiconError) as error:
        load_lists({"C03"}, lexicon(text))
    assert fault in str(error.value)


def test_a_later_file_goes_before_and_leaves_the_rest(tmp_path):
    shipped, own = tmp_path / "shipped.toml", tmp_path / "own.toml"
    shipped.write_text('[C03]\nsure = ["电梯", "梯子"]\n[O03]\nhint = ["电梯"]', encoding="utf-8")
    own.write_text('[C03]\nmute = ["电梯"]\nlikely = ["货梯"]', encoding="utf-8")
    weights = load_lists({"C03", "O03"}, shipped, own).words
    assert weights == {"电梯": {"C03": 0, "O03": 1}, "梯子": {"C03": 4}, "货梯": {"C03": LOCAL * LISTS["likely"]}}


def test_entries_may_ask_for_company(lexicon):
    loaded = load_lists({"F02"}, lexicon('[F02]\nlikely = ["消火栓&没水!LED"]'))
    assert loaded.words == {}
    assert loaded.rules == {Rule("消火栓", ("没水",), ("led",)): {"F02": 2}}
    assert loaded.own_words == {"消火栓", "没水", "led"}


def test_an_entry_may_count_in_the_heading_only(lexicon):
    loaded = load_lists({"P04", "F02"}, lexicon('[P04]\nlikely = ["^停车", "停车"]\n[F02]\nhint = ["^消火栓&没水"]'))
    assert loaded.words == {"停车": {"P04": 2}}
    assert loaded.rules == {
        Rule("停车", heading=True): {"P04": 2},
        Rule("消火栓", ("没水",), heading=True): {"F02": 1},
    }
    assert loaded.own_words == {"停车", "消火栓", "没水"}


def test_every_fault_is_named_at_once(lexicon):
    with pytest.raises(LexiconError) as error:
        load_lists({"C03"}, lexicon('[C03]\nsure = ["&坏"]\nmaybe = ["电梯"]\n\n[X01]\nsure = ["水"]'))
    assert len(str(error.value).splitlines()) == 3


def test_a_file_that_is_not_there_is_a_fault(tmp_path):
    with pytest.raises(LexiconError, match=r"none\.toml"):
        load_lists({"C03"}, tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[C03]\nsure = ["电梯"]\nhint = ["电梯"]', (Wrong.TWICE, 3, "[C03] hint", "电梯")),
        ('\n[Z99]\nsure = ["电梯"]', (Wrong.UNKNOWN, 2, "[Z99]", "")),
        ('[C03]\n\nsure = ["电梯", ]]', (Wrong.NO_TOML, 3, "", "")),
        ('[C03]\nsure = [\n"电梯"', (Wrong.NO_TOML, 3, "", "")),
        ("C03 = 1", (Wrong.NO_TABLE, 1, "[C03]", "")),
        ('[C03]\nsure = "电梯"', (Wrong.NO_WORDS, 2, "[C03] sure", "")),
        *(
            (f'[C03]\nsure = [\n"{entry}"]', (Wrong.NO_ENTRY, 3, "[C03] sure", entry))
            for entry in ("^", "^ ", "^^坏", "坏^", "&坏", "坏!", "^&坏", "坏&^灯")
        ),
        ("[C03]\nsurely = []", (Wrong.NO_LIST, 2, "[C03] surely", "")),
    ],
)
def test_a_fault_can_be_told_in_other_words(lexicon, text, fault):
    with pytest.raises(LexiconError) as error:
        load_lists({"C03"}, lexicon(text))
    [found] = error.value.faults
    assert (found.wrong, found.line, found.table, found.entry) == fault
    assert found.file == "words.toml"


def test_what_is_no_text_at_all_is_told_apart(tmp_path):
    path = tmp_path / "words.toml"
    path.write_bytes(b"\xff\xfe")
    for each in (path, tmp_path / "none.toml"):
        with pytest.raises(LexiconError) as error:
            load_lists({"C03"}, each)
        assert [fault.wrong for fault in error.value.faults] == [Wrong.UNREADABLE]
