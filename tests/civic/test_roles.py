"""Roles held: by whom, where, from when until when."""

from datetime import datetime, timedelta

import pytest

from civic.roles import COORDINATORS, ROLE_NAMES, STAFF, Grant, Role, held
from tests.civic.kit import COMMUNITY, DAY, ESTATE, GRID, NOW, OTHER_ESTATE, TOWN, UNIT

TICK = timedelta(microseconds=1)


def a_grant(role: Role = Role.GRID_WORKER, place: int = ESTATE, until: datetime | None = None) -> Grant:
    return Grant(1, role, place, NOW, until)


@pytest.mark.parametrize(
    ("until", "now", "active"),
    [
        (None, NOW - TICK, False),
        (None, NOW, True),
        (None, NOW + 1000 * DAY, True),
        (NOW + DAY, NOW + DAY - TICK, True),
        (NOW + DAY, NOW + DAY, False),
        (NOW, NOW, False),
    ],
    ids=["before", "at once", "for good", "the last moment", "over", "never"],
)
def test_a_grant_is_active(until: datetime | None, now: datetime, active: bool) -> None:
    assert a_grant(until=until).active(now) is active


@pytest.mark.parametrize(
    ("grants", "place", "roles"),
    [
        ([], ESTATE, set()),
        ([a_grant()], ESTATE, {Role.GRID_WORKER}),
        ([a_grant()], UNIT, {Role.GRID_WORKER}),
        ([a_grant()], COMMUNITY, set()),
        ([a_grant()], OTHER_ESTATE, set()),
        ([a_grant(place=GRID)], UNIT, {Role.GRID_WORKER}),
        ([a_grant(), a_grant(Role.SECRETARY, COMMUNITY)], ESTATE, {Role.GRID_WORKER, Role.SECRETARY}),
        ([a_grant(until=NOW), a_grant(Role.SECRETARY, COMMUNITY)], ESTATE, {Role.SECRETARY}),
    ],
    ids=["none", "here", "below", "above", "elsewhere", "through a grid", "two", "one is over"],
)
def test_the_roles_held_for_a_place(grants: list[Grant], place: int, roles: set[Role]) -> None:
    assert held(grants, place, TOWN, NOW) == roles


@pytest.mark.parametrize("role", Role)
def test_every_role_is_called_by_its_name(role: Role) -> None:
    assert ROLE_NAMES[role.value] is role


@pytest.mark.parametrize(("name", "role"), [("红邻书记", Role.SECRETARY), ("社区书记", Role.COMMUNITY_OFFICER)])
def test_some_have_another_name(name: str, role: Role) -> None:
    assert ROLE_NAMES[name] is role


def test_coordinators_are_staff_and_residents_are_not() -> None:
    assert COORDINATORS < STAFF
    assert STAFF.isdisjoint({Role.RESIDENT, Role.COUNCIL_MEMBER})
