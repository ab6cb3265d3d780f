"""Whose a case is: the staff of its rung, who stands in for them, and how they are introduced."""

import pytest

from civic.cases import Case, State
from civic.refusals import MovedOn
from services import cases, staffing
from services.act import Act
from tests.services.kit import LIGHT, Neighbourhood, Somebody

ALL = {
    "GRID_WORKER": "xf-g1",
    "COMMUNITY_OFFICER": "xy",
    "STREET_OFFICER": "gm",
    "SECRETARY": "xf",
    "ADMINISTRATOR": "gm",
    "PROPERTY_MANAGER": "xf",
    "COUNCIL_MEMBER": "xf",
    "DEPARTMENT_LIAISON": "gm",
}


async def asked(town: Neighbourhood, who: object) -> list[str]:
    """The names of the people whom a rule of staffing gives for the case."""

    def names(act: Act) -> list[str]:
        case: Case = act.tx.cases.get(1)
        return [act.tx.people.get(person_id).name for person_id in who(act, case)]  # type: ignore[operator]

    return await town.act(names)


async def employ(town: Neighbourhood, *roles: str) -> None:
    for each, role in enumerate(roles):
        await town.settle(3000 + each, role, **{role: ALL[role]})


@pytest.mark.parametrize(
    ("employed", "offered"),
    [
        (["SECRETARY", "COMMUNITY_OFFICER", "GRID_WORKER"], ["GRID_WORKER"]),
        (["SECRETARY", "COMMUNITY_OFFICER", "STREET_OFFICER"], ["COMMUNITY_OFFICER"]),
        (["ADMINISTRATOR", "SECRETARY", "STREET_OFFICER"], ["STREET_OFFICER"]),
        (["ADMINISTRATOR", "SECRETARY"], ["SECRETARY"]),
        (["ADMINISTRATOR", "COUNCIL_MEMBER"], ["ADMINISTRATOR"]),
        (["COUNCIL_MEMBER", "PROPERTY_MANAGER"], []),
    ],
)
async def test_a_case_lands_with_whoever_there_is(
    town: Neighbourhood, resident: Somebody, employed: list[str], offered: list[str]
) -> None:
    await employ(town, *employed)
    await resident.says(LIGHT)
    assert await asked(town, staffing.responsible) == offered


@pytest.mark.parametrize(
    ("employed", "coordinating"),
    [
        (["GRID_WORKER", "STREET_OFFICER", "SECRETARY", "COMMUNITY_OFFICER"], ["SECRETARY", "COMMUNITY_OFFICER"]),
        (["GRID_WORKER", "STREET_OFFICER"], ["STREET_OFFICER"]),
        (["GRID_WORKER", "ADMINISTRATOR"], ["GRID_WORKER"]),
    ],
    ids=["the near ones", "the street", "nobody"],
)
async def test_what_is_declined_is_sorted_out_by_the_nearest_coordinators(
    town: Neighbourhood, resident: Somebody, employed: list[str], coordinating: list[str]
) -> None:
    await employ(town, *employed)
    await resident.says(LIGHT)
    worker = town.somebody(3000)
    await worker.does(cases.decline, 1, worker.message("不归我管"))
    assert await asked(town, staffing.responsible) == coordinating


async def test_a_case_may_be_given_to_any_staff_but_administrators(town: Neighbourhood, resident: Somebody) -> None:
    await employ(town, *ALL)
    await resident.says(LIGHT)
    given = await town.act(lambda act: {person.name for person in staffing.candidates(act, act.tx.cases.get(1))})
    assert given == set(ALL) - {"ADMINISTRATOR", "COUNCIL_MEMBER"}


async def test_what_lies_with_the_coordinator_is_not_for_workers_to_take(
    town: Neighbourhood, resident: Somebody, worker: Somebody, colleague: Somebody, secretary: Somebody
) -> None:
    """No rule of the case forbids it, the table of permissions does."""
    await resident.says(LIGHT)
    await worker.does(cases.decline, 1, worker.message("不归我管"))
    with pytest.raises(MovedOn):
        await colleague.does(cases.accept, 1)
    assert (await town.case()).state is State.RETURNED


async def test_what_is_answered_is_not_given_to_somebody_else(
    town: Neighbourhood, resident: Somebody, worker: Somebody, colleague: Somebody, secretary: Somebody
) -> None:
    await resident.says(LIGHT)
    await worker.does(cases.accept, 1)
    await worker.does(cases.close, 1, worker.message("好了"))
    with pytest.raises(MovedOn):
        await secretary.does(cases.assign, 1, (await colleague.me()).id)
    assert (await town.case()).state is State.ANSWERED


async def test_what_is_over_is_nobodys(town: Neighbourhood, resident: Somebody, worker: Somebody) -> None:
    await resident.says(LIGHT)
    await resident.does(cases.withdraw, 1)
    assert (await town.case()).state is State.WITHDRAWN
    assert await asked(town, staffing.responsible) == []


@pytest.mark.parametrize(
    ("name", "roles", "label"),
    [
        ("住户甲", {"GRID_WORKER": "xf-g1"}, "网格员 住户甲"),
        ("网格员小张", {"GRID_WORKER": "xf-g1"}, "网格员小张"),
        ("住户甲", {"SECRETARY": "xf", "GRID_WORKER": "xf-g1"}, "网格员 住户甲"),
        ("住户甲", {"SECRETARY": "xf", "ADMINISTRATOR": "gm"}, "小区书记 住户甲"),
        ("住户甲", {"GRID_WORKER": "ak-g1"}, "住户甲"),
        ("住户甲", {}, "住户甲"),
    ],
    ids=["role and name", "the name says it", "the nearest role", "the secretary first", "elsewhere", "no role"],
)
async def test_a_worker_is_introduced_with_role_and_name(
    town: Neighbourhood, name: str, roles: dict[str, str], label: str
) -> None:
    somebody = await town.settle(3000, name, **roles)
    place = await town.place("xf")
    assert await somebody.does(staffing.label, place.id) == label
