"""Ranking: shares, order, and words that explain them."""

import math

from hypothesis import given
from hypothesis import strategies as st

from nlp.ranking import GUESSES, OPENING, WORDS_SHOWN, Ranker

WEIGHTS = {
    "电梯": {"C03": 2.0, "O03": 2.0},
    "坏": {"C03": 1.0},
    "加装": {"O03": 4.0},
    "噪音": {"I06": 4.0, "I02": 2.0},
    "建议": {"S02": 0.0},
}
RANKER = Ranker(WEIGHTS)


def codes(words):
    return [guess.code for guess in RANKER.rank(words)]


def test_no_known_word_no_guess():
    assert RANKER.rank([]) == ()
    assert RANKER.rank(["你好"]) == ()
    assert RANKER.rank(["建议"]) == ()


def test_the_heavier_words_win_and_are_named():
    best, second = RANKER.rank(["坏", "电梯"])
    assert (best.code, best.words) == ("C03", ("电梯", "坏"))
    assert (second.code, second.words) == ("O03", ("电梯",))
    assert best.share > second.share


def test_equals_are_ordered_by_code_whatever_the_order_of_words():
    assert codes(["电梯"]) == codes(["电梯", "电梯"]) == ["C03", "O03"]
    assert codes(["噪音", "加装"])[:2] == codes(["加装", "噪音"])[:2] == ["I06", "O03"]


def test_a_word_counts_once():
    assert RANKER.rank(["电梯"] * 50 + ["加装"])[0].code == "O03"


def test_what_is_said_first_counts_more():
    filling = "的" * OPENING
    assert codes(["噪音", filling, "加装"])[0] == "I06"
    assert codes(["加装", filling, "噪音"])[0] == "O03"


def test_words_that_only_hint_are_not_known():
    assert RANKER.knows(["噪音"])
    assert not RANKER.knows(["坏", "建议", "你好"])


@given(st.lists(st.sampled_from([*WEIGHTS, "的"]), max_size=40))
def test_shares_are_belief(words):
    guesses = RANKER.rank(words)
    shares = [guess.share for guess in guesses]
    assert shares == sorted(shares, reverse=True)
    assert all(0 < share <= 1 for share in shares)
    assert not guesses or math.isclose(sum(shares), 1)
    assert all(word in words for guess in guesses for word in guess.words)


def test_only_the_best_are_told():
    weights = {f"词{i}": {f"K{j}": 1.0 + j for j in range(10)} for i in range(10)}
    guesses = Ranker(weights).rank(list(weights))
    assert [guess.code for guess in guesses] == ["K9", "K8", "K7", "K6", "K5"]
    assert len(guesses) == GUESSES
    assert {len(guess.words) for guess in guesses} == {WORDS_SHOWN}
