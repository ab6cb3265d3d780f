"""Time: limits that pass, timers that fire once, rungs that are told, and lateness that is admitted."""

from datetime import timedelta

import pytest

from civic.cases import State
from civic.events import EventKind
from civic.ladder import Rung
from services import cases, deadlines
from services.ports import Subject, Timer
from tests.services.kit import GAS, LIFT, LIGHT, Neighbourhood, Somebody

K = EventKind
FOUR_HOURS = timedelta(hours=4)


@pytest.fixture
async def filed(town: Neighbourhood, resident: Somebody, worker: Somebody, officer: Somebody) -> int:
    """The id of a case that somebody has to accept within four hours; all posts so far are read."""
    await resident.says(LIFT)
    await town.deliver()
    town.chats.clear()
    return 1


async def test_before_the_limit_nothing_is_due(town: Neighbourhood, filed: int) -> None:
    await town.passes(hours=3, minutes=59, seconds=59)
    assert await town.due() == ()
    assert (await town.case()).at == 0


async def test_a_missed_limit_climbs_and_tells_all_three(
    town: Neighbourhood, resident: Somebody, worker: Somebody, officer: Somebody, filed: int
) -> None:
    await town.passes(hours=4)
    assert ((await town.case()).step.rung, await town.journal()) == (Rung.COMMUNITY, [K.FILED, K.CLIMBED])
    assert "push.climbed" in await resident.hears()
    assert await worker.hears() == ["case.worker", "work.missed"]
    assert await officer.hears() == ["case.worker", "work.climbed"]


async def test_fired_twice_it_climbs_once(town: Neighbourhood, filed: int) -> None:
    town.now += FOUR_HOURS
    (timer,) = await town.due()
    fired = [await town.act(lambda act: deadlines.fire(act, timer)) for _ in range(3)]
    assert fired == [True, False, False]
    assert (await town.case()).at == 1


async def test_a_timer_that_finds_the_world_moved_on_does_nothing(
    town: Neighbourhood, worker: Somebody, filed: int
) -> None:
    town.now += FOUR_HOURS
    (timer,) = await town.due()
    await worker.does(cases.accept, filed)
    assert await town.act(lambda act: deadlines.fire(act, timer)) is False
    assert (await town.case()).state is State.WORKING


async def test_a_timer_set_for_another_step_is_put_away(town: Neighbourhood, filed: int) -> None:
    stale = Timer(Subject.CASE, filed, "returned:2", town.now)
    await town.act(lambda act: act.tx.timers.arm(stale))
    assert await town.act(lambda act: deadlines.fire(act, stale)) is False
    assert await town.armed() is None
    assert (await town.case()).at == 0


async def test_who_accepted_and_did_not_answer_loses_it(
    town: Neighbourhood, worker: Somebody, officer: Somebody, filed: int
) -> None:
    await worker.does(cases.accept, filed)
    await town.passes(hours=24)
    case = await town.case()
    assert (case.at, case.state, case.holder_id) == (1, State.OFFERED, None)
    assert "work.missed" in await worker.hears()


async def test_what_was_returned_and_lies_there_climbs_too(
    town: Neighbourhood, worker: Somebody, secretary: Somebody, filed: int
) -> None:
    await worker.does(cases.decline, filed, worker.message("不归我管"))
    await town.passes(hours=4)
    assert (await town.case()).at == 1
    assert "work.missed" in await secretary.hears()


class TestOutage:
    async def test_several_rungs_at_once_are_one_message(
        self, town: Neighbourhood, resident: Somebody, street: Somebody, officer: Somebody, filed: int
    ) -> None:
        await town.passes(hours=9)
        assert await town.journal() == [K.FILED, K.CLIMBED, K.CLIMBED]
        assert (await resident.hears()).count("push.climbed") == 1
        assert "work.climbed" in await street.hears()
        assert await officer.hears() == []

    async def test_even_past_the_top(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, street: Somebody, filed: int
    ) -> None:
        liaison = await town.settle(1030, "供电联络员", DEPARTMENT_LIAISON="gm")
        await town.passes(hours=100)
        case = await town.case()
        assert (case.step.rung, case.overdue) == (Rung.DEPARTMENT, 1)
        assert [name for name in await resident.hears() if name.startswith("push.")] == ["push.overdue"]
        assert [name for name in await liaison.hears() if name.startswith("work.")] == ["work.overdue"]
        assert [name for name in await worker.hears() if name.startswith("work.")] == ["work.missed"]

    async def test_on_the_top_it_is_said_again_each_time(
        self, town: Neighbourhood, resident: Somebody, filed: int
    ) -> None:
        await town.passes(hours=100)
        await resident.reads()
        for times in (2, 3):
            await town.passes(hours=4)
            assert (await resident.reads_one("push.overdue")).params["times"] == times

    @pytest.mark.parametrize(("late", "said"), [(0, 0), (4, 0), (5, 5), (90, 90)])
    async def test_what_comes_late_says_so(
        self, town: Neighbourhood, resident: Somebody, filed: int, late: int, said: int
    ) -> None:
        await town.passes(hours=4, minutes=late)
        assert (await resident.reads_one("push.climbed")).params["late"] == said

    async def test_many_cases_are_done_in_the_order_they_were_due(
        self, town: Neighbourhood, resident: Somebody, filed: int
    ) -> None:
        for text in (LIGHT, GAS):
            await resident.says(text)
        town.now += timedelta(days=1)
        assert [timer.subject_id for timer in await town.due()] == [3, 1, 2]


async def test_an_emergency_is_at_the_street_after_ten_minutes(
    town: Neighbourhood, resident: Somebody, worker: Somebody, street: Somebody
) -> None:
    await resident.says(GAS)
    rungs = []
    for minutes in (2, 1, 6, 1):
        await town.passes(minutes=minutes)
        rungs.append((await town.case()).step.rung)
    assert rungs == [Rung.ESTATE, Rung.COMMUNITY, Rung.COMMUNITY, Rung.STREET]
    assert "work.climbed" in await street.hears()


async def test_a_case_always_has_a_timer_while_time_runs_against_somebody(
    town: Neighbourhood, resident: Somebody, worker: Somebody, filed: int
) -> None:
    for hours in (4, 4, 4, 4, 30):
        await town.passes(hours=hours)
        case, timer = await town.case(), await town.armed()
        assert timer is not None
        assert timer.due_at == case.deadline
        assert timer.due_at > town.now
