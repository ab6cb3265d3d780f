"""From a case to a meeting: the topic, the notice in the group, who comes, the reminders."""

from datetime import timedelta

import pytest

from civic.cases import State
from civic.events import EventKind
from civic.refusals import AlreadyDone, GroupNotBound, MomentUnclear, MovedOn, NotAllowed, NotFound
from civic.topics import Attendance, TopicState
from services import ballots, cases, deadlines, topics
from services.ports import Subject
from services.redraw import REDRAW_AFTER
from tests.services.kit import GROUP, LIGHT, Neighbourhood, Somebody

K = EventKind


@pytest.fixture
async def filed(resident: Somebody, worker: Somebody) -> int:
    await resident.says(LIGHT)
    return 1


@pytest.fixture
async def bound(town: Neighbourhood, administrator: Somebody) -> int:
    await administrator.does(topics.bind, GROUP, "幸福小区")
    await town.reads(GROUP)
    return GROUP


class TestBinding:
    async def test_an_administrator_binds_a_group(self, town: Neighbourhood, administrator: Somebody) -> None:
        await administrator.does(topics.bind, GROUP, "幸福小区")
        (told,) = await town.reads(GROUP)
        assert (told.template, told.params) == ("told.bound", {"place": "幸福小区"})
        group = await town.act(lambda act: act.tx.groups.get(GROUP))
        assert group is not None
        assert group.place_id == (await town.place("xf")).id

    async def test_with_one_estate_of_their_own_they_need_not_name_it(self, town: Neighbourhood) -> None:
        somebody = await town.settle(2000, "管理", ADMINISTRATOR="xf")
        await somebody.does(topics.bind, GROUP, "")
        assert [post.template for post in await town.reads(GROUP)] == ["told.bound"]

    async def test_with_several_they_are_asked(self, town: Neighbourhood, administrator: Somebody) -> None:
        await administrator.does(topics.bind, GROUP, "")
        (asked,) = await town.reads(GROUP)
        assert (asked.template, asked.params) == ("ask.bind", {"names": ["幸福小区", "安康小区"]})

    @pytest.mark.parametrize("words", ["幸福小区", "月亮小区", ""])
    async def test_nobody_else_binds(self, town: Neighbourhood, secretary: Somebody, words: str) -> None:
        with pytest.raises(NotAllowed):
            await secretary.does(topics.bind, GROUP, words)
        assert await town.reads(GROUP) == []

    async def test_nor_a_place_that_is_not_theirs(self, town: Neighbourhood) -> None:
        somebody = await town.settle(2000, "管理", ADMINISTRATOR="ak")
        with pytest.raises(NotAllowed):
            await somebody.does(topics.bind, GROUP, "幸福小区")


class TestPropose:
    async def test_the_ladder_waits_and_the_secretary_is_asked_when(
        self, town: Neighbourhood, secretary: Somebody, resident: Somebody, filed: int, bound: int
    ) -> None:
        topic = await secretary.does(topics.propose, filed)
        assert (topic.state, topic.chat_id, topic.title) == (TopicState.DRAFTED, GROUP, "楼道照明公共照明")
        assert (await town.case()).state is State.DELIBERATING
        assert await town.armed() is None
        asked = await secretary.reads_one("ask.meeting")
        evenings = [int((town.now + timedelta(hours=10, days=each)).timestamp()) for each in (1, 2, 3)]
        assert asked.params["choices"] == evenings
        assert "push.deliberated" in await resident.hears()

    async def test_without_a_group_there_is_no_council(
        self, town: Neighbourhood, secretary: Somebody, filed: int
    ) -> None:
        with pytest.raises(GroupNotBound):
            await secretary.does(topics.propose, filed)
        assert town.rows()["topics"] == 0

    async def test_the_group_of_a_place_above_will_do(
        self, town: Neighbourhood, administrator: Somebody, secretary: Somebody, filed: int
    ) -> None:
        await administrator.does(topics.bind, -5, "向阳社区")
        assert (await secretary.does(topics.propose, filed)).chat_id == -5

    async def test_only_coordinators_propose(
        self, town: Neighbourhood, worker: Somebody, resident: Somebody, filed: int, bound: int
    ) -> None:
        for each in (worker, resident):
            with pytest.raises(NotAllowed):
                await each.does(topics.propose, filed)
        assert town.rows()["topics"] == 0

    async def test_twice_is_once(self, town: Neighbourhood, secretary: Somebody, filed: int, bound: int) -> None:
        await secretary.does(topics.propose, filed)
        with pytest.raises(AlreadyDone):
            await secretary.does(topics.propose, filed)
        assert town.rows()["topics"] == 1

    async def test_not_what_is_over(self, secretary: Somebody, resident: Somebody, filed: int, bound: int) -> None:
        await resident.does(cases.withdraw, filed)
        with pytest.raises(MovedOn):
            await secretary.does(topics.propose, filed)


class TestNotice:
    async def test_a_typed_moment_gives_notice_in_the_group(
        self, town: Neighbourhood, secretary: Somebody, filed: int, bound: int
    ) -> None:
        await secretary.does(topics.propose, filed)
        await secretary.says("明天晚上7点")
        (notice,) = await town.reads(GROUP)
        assert notice.template == "topic.notice"
        assert notice.params["meets_at"] == int((town.now + timedelta(days=1, hours=10)).timestamp())
        assert (notice.params["coming"], notice.params["away"], notice.params["open"]) == (0, 0, True)
        assert (await secretary.hears())[-1] == "told.noticed"
        assert await secretary.asked() is None

    async def test_a_tapped_moment_closes_the_question(self, secretary: Somebody, noticed: int) -> None:
        assert await secretary.asked() is None

    async def test_the_group_reads_no_name_and_no_door(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, secretary: Somebody, bound: int
    ) -> None:
        await resident.says("3号楼401室门口" + LIGHT)
        await secretary.does(topics.propose, 1)
        await secretary.says("明天晚上7点")
        (notice,) = await town.reads(GROUP)
        assert not any(word in str(notice.params) for word in ("居民甲", "401", "楼道灯"))

    async def test_who_sets_no_time_is_asked_again_every_other_day(
        self, town: Neighbourhood, secretary: Somebody, filed: int, bound: int
    ) -> None:
        await secretary.does(topics.propose, filed)
        await town.act(lambda act: act.tx.prompts.clear(act.tx.people.by_chat(secretary.chat_id).id))
        await secretary.reads()
        for _ in range(2):
            await town.passes(hours=47)
            assert "ask.meeting" not in await secretary.hears()
            await town.passes(hours=1)
            assert (await secretary.reads_one("ask.meeting")).params["asked"] == "unset"
        assert await secretary.asked() is None  # what they say next may be about anything
        await secretary.does(topics.reschedule, 1)
        await secretary.says("明天 19:00")
        assert "told.noticed" in await secretary.hears()

    async def test_unclear_words_leave_the_question_open(
        self, town: Neighbourhood, secretary: Somebody, filed: int, bound: int
    ) -> None:
        await secretary.does(topics.propose, filed)
        for words in ("改天吧", "昨天 19:00", ""):
            with pytest.raises(MomentUnclear):
                await secretary.says(words)
        asked = await secretary.asked()
        assert asked is not None
        assert asked.purpose == "meeting"

    async def test_notice_of_one_time_is_given_once(
        self, town: Neighbourhood, secretary: Somebody, noticed: int
    ) -> None:
        with pytest.raises(AlreadyDone):
            await secretary.does(topics.give_notice, noticed, town.now + timedelta(hours=10))

    async def test_another_time_is_told_asks_everybody_anew_and_moves_the_reminders(
        self, town: Neighbourhood, secretary: Somebody, council: list[Somebody], noticed: int
    ) -> None:
        await council[0].does(topics.attend, noticed, Attendance.COMING)
        town.now += REDRAW_AFTER
        await town.reads(GROUP)
        await secretary.does(topics.reschedule, noticed)
        assert (await secretary.reads_one("ask.meeting")).params["asked"] == "again"
        later = town.now + timedelta(hours=30)
        await secretary.does(topics.give_notice, noticed, later)
        moved, card = await town.reads(GROUP)
        assert (moved.template, moved.params["meets_at"]) == ("topic.moved", int(later.timestamp()))
        assert (card.message_id is None, card.params["coming"]) == (False, 0)
        assert (await town.journal(Subject.TOPIC))[-1] is K.TOPIC_MOVED
        heard = []
        for hours in (5, 1, 22, 1):
            await town.passes(hours=hours)
            heard += [post.template for post in await town.reads(GROUP)]
        assert heard == ["topic.reminder"] * 2

    async def test_a_meeting_whose_moment_has_come_can_be_put_off_but_no_vote(
        self, town: Neighbourhood, secretary: Somebody, council: list[Somebody], noticed: int
    ) -> None:
        await town.passes(hours=11)
        await secretary.does(topics.give_notice, noticed, town.now + timedelta(hours=5))
        await town.passes(hours=5)
        await secretary.does(ballots.open_vote, noticed, 10)
        with pytest.raises(MovedOn):
            await secretary.does(topics.reschedule, noticed)
        with pytest.raises(MovedOn):
            await secretary.does(topics.give_notice, noticed, town.now + timedelta(hours=5))

    async def test_only_coordinators_give_it(
        self, town: Neighbourhood, secretary: Somebody, worker: Somebody, filed: int, bound: int
    ) -> None:
        await secretary.does(topics.propose, filed)
        with pytest.raises(NotAllowed):
            await worker.does(topics.give_notice, 1, town.now + timedelta(hours=10))

    async def test_of_a_topic_that_does_not_exist(self, town: Neighbourhood, secretary: Somebody) -> None:
        with pytest.raises(NotFound):
            await secretary.does(topics.give_notice, 99, town.now + timedelta(hours=10))


class TestAttendance:
    async def test_the_card_counts_and_names_nobody(
        self, town: Neighbourhood, council: list[Somebody], noticed: int
    ) -> None:
        for member in council[:3]:
            await member.does(topics.attend, noticed, Attendance.COMING)
        await council[3].does(topics.attend, noticed, Attendance.AWAY)
        await council[0].does(topics.attend, noticed, Attendance.AWAY)
        town.now += REDRAW_AFTER
        (card,) = await town.reads(GROUP)
        assert card.message_id is not None
        assert (card.params["coming"], card.params["away"]) == (2, 2)
        assert "议事员" not in str(card.params)

    async def test_many_answers_are_one_redrawing(
        self, town: Neighbourhood, council: list[Somebody], noticed: int
    ) -> None:
        for member in council:
            await member.does(topics.attend, noticed, Attendance.COMING)
            town.now += timedelta(milliseconds=500)
        assert await town.reads(GROUP) == []
        town.now += timedelta(milliseconds=500)
        (card,) = await town.reads(GROUP)
        assert card.params["coming"] == 5

    async def test_not_before_the_notice(
        self, town: Neighbourhood, secretary: Somebody, council: list[Somebody], filed: int, bound: int
    ) -> None:
        await secretary.does(topics.propose, filed)
        with pytest.raises(MovedOn):
            await council[0].does(topics.attend, 1, Attendance.COMING)


class TestReminders:
    async def test_a_day_and_an_hour_before(
        self, town: Neighbourhood, secretary: Somebody, filed: int, bound: int
    ) -> None:
        await secretary.does(topics.propose, filed)
        await secretary.does(topics.give_notice, 1, town.now + timedelta(hours=30))
        await town.reads(GROUP)
        heard = []
        for hours in (5, 1, 22, 1):
            await town.passes(hours=hours)
            heard.append([post.template for post in await town.reads(GROUP)])
        assert heard == [[], ["topic.reminder"], [], ["topic.reminder"]]
        assert (await town.journal(Subject.TOPIC)) == [K.TOPIC_NOTICED, K.TOPIC_REMINDED, K.TOPIC_REMINDED]

    async def test_what_is_close_is_reminded_of_once(self, town: Neighbourhood, noticed: int) -> None:
        for _ in range(20):
            await town.passes(minutes=29)
        assert [post.template for post in await town.reads(GROUP)] == ["topic.reminder"]

    async def test_fired_twice_it_reminds_once(self, town: Neighbourhood, noticed: int) -> None:
        town.now += timedelta(hours=9)
        (timer,) = await town.due()
        fired = [await town.act(lambda act: deadlines.fire(act, timer)) for _ in range(2)]
        assert fired == [True, False]
        assert [post.template for post in await town.reads(GROUP)] == ["topic.reminder"]

    async def test_when_it_begins_the_secretary_may_open_the_vote(
        self, town: Neighbourhood, secretary: Somebody, noticed: int
    ) -> None:
        await town.passes(hours=10)
        assert (await secretary.reads_one("ask.vote")).params["minutes"] == [10, 60, 1440]
        assert await town.armed(Subject.TOPIC) is None

    async def test_after_an_outage_past_its_beginning_nobody_is_reminded(
        self, town: Neighbourhood, secretary: Somebody, noticed: int
    ) -> None:
        await town.passes(hours=12)
        assert await town.reads(GROUP) == []
        assert await secretary.hears() == ["ask.vote"]
