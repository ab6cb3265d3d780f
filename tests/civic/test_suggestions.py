"""Suggestions: a word of several corrections towards one kind, that hardly stands in any case of another."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.suggestions import CLEARLY, FEWEST, Sorted, Suggestion, suggest

KINDS = ("I05", "I06", "C03")
WORDS = ("桌球室", "太吵", "半夜", "楼下", "大门")


def corrected(kind: str, *words: str, times: int = 1) -> list[Sorted]:
    return [Sorted(kind, frozenset(words), True)] * times


def left(kind: str, *words: str, times: int = 1) -> list[Sorted]:
    return [Sorted(kind, frozenset(words), False)] * times


def nothing_known(_word: str, _kind: str) -> bool:
    return False


def words_of(cases: Iterable[Sorted]) -> list[str]:
    return [each.word for each in suggest(cases, nothing_known)]


@pytest.mark.parametrize(
    ("cases", "found"),
    [
        ([], []),
        (corrected("I05", "桌球室", times=2), []),
        (corrected("I05", "桌球室", times=3), ["桌球室"]),
        (left("I05", "桌球室", times=9), []),
        (corrected("I05", "桌球室", times=2) + left("I05", "桌球室", times=9), []),
        (corrected("I05", "桌球室", times=3) + left("I05", "桌球室", times=9), ["桌球室"]),
        (corrected("I05", "桌球室", times=3) + left("I06", "桌球室"), []),
        (corrected("I05", "桌球室", times=4) + left("I06", "桌球室"), ["桌球室"]),
        (corrected("I05", "桌球室", times=3) + corrected("I06", "桌球室", times=3), []),
        (corrected("I05", "桌球室", "太吵", times=3) + left("I06", "太吵"), ["桌球室"]),
        (corrected("C03", "大门", times=3) + corrected("I05", "桌球室", times=4), ["桌球室", "大门"]),
    ],
    ids=[
        "none",
        "two are too few",
        "three will do",
        "what nobody corrected suggests nothing",
        "nor does it make up the number",
        "nor stands in the way",
        "stands in another kind too",
        "four outweigh one of another kind",
        "corrected both ways",
        "of several words the one that is peculiar",
        "the best founded first",
    ],
)
def test_words_are_suggested(cases: list[Sorted], found: list[str]) -> None:
    assert words_of(cases) == found


def test_a_suggestion_says_what_it_rests_on() -> None:
    cases = corrected("I05", "桌球室", times=8) + left("I06", "桌球室", times=2)
    assert suggest(cases, nothing_known) == (Suggestion("桌球室", "I05", 8, 2),)


def test_what_speaks_for_the_kind_already_is_not_suggested_for_it() -> None:
    cases = corrected("I05", "桌球室", "半夜", times=3)
    assert suggest(cases, lambda word, kind: (word, kind) == ("半夜", "I05")) == (Suggestion("桌球室", "I05", 3, 0),)


cases = st.lists(
    st.builds(Sorted, st.sampled_from(KINDS), st.frozensets(st.sampled_from(WORDS)), st.booleans()), max_size=40
)


@given(cases)
def test_every_suggestion_can_be_counted_again(told: list[Sorted]) -> None:
    for each in suggest(told, nothing_known):
        with_it = [case for case in told if each.word in case.words]
        assert each.corrections == sum(case.corrected and case.kind == each.kind for case in with_it) >= FEWEST
        assert each.others == sum(case.kind != each.kind for case in with_it) <= each.corrections / CLEARLY


@given(cases, st.randoms())
def test_the_order_of_the_cases_does_not_matter(told: list[Sorted], dice: object) -> None:
    shuffled = list(told)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert suggest(shuffled, nothing_known) == suggest(told, nothing_known)


@given(cases, st.sampled_from(KINDS), st.sampled_from(WORDS))
def test_a_word_speaks_for_at_most_one_kind(told: list[Sorted], kind: str, word: str) -> None:
    found = [each.kind for each in suggest(told, nothing_known) if each.word == word]
    assert len(found) <= 1


@given(cases, st.sampled_from(KINDS), st.frozensets(st.sampled_from(WORDS), min_size=1))
def test_a_case_that_is_gone_counts_no_more(told: list[Sorted], kind: str, words: frozenset[str]) -> None:
    """Erased cases are left out before: with one correction less no suggestion has more to rest on."""
    before = {
        (each.word, each.kind): each.corrections for each in suggest([*told, *corrected(kind, *words)], nothing_known)
    }
    for each in suggest(told, nothing_known):
        assert each.corrections <= before.get((each.word, each.kind), each.corrections)
