"""The roster: who serves where, and what becomes of a role, and of what was in hand, when it ends."""

import pytest

from civic.cases import State, Verdict
from civic.events import EventKind
from civic.refusals import LastAdministrator, NotAllowed, NotFound
from civic.roles import Role
from services import cases, joining, roster
from services.ports import Subject
from tests.services.kit import LIGHT, Neighbourhood, Somebody


async def grant_of(town: Neighbourhood, somebody: Somebody, role: Role) -> int:
    person = await somebody.me()
    return await town.act(
        lambda act: next(
            grant.id for grant in act.tx.roles.of(person.id) if grant.role is role and grant.active(act.now)
        )
    )


async def listed(administrator: Somebody, words: str = "") -> list[tuple[str, str]]:
    await administrator.does(roster.show, words)
    post = await administrator.reads_one("roster.list")
    return [(line["role"], line["place"]) for line in post.params["staff"]]


async def test_it_lists_staff_and_no_resident_and_no_confidant(
    town: Neighbourhood, administrator: Somebody, worker: Somebody, resident: Somebody
) -> None:
    everybody = await listed(administrator)
    assert not {role for role, _ in everybody} & {Role.RESIDENT, Role.CONFIDANT}
    assert (Role.GRID_WORKER, "幸福第一网格") in await listed(administrator, "幸福小区")
    assert set(await listed(administrator, "安康小区")) == {line for line in everybody if "幸福" not in line[1]}


async def test_only_an_administrator_sees_or_ends(
    town: Neighbourhood, worker: Somebody, colleague: Somebody, resident: Somebody
) -> None:
    grant = await grant_of(town, worker, Role.GRID_WORKER)
    for somebody in (colleague, resident):
        with pytest.raises(NotAllowed):
            await somebody.does(roster.show, "")
        for use_case in (roster.ask, roster.end):
            with pytest.raises(NotAllowed):
                await somebody.does(use_case, grant)


async def test_a_role_that_ends_ends_at_once_is_told_and_stands_in_the_journal(
    town: Neighbourhood, administrator: Somebody, worker: Somebody, resident: Somebody
) -> None:
    grant = await grant_of(town, worker, Role.GRID_WORKER)
    await resident.says(LIGHT)
    await administrator.does(roster.ask, grant)
    assert (await administrator.reads_one("ask.end_role")).params["in_hand"] == 0
    await administrator.does(roster.end, grant)
    assert (await worker.reads())[-1].template == "told.role_ended"
    with pytest.raises(NotAllowed):
        await worker.does(cases.accept, 1)
    person = (await worker.me()).id
    events = await town.act(lambda act: act.tx.journal.of(Subject.PERSON, person))
    assert events[-1].kind is EventKind.ROLE_ENDED
    assert events[-1].data["role"] == Role.GRID_WORKER


async def test_what_was_in_hand_goes_back_to_the_coordinators_and_its_limits_run_on(
    town: Neighbourhood, administrator: Somebody, worker: Somebody, secretary: Somebody, resident: Somebody
) -> None:
    await resident.says(LIGHT)
    before = await worker.does(cases.accept, 1)
    for somebody in (secretary, resident, administrator):
        await somebody.reads()
    grant = await grant_of(town, worker, Role.GRID_WORKER)
    await administrator.does(roster.ask, grant)
    assert (await administrator.reads_one("ask.end_role")).params["in_hand"] == 1
    await administrator.does(roster.end, grant)
    case = await town.act(lambda act: act.tx.cases.get(1))
    assert (case.state, case.holder_id, case.answer_by) == (State.RETURNED, None, before.answer_by)
    assert "work.vacated" in await secretary.hears()
    assert "push.declined" in await resident.hears()
    assert (await secretary.does(cases.accept, 1)).state is State.WORKING


async def test_what_comes_back_to_somebody_who_left_goes_to_the_coordinators_at_once(
    town: Neighbourhood, administrator: Somebody, worker: Somebody, secretary: Somebody, resident: Somebody
) -> None:
    """Reopened by the resident after the worker had closed it and left."""
    await resident.says(LIGHT)
    await worker.does(cases.accept, 1)
    await worker.does(cases.close, 1, worker.message("换好了"))
    await administrator.does(roster.end, await grant_of(town, worker, Role.GRID_WORKER))
    assert (await town.act(lambda act: act.tx.cases.get(1))).state is State.ANSWERED
    await secretary.reads()
    case = await resident.does(cases.rate, 1, Verdict.DISSATISFIED)
    assert (case.state, case.holder_id, case.reopened) == (State.RETURNED, None, 1)
    assert "work.vacated" in await secretary.hears()


async def test_who_serves_by_another_role_keeps_what_is_in_hand(
    town: Neighbourhood, administrator: Somebody, worker: Somebody, resident: Somebody
) -> None:
    payload = await administrator.does(joining.invite, Role.PROPERTY_MANAGER, await town.place("xf"))
    await worker.does(joining.start, payload)
    await resident.says(LIGHT)
    await worker.does(cases.accept, 1)
    await administrator.does(roster.end, await grant_of(town, worker, Role.GRID_WORKER))
    assert (await town.act(lambda act: act.tx.cases.get(1))).state is State.WORKING


async def test_the_last_administrator_stays_and_what_is_unknown_is_not_found(
    town: Neighbourhood, administrator: Somebody, worker: Somebody
) -> None:
    mine = await grant_of(town, administrator, Role.ADMINISTRATOR)
    with pytest.raises(LastAdministrator):
        await administrator.does(roster.end, mine)
    payload = await administrator.does(joining.invite, Role.ADMINISTRATOR, await town.place("gm"))
    await worker.does(joining.start, payload)
    await worker.does(roster.end, mine)
    with pytest.raises(NotAllowed):
        await administrator.does(roster.show, "")
    with pytest.raises(NotFound):
        await worker.does(roster.ask, 999)


async def test_an_appointment_stands_in_the_journal(
    town: Neighbourhood, administrator: Somebody, worker: Somebody
) -> None:
    payload = await administrator.does(joining.invite, Role.COUNCIL_MEMBER, await town.place("xf"))
    await worker.does(joining.start, payload)
    person, chief = (await worker.me()).id, (await administrator.me()).id
    given = (await town.act(lambda act: act.tx.journal.of(Subject.PERSON, person)))[-1]
    assert (given.kind, given.actor_id, given.data["role"]) == (EventKind.ROLE_GIVEN, chief, Role.COUNCIL_MEMBER)
