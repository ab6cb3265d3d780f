"""改类别, 改地点: the case goes to the right people, with their limits."""

from dataclasses import replace
from datetime import timedelta

import pytest

from civic.cases import State
from civic.events import EventKind
from civic.kinds import Tier
from civic.ladder import Rung
from civic.refusals import AlreadyDone, NotAllowed
from civic.understanding import Spot
from services import answers, cases, menus
from tests.services.kit import LIGHT, UNCLEAR, Neighbourhood, Somebody

K = EventKind


@pytest.fixture
async def filed(town: Neighbourhood, resident: Somebody, worker: Somebody) -> int:
    """The id of a case that lies with the grid worker; all posts so far are read."""
    await resident.says(LIGHT)
    await town.deliver()
    town.chats.clear()
    return 1


class TestKind:
    async def test_the_best_guesses_are_offered_first(self, resident: Somebody, filed: int) -> None:
        """Not the one it has, and none that may not become a case."""
        await resident.does(menus.kinds, filed)
        menu = await resident.reads_one("ask.kind")
        assert [code for code, _ in menu.params["kinds"]] == ["L01", "E05", "G03"]  # type: ignore[attr-defined]
        assert menu.params["groups"] == []

    async def test_without_guesses_all_groups_are(self, resident: Somebody) -> None:
        await resident.says("有件事")
        await resident.does(menus.kinds, 1)
        menu = await resident.reads_one("ask.kind")
        assert menu.params["kinds"] == []
        assert len(menu.params["groups"]) == 19  # type: ignore[arg-type]

    async def test_a_group_shows_its_kinds(self, town: Neighbourhood, resident: Somebody, filed: int) -> None:
        await resident.does(menus.group, filed, None)
        groups = dict((await resident.reads_one("ask.kind")).params["groups"])  # type: ignore[call-overload]
        for index, name in groups.items():
            await resident.does(menus.group, filed, index)
            shown = [code for code, _ in (await resident.reads_one("ask.kind")).params["kinds"]]  # type: ignore[attr-defined]
            expected = [kind.code for kind in town.town.taxonomy.values() if kind.group == name and kind.ordinary]
            assert shown == expected

    async def test_another_kind_has_its_own_ladder_and_people(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, officer: Somebody, filed: int
    ) -> None:
        await resident.does(cases.rekind, filed, "S02")
        case = await town.case()
        assert (case.kind, case.tier, case.step.rung) == ("S02", Tier.MEDIUM, Rung.COMMUNITY)
        assert await officer.hears() == ["case.worker"]
        assert (await worker.reads_one("case.worker")).params["actions"] == []
        assert (await town.journal())[-1] is K.REKINDED

    async def test_an_emergency_is_offered_for_three_minutes_from_now(
        self, town: Neighbourhood, resident: Somebody, filed: int
    ) -> None:
        await town.passes(hours=2)
        await resident.does(cases.rekind, filed, "A03")
        assert (await town.case()).accept_by == town.now + timedelta(minutes=3)
        await town.passes(minutes=2)
        assert (await town.case()).at == 0
        await town.passes(minutes=1)
        assert (await town.case()).at == 1

    @pytest.mark.parametrize("code", ["S01", "S05"])
    async def test_none_that_may_not_become_a_case(self, resident: Somebody, filed: int, code: str) -> None:
        with pytest.raises(NotAllowed):
            await resident.does(cases.rekind, filed, code)

    async def test_the_holder_corrects_the_kind_and_keeps_the_ladder(
        self, town: Neighbourhood, worker: Somebody, filed: int
    ) -> None:
        await worker.does(cases.accept, filed)
        before = await town.case()
        await worker.does(cases.rekind, filed, "C03")
        case = await town.case()
        assert (case.kind, case.ladder, case.answer_by) == ("C03", before.ladder, before.answer_by)

    async def test_nobody_else_does(self, visitor: Somebody, elsewhere: Somebody, filed: int) -> None:
        for each in (visitor, elsewhere):
            with pytest.raises(NotAllowed):
                await each.does(cases.rekind, filed, "C03")
            with pytest.raises(NotAllowed):
                await each.does(menus.kinds, filed)


class TestAsked:
    """A kind that is not clear is asked; the case is filed at once."""

    @pytest.fixture
    async def unclear(self, town: Neighbourhood, resident: Somebody, worker: Somebody) -> int:
        await resident.says(UNCLEAR)
        return 1

    async def test_the_best_three_stand_on_the_card_of_a_case_that_is_filed(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, unclear: int
    ) -> None:
        card = await resident.reads_one("case.resident")
        assert [code for code, _ in card.params["kinds_asked"]] == ["E05", "G03", "L01"]  # type: ignore[attr-defined]
        assert (await town.case()).kind == "E05"
        assert await worker.hears() == ["case.worker"]

    async def test_a_clear_one_is_not_asked(self, resident: Somebody, filed: int) -> None:
        await resident.does(cases.relocate, filed, None, Spot("3"))
        assert (await resident.reads_one("case.resident")).params["kinds_asked"] == []

    async def test_the_same_kind_is_confirmed_and_gains_nobody_time(
        self, town: Neighbourhood, resident: Somebody, unclear: int
    ) -> None:
        before = await town.case()
        await town.passes(hours=1)
        await resident.does(cases.rekind, unclear, "E05")
        assert await town.case() == replace(before, kinds_asked=())
        assert (await town.journal())[-1] is K.CONFIRMED
        assert (await resident.reads_one("case.resident")).params["kinds_asked"] == []
        with pytest.raises(AlreadyDone):
            await resident.does(cases.rekind, unclear, "E05")

    async def test_another_kind_is_put_right(self, town: Neighbourhood, resident: Somebody, unclear: int) -> None:
        await resident.does(cases.rekind, unclear, "G03")
        case = await town.case()
        assert (case.kind, case.kinds_asked) == ("G03", ())
        assert (await town.journal())[-1] is K.REKINDED

    async def test_the_holder_decides_too_and_the_ladder_stays(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, unclear: int
    ) -> None:
        await worker.does(cases.accept, unclear)
        before = await town.case()
        assert before.kinds_asked
        await worker.does(cases.rekind, unclear, "G03")
        assert await town.case() == replace(before, kind="G03", kinds_asked=())

    async def test_what_is_over_is_not_asked_about(self, resident: Somebody, unclear: int) -> None:
        await resident.does(cases.withdraw, unclear)
        assert (await resident.reads_one("case.resident")).params["kinds_asked"] == []


class TestPlace:
    async def test_another_place_is_offered_to_its_own_people(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, elsewhere: Somebody, filed: int
    ) -> None:
        await resident.does(answers.ask, "relocate", filed)
        await resident.says("是安康小区5号楼")
        case = await town.case()
        assert (case.place_id, case.spot, case.number) == ((await town.place("ak")).id, Spot("5"), "幸福-261123-001")
        assert {step.place_id for step in case.ladder[:1]} == {case.place_id}
        (card,) = await elsewhere.reads()
        assert card.params["actions"] == ["accept", "decline", "escalate"]
        assert (await worker.reads_one("case.worker")).params["actions"] == []
        with pytest.raises(NotAllowed):
            await worker.does(cases.accept, filed)
        await elsewhere.does(cases.accept, filed)

    async def test_another_spot_is_only_noted(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, officer: Somebody, filed: int
    ) -> None:
        await worker.does(cases.escalate, filed, worker.message("办不了"))
        before = await town.case()
        await resident.does(answers.ask, "relocate", filed)
        await resident.says("3号楼401室")
        case = await town.case()
        assert case.spot == Spot("3", room="401")
        assert (case.at, case.accept_by, case.state) == (1, before.accept_by, State.OFFERED)
        assert (await officer.reads_one("case.worker")).params["spot"] == {"building": "3", "room": "401"}

    @pytest.mark.parametrize("words", ["就在那边", "幸福小区和安康小区中间"], ids=["nowhere", "two places"])
    async def test_what_names_no_place_is_asked_again(self, resident: Somebody, filed: int, words: str) -> None:
        await resident.does(answers.ask, "relocate", filed)
        await resident.reads()
        await resident.says(words)
        assert await resident.hears() == ["prompt.relocate"]
        asked = await resident.asked()
        assert asked is not None
        assert asked.purpose == "relocate"

    async def test_what_is_accepted_moves_within_its_place_only(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, filed: int
    ) -> None:
        await worker.does(cases.accept, filed)
        place = await town.place("ak")
        with pytest.raises(NotAllowed):
            await resident.does(cases.relocate, filed, place.id, Spot())
        await resident.does(cases.relocate, filed, None, Spot("3"))
        assert (await town.case()).spot == Spot("3")
        assert (await town.case()).holder_id == (await worker.me()).id

    async def test_what_was_declined_is_offered_anew_elsewhere(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, secretary: Somebody, filed: int
    ) -> None:
        await worker.does(cases.decline, filed, worker.message("不是我的片区"))
        await resident.does(cases.relocate, filed, (await town.place("ak")).id, Spot())
        assert (await town.case()).state is State.OFFERED
