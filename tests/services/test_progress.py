"""What became of it: a resident's cases, a worker's tasks, and the way one case took."""

import pytest

from civic.events import EventKind
from civic.refusals import NotFound
from services import cases, progress
from tests.services.kit import GAS, HOW_FAR, LIFT, LIGHT, LONG, NEVER_MIND, Neighbourhood, Somebody

K = EventKind


def numbers(params: object) -> list[str]:
    return [each["number"] for each in params["cases"]]  # type: ignore[index]


async def tasks(worker: Somebody) -> list[str]:
    """The numbers on a worker's list, in order."""
    await worker.reads()
    await worker.does(progress.tell_tasks)
    return numbers((await worker.reads_one("list.tasks")).params)


class TestQuestions:
    async def test_of_the_only_open_case_the_way_is_told(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody
    ) -> None:
        await resident.says(LIGHT)
        await worker.does(cases.accept, 1)
        await resident.says(HOW_FAR)
        told = await resident.reads_one("progress")
        assert [step["event"] for step in told.params["path"]] == [K.FILED, K.ACCEPTED]  # type: ignore[attr-defined]
        assert (told.params["holder"], told.params["state"]) == ("网格员 住户甲", "working")
        assert town.rows()["cases"] == 1

    async def test_of_several_the_one_it_sounds_like(self, resident: Somebody) -> None:
        for text in (LIFT, LIGHT):
            await resident.says(text)
        await resident.says(HOW_FAR)
        assert (await resident.reads_one("progress")).params["number"] == "幸福-261123-002"

    async def test_of_several_alike_the_list(self, resident: Somebody) -> None:
        for _ in range(2):
            await resident.says(LIGHT)
        await resident.says(HOW_FAR)
        assert numbers((await resident.reads_one("list.mine")).params) == ["幸福-261123-002", "幸福-261123-001"]

    async def test_of_the_one_that_is_named(self, resident: Somebody) -> None:
        for text in (LIFT, LIGHT):
            await resident.says(text)
        await resident.says("幸福-261123-001 咋样了")
        assert (await resident.reads_one("progress")).params["number"] == "幸福-261123-001"

    async def test_of_none_an_empty_list(self, resident: Somebody) -> None:
        await resident.says(HOW_FAR)
        assert (await resident.reads_one("list.mine")).params == {"cases": []}

    async def test_what_is_over_is_on_the_list(self, resident: Somebody) -> None:
        await resident.says(LIGHT)
        await resident.does(cases.withdraw, 1)
        await resident.says(HOW_FAR)
        assert numbers((await resident.reads_one("list.mine")).params) == ["幸福-261123-001"]


class TestNumbers:
    @pytest.mark.parametrize("number", ["幸福-261123-001", "261123-001", "001"])
    async def test_ones_own_by_its_tail(self, resident: Somebody, number: str) -> None:
        await resident.says(LIGHT)
        await resident.does(progress.tell_number, number)
        assert (await resident.reads_one("progress")).params["number"] == "幸福-261123-001"

    @pytest.mark.parametrize("number", ["幸福-261123-001", "001", "幸福-261123-999"])
    async def test_anothers_is_not_there(self, resident: Somebody, visitor: Somebody, number: str) -> None:
        await resident.says(LIGHT)
        with pytest.raises(NotFound):
            await visitor.does(progress.tell_number, number)

    async def test_nor_by_a_button(self, resident: Somebody, visitor: Somebody) -> None:
        await resident.says(LIGHT)
        for case_id in (1, 99):
            with pytest.raises(NotFound):
                await visitor.does(progress.show, case_id)

    async def test_the_people_who_serve_the_place_may_look(
        self, resident: Somebody, worker: Somebody, secretary: Somebody, administrator: Somebody
    ) -> None:
        await resident.says(LIGHT)
        for each in (worker, secretary, administrator):
            await each.does(progress.tell_number, "幸福-261123-001")
            assert "progress" in await each.hears()


class TestTasks:
    async def test_soonest_first_and_what_is_held_among_them(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody
    ) -> None:
        for text in (LIGHT, LIFT, GAS):
            await resident.says(text)
        await worker.does(cases.accept, 2)
        assert await tasks(worker) == ["幸福-261123-003", "幸福-261123-001", "幸福-261123-002"]

    async def test_what_lasts_is_told_to_staff_and_not_back_to_its_resident(
        self, resident: Somebody, worker: Somebody
    ) -> None:
        await resident.says(LIGHT + LONG)
        await worker.does(progress.tell_tasks)
        told = {"days": 90, "happened": None, "reported": 3, "intensity": None}
        card, tasks = await worker.reads()
        assert card.params["persistence"] == tasks.params["cases"][0]["persistence"] == told  # type: ignore[index]
        assert "persistence" not in (await resident.reads_one("case.resident")).params

    async def test_of_another_place_there_is_nothing(self, resident: Somebody, elsewhere: Somebody) -> None:
        await resident.says(LIGHT)
        assert await tasks(elsewhere) == []

    async def test_what_a_colleague_holds_is_not_on_it(
        self, resident: Somebody, worker: Somebody, colleague: Somebody
    ) -> None:
        await resident.says(LIGHT)
        await colleague.does(cases.accept, 1)
        assert await tasks(worker) == []

    async def test_what_climbed_is_on_the_next_rungs_list(
        self, resident: Somebody, worker: Somebody, officer: Somebody
    ) -> None:
        await resident.says(LIGHT)
        await worker.does(cases.escalate, 1, worker.message("办不了"))
        assert await tasks(worker) == []
        assert await tasks(officer) == ["幸福-261123-001"]

    async def test_a_coordinator_sees_all_that_waits_below(
        self, resident: Somebody, worker: Somebody, street: Somebody
    ) -> None:
        for text in (LIGHT, "安康小区" + LIGHT):
            await resident.says(text)
        assert set(await tasks(street)) == {"幸福-261123-001", "安康-261123-001"}

    async def test_who_is_no_longer_staff_sees_nothing(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody
    ) -> None:
        await resident.says(LIGHT)
        (grant,) = await worker.does(lambda act, person: act.tx.roles.of(person.id))
        await town.act(lambda act: act.tx.roles.end(grant, act.now))
        assert await tasks(worker) == []

    async def test_a_resident_has_none(self, resident: Somebody, worker: Somebody) -> None:
        await resident.says(LIGHT)
        assert await tasks(resident) == []

    async def test_no_more_than_ten_are_shown(self, town: Neighbourhood, worker: Somebody) -> None:
        for each in range(2):
            somebody = await town.settle(1100 + each, f"居民{each}", "xf")
            for _ in range(6):
                await somebody.says(LIGHT)
        assert len(await tasks(worker)) == progress.SHOWN


async def test_never_mind_offers_the_open_ones_and_withdraws_nothing(
    town: Neighbourhood, resident: Somebody, worker: Somebody
) -> None:
    for text in (LIGHT, LIFT):
        await resident.says(text)
    await worker.does(cases.accept, 1)
    await worker.does(cases.close, 1, worker.message("好了"))
    await resident.says(NEVER_MIND)
    assert numbers((await resident.reads_one("ask.withdraw")).params) == ["幸福-261123-002"]
    assert (await town.case(2)).state == "offered"
