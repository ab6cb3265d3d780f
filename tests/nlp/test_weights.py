"""Weighing words: lists go before seeds, and a fault names its entry."""

import pytest

from civic.kinds import OTHER, Kind, Level, Tier
from nlp.weights import EMERGENCY_FACTOR, GENERAL_FACTOR, LISTS, SEED, LexiconError, load_kinds, load_lists


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
    weights = load_lists(lexicon('[C03]\nsure = ["电梯坏"]\nlikely = ["电梯"]\nhint = ["下"]\nmute = ["楼"]'), {"C03"})
    assert weights == {"电梯坏": {"C03": 4}, "电梯": {"C03": 2}, "下": {"C03": 1}, "楼": {"C03": 0}}


def test_words_are_compared_in_lower_case(lexicon):
    assert list(load_lists(lexicon('[I05]\nsure = ["KTV"]'), {"I05"})) == ["ktv"]


def test_seed_words_count_by_length_and_by_how_many_kinds_claim_them(lexicon):
    kinds = {"C03": kind("C03", "电梯故障", "电梯"), "O03": kind("O03", "电梯"), OTHER: kind(OTHER, "其他事情")}
    weights = load_kinds(kinds, lexicon(""))
    assert weights["电梯故障"] == {"C03": SEED}
    assert weights["电梯"] == {"C03": SEED / 4, "O03": SEED / 4}
    assert weights["其他事情"] == {OTHER: SEED * GENERAL_FACTOR}


def test_a_list_goes_before_a_seed_word(lexicon):
    kinds = {"C03": kind("C03", "电梯"), "O03": kind("O03", "电梯")}
    weights = load_kinds(kinds, lexicon('[C03]\nsure = ["电梯"]\n[O03]\nmute = ["电梯"]'))
    assert weights["电梯"] == {"C03": LISTS["sure"], "O03": 0}


def test_emergency_kinds_weigh_less_than_others(lexicon):
    weights = load_kinds({"A03": kind("A03", "被困")}, lexicon('[A03]\nsure = ["困人"]'))
    assert weights["困人"] == {"A03": LISTS["sure"] * EMERGENCY_FACTOR}
    assert weights["被困"]["A03"] == SEED / 2 * EMERGENCY_FACTOR


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[Z99]\nsure = ["电梯"]', "words.toml [Z99]: not known"),
        ('[C03]\nsurely = ["电梯"]', "words.toml [C03] surely: no such list, only sure likely hint mute"),
        ('[C03]\nsure = "电梯"', "words.toml [C03] sure: must be a list of words"),
        ('[C03]\nsure = ["电梯", " "]', "words.toml [C03] sure: must be a list of words"),
        ('[C03]\nsure = ["电梯"]\nhint = ["电梯"]', "words.toml [C03] hint: 电梯 stands in sure already"),
        ("C03 = 1", "words.toml [C03]: must be a table"),
        ("[C03", "words.toml: "),
    ],
)
def test_a_fault_names_the_file_and_the_entry(lexicon, text, fault):
    with pytest.raises(LexiconError) as error:
        load_lists(lexicon(text), {"C03"})
    assert fault in str(error.value)
