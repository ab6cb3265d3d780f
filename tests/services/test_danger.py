"""Danger: whom to call stands before everything else, what is said of it sets the limits, and a crisis stays between a few people."""

from datetime import timedelta

import pytest

from civic.cases import LOOK_AGAIN, SETTLE_AFTER, DangerTold, State, Verdict
from civic.events import EventKind
from civic.kinds import Tier
from civic.ladder import Rung
from civic.permissions import Action
from civic.refusals import AlreadyDone, MovedOn, NotAllowed, Personal
from services import answers, cases, consent, danger, staffing, topics
from tests.services.kit import COURT, CRISIS, GAS, GROUP, LIGHT, OFFICIAL, QUARREL, Neighbourhood, Somebody

K = EventKind


class TestFirst:
    """Nobody reads a question before whom to call (domain C7)."""

    async def test_before_the_privacy_notice(self, town: Neighbourhood, stranger: Somebody) -> None:
        await stranger.says(GAS)
        first, notice = await stranger.reads()
        assert (first.template, first.params) == ("danger.call", {"danger": "A02"})
        assert notice.template == "consent.ask"
        assert town.rows()["cases"] == 0

    async def test_and_nothing_of_it_is_kept_without_consent(self, town: Neighbourhood, stranger: Somebody) -> None:
        before = town.rows()
        await stranger.says(CRISIS)
        await stranger.does(consent.refuse)
        assert {name for name, count in town.added(before).items() if count} <= {"outbox"}

    async def test_before_the_question_for_the_place(self, visitor: Somebody) -> None:
        await visitor.says(GAS)
        assert await visitor.hears() == ["danger.call", "ask.place"]
        await visitor.says("幸福小区")
        assert await visitor.hears() == ["danger.ask", "case.resident"]

    async def test_while_the_place_is_asked(self, town: Neighbourhood, visitor: Somebody) -> None:
        await visitor.says(LIGHT)
        await visitor.reads()
        await visitor.says(GAS)
        assert await visitor.hears() == ["danger.call", "ask.place"]
        await visitor.says("幸福小区")
        assert (await town.case()).text == f"{LIGHT}\n{GAS}"

    async def test_in_the_answer_to_another_question(self, town: Neighbourhood, resident: Somebody) -> None:
        await resident.says(LIGHT)
        await resident.does(answers.ask, "supplement", 1)
        await resident.reads()
        await resident.says(GAS)
        assert (await resident.hears())[0] == "danger.call"
        assert [note.text for note in await town.notes()] == [LIGHT, GAS]

    async def test_not_in_what_a_worker_writes(self, resident: Somebody, worker: Somebody) -> None:
        await resident.says(LIGHT)
        await worker.does(cases.accept, 1)
        await worker.does(answers.ask, "close", 1)
        await worker.reads()
        await worker.says(GAS)
        assert "danger.call" not in await worker.hears()

    async def test_in_what_is_passed_on(self, resident: Somebody) -> None:
        await resident.says(GAS, forwarded=True)
        assert await resident.hears() == ["danger.call", "ask.file"]

    async def test_its_limits_are_an_emergencys_whatever_its_kind(
        self, town: Neighbourhood, resident: Somebody
    ) -> None:
        await resident.says(f"{QUARREL}，不想活了")
        case = await town.case()
        assert (case.kind, case.tier, case.step.rung) == ("N02", Tier.EMERGENCY, Rung.ESTATE)
        assert case.accept_by - case.filed_at == timedelta(minutes=3)

    @pytest.mark.parametrize("other_way", [COURT, OFFICIAL])
    async def test_whatever_other_channel_the_quarrel_has(
        self, town: Neighbourhood, resident: Somebody, other_way: str
    ) -> None:
        await resident.says(f"{other_way}，不想活了")
        assert await resident.hears() == ["danger.ask", "case.resident"]
        assert ((await town.case()).kind, (await town.case()).tier) == ("A10", Tier.EMERGENCY)


class TestCrisis:
    @pytest.fixture
    async def answered(self, town: Neighbourhood, resident: Somebody, worker: Somebody) -> int:
        await resident.says(CRISIS)
        await worker.does(cases.accept, 1)
        await worker.does(cases.close, 1, worker.message("陪着聊了，情绪好些"))
        await town.deliver()
        town.chats.clear()
        return 1

    async def test_silence_never_settles_it_but_brings_somebody_again(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, answered: int
    ) -> None:
        await town.passes(seconds=SETTLE_AFTER.total_seconds())
        case = await town.case()
        assert (case.state, case.holder_id, case.settle_by) == (State.WORKING, (await worker.me()).id, None)
        assert case.answer_by == LOOK_AGAIN.after(town.now, town.town.calendar)
        assert await resident.hears() == ["case.resident", "push.unheard"]
        assert await worker.hears() == ["case.worker", "work.unheard"]
        assert (await town.journal())[-1] is K.UNHEARD

    async def test_their_own_word_settles_it(self, town: Neighbourhood, resident: Somebody, answered: int) -> None:
        await resident.does(cases.rate, answered, Verdict.SATISFIED)
        assert (await town.case()).state is State.SETTLED

    async def test_it_is_no_topic_of_a_group(
        self, town: Neighbourhood, resident: Somebody, secretary: Somebody, administrator: Somebody
    ) -> None:
        await administrator.does(topics.bind, GROUP, "幸福小区")
        await resident.says(CRISIS)
        case = await town.case()
        assert Action.DELIBERATE not in await town.act(
            lambda act: staffing.actions(act, act.tx.people.by_chat(secretary.chat_id), case)  # type: ignore[arg-type]
        )
        await town.reads(GROUP)
        with pytest.raises(Personal):
            await secretary.does(topics.propose, 1)
        assert (await town.reads(GROUP), town.rows()["topics"]) == ([], 0)


class TestHappening:
    @pytest.fixture
    async def gas(self, town: Neighbourhood, resident: Somebody, worker: Somebody) -> int:
        await resident.says(GAS)
        return 1

    async def test_the_emergency_card_comes_before_the_case(
        self, town: Neighbourhood, resident: Somebody, gas: int
    ) -> None:
        first, card = await resident.reads()
        assert (first.template, first.params) == ("danger.ask", {"case_id": 1, "danger": "A02"})
        assert card.template == "case.resident"
        case = await town.case()
        assert (case.danger, case.tier) == (DangerTold.ASKED, Tier.EMERGENCY)
        assert case.accept_by - case.filed_at == timedelta(minutes=3)

    async def test_happening_now_starts_the_emergency_ladder_afresh(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, gas: int
    ) -> None:
        await town.passes(minutes=2)
        await worker.reads()
        await resident.does(danger.tell, gas, DangerTold.NOW)
        case = await town.case()
        assert (case.danger, case.at, case.accept_by) == (DangerTold.NOW, 0, town.now + timedelta(minutes=3))
        assert "work.danger" in await worker.hears()
        told = await resident.reads_one("danger.told")
        assert told.message_id is not None
        assert told.params["danger"] == "A02"

    @pytest.mark.parametrize("told", [DangerTold.PAST, DangerTold.HAZARD])
    async def test_what_is_over_is_urgent(
        self, town: Neighbourhood, resident: Somebody, gas: int, told: DangerTold
    ) -> None:
        await resident.does(danger.tell, gas, told)
        case = await town.case()
        assert (case.danger, case.tier, case.accept_by) == (told, Tier.URGENT, town.now + timedelta(hours=4))

    async def test_what_is_happening_stays_an_emergency_under_another_kind(
        self, town: Neighbourhood, resident: Somebody, gas: int
    ) -> None:
        await resident.does(danger.tell, gas, DangerTold.NOW)
        await resident.does(cases.rekind, gas, "C03")
        case = await town.case()
        assert (case.kind, case.tier, case.accept_by) == ("C03", Tier.EMERGENCY, town.now + timedelta(minutes=3))

    async def test_the_same_tap_twice(self, resident: Somebody, gas: int) -> None:
        await resident.does(danger.tell, gas, DangerTold.NOW)
        with pytest.raises(AlreadyDone):
            await resident.does(danger.tell, gas, DangerTold.NOW)

    async def test_who_came_already_keeps_it(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, gas: int
    ) -> None:
        await worker.does(cases.accept, gas)
        await resident.does(danger.tell, gas, DangerTold.NOW)
        case = await town.case()
        assert (case.state, case.holder_id) == (State.WORKING, (await worker.me()).id)

    async def test_not_of_what_is_over(self, resident: Somebody, gas: int) -> None:
        await resident.does(cases.withdraw, gas)
        with pytest.raises(MovedOn):
            await resident.does(danger.tell, gas, DangerTold.NOW)

    async def test_nobody_else_tells(self, worker: Somebody, gas: int) -> None:
        with pytest.raises(NotAllowed):
            await worker.does(danger.tell, gas, DangerTold.PAST)
