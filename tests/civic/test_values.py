"""Small values: case numbers, consent, spots, kinds, and the tree of refusals."""

import inspect
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic import refusals
from civic.kinds import Level
from civic.numbers import number, series
from civic.people import CONSENT_VERSION, Person
from civic.refusals import Refusal
from civic.understanding import Danger, Guess, Intent, Spot, Understanding
from tests.civic.kit import NOW, ZONE, a_kind, local

REFUSALS = [each for _, each in inspect.getmembers(refusals, inspect.isclass) if issubclass(each, Refusal)]


@pytest.mark.parametrize(
    ("moment", "name"),
    [
        (local(2026, 11, 22, 12), "幸福-261122"),
        (local(2026, 11, 22, 23, 59), "幸福-261122"),
        (local(2026, 11, 23), "幸福-261123"),
        (local(2027, 1, 1), "幸福-270101"),
    ],
)
def test_numbers_of_a_place_and_a_local_day_belong_together(moment: datetime, name: str) -> None:
    assert series("幸福", moment, ZONE) == name


@pytest.mark.parametrize(
    ("count", "text"), [(1, "幸福-261122-001"), (999, "幸福-261122-999"), (1000, "幸福-261122-1000")]
)
def test_a_number_has_three_digits_or_more(count: int, text: str) -> None:
    assert number("幸福-261122", count) == text


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_different_counts_make_different_numbers(one: int, other: int) -> None:
    assert (number("幸福", one) == number("幸福", other)) == (one == other)


@pytest.mark.parametrize(
    ("version", "consented"), [(None, False), (CONSENT_VERSION - 1, False), (CONSENT_VERSION, True)]
)
def test_only_the_notice_in_force_counts(version: int | None, consented: bool) -> None:
    assert Person(1, 2, "居民甲", version, NOW).consented is consented


@pytest.mark.parametrize(
    ("spot", "known"), [(Spot(), False), (Spot("3"), True), (Spot(unit="1"), True), (Spot(room="401"), True)]
)
def test_a_spot_is_known_when_any_of_it_is(spot: Spot, known: bool) -> None:
    assert bool(spot) is known


@pytest.mark.parametrize("level", Level)
def test_reports_on_officials_and_matters_of_court_are_no_ordinary_cases(level: Level) -> None:
    assert a_kind(level).ordinary is (level.value not in {"纪检", "引导"})


@pytest.mark.parametrize("refusal", [each for each in REFUSALS if each is not Refusal], ids=lambda each: each.__name__)
def test_every_refusal_is_drawn_in_the_tree(refusal: type[Refusal]) -> None:
    assert f"── {refusal.__name__} " in (refusals.__doc__ or "")
    assert (refusal().key, refusal(limit=10).values) == (refusal.__name__, {"limit": 10})


def test_the_tree_draws_nothing_else() -> None:
    drawn = [line for line in (refusals.__doc__ or "").splitlines() if "── " in line]
    assert len(drawn) == len(REFUSALS) - 1


def test_a_request_is_filed_and_so_is_who_has_the_same_trouble_and_names_it():
    guesses = (Guess("D01", 1.0, ("停水",)),)
    assert Understanding(Intent.REQUEST).files
    assert Understanding(Intent.ME_TOO, guesses).files
    assert not Understanding(Intent.ME_TOO).files
    assert not Understanding(Intent.THANKS, guesses).files


@pytest.mark.parametrize(
    ("shares", "unsure"),
    [((), True), ((0.4,), True), ((0.55,), False), ((0.7, 0.1, 0.1), False), ((0.6, 0.2), True), ((0.9, 0.85), True)],
)
def test_a_kind_is_gone_by_when_it_leads_clearly(shares: tuple[float, ...], unsure: bool):
    guesses = tuple(Guess(f"D{at:02}", share, ()) for at, share in enumerate(shares))
    assert Understanding(Intent.REQUEST, guesses).unsure is unsure


def test_who_is_in_danger_is_not_asked_about_the_kind():
    assert not Understanding(Intent.REQUEST, danger=Danger("A01", ("着火",))).unsure
    assert Understanding(Intent.REQUEST, danger=Danger("A01", ("着火",), 0.2)).unsure


def test_danger_counts_when_it_is_likelier_than_not_to_be_now():
    assert Danger("A01", ("着火",))
    assert Danger("A01", ("着火",), 0.5).now
    assert not Danger("A01", ("着火",), 0.49, ("如果",))
