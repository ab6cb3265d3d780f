"""First contact: nothing is kept without 同意, and nothing said before it is lost with it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from civic.people import CONSENT_VERSION
from civic.refusals import ConsentMissing
from civic.roles import Role
from services import consent, conversation, joining, topics
from services.act import Act
from services.incoming import Account
from tests.services.kit import CHAT, HELLO, HOW, HOW_FAR, LIGHT, START, THANKS, Neighbourhood, Somebody


async def meets(somebody: Somebody, payload: str = "") -> None:
    """「/start」, as the handlers take it."""

    def start(act: Act) -> None:
        person = joining.start(act, conversation.meet(act, Account(somebody.chat_id, "新来的人")), payload)
        if not person.consented:
            consent.ask(act, person)

    await somebody.home.act(start)


async def test_the_first_message_is_answered_with_the_notice(town: Neighbourhood, stranger: Somebody) -> None:
    await stranger.says(LIGHT)
    asked = await stranger.reads_one("consent.ask")
    assert asked.params == {"waiting": True}
    assert town.rows()["cases"] == 0


async def test_agreeing_is_kept_with_version_and_moment(stranger: Somebody) -> None:
    await stranger.says(LIGHT)
    await stranger.does(consent.agree)
    me = await stranger.me()
    assert (me.consent_version, me.consent_at, me.name) == (CONSENT_VERSION, START, "新来的人")


async def test_agreeing_goes_on_with_what_was_said(town: Neighbourhood, stranger: Somebody, worker: Somebody) -> None:
    await stranger.says("幸福小区" + LIGHT)
    await stranger.reads()
    await stranger.does(consent.agree)
    assert await stranger.hears() == ["consent.agreed", "case.resident"]
    assert (await town.case()).text == "幸福小区" + LIGHT
    assert await worker.hears() == ["case.worker"]


async def test_several_messages_before_it_are_one_request(town: Neighbourhood, stranger: Somebody) -> None:
    await stranger.sends("photo-1")
    await stranger.says("幸福小区" + LIGHT)
    await stranger.says("三楼也是")
    await stranger.does(consent.agree)
    assert (await town.case()).text == f"幸福小区{LIGHT}\n三楼也是"
    assert len(await town.notes()) == 3


async def test_without_a_place_it_is_asked_next(stranger: Somebody) -> None:
    await stranger.says(LIGHT)
    await stranger.reads()
    await stranger.does(consent.agree)
    assert await stranger.hears() == ["consent.agreed", "ask.place"]


@pytest.mark.parametrize("text", [HELLO, THANKS, HOW, HOW_FAR])
async def test_small_talk_before_it_is_never_filed(town: Neighbourhood, stranger: Somebody, text: str) -> None:
    await stranger.says(text)
    await stranger.reads()
    await stranger.does(consent.agree)
    assert await stranger.hears() == ["consent.agreed", "welcome"]
    assert await stranger.draft() == ()


async def test_what_was_unclear_is_offered_to_be_filed(town: Neighbourhood, stranger: Somebody) -> None:
    await stranger.says(CHAT)
    await stranger.reads()
    await stranger.does(consent.agree)
    assert await stranger.hears() == ["consent.agreed", "ask.file"]
    assert town.rows()["cases"] == 0


async def test_a_picture_before_it_waits_for_its_words(town: Neighbourhood, stranger: Somebody) -> None:
    await stranger.sends("photo-1")
    await stranger.reads()
    await stranger.does(consent.agree)
    assert await stranger.hears() == ["consent.agreed", "ask.words"]
    await stranger.says("幸福小区" + LIGHT)
    assert len(await town.notes()) == 2


async def test_agreeing_twice_changes_nothing(town: Neighbourhood, stranger: Somebody) -> None:
    await stranger.says("幸福小区" + LIGHT)
    await stranger.does(consent.agree)
    await stranger.reads()
    before = town.rows()
    town.now += timedelta(hours=1)
    await stranger.does(consent.agree)
    assert ((await stranger.me()).consent_at, town.added(before)) == (START, {})


class TestRefused:
    async def test_nothing_is_kept(self, town: Neighbourhood, stranger: Somebody) -> None:
        before = town.rows()
        await stranger.says(LIGHT)
        await stranger.sends("photo-1")
        await meets(stranger, "xf")
        await stranger.does(consent.refuse)
        assert set(town.added(before)) == {"outbox"}

    async def test_the_telephones_are_offered(self, stranger: Somebody) -> None:
        await stranger.says(LIGHT)
        await stranger.does(consent.refuse)
        refused = await stranger.reads_one("consent.refused")
        assert refused.params["phones"] == [
            {"name": "光明街道", "phone": "0000-0000001"},
            {"name": "向阳社区", "phone": "0000-0000002"},
        ]

    async def test_who_refused_is_met_anew(self, stranger: Somebody) -> None:
        await stranger.says(LIGHT)
        await stranger.does(consent.refuse)
        await stranger.reads()
        await stranger.says(LIGHT)
        assert await stranger.hears() == ["consent.ask"]

    async def test_who_agreed_cannot_refuse_with_the_old_button(self, resident: Somebody) -> None:
        await resident.does(consent.refuse)
        assert (await resident.me()).consented
        assert await resident.hears() == []

    async def test_a_tap_in_a_group_keeps_nothing_either(
        self, town: Neighbourhood, stranger: Somebody, noticed: int
    ) -> None:
        def tap(act: Act) -> None:
            person = conversation.meet(act, Account(stranger.chat_id, "路人"))
            topics.attend(act, person, noticed, topics.Attendance.COMING)

        before = town.rows()
        with pytest.raises(ConsentMissing):
            await town.act(tap)
        assert town.added(before) == {}


async def test_an_older_consent_is_asked_for_again(town: Neighbourhood, resident: Somebody) -> None:
    outdated = replace(await resident.me(), consent_version=CONSENT_VERSION - 1)
    await town.act(lambda act: act.tx.people.save(outdated))
    await resident.says(LIGHT)
    assert await resident.hears() == ["consent.ask"]


class TestLinks:
    async def test_a_places_link_waits_for_the_answer(self, town: Neighbourhood, stranger: Somebody) -> None:
        await meets(stranger, "xf")
        await stranger.does(consent.agree)
        assert await stranger.hears() == ["consent.ask", "consent.agreed", "told.joined"]
        assert (await stranger.me()).place_id == (await town.place("xf")).id

    async def test_a_request_after_it_is_filed_there(self, town: Neighbourhood, stranger: Somebody) -> None:
        await meets(stranger, "XF")
        await stranger.says(LIGHT)
        await stranger.does(consent.agree)
        assert (await town.case()).number == "幸福-261123-001"

    async def test_an_invitation_waits_for_the_answer(self, town: Neighbourhood, stranger: Somebody) -> None:
        grid = await town.place("xf-g1")
        payload = await town.act(lambda act: joining.invite(act, None, Role.GRID_WORKER, grid))
        await meets(stranger, payload)
        await stranger.does(consent.agree)
        assert (await stranger.hears())[-1] == "told.appointed"

    async def test_one_that_does_not_hold_keeps_nobody_from_agreeing(self, stranger: Somebody) -> None:
        await meets(stranger, "i_guessed")
        await stranger.does(consent.agree)
        assert (await stranger.me()).consented
        assert await stranger.hears() == ["consent.ask", "consent.agreed", "refusal.LinkInvalid"]
        assert await stranger.asked() is None

    @pytest.mark.parametrize("payload", ["", "nowhere", "gm", "xf-g1"], ids=["none", "unknown", "a street", "a grid"])
    async def test_any_other_link_leads_to_the_welcome(self, stranger: Somebody, payload: str) -> None:
        await meets(stranger, payload)
        await stranger.does(consent.agree)
        assert await stranger.hears() == ["consent.ask", "consent.agreed", "welcome"]


class TestReach:
    async def test_who_blocked_the_bot_cannot_be_reached(self, town: Neighbourhood, resident: Somebody) -> None:
        await town.act(lambda act: consent.unreachable(act, resident.chat_id))
        assert (await resident.me()).unreachable

    async def test_until_they_write_again(self, town: Neighbourhood, resident: Somebody) -> None:
        await town.act(lambda act: consent.unreachable(act, resident.chat_id))
        await resident.says(HELLO)
        assert not (await resident.me()).unreachable

    async def test_a_stranger_who_blocks_is_no_matter(self, town: Neighbourhood, stranger: Somebody) -> None:
        await town.act(lambda act: consent.unreachable(act, stranger.chat_id))
        assert town.rows()["people"] == 0


async def test_who_agreed_to_an_older_notice_and_now_refuses_keeps_their_cases(
    town: Neighbourhood, resident: Somebody
) -> None:
    await resident.says(LIGHT)
    older = replace(await resident.me(), consent_version=CONSENT_VERSION - 1)
    await town.act(lambda act: act.tx.people.save(older))
    await resident.says("还有一件事")
    await resident.does(consent.refuse)
    assert await resident.draft() == ()
    assert town.rows()["cases"] == 1
