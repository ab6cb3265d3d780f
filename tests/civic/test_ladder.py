"""The ladder that is built for a case: its first rung, its places, its limits."""

import pytest

from civic.calendar import Limit
from civic.kinds import Level, Tier
from civic.ladder import ACCEPT, ANSWER, EMERGENCY_ACCEPT, RUNG_PLACES, RUNG_ROLES, Rung, build
from civic.places import Directory, Place, PlaceKind
from civic.roles import STAFF
from tests.civic.kit import COMMUNITY, ESTATE, STREET, TOWN, UNIT, a_kind

ALL = [(Rung.ESTATE, ESTATE), (Rung.COMMUNITY, COMMUNITY), (Rung.STREET, STREET), (Rung.DEPARTMENT, STREET)]


@pytest.mark.parametrize(
    ("level", "skipped"),
    [
        (Level.EMERGENCY, 0),
        (Level.ESTATE, 0),
        (Level.COMMUNITY, 1),
        (Level.STREET, 2),
        (Level.DEPARTMENT, 3),
        (Level.DISCIPLINE, 1),
        (Level.GUIDANCE, 1),
    ],
)
def test_the_ladder_begins_where_the_kind_is_first_handled(level: Level, skipped: int) -> None:
    steps = build(a_kind(level), Tier.SWIFT, ESTATE, TOWN)
    assert [(step.rung, step.place_id) for step in steps] == ALL[skipped:]


@pytest.mark.parametrize("level", Level)
def test_an_emergency_begins_with_who_is_nearest(level: Level) -> None:
    steps = build(a_kind(level), Tier.EMERGENCY, ESTATE, TOWN)
    assert [(step.rung, step.place_id) for step in steps] == ALL


def test_the_first_rung_stands_at_the_cases_own_place() -> None:
    """So that the grid that covers a building is found and not only the one that covers the estate."""
    assert build(a_kind(), Tier.SWIFT, UNIT, TOWN)[0].place_id == UNIT


@pytest.mark.parametrize(
    ("places", "rungs"),
    [
        ([(1, PlaceKind.ESTATE, None)], [(Rung.ESTATE, 1)]),
        ([(1, PlaceKind.STREET, None), (2, PlaceKind.COMMUNITY, 1), (3, PlaceKind.ESTATE, 2)], None),
    ],
    ids=["an estate alone", "no district"],
)
def test_a_rung_without_a_place_is_left_out(
    places: list[tuple[int, PlaceKind, int | None]], rungs: list[tuple[Rung, int]] | None
) -> None:
    directory = Directory(Place(id_, str(id_), str(id_), kind, parent) for id_, kind, parent in places)
    steps = build(a_kind(), Tier.SWIFT, places[-1][0], directory)
    expected = rungs or [(Rung.ESTATE, 3), (Rung.COMMUNITY, 2), (Rung.STREET, 1), (Rung.DEPARTMENT, 1)]
    assert [(step.rung, step.place_id) for step in steps] == expected


def test_a_kind_whose_rungs_have_no_place_is_handled_where_it_is() -> None:
    directory = Directory([Place(1, "a", "幸福小区", PlaceKind.ESTATE)])
    (step,) = build(a_kind(Level.DEPARTMENT), Tier.LONG, 1, directory)
    assert (step.rung, step.place_id, step.answer) == (Rung.ESTATE, 1, Limit(working_days=15))


@pytest.mark.parametrize("tier", sorted(set(Tier) - {Tier.EMERGENCY}))
def test_every_rung_has_the_limits_of_the_tier(tier: Tier) -> None:
    assert {(step.accept, step.answer) for step in build(a_kind(), tier, ESTATE, TOWN)} == {
        (ACCEPT[tier], ANSWER[tier])
    }


def test_an_unconfirmed_emergency_is_at_the_street_after_ten_minutes() -> None:
    minutes = [step.accept.minutes for step in build(a_kind(), Tier.EMERGENCY, ESTATE, TOWN)]
    assert minutes == [3, 7, 10, 10]
    assert sum(each.minutes or 0 for each in EMERGENCY_ACCEPT.values()) == 10


@pytest.mark.parametrize("tier", Tier)
def test_accepting_is_never_given_more_time_than_answering(tier: Tier) -> None:
    accept, answer = ACCEPT[tier], ANSWER[tier]
    if accept.minutes and answer.minutes:
        assert accept.minutes < answer.minutes
    if accept.working_days is not None and answer.working_days is not None:
        assert accept.working_days < answer.working_days


def test_every_rung_has_places_and_staff() -> None:
    assert set(RUNG_PLACES) == set(RUNG_ROLES) == set(Rung)
    assert frozenset().union(*RUNG_ROLES.values()) <= STAFF
