"""Ranking: shares, order, and words that explain them."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.features import HEADING_FACTOR, OPENING, OPENING_FACTOR, spread
from nlp.learned import Entry, Table
from nlp.patterns import Patterns, PatternTable, keys_of
from nlp.ranking import GUESSES, WORDS_SHOWN, Ranker
from nlp.weights import Lexicon, parse_rule

WEIGHTS = {
    "电梯": {"C03": 2.0, "O03": 2.0},
    "坏": {"C03": 1.0},
    "加装": {"O03": 4.0},
    "噪音": {"I06": 4.0, "I02": 2.0},
    "建议": {"S02": 0.0},
}
RANKER = Ranker(Lexicon(WEIGHTS))


def codes(words):
    return [guess.code for guess in RANKER.weigh(words).guesses()]


def test_no_known_word_no_guess():
    assert RANKER.weigh([]).guesses() == ()
    assert RANKER.weigh(["你好"]).guesses() == ()
    assert RANKER.weigh(["建议"]).guesses() == ()


def test_the_heavier_words_win_and_are_named():
    best, second = RANKER.weigh(["坏", "电梯"]).guesses()
    assert (best.code, best.words) == ("C03", ("电梯", "坏"))
    assert (second.code, second.words) == ("O03", ("电梯",))
    assert best.share > second.share


def test_equals_are_ordered_by_code_whatever_the_order_of_words():
    assert codes(["电梯"]) == codes(["电梯", "电梯"]) == ["C03", "O03"]
    assert codes(["噪音", "加装"])[:2] == codes(["加装", "噪音"])[:2] == ["I06", "O03"]


def test_a_word_counts_once():
    assert RANKER.weigh(["电梯"] * 50 + ["加装"]).guesses()[0].code == "O03"


def test_what_is_said_first_counts_more():
    filling = "的" * OPENING
    assert codes(["噪音", filling, "加装"])[0] == "I06"
    assert codes(["加装", filling, "噪音"])[0] == "O03"


@pytest.mark.parametrize(("heading", "counts"), [("夜间施工噪音扰民", True), ("您好", False), ("长" * 60, False)])
def test_a_first_line_is_a_heading_unless_it_is_a_greeting_or_a_paragraph(heading, counts):
    words = [heading, "\n", "电梯"]
    factors = spread(words, {})
    assert factors[heading] == (HEADING_FACTOR if counts else OPENING_FACTOR)
    assert (factors["电梯"] == 1.0) == (counts or len(heading) > OPENING)


def test_what_the_lists_say_of_one_answer_may_bear_on_another():
    leaning = Table({}, {}, lexicon=1.0, leanings={"I06": {"I02": -0.5, "I05": 0.25}})
    scores = Ranker(Lexicon(WEIGHTS), replace(leaning, bias={"I05": 0.0})).weigh(["噪音"]).by_answer()
    counted = spread(["噪音"], {})["噪音"]
    told = {answer: scores[answer] / counted for answer in ("I06", "I02", "I05")}
    assert told == pytest.approx({"I06": 4, "I02": 0, "I05": 1})


def test_words_that_only_hint_are_not_known():
    assert RANKER.knows(["噪音"])
    assert not RANKER.knows(["坏", "建议", "你好"])


@given(st.lists(st.sampled_from([*WEIGHTS, "的"]), max_size=40))
def test_shares_are_belief(words):
    guesses = RANKER.weigh(words).guesses()
    shares = [guess.share for guess in guesses]
    assert shares == sorted(shares, reverse=True)
    assert all(0 < share <= 1 for share in shares)
    assert sum(shares) <= 1.000001
    assert all(word in words for guess in guesses for word in guess.words)


def test_the_longer_a_text_the_less_its_scores_tell():
    shares = [RANKER.weigh(["坏", "电梯", "的" * length]).guesses()[0].share for length in (0, 20, 200, 2000)]
    assert shares == sorted(set(shares), reverse=True)


def test_only_the_best_are_told():
    weights = {f"词{i}": {f"K{j}": 1.0 + j for j in range(10)} for i in range(10)}
    guesses = Ranker(Lexicon(weights)).weigh(list(weights)).guesses()
    assert [guess.code for guess in guesses] == ["K9", "K8", "K7", "K6", "K5"]
    assert len(guesses) == GUESSES
    assert {len(guess.words) for guess in guesses} == {WORDS_SHOWN}


def test_a_long_word_speaks_for_the_known_words_inside_it_too():
    ranker = Ranker(Lexicon({"加装电梯": {"O03": 4.0}, "电梯": {"C03": 2.0, "O03": 2.0}}))
    assert ranker.weigh(["加装电梯"]).by_answer() == ranker.weigh(["加装电梯", "电梯"]).by_answer()


def test_a_rule_counts_in_the_right_company_only():
    rules = {parse_rule("消火栓&没水"): {"F02": 4.0}, parse_rule("租房!公租房"): {"N03": 4.0}}
    ranker = Ranker(Lexicon({"没水": {"D01": 4.0}, "公租房": {"Q02": 2.0}}, rules))
    assert ranker.weigh(["消火栓", "没水"]).best() == "D01"  # level, and D01 comes first
    assert ranker.weigh(["消火栓", "没水"]).evidence("F02")
    assert ranker.weigh(["消火栓"]).guesses() == ()
    assert ranker.weigh(["租房"]).best() == "N03"
    assert ranker.weigh(["租房", "公租房"]).best() == "Q02"


def test_a_word_of_the_heading_only_counts_in_no_other_place():
    ranker = Ranker(Lexicon({"噪声": {"I02": 1.0}}, {parse_rule("^停车"): {"P04": 4.0}}))
    heading = ["幸福", "小区", "停车", "难"]
    assert ranker.weigh([*heading, "\n", "噪声"]).best() == "P04"
    assert ranker.weigh(["噪声", "，", "停车"]).guesses()[0].code == "I02"
    assert ranker.weigh([*heading, "噪声"]).evidence("P04") == {}  # a text of one line has no heading
    assert ranker.weigh(["您好", "\n", "停车"]).evidence("P04") == {}  # a greeting is none
    assert ranker.weigh(["幸福", "小区", "噪声", "大", "\n", "停车"]).evidence("P04") == {}


def test_what_was_learned_adds_to_the_lists_and_long_texts_do_not_outweigh_short_ones():
    table = Table({"停": Entry(3.0, {"C03": 6.0, "D01": -3.0})}, {"C03": -1.0, "D01": 0.0}, lexicon=1.0, smoothing=4.0)
    ranker = Ranker(Lexicon({"水": {"D01": 1.0}}), table)
    assert ranker.weigh([]).by_answer() == {"C03": 0.0, "D01": 0.0}
    norm = math.hypot(4.0, 3.0 * 1.8)
    scores = ranker.weigh(["停", "水"]).by_answer()
    assert scores == pytest.approx({"C03": (6 - 3) * 1.8 / norm, "D01": 1.8 - 3 * 1.8 / norm})
    assert ranker.weigh(["停", "水"]).evidence("D01") == pytest.approx({"停": -3 * 1.8 / norm, "水": 1.8})


def test_something_else_than_words_may_speak_too():
    assert RANKER.weigh(["坏", "电梯"]).guesses({"O03": 5.0})[0].code == "O03"


HEARD = Patterns(
    PatternTable(
        ("C03", "N01"),
        np.array([0.0, -1.0]),
        1.0,
        keys_of(["楼上", "跺脚"]),
        np.ones(2),
        np.array([[0, 1], [-1, 9]], np.int8),
    )
)


def test_patterns_speak_where_no_word_does():
    ranker = Ranker(Lexicon(WEIGHTS), heard=HEARD)
    best, *_ = ranker.weigh(["楼上", "跺脚"]).guesses()
    assert (best.code, best.words) == ("N01", ("跺脚", "楼上"))
    assert ranker.weigh(["跺脚"]).best() == ranker.weigh(["跺脚"]).guesses()[0].code == "N01"
    assert ranker.weigh(["跺脚"]).evidence("N01") == {"~跺脚": 9.0}
    assert ranker.weigh(["你好"]).guesses() == ()


def test_words_and_patterns_are_added_and_words_are_named_first():
    ranker = Ranker(Lexicon(WEIGHTS), heard=HEARD)
    heard, listed = HEARD.read("电梯跺脚").scores, RANKER.weigh(["电梯", "跺脚"]).by_answer()
    scores = ranker.weigh(["电梯", "跺脚"]).by_answer()
    assert scores["C03"] == pytest.approx(listed["C03"] + heard["C03"])
    assert scores["N01"] == pytest.approx(heard["N01"])
    assert scores["O03"] == pytest.approx(listed["O03"] + min(heard.values()))  # they never heard of it
    assert {guess.code: guess.words for guess in ranker.weigh(["电梯", "跺脚"]).guesses()}["C03"] == ("电梯",)


def test_patterns_of_characters_are_found_where_they_were_learned():
    ranker = Ranker(Lexicon({}), Table({"~又蹦迪": Entry(1.0, {"I04": 1.0})}, {"I04": 0.0}, lexicon=0.0))
    assert ranker.weigh(["楼上", "又", "蹦迪"]).guesses()[0].words == ("~又蹦迪",)
