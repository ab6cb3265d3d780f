"""A vote in the group: opened once, on a frozen roll, counted at its time, and brought back to the case."""

from datetime import timedelta

import pytest

from civic.ballots import Choice, Outcome
from civic.cases import State
from civic.events import EventKind
from civic.refusals import AlreadyDone, MovedOn, NoRoll, NotAllowed, NotFound, NotOnRoll, TooEarly, VoteClosed
from civic.topics import Attendance, TopicState
from services import ballots, topics
from services.act import Act
from services.delivery import Received
from services.ports import Subject
from services.redraw import REDRAW_AFTER
from tests.services.kit import GROUP, Neighbourhood, Somebody

K = EventKind
SIGNS = {"+": Choice.FOR, "-": Choice.AGAINST, "0": Choice.ABSTAIN}


@pytest.fixture
async def begun(town: Neighbourhood, noticed: int, council: list[Somebody]) -> int:
    """The id of a topic whose meeting has begun."""
    await town.passes(hours=10)
    await town.deliver()
    town.chats.clear()
    return noticed


@pytest.fixture
async def opened(town: Neighbourhood, begun: int, secretary: Somebody) -> int:
    """The id of a vote that is open for an hour, with five on its roll."""
    vote = await secretary.does(ballots.open_vote, begun, 60)
    await town.deliver()
    town.chats.clear()
    return vote.id


async def casts(member: Somebody, vote_id: int, choice: Choice = Choice.FOR) -> None:
    await member.does(ballots.cast, vote_id, choice, member.home.now)


async def vote_as(council: list[Somebody], vote_id: int, signs: str) -> None:
    for member, sign in zip(council, signs, strict=False):
        await casts(member, vote_id, SIGNS[sign])


class TestOpening:
    async def test_the_card_goes_to_the_group(self, town: Neighbourhood, secretary: Somebody, begun: int) -> None:
        await secretary.does(ballots.open_vote, begun, 10)
        notice, card = await town.reads(GROUP)
        assert (notice.template, notice.params["open"]) == ("topic.notice", False)
        assert (card.template, card.params["roll"], card.params["present"]) == ("vote.card", 5, 0)
        assert card.params["closes_at"] == int((town.now + timedelta(minutes=10)).timestamp())

    async def test_not_before_the_meeting(self, town: Neighbourhood, secretary: Somebody, noticed: int) -> None:
        await town.passes(hours=9, minutes=59)
        with pytest.raises(TooEarly) as refusal:
            await secretary.does(ballots.open_vote, noticed, 10)
        assert refusal.value.values == {"from_at": int((town.now + timedelta(minutes=1)).timestamp())}

    async def test_twice_is_once(self, town: Neighbourhood, secretary: Somebody, opened: int) -> None:
        with pytest.raises(AlreadyDone):
            await secretary.does(ballots.open_vote, 1, 60)
        assert town.rows()["votes"] == 1

    async def test_only_by_a_coordinator(self, council: list[Somebody], worker: Somebody, begun: int) -> None:
        for each in (council[0], worker):
            with pytest.raises(NotAllowed):
                await each.does(ballots.open_vote, begun, 10)

    async def test_with_nobody_on_the_roll_there_is_none(
        self, town: Neighbourhood, secretary: Somebody, noticed: int
    ) -> None:
        await town.passes(hours=10)
        with pytest.raises(NoRoll):
            await secretary.does(ballots.open_vote, noticed, 10)
        topic = await town.act(lambda act: act.tx.topics.get(noticed))
        assert topic.state is TopicState.NOTICED

    async def test_nobody_announces_for_a_meeting_that_votes(self, council: list[Somebody], opened: int) -> None:
        with pytest.raises(MovedOn):
            await council[0].does(topics.attend, 1, Attendance.COMING)


class TestCasting:
    async def test_the_card_shows_how_many_and_not_how(
        self, town: Neighbourhood, council: list[Somebody], opened: int
    ) -> None:
        await vote_as(council, opened, "+-")
        town.now += REDRAW_AFTER
        (card,) = await town.reads(GROUP)
        assert card.message_id is not None
        assert card.params["present"] == 2
        assert not {"votes_for", "votes_against"} & set(card.params)

    async def test_a_change_of_mind_is_kept_and_the_last_counts(
        self, town: Neighbourhood, council: list[Somebody], opened: int
    ) -> None:
        for choice in (Choice.FOR, Choice.AGAINST):
            await casts(council[0], opened, choice)
        cast = await town.act(lambda act: act.tx.votes.ballots(opened))
        assert [ballot.choice for ballot in cast] == [Choice.FOR, Choice.AGAINST]
        await vote_as(council[1:], opened, "++")
        await town.passes(hours=1)
        result = await result_of(town)
        assert (result["votes_for"], result["votes_against"], result["present"]) == (2, 1, 3)

    async def test_who_is_not_on_the_roll_is_told_so(
        self, town: Neighbourhood, resident: Somebody, secretary: Somebody, opened: int
    ) -> None:
        for each in (resident, secretary):
            with pytest.raises(NotOnRoll):
                await casts(each, opened)
        assert town.rows()["ballots"] == 0

    async def test_nor_who_became_a_member_after_it_opened(self, town: Neighbourhood, opened: int) -> None:
        late = await town.settle(1040, "新议事员", "xf", COUNCIL_MEMBER="xf")
        with pytest.raises(NotOnRoll):
            await casts(late, opened)

    @pytest.mark.parametrize(("after", "counts"), [(59 * 60 + 59, True), (60 * 60, False), (60 * 60 + 1, False)])
    async def test_what_was_received_before_the_closing_instant_counts(
        self, town: Neighbourhood, council: list[Somebody], opened: int, after: int, counts: bool
    ) -> None:
        received = town.now + timedelta(seconds=after)
        town.now += timedelta(hours=2)
        if counts:
            await council[0].does(ballots.cast, opened, Choice.FOR, received)
        else:
            with pytest.raises(VoteClosed):
                await council[0].does(ballots.cast, opened, Choice.FOR, received)

    async def test_after_the_count_even_an_early_tap_is_too_late(
        self, town: Neighbourhood, council: list[Somebody], opened: int
    ) -> None:
        early = town.now
        await town.passes(hours=1)
        with pytest.raises(VoteClosed):
            await council[0].does(ballots.cast, opened, Choice.FOR, early)

    async def test_in_a_vote_that_does_not_exist(self, council: list[Somebody]) -> None:
        with pytest.raises(NotFound):
            await casts(council[0], 99)


async def result_of(town: Neighbourhood) -> dict[str, object]:
    """The parameters of the result in the group."""
    (result,) = [post for post in await town.reads(GROUP) if post.template == "vote.result"]
    assert result.pin
    return dict(result.params)


class TestClosing:
    @pytest.mark.parametrize(
        ("signs", "outcome"),
        [
            ("+++", Outcome.PASSED),
            ("++0--", Outcome.REJECTED),
            ("++--", Outcome.REJECTED),
            ("++", Outcome.NO_QUORUM),
            ("", Outcome.NO_QUORUM),
        ],
        ids=["passed", "no majority", "tie", "no quorum", "nobody"],
    )
    async def test_the_result_is_posted_pinned_and_told(
        self,
        town: Neighbourhood,
        council: list[Somebody],
        resident: Somebody,
        opened: int,
        signs: str,
        outcome: Outcome,
    ) -> None:
        await vote_as(council, opened, signs)
        await resident.reads()
        await town.passes(hours=1)
        result = await result_of(town)
        assert (result["outcome"], result["roll"], result["present"]) == (outcome, 5, len(signs))
        told = await resident.reads_one("push.resumed")
        assert (told.params["outcome"], told.params["votes_for"]) == (outcome, signs.count("+"))

    async def test_the_case_goes_back_to_its_people_with_fresh_limits(
        self, town: Neighbourhood, worker: Somebody, council: list[Somebody], opened: int
    ) -> None:
        await vote_as(council, opened, "+++")
        await town.passes(hours=1)
        case = await town.case()
        assert (case.state, case.at) == (State.OFFERED, 0)
        assert case.accept_by > town.now
        timer = await town.armed()
        assert timer is not None
        assert timer.due_at == case.deadline
        assert (await town.journal())[-2:] == [K.DELIBERATED, K.RESUMED]

    async def test_it_is_counted_once(self, town: Neighbourhood, council: list[Somebody], opened: int) -> None:
        await vote_as(council, opened, "+++")
        await town.passes(hours=1)
        before = town.rows()
        assert await town.act(lambda act: ballots.close(act, opened)) is True
        await town.passes(hours=1)
        assert town.added(before) == {}
        journal = await town.journal(Subject.VOTE)
        assert journal == [K.VOTE_OPENED, *[K.BALLOT_CAST] * 3, K.VOTE_CLOSED]

    async def test_not_before_its_time(self, town: Neighbourhood, opened: int) -> None:
        await town.passes(minutes=59)
        await town.act(lambda act: ballots.close(act, opened))
        vote = await town.act(lambda act: act.tx.votes.get(opened))
        assert vote.outcome is None

    async def test_it_waits_for_a_tap_that_was_received_in_time(
        self, town: Neighbourhood, council: list[Somebody], opened: int
    ) -> None:
        """The tap lies in the inbox, not yet worked on, when the closing moment comes (fault 25)."""
        received = town.now + timedelta(minutes=59)
        await town.act(lambda act: act.tx.inbox.receive([Received(1, GROUP, b"{}", received)]))
        await town.passes(hours=1)
        assert (await town.act(lambda act: act.tx.votes.get(opened))).outcome is None

        def work(act: Act) -> None:
            person = act.tx.people.by_chat(council[0].chat_id)
            assert person is not None
            ballots.cast(act, person, opened, Choice.FOR, received)
            act.tx.inbox.done(1)

        await town.act(work)
        await town.passes(seconds=1)
        assert (await result_of(town))["present"] == 1

    async def test_it_does_not_wait_for_one_that_came_too_late(self, town: Neighbourhood, opened: int) -> None:
        late = town.now + timedelta(hours=1)
        await town.act(lambda act: act.tx.inbox.receive([Received(1, GROUP, b"{}", late)]))
        await town.passes(hours=1)
        assert (await result_of(town))["outcome"] == Outcome.NO_QUORUM

    async def test_what_came_before_the_council_may_come_again(
        self, town: Neighbourhood, secretary: Somebody, opened: int
    ) -> None:
        await town.passes(hours=1)
        topic = await secretary.does(topics.propose, 1)
        assert topic.id == 2
        assert (await town.case()).state is State.DELIBERATING
