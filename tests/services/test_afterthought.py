"""What people send after a request: it belongs to the case of a moment ago, and can be filed apart with one tap."""

from datetime import timedelta

import pytest

from civic.cases import DangerTold, State
from civic.kinds import Tier
from civic.refusals import AlreadyDone, NotFound
from civic.understanding import Intent, Signature, Understanding
from services import afterthought, cases, danger
from services.afterthought import SHORT
from tests.services.kit import (
    CRISIS,
    GAS,
    HURRY,
    INSIDE,
    LAMPS,
    LIFT,
    LIGHT,
    QUARREL,
    Neighbourhood,
    Somebody,
    TableClassifier,
)


@pytest.fixture
async def lamps(town: Neighbourhood, resident: Somebody, worker: Somebody) -> int:
    """The id of a case that nobody said the house of; all posts so far are read."""
    await resident.says(LAMPS)
    await town.deliver()
    town.chats.clear()
    return 1


async def test_it_is_added_and_whoever_has_the_case_is_told(
    town: Neighbourhood, resident: Somebody, worker: Somebody, lamps: int
) -> None:
    message_id = await resident.says(HURRY)
    told = await resident.reads_one("told.continued")
    assert told.params == {"case_id": 1, "number": "幸福-261123-001", "message_id": message_id}
    assert (await worker.reads_one("work.supplemented")).params["said"] == HURRY
    assert town.rows()["cases"] == 1
    assert [note.text for note in await town.notes()] == [LAMPS, HURRY]


async def test_where_it_is_places_the_case(
    town: Neighbourhood, resident: Somebody, worker: Somebody, lamps: int
) -> None:
    await resident.says("3号楼")
    assert (await town.case()).spot.building == "3"
    assert "told.continued" in await resident.hears()
    assert "case.worker" in await worker.hears()


async def test_the_card_asks_where_until_it_is_said(resident: Somebody) -> None:
    await resident.says(LAMPS)
    assert (await resident.reads_one("case.resident")).params["spot_asked"] is True
    await resident.says("3号楼")
    assert (await resident.reads())[-2].params["spot_asked"] is False


@pytest.mark.parametrize("said", [f"3号楼{LAMPS}", LIFT])
async def test_it_does_not_ask_where_that_is_said(resident: Somebody, said: str) -> None:
    await resident.says(said)
    assert (await resident.reads_one("case.resident")).params["spot_asked"] is False


async def test_what_is_a_request_of_its_own_is_filed(town: Neighbourhood, resident: Somebody, lamps: int) -> None:
    await resident.says(LIFT)
    assert town.rows()["cases"] == 2


async def test_the_same_told_again_is_more_of_it(town: Neighbourhood, resident: Somebody, lamps: int) -> None:
    await resident.says(LAMPS)
    assert "told.continued" in await resident.hears()
    assert town.rows()["cases"] == 1


@pytest.mark.parametrize("said", [f"5号楼{LAMPS}", LAMPS + "，" * SHORT, QUARREL])
async def test_elsewhere_or_at_length_or_otherwise_it_is_another(
    town: Neighbourhood, resident: Somebody, said: str
) -> None:
    await resident.says(f"3号楼{LAMPS}")
    await resident.says(said)
    assert town.rows()["cases"] == 2


class Unknowing(TableClassifier):
    """Takes everything for a request of which no word is known."""

    def understand(self, text: str) -> Understanding:
        return Understanding(Intent.REQUEST, signature=Signature((), frozenset(), frozenset(), frozenset()))


async def test_what_is_of_no_kind_is_another(town: Neighbourhood, resident: Somebody, lamps: int) -> None:
    town.classifier = Unknowing()
    await resident.says("那个啥")
    assert town.rows()["cases"] == 2


async def test_nor_after_half_an_hour(town: Neighbourhood, resident: Somebody, lamps: int) -> None:
    await town.passes(minutes=30)
    await resident.says(HURRY)
    assert await resident.hears() == ["ask.file"]


async def test_nor_of_what_is_over(town: Neighbourhood, resident: Somebody, lamps: int) -> None:
    await resident.does(cases.withdraw, lamps)
    await resident.reads()
    await resident.says(HURRY)
    assert await resident.hears() == ["ask.file"]


async def test_nor_what_is_passed_on(town: Neighbourhood, resident: Somebody, lamps: int) -> None:
    await resident.says(HURRY, forwarded=True)
    assert await resident.hears() == ["ask.file"]


async def test_one_tap_files_it_apart(town: Neighbourhood, resident: Somebody, lamps: int) -> None:
    message_id = await resident.says(HURRY)
    await resident.does(afterthought.file_apart, lamps, message_id)
    apart = await town.case(2)
    assert (apart.text, apart.place_id) == (HURRY, (await town.case()).place_id)
    with pytest.raises(AlreadyDone):
        await resident.does(afterthought.file_apart, lamps, message_id)


async def test_only_ones_own(town: Neighbourhood, resident: Somebody, visitor: Somebody, lamps: int) -> None:
    message_id = await resident.says(HURRY)
    with pytest.raises(NotFound):
        await visitor.does(afterthought.file_apart, lamps, message_id)
    with pytest.raises(NotFound):
        await resident.does(afterthought.file_apart, lamps, message_id + 99)


class TestDanger:
    async def test_what_only_both_tell_is_an_emergency(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody
    ) -> None:
        await resident.says(LIFT)
        await resident.reads()
        await resident.says(INSIDE)
        heard = await resident.hears()
        assert heard[0] == "danger.ask"
        case = await town.case()
        assert (case.kind, case.tier, case.state, case.danger) == (
            "C03",
            Tier.EMERGENCY,
            State.OFFERED,
            DangerTold.ASKED,
        )
        assert case.accept_by == town.now + timedelta(minutes=3)
        assert town.rows()["cases"] == 1

    async def test_what_to_do_is_told_by_both(self, resident: Somebody) -> None:
        await resident.says(LIFT)
        await resident.says(INSIDE)
        await resident.does(danger.tell, 1, DangerTold.NOW)
        assert (await resident.reads_one("danger.told")).params["danger"] == "A03"

    async def test_whoever_has_it_already_keeps_it_and_sees_the_danger(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody
    ) -> None:
        await resident.says(LIFT)
        await worker.does(cases.accept, 1)
        await worker.reads()
        await resident.says(INSIDE)
        case = await town.case()
        assert (case.tier, case.state, case.danger) == (Tier.EMERGENCY, State.WORKING, DangerTold.ASKED)
        assert {"work.danger", "work.supplemented"} <= set(await worker.hears())

    async def test_one_danger_is_asked_about_once(self, town: Neighbourhood, resident: Somebody) -> None:
        await resident.says(GAS)
        await resident.reads()
        await resident.says(HURRY)
        assert "danger.ask" not in await resident.hears()
        assert (await town.case()).danger is DangerTold.ASKED

    async def test_what_follows_an_emergency_is_more_of_it(self, town: Neighbourhood, resident: Somebody) -> None:
        await resident.says(GAS)
        await resident.says(CRISIS)
        assert (town.rows()["cases"], (await town.case()).kind) == (1, "A02")

    async def test_a_danger_of_its_own_is_a_case_of_its_own(self, town: Neighbourhood, resident: Somebody) -> None:
        await resident.says(LAMPS)
        await resident.says(GAS)
        assert (town.rows()["cases"], (await town.case(2)).tier) == (2, Tier.EMERGENCY)

    async def test_of_what_was_answered_already_it_is_a_case_anew(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody
    ) -> None:
        await resident.says(LIFT)
        await worker.does(cases.accept, 1)
        await worker.does(cases.close, 1, worker.message("好了"))
        await resident.says(INSIDE)
        assert (await town.case()).state is State.ANSWERED


async def test_words_beside_a_picture_go_with_it(town: Neighbourhood, resident: Somebody, lamps: int) -> None:
    await resident.sends("photo-1", HURRY)
    (_, note) = await town.notes()
    assert (note.text, note.file and note.file.file_id) == (HURRY, "photo-1")
    assert LIGHT not in note.text
