"""The resident's word on the answer: settled, or back to work with the reason asked."""

import pytest

from civic.cases import SETTLE_AFTER, State, Verdict
from civic.events import EventKind
from civic.refusals import AlreadyDone, MovedOn, NotAllowed
from services import answers, cases
from tests.services.kit import LIGHT, Neighbourhood, Somebody

K = EventKind


@pytest.fixture
async def answered(town: Neighbourhood, resident: Somebody, worker: Somebody) -> int:
    """The id of a case that the worker says is done; all posts so far are read."""
    await resident.says(LIGHT)
    await worker.does(cases.accept, 1)
    await worker.does(cases.close, 1, worker.message("灯换好了"))
    await town.deliver()
    town.chats.clear()
    return 1


@pytest.mark.parametrize("verdict", [Verdict.SATISFIED, Verdict.MOSTLY, Verdict.SKIPPED])
async def test_a_verdict_settles_it(
    town: Neighbourhood, resident: Somebody, worker: Somebody, answered: int, verdict: Verdict
) -> None:
    await resident.does(cases.rate, answered, verdict)
    case = await town.case()
    assert (case.state, case.verdict) == (State.SETTLED, verdict)
    assert (await worker.reads_one("work.rated")).params["verdict"] == verdict
    rated = await resident.reads_one("ask.rated")
    assert rated.message_id is not None
    assert rated.params["given"] == verdict
    assert await town.armed() is None


async def test_the_same_tap_again_is_done_already(resident: Somebody, answered: int) -> None:
    await resident.does(cases.rate, answered, Verdict.SATISFIED)
    with pytest.raises(AlreadyDone):
        await resident.does(cases.rate, answered, Verdict.SATISFIED)


async def test_a_verdict_is_final(resident: Somebody, answered: int) -> None:
    await resident.does(cases.rate, answered, Verdict.SATISFIED)
    with pytest.raises(MovedOn):
        await resident.does(cases.rate, answered, Verdict.DISSATISFIED)


async def test_only_the_resident_rates(worker: Somebody, visitor: Somebody, answered: int) -> None:
    for each in (worker, visitor):
        with pytest.raises(NotAllowed):
            await each.does(cases.rate, answered, Verdict.SATISFIED)


class TestDissatisfied:
    async def test_it_goes_back_to_the_same_worker_at_once(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, answered: int
    ) -> None:
        await resident.does(cases.rate, answered, Verdict.DISSATISFIED)
        case = await town.case()
        assert (case.state, case.holder_id, case.reopened) == (State.WORKING, (await worker.me()).id, 1)
        assert "work.reopened" in await worker.hears()
        timer = await town.armed()
        assert timer is not None
        assert (timer.step, timer.due_at) == ("working:0", case.answer_by)

    async def test_why_is_asked_and_passed_on(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, answered: int
    ) -> None:
        await resident.does(cases.rate, answered, Verdict.DISSATISFIED)
        await resident.does(answers.ask_why, answered)
        await resident.says("晚上又灭了")
        assert (await resident.hears())[-2:] == ["prompt.verdict", "told.verdict"]
        assert (await worker.reads_one("work.supplemented")).params["said"] == "晚上又灭了"
        assert (await town.notes())[-1].kind == "verdict"

    async def test_it_may_be_closed_and_refused_again_and_again(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, answered: int
    ) -> None:
        for times in (1, 2, 3):
            await resident.does(cases.rate, answered, Verdict.DISSATISFIED)
            assert (await town.case()).reopened == times
            await worker.does(cases.close, answered, worker.message("又修了一次"))
        assert (await town.journal()).count(K.REOPENED) == 3

    async def test_the_time_runs_again_and_it_climbs(
        self, town: Neighbourhood, resident: Somebody, officer: Somebody, answered: int
    ) -> None:
        await resident.does(cases.rate, answered, Verdict.DISSATISFIED)
        await town.passes(hours=72)
        assert (await town.case()).at == 1
        assert "work.climbed" in await officer.hears()


class TestSilence:
    async def test_after_three_days_it_is_settled_without_a_verdict(
        self, town: Neighbourhood, resident: Somebody, answered: int
    ) -> None:
        await town.passes(seconds=SETTLE_AFTER.total_seconds() - 1)
        assert (await town.case()).state is State.ANSWERED
        await town.passes(seconds=1)
        case = await town.case()
        assert (case.state, case.verdict) == (State.SETTLED, None)
        assert await resident.hears() == ["case.resident", "push.lapsed"]
        assert (await town.journal())[-1] is K.LAPSED

    async def test_the_old_question_then_comes_too_late(
        self, town: Neighbourhood, resident: Somebody, answered: int
    ) -> None:
        await town.passes(hours=73)
        with pytest.raises(MovedOn):
            await resident.does(cases.rate, answered, Verdict.DISSATISFIED)
