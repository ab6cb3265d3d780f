"""What workers and coordinators do to a case, and what everybody hears of it."""

import pytest

from civic.cases import State
from civic.events import EventKind
from civic.ladder import Rung
from civic.refusals import AlreadyDone, MovedOn, NotAllowed, NotFound, NothingAbove, TakenByOther
from services import answers, cases, menus
from tests.services.kit import HELLO, LIGHT, Neighbourhood, Somebody

K = EventKind


async def asked(somebody: Somebody, purpose: str, text: str = "", photo: str = "", case_id: int = 1) -> None:
    """Tap a button that asks for words, and answer."""
    await somebody.does(answers.ask, purpose, case_id)
    await (somebody.sends(photo, text) if photo else somebody.says(text))


@pytest.fixture
async def filed(town: Neighbourhood, resident: Somebody, worker: Somebody, colleague: Somebody) -> int:
    """The id of a case that lies with two grid workers; all posts so far are read."""
    await resident.says(LIGHT)
    await town.deliver()
    town.chats.clear()
    return 1


@pytest.fixture
async def accepted(town: Neighbourhood, filed: int, worker: Somebody) -> int:
    """The same, accepted by the worker."""
    await worker.does(cases.accept, filed)
    await town.deliver()
    town.chats.clear()
    return filed


class TestAccept:
    async def test_the_resident_is_told_who_has_it(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, filed: int
    ) -> None:
        await worker.does(cases.accept, filed)
        posts = {post.template: post for post in await resident.reads()}
        assert set(posts) == {"push.accepted", "case.resident"}
        assert posts["push.accepted"].params["holder"] == "网格员 住户甲"
        assert (await town.case()).state is State.WORKING
        assert await town.journal() == [K.FILED, K.ACCEPTED]

    async def test_every_card_is_redrawn_in_place(self, worker: Somebody, colleague: Somebody, filed: int) -> None:
        await worker.does(cases.accept, filed)
        mine, theirs = await worker.reads_one("case.worker"), await colleague.reads_one("case.worker")
        assert mine.message_id is not None
        assert theirs.message_id is not None
        assert mine.params["actions"] == ["rekind", "decline", "escalate", "reply", "close"]
        assert theirs.params["actions"] == []

    async def test_the_worker_is_not_told_what_they_just_did(self, worker: Somebody, filed: int) -> None:
        await worker.does(cases.accept, filed)
        assert await worker.hears() == ["case.worker"]

    async def test_twice_is_once(self, town: Neighbourhood, worker: Somebody, filed: int) -> None:
        await worker.does(cases.accept, filed)
        before = town.rows()
        with pytest.raises(AlreadyDone):
            await worker.does(cases.accept, filed)
        assert town.added(before) == {}

    async def test_of_two_one_wins(
        self, town: Neighbourhood, worker: Somebody, colleague: Somebody, filed: int
    ) -> None:
        await worker.does(cases.accept, filed)
        with pytest.raises(TakenByOther):
            await colleague.does(cases.accept, filed)
        assert (await town.case()).holder_id == (await worker.me()).id
        assert await town.journal() == [K.FILED, K.ACCEPTED]

    async def test_the_timer_is_set_for_the_answer(self, town: Neighbourhood, worker: Somebody, filed: int) -> None:
        await worker.does(cases.accept, filed)
        timer = await town.armed()
        assert timer is not None
        assert (timer.step, timer.due_at) == ("working:0", (await town.case()).answer_by)


WORDS = ("decline", "escalate", "reply", "close")


class TestOthers:
    """Nobody acts on what is not theirs (faults 28 and 29), and trying leaves no trace."""

    async def test_neither_accept_nor_withdraw(
        self, town: Neighbourhood, visitor: Somebody, elsewhere: Somebody, filed: int
    ) -> None:
        before = town.rows()
        for somebody in (visitor, elsewhere):
            for act in (cases.accept, cases.withdraw):
                with pytest.raises(NotAllowed):
                    await somebody.does(act, filed)
        assert town.added(before) == {}

    @pytest.mark.parametrize("purpose", WORDS)
    async def test_nor_are_they_asked_for_words(
        self, resident: Somebody, visitor: Somebody, elsewhere: Somebody, accepted: int, purpose: str
    ) -> None:
        for somebody in (resident, visitor, elsewhere):
            with pytest.raises(NotAllowed):
                await somebody.does(answers.ask, purpose, accepted)
            assert await somebody.asked() is None

    @pytest.mark.parametrize("purpose", WORDS)
    async def test_nor_does_who_is_no_longer_staff(
        self, town: Neighbourhood, worker: Somebody, accepted: int, purpose: str
    ) -> None:
        """A demoted person's old button, and the answer to a question asked while they were not."""
        await worker.does(answers.ask, purpose, accepted)
        (grant,) = await worker.does(lambda act, person: act.tx.roles.of(person.id))
        await town.act(lambda act: act.tx.roles.end(grant, act.now))
        with pytest.raises(NotAllowed):
            await worker.says("办好了")
        with pytest.raises(NotAllowed):
            await worker.does(answers.ask, purpose, accepted)
        assert (await town.case()).state is State.WORKING


async def test_a_case_that_does_not_exist(worker: Somebody) -> None:
    with pytest.raises(NotFound):
        await worker.does(cases.accept, 99)


class TestDecline:
    async def test_it_goes_to_the_coordinator_with_the_reason(
        self, town: Neighbourhood, secretary: Somebody, resident: Somebody, worker: Somebody, filed: int
    ) -> None:
        await asked(worker, "decline", "是供电公司的")
        assert (await town.case()).state is State.RETURNED
        assert (await secretary.reads_one("work.declined")).params["said"] == "是供电公司的"
        assert "push.declined" in await resident.hears()
        assert await worker.hears() == ["prompt.decline", "case.worker", "told.declined"]

    async def test_the_coordinator_gives_it_to_somebody(
        self, town: Neighbourhood, secretary: Somebody, colleague: Somebody, worker: Somebody, filed: int
    ) -> None:
        await asked(worker, "decline", "不归我管")
        await secretary.does(menus.workers, filed)
        menu = (await secretary.reads_one("ask.assign")).params["workers"]
        assert {name for _, name in menu} == {"网格员 住户甲", "网格员 住户乙"}  # type: ignore[attr-defined]
        await colleague.reads()
        await secretary.does(cases.assign, filed, (await colleague.me()).id)
        assert await colleague.hears() == ["case.worker", "work.assigned"]
        assert await town.journal() == [K.FILED, K.DECLINED, K.ASSIGNED]

    async def test_or_keeps_it(self, town: Neighbourhood, secretary: Somebody, worker: Somebody, filed: int) -> None:
        await asked(worker, "decline", "不归我管")
        await secretary.does(cases.accept, filed)
        assert (await town.case()).holder_id == (await secretary.me()).id

    async def test_but_not_to_somebody_who_does_not_serve_the_place(
        self, secretary: Somebody, worker: Somebody, elsewhere: Somebody, visitor: Somebody, filed: int
    ) -> None:
        await asked(worker, "decline", "不归我管")
        for each in (elsewhere, visitor):
            with pytest.raises(NotAllowed):
                await secretary.does(cases.assign, filed, (await each.me()).id)

    async def test_a_worker_gives_it_to_nobody(self, worker: Somebody, colleague: Somebody, filed: int) -> None:
        with pytest.raises(NotAllowed):
            await worker.does(cases.assign, filed, (await colleague.me()).id)

    async def test_one_of_two_declining_is_enough(self, worker: Somebody, colleague: Somebody, filed: int) -> None:
        await asked(worker, "decline", "不归我管")
        with pytest.raises(MovedOn):
            await colleague.does(answers.ask, "decline", filed)


class TestEscalate:
    async def test_the_next_rung_hears_why(
        self, town: Neighbourhood, officer: Somebody, worker: Somebody, resident: Somebody, accepted: int
    ) -> None:
        await asked(worker, "escalate", "换了灯泡还是不亮,要查线路", photo="photo-1")
        case = await town.case()
        assert (case.state, case.step.rung, case.holder_id) == (State.OFFERED, Rung.COMMUNITY, None)
        posts = {post.template: post for post in await officer.reads()}
        assert set(posts) == {"case.worker", "work.escalated", "files"}
        assert posts["work.escalated"].params["said"] == "换了灯泡还是不亮,要查线路"
        assert "push.escalated" in await resident.hears()

    async def test_up_to_the_top_and_no_further(
        self, town: Neighbourhood, officer: Somebody, street: Somebody, worker: Somebody, accepted: int
    ) -> None:
        liaison = await town.settle(1030, "供电联络员", DEPARTMENT_LIAISON="gm")
        for each in (worker, officer, street):
            await asked(each, "escalate", "办不了")
        await liaison.does(cases.accept, accepted)
        with pytest.raises(NothingAbove):
            await liaison.does(answers.ask, "escalate", accepted)
        with pytest.raises(NothingAbove):
            await liaison.does(cases.escalate, accepted, liaison.message("办不了"))
        assert (await town.journal()).count(K.ESCALATED) == 3
        assert [note.text for note in await town.notes()] == [LIGHT, "办不了", "办不了", "办不了"]

    async def test_who_gave_it_up_has_no_buttons_left(self, worker: Somebody, officer: Somebody, accepted: int) -> None:
        await asked(worker, "escalate", "办不了")
        cards = [post for post in await worker.reads() if post.template == "case.worker"]
        assert cards[-1].params["actions"] == []


class TestReplyAndClose:
    async def test_a_reply_reaches_the_resident_and_changes_nothing(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, accepted: int
    ) -> None:
        await asked(worker, "reply", "下午来修", photo="photo-1")
        posts = {post.template: post for post in await resident.reads()}
        assert posts["push.replied"].params["said"] == "下午来修"
        assert posts["files"].params["files"] == [{"kind": "photo", "file_id": "photo-1"}]
        assert (await town.case()).state is State.WORKING

    async def test_closing_asks_the_resident(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, accepted: int
    ) -> None:
        await asked(worker, "close", "灯换好了", photo="photo-2")
        templates = [post.template for post in await resident.reads()]
        assert templates == ["case.resident", "files", "ask.verdict"]
        assert (await town.case()).state is State.ANSWERED
        assert await worker.hears() == ["prompt.close", "case.worker", "told.closed"]

    async def test_an_album_as_the_answer_reaches_the_resident_whole(
        self, resident: Somebody, worker: Somebody, accepted: int
    ) -> None:
        await worker.does(answers.ask, "close", accepted)
        for each in (1, 2):
            await worker.sends(f"photo-{each}", "灯换好了" if each == 1 else "", album="b")
        files = [post.params["files"] for post in await resident.reads() if post.template == "files"]
        assert [each[0]["file_id"] for each in files] == ["photo-1", "photo-2"]  # type: ignore[index]

    @pytest.mark.parametrize("purpose", ["reply", "close"])
    async def test_only_the_holder_may(
        self, colleague: Somebody, secretary: Somebody, accepted: int, purpose: str
    ) -> None:
        for each in (colleague, secretary):
            with pytest.raises(NotAllowed):
                await each.does(answers.ask, purpose, accepted)

    async def test_not_before_it_is_accepted(self, worker: Somebody, filed: int) -> None:
        with pytest.raises(NotAllowed):
            await worker.does(answers.ask, "close", filed)

    async def test_what_moved_on_while_the_question_was_open_is_told(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, accepted: int
    ) -> None:
        await worker.does(answers.ask, "close", accepted)
        await resident.does(cases.withdraw, accepted)
        with pytest.raises((MovedOn, NotAllowed)):
            await worker.says("灯换好了")
        assert (await town.case()).state is State.WITHDRAWN

    async def test_the_question_is_answered_once(self, town: Neighbourhood, worker: Somebody, accepted: int) -> None:
        await asked(worker, "reply", "下午来修")
        await worker.reads()
        await worker.says(HELLO)
        assert await worker.hears() == ["told.greeting"]


class TestWithdraw:
    async def test_the_resident_takes_it_back(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, accepted: int
    ) -> None:
        await resident.does(menus.withdrawal, accepted)
        await resident.does(cases.withdraw, accepted)
        assert await worker.hears() == ["case.worker", "work.withdrawn"]
        assert await town.armed() is None
        with pytest.raises(AlreadyDone):
            await resident.does(cases.withdraw, accepted)

    async def test_everybody_it_was_offered_to_is_told(
        self, resident: Somebody, worker: Somebody, colleague: Somebody, filed: int
    ) -> None:
        await resident.does(cases.withdraw, filed)
        for each in (worker, colleague):
            assert "work.withdrawn" in await each.hears()

    async def test_not_what_is_answered(self, resident: Somebody, worker: Somebody, accepted: int) -> None:
        await asked(worker, "close", "好了")
        with pytest.raises(MovedOn):
            await resident.does(menus.withdrawal, accepted)


class TestSupplement:
    async def test_the_holder_hears_it(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, accepted: int
    ) -> None:
        await asked(resident, "supplement", "四楼也是", photo="photo-3")
        posts = {post.template: post for post in await worker.reads()}
        assert set(posts) == {"case.worker", "work.supplemented", "files"}
        assert posts["case.worker"].params["supplements"] == ["四楼也是"]
        assert (await resident.hears())[-1] == "told.supplemented"

    async def test_nobody_else_supplements(self, worker: Somebody, visitor: Somebody, accepted: int) -> None:
        for each in (worker, visitor):
            with pytest.raises(NotAllowed):
                await each.does(answers.ask, "supplement", accepted)
