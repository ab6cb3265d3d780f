"""What seems to have been reported already is offered, followed by a tap, and told to every household; nothing of anybody is given away."""

import pytest

from civic.cases import State, Verdict
from civic.events import EventKind
from civic.refusals import AlreadyDone, MovedOn, NotAllowed
from services import cases, joint, privacy, progress
from services.delivery import Delivery
from tests.services.kit import GAS, LAMPS, LIGHT, QUARREL, Neighbourhood, Somebody

K = EventKind


@pytest.fixture
async def neighbour(town: Neighbourhood) -> Somebody:
    return await town.settle(1011, "邻居甲", "xf")


@pytest.fixture
async def third(town: Neighbourhood) -> Somebody:
    return await town.settle(1012, "邻居乙", "xf")


@pytest.fixture
async def pair(town: Neighbourhood, resident: Somebody, neighbour: Somebody, worker: Somebody) -> Delivery:
    """Two reports of the same; the second reporter's offer. All else is read."""
    await resident.says(f"3号楼501室{LAMPS}")
    await resident.reads()
    await neighbour.says(f"我家{LAMPS}")
    offer = await neighbour.reads_one("ask.joint")
    await worker.reads()
    return offer


@pytest.fixture
async def joined(pair: Delivery, neighbour: Somebody, resident: Somebody, worker: Somebody) -> None:
    await neighbour.does(joint.join, 2, 1)
    for each in (neighbour, resident, worker):
        await each.reads()


class TestOffer:
    async def test_what_is_wrong_is_named_where_that_is_clear_and_else_the_kind(
        self, town: Neighbourhood, pair: Delivery, resident: Somebody, third: Somebody
    ) -> None:
        kind = town.town.taxonomy["C04"]
        assert pair.params["about"] == kind.troubles[0]
        await resident.does(cases.rekind, 1, "C03")
        await third.says(LAMPS)
        assert (await third.reads_one("ask.joint")).params["about"] == town.town.taxonomy["C03"].name

    async def test_number_and_state_are_told_and_nothing_of_the_other(
        self, town: Neighbourhood, pair: Delivery
    ) -> None:
        params = pair.params
        assert (params["number"], params["state"], params["case_id"], params["main_id"]) == (
            "幸福-261123-001",
            "offered",
            2,
            1,
        )
        assert (params["text"], params["spot"]) == ("", {"building": "3"})
        assert (await town.case(2)).state is State.OFFERED

    @pytest.mark.parametrize("words", [LIGHT, GAS, QUARREL])
    async def test_nothing_is_offered_in_danger_or_of_a_households_own_matter(
        self, resident: Somebody, neighbour: Somebody, words: str
    ) -> None:
        await resident.says(words)
        await neighbour.says(words)
        assert "ask.joint" not in await neighbour.hears()

    async def test_nor_of_another_building_place_or_season(
        self, town: Neighbourhood, resident: Somebody, neighbour: Somebody
    ) -> None:
        await resident.says(f"3号楼{LAMPS}")
        await neighbour.says(f"5号楼{LAMPS}")
        await neighbour.says(f"安康小区{LAMPS}")
        await town.passes(days=31)
        await neighbour.says(f"3号楼{LAMPS}")
        assert "ask.joint" not in await neighbour.hears()

    async def test_what_became_a_households_own_matter_is_not_told_of(
        self, resident: Somebody, neighbour: Somebody
    ) -> None:
        await resident.says(LAMPS)
        await resident.does(cases.rekind, 1, "N02")
        await neighbour.says(LAMPS)
        assert "ask.joint" not in await neighbour.hears()

    async def test_no_leaves_it_as_it_is(self, town: Neighbourhood, pair: Delivery, neighbour: Somebody) -> None:
        before = await town.case(2)
        await neighbour.does(joint.stay_apart, 2)
        (told,) = await neighbour.reads()
        assert (told.template, told.message_id) == ("told.apart", pair.message_id or told.message_id)
        assert await town.case(2) == before


class TestOtherWords:
    """What the reporter says as long as nobody has accepted is what is compared."""

    @pytest.mark.parametrize(
        ("first", "then", "offered"),
        [
            (LIGHT, LAMPS, True),
            (LAMPS, LIGHT, False),
            (f"5号楼{LAMPS}", f"3号楼{LAMPS}", True),
            (f"3号楼{LAMPS}", f"5号楼{LAMPS}", False),
        ],
    )
    async def test_an_edited_request_is_compared_as_it_reads_now(
        self, resident: Somebody, neighbour: Somebody, first: str, then: str, offered: bool
    ) -> None:
        sent = await resident.says(first)
        await resident.edits(sent, then)
        await neighbour.says(f"3号楼{LAMPS}")
        assert ("ask.joint" in await neighbour.hears()) is offered

    async def test_what_is_added_counts_too_and_stays_when_the_rest_is_edited(
        self, resident: Somebody, neighbour: Somebody
    ) -> None:
        sent = await resident.says(LAMPS)
        await resident.does(cases.supplement, 1, resident.message("是5号楼门口"))
        await resident.edits(sent, LAMPS + "快来")
        await neighbour.says(f"3号楼{LAMPS}")
        assert "ask.joint" not in await neighbour.hears()

    async def test_what_was_added_is_compared_as_it_reads_now(self, resident: Somebody, neighbour: Somebody) -> None:
        await resident.says(LAMPS)
        added = resident.message("是5号楼门口")
        await resident.does(cases.supplement, 1, added)
        await resident.edits(added.message_id, "是3号楼门口")
        await neighbour.says(f"3号楼{LAMPS}")
        assert "ask.joint" in await neighbour.hears()

    async def test_later_words_are_for_the_worker_alone(
        self, resident: Somebody, neighbour: Somebody, worker: Somebody
    ) -> None:
        sent = await resident.says(LAMPS)
        await worker.does(cases.accept, 1)
        await resident.edits(sent, LIGHT)
        await resident.does(cases.supplement, 1, resident.message("是5号楼门口"))
        await neighbour.says(f"3号楼{LAMPS}")
        assert "ask.joint" in await neighbour.hears()

    async def test_of_a_households_own_matter_nothing_is_kept(self, town: Neighbourhood, resident: Somebody) -> None:
        sent = await resident.says(QUARREL)
        await resident.edits(sent, QUARREL + LAMPS)
        assert town.rows()["signatures"] == 0


class TestJoin:
    async def test_it_follows_and_the_first_card_counts_the_households(
        self, town: Neighbourhood, pair: Delivery, resident: Somebody, neighbour: Somebody, worker: Somebody
    ) -> None:
        await neighbour.does(joint.join, 2, 1)
        case = await town.case(2)
        assert (case.state, case.joined_to) == (State.JOINED, 1)
        assert await town.armed(subject_id=2) is None
        assert (await town.journal(subject_id=2))[-1] is K.JOINED
        assert (await resident.reads_one("case.resident")).params["households"] == 1
        mine = {post.template: post for post in await neighbour.reads()}
        assert mine["told.joint"].params == {"number": case.number, "main": "幸福-261123-001"}
        assert (mine["case.resident"].params["main"], mine["case.resident"].params["actions"]) == (
            "幸福-261123-001",
            ["supplement", "withdraw", "part"],
        )
        assert {post.params["households"] for post in await worker.reads()} == {0, 1}

    async def test_twice_is_done_already_and_nobody_else_may(
        self, joined: None, neighbour: Somebody, resident: Somebody, worker: Somebody
    ) -> None:
        with pytest.raises(AlreadyDone):
            await neighbour.does(joint.join, 2, 1)
        for each in (resident, worker):
            with pytest.raises(NotAllowed):
                await each.does(joint.join, 2, 1)
            with pytest.raises(NotAllowed):
                await each.does(joint.part, 2)

    async def test_what_is_followed_follows_nothing(self, joined: None, resident: Somebody, third: Somebody) -> None:
        await third.says(LAMPS)
        with pytest.raises(MovedOn):
            await resident.does(joint.join, 1, 3)

    async def test_what_moved_on_meanwhile_is_not_followed(
        self, pair: Delivery, resident: Somebody, neighbour: Somebody
    ) -> None:
        await resident.does(cases.withdraw, 1)
        with pytest.raises(MovedOn):
            await neighbour.does(joint.join, 2, 1)

    async def test_the_same_person_is_no_other_household(self, town: Neighbourhood, resident: Somebody) -> None:
        await resident.says(LAMPS)
        await town.passes(minutes=30)
        await resident.says(LAMPS)
        await resident.reads()
        await resident.does(joint.join, 2, 1)
        assert {
            post.params.get("households") for post in await resident.reads() if post.template == "case.resident"
        } == {0}


class TestFollowing:
    async def test_who_follows_hears_how_it_goes_without_words_or_doors(
        self, joined: None, neighbour: Somebody, worker: Somebody
    ) -> None:
        await worker.does(cases.accept, 1)
        push = await neighbour.reads_one("push.accepted")
        assert push.params["number"] == "幸福-261123-001"
        assert (push.params["text"], push.params["spot"]) == ("", {"building": "3"})
        await worker.does(cases.reply, 1, worker.message("您家阀门关一下"))
        assert await neighbour.hears() == []

    async def test_progress_shows_the_way_of_both(
        self, town: Neighbourhood, joined: None, neighbour: Somebody, worker: Somebody
    ) -> None:
        await town.passes(minutes=1)
        await worker.does(cases.accept, 1)
        await neighbour.reads()
        await neighbour.does(progress.show, 2)
        way = await neighbour.reads_one("progress")
        assert [step["event"] for step in way.params["path"]] == ["filed", "joined", "accepted"]  # type: ignore[attr-defined]

    async def test_the_answer_is_asked_about_of_everybody(
        self, town: Neighbourhood, joined: None, neighbour: Somebody, resident: Somebody, worker: Somebody
    ) -> None:
        await worker.does(cases.accept, 1)
        await worker.does(cases.close, 1, worker.message("换了阀门，打13800000000问我"))
        asked = [post for post in await neighbour.reads() if post.template == "ask.verdict"]
        assert [(post.params["number"], "138" in str(post.params["said"])) for post in asked] == [
            ("幸福-261123-002", False)
        ]
        await resident.does(cases.rate, 1, Verdict.SATISFIED)
        await neighbour.does(cases.rate, 2, Verdict.DISSATISFIED)
        first, second = await town.case(1), await town.case(2)
        assert (first.state, second.state) == (State.SETTLED, State.WORKING)
        assert second.holder_id == (await worker.me()).id

    async def test_more_words_reach_whoever_works_on_it(
        self, joined: None, neighbour: Somebody, worker: Somebody
    ) -> None:
        await worker.does(cases.accept, 1)
        await worker.reads()
        await neighbour.does(cases.supplement, 2, neighbour.message("四楼也没水"))
        assert (await worker.reads_one("work.supplemented")).params["said"] == "四楼也没水"

    async def test_whoever_parts_is_on_their_own_again(
        self, town: Neighbourhood, joined: None, neighbour: Somebody, resident: Somebody, worker: Somebody
    ) -> None:
        await neighbour.does(joint.part, 2)
        case = await town.case(2)
        assert (case.state, case.joined_to) == (State.OFFERED, None)
        assert await town.armed(subject_id=2) is not None
        assert (await resident.reads_one("case.resident")).params["households"] == 0
        assert "work.parted" in await worker.hears()
        assert "push.parted" not in await neighbour.hears()

    async def test_taken_back_by_its_reporter_it_is_handed_over(
        self, town: Neighbourhood, joined: None, third: Somebody, neighbour: Somebody, resident: Somebody
    ) -> None:
        await third.says(LAMPS)
        await third.does(joint.join, 3, 1)
        await resident.does(cases.withdraw, 1)
        heir, other = await town.case(2), await town.case(3)
        assert (heir.state, heir.joined_to) == (State.OFFERED, None)
        assert (other.state, other.joined_to) == (State.JOINED, 2)
        posts = {post.template: post for post in await neighbour.reads()}
        assert "push.parted" in posts
        assert posts["case.resident"].params["households"] == 1
        assert "push.parted" not in await third.hears()

    async def test_who_follows_may_take_it_back(self, town: Neighbourhood, joined: None, neighbour: Somebody) -> None:
        await neighbour.does(cases.withdraw, 2)
        assert (await town.case(2)).state is State.WITHDRAWN
        assert (await town.case(1)).state is State.OFFERED

    async def test_who_wants_to_be_forgotten_is_once_the_matter_is_over(
        self, town: Neighbourhood, joined: None, neighbour: Somebody
    ) -> None:
        await neighbour.does(privacy.forget)
        assert "privacy.later" in await neighbour.hears()
        assert (await town.case(2)).text != ""
        assert town.rows()["signatures"] == 2
