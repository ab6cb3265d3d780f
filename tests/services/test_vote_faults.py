"""What may go wrong with a vote in a group: faults 22 to 25, and who tries what is not theirs (28)."""

from datetime import timedelta

import pytest

from civic.ballots import Choice, Outcome
from civic.events import EventKind
from civic.refusals import AlreadyDone, MovedOn, NotAllowed, TooEarly
from civic.roles import Grant, Role
from services import ballots, consent, denials, outages
from services.act import Act
from services.ports import Subject
from tests.services.kit import GROUP, LIGHT, START, Neighbourhood, Somebody
from tests.services.test_ballots import begun, casts, opened, result_of, vote_as

__all__ = ["begun", "opened"]
K = EventKind


async def logged(town: Neighbourhood, vote_id: int) -> list[EventKind]:
    events = await town.act(lambda act: act.tx.journal.of(Subject.VOTE, vote_id))
    return [event.kind for event in events]


class TestDoubleTap:
    async def test_24_the_same_choice_again_is_one_ballot(
        self, town: Neighbourhood, council: list[Somebody], opened: int
    ) -> None:
        for _ in range(5):
            await casts(council[0], opened)
        assert town.rows()["ballots"] == 1
        assert (await logged(town, opened)).count(K.BALLOT_CAST) == 1

    async def test_24_back_to_the_first_choice_is_a_change_of_mind(
        self, town: Neighbourhood, council: list[Somebody], opened: int
    ) -> None:
        for choice in (Choice.FOR, Choice.AGAINST, Choice.FOR, Choice.FOR):
            await casts(council[0], opened, choice)
        assert town.rows()["ballots"] == 3


class TestRoll:
    async def test_23_whose_role_ended_is_not_counted_and_the_roll_stays(
        self, town: Neighbourhood, council: list[Somebody], opened: int
    ) -> None:
        await vote_as(council, opened, "++-")
        member = await council[0].me()

        def end(act: Act) -> None:
            place = act.places.coded("xf")
            assert place
            act.tx.roles.end(Grant(member.id, Role.COUNCIL_MEMBER, place.id, START), act.now)

        await town.act(end)
        await town.passes(hours=1)
        result = await result_of(town)
        assert (result["roll"], result["present"], result["votes_for"], result["excluded"]) == (5, 2, 1, 1)
        assert result["outcome"] == Outcome.NO_QUORUM

    async def test_23_who_leaves_the_group_is_flagged_and_nothing_changes(
        self, town: Neighbourhood, council: list[Somebody], secretary: Somebody, resident: Somebody, opened: int
    ) -> None:
        await vote_as(council, opened, "+++")
        for each in (council[0], resident):
            person = await each.me()
            await town.act(lambda act, person=person: ballots.left(act, GROUP, person.id))
        (told,) = [post for post in await secretary.reads() if post.template == "vote.left"]
        assert told.params["name"] == (await council[0].me()).name
        await town.passes(hours=1)
        assert (await result_of(town))["outcome"] == Outcome.PASSED


class TestShutOut:
    async def test_22_there_is_no_result_before_somebody_decides(
        self, town: Neighbourhood, council: list[Somebody], secretary: Somebody, opened: int
    ) -> None:
        await vote_as(council, opened, "+++")
        await town.act(lambda act: ballots.reach(act, GROUP, reached=False))
        assert "vote.suspended" in await secretary.hears()
        with pytest.raises(MovedOn):
            await secretary.does(ballots.decide, opened, counts=True)
        await town.reads(GROUP)
        await town.passes(hours=1)
        assert "vote.result" not in [post.template for post in await town.reads(GROUP)]
        question = await secretary.reads_one("ask.suspended")
        assert question.params["votes_for"] == 3
        with pytest.raises(NotAllowed):
            await council[0].does(ballots.decide, opened, counts=True)
        await secretary.does(ballots.decide, opened, counts=True)
        assert (await result_of(town))["outcome"] == Outcome.PASSED
        with pytest.raises(AlreadyDone):
            await secretary.does(ballots.decide, opened, counts=False)

    async def test_22_it_may_be_void(
        self, town: Neighbourhood, council: list[Somebody], secretary: Somebody, resident: Somebody, opened: int
    ) -> None:
        await vote_as(council, opened, "+++")
        await town.act(lambda act: ballots.reach(act, GROUP, reached=False))
        await town.passes(hours=1)
        await secretary.does(ballots.decide, opened, counts=False)
        assert (await resident.reads_one("push.resumed")).params["outcome"] == Outcome.VOID

    async def test_22_let_in_again_in_time_it_goes_on(
        self, town: Neighbourhood, council: list[Somebody], secretary: Somebody, opened: int
    ) -> None:
        for reached in (False, False, True, True):
            await town.act(lambda act, reached=reached: ballots.reach(act, GROUP, reached=reached))
        assert [each for each in await secretary.hears() if each.startswith("vote.")] == [
            "vote.suspended",
            "vote.reached",
        ]
        await vote_as(council, opened, "+++")
        await town.passes(hours=1)
        assert (await result_of(town))["outcome"] == Outcome.PASSED

    async def test_22_another_group_is_no_matter(self, town: Neighbourhood, secretary: Somebody, opened: int) -> None:
        await town.act(lambda act: ballots.reach(act, -5, reached=False))
        assert await secretary.hears() == []


class TestOutage:
    @pytest.mark.parametrize(
        ("away", "until", "closes"),
        [
            ((10, 40), 40, 90),  # in the middle: half an hour is given back
            ((10, 80), 80, 130),  # beyond the end: what was left goes on from now
            ((-30, 20), 20, 80),  # from before it opened
        ],
    )
    async def test_25_an_open_vote_gets_the_lost_time_back_once(
        self, town: Neighbourhood, council: list[Somebody], opened: int, away: tuple[int, int], until: int, closes: int
    ) -> None:
        began = town.now
        town.now = began + timedelta(minutes=until)
        since = began + timedelta(minutes=away[0])
        await town.act(lambda act: outages.over(act, since))
        vote = await town.act(lambda act: act.tx.votes.get(opened))
        assert vote.closes_at == began + timedelta(minutes=closes)
        (card,) = [post for post in await town.reads(GROUP) if post.template == "vote.card"]
        assert card.params["extended"] == vote.extended == closes - max(60, until)
        await town.act(lambda act: outages.over(act, act.now - timedelta(minutes=9)))
        assert (await town.act(lambda act: act.tx.votes.get(opened))).closes_at == vote.closes_at
        await vote_as(council, opened, "+++")
        await town.passes(minutes=closes - until - 1)
        assert "vote.result" not in [post.template for post in await town.reads(GROUP)]
        await town.passes(minutes=1)
        assert (await result_of(town))["outcome"] == Outcome.PASSED

    async def test_25_a_short_outage_loses_no_tap(self, town: Neighbourhood, opened: int) -> None:
        vote = await town.act(lambda act: act.tx.votes.get(opened))
        town.now += timedelta(seconds=150)
        await town.act(lambda act: outages.over(act, act.now - timedelta(seconds=150)))
        assert await town.act(lambda act: act.tx.votes.get(opened)) == vote

    @pytest.mark.parametrize(("hours", "told"), [(24, False), (25, True)])
    async def test_11_administrators_hear_of_an_outage_longer_than_telegram_keeps_messages(
        self, town: Neighbourhood, hours: int, told: bool
    ) -> None:
        administrator = await town.settle(1050, "管理员", ADMINISTRATOR="gm")
        await town.act(lambda act: outages.over(act, act.now - timedelta(hours=hours)))
        assert [post.params for post in await administrator.reads()] == [{"hours": 25}] * told


class TestDenied:
    async def test_28_what_is_not_theirs_leaves_one_event_without_words(
        self, town: Neighbourhood, resident: Somebody, stranger: Somebody
    ) -> None:
        for refusal in (NotAllowed(action="accept"), TooEarly()):
            await town.act(lambda act, refusal=refusal: denials.note(act, resident.chat_id, refusal))
        await town.act(lambda act: denials.note(act, stranger.chat_id, NotAllowed()))
        person = await resident.me()
        (event,) = await town.act(lambda act: act.tx.journal.of(Subject.PERSON, person.id))
        assert (event.kind, event.actor_id, dict(event.data)) == (K.DENIED, person.id, {"refusal": "NotAllowed"})


class TestUnreachable:
    async def test_16_whoever_works_on_it_sees_that_the_resident_cannot_be_told(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody
    ) -> None:
        await resident.says(LIGHT)
        assert (await worker.reads_one("case.worker")).params["unreachable"] is False
        await town.act(lambda act: consent.unreachable(act, resident.chat_id))
        assert (await worker.reads_one("case.worker")).params["unreachable"] is True
        await resident.says("你好")
        assert (await worker.reads_one("case.worker")).params["unreachable"] is False
