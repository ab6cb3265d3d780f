"""What a message in a private chat is taken for when it is not simply a request."""

from dataclasses import asdict
from datetime import timedelta

import pytest

from civic.cases import DangerTold
from civic.events import EventKind
from civic.refusals import MovedOn
from civic.understanding import Intent, Understanding
from services import answers, cases, consent, conversation
from tests.services.kit import (
    BAD,
    CHAT,
    GAS,
    GOOD,
    HELLO,
    HOW,
    HURRY,
    LIGHT,
    LONG,
    ME_TOO,
    NEVER_MIND,
    NOD,
    OFFICIAL,
    SALE,
    THANKS,
    VAGUE,
    Neighbourhood,
    Somebody,
    TableClassifier,
)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (HELLO, "told.greeting"),
        (THANKS, "told.thanks"),
        (HOW, "help"),
        (NEVER_MIND, "ask.withdraw"),
        (ME_TOO, "told.me_too"),
        (GOOD, "told.satisfied"),
        (BAD, "list.mine"),
    ],
)
async def test_courtesies_are_answered_and_never_filed(
    town: Neighbourhood, resident: Somebody, text: str, answer: str
) -> None:
    before = town.rows()
    await resident.says(text)
    assert await resident.hears() == [answer]
    assert town.added(before) == {"outbox": 1}


async def test_what_is_over_is_read_by_whoever_is_on_the_way(
    town: Neighbourhood, resident: Somebody, worker: Somebody
) -> None:
    await resident.says(LIGHT)
    await resident.reads()
    await worker.does(cases.accept, 1)
    await worker.reads()
    await resident.says(GOOD)
    assert "told.satisfied" in await resident.hears()
    assert GOOD in str([post.params for post in await worker.reads()])


@pytest.mark.parametrize("text", ["😀😀", "???", "12345", "……"])
async def test_what_has_no_words_is_unclear(town: Neighbourhood, resident: Somebody, text: str) -> None:
    await resident.says(text)
    assert await resident.hears() == ["told.unclear"]
    assert await resident.draft() == ()


@pytest.mark.parametrize("odd", ["sticker", "poll", "contact", "dice", "other"])
async def test_odd_content_has_an_answer_and_does_no_harm(town: Neighbourhood, resident: Somebody, odd: str) -> None:
    await resident.says(odd=odd)
    assert await resident.hears() == [f"odd.{odd}"]
    await resident.says(LIGHT)
    assert town.rows()["cases"] == 1


async def test_odd_content_leaves_an_open_question_open(visitor: Somebody) -> None:
    await visitor.says(LIGHT)
    await visitor.says(odd="sticker")
    asked = await visitor.asked()
    assert asked is not None
    assert asked.purpose == "place"


async def test_an_unknown_command_is_no_request(town: Neighbourhood, resident: Somebody) -> None:
    await resident.says("/whatever")
    assert await resident.hears() == ["told.unknown_command"]
    assert await resident.draft() == ()


async def test_a_nod_asks_for_nothing(town: Neighbourhood, resident: Somebody) -> None:
    await resident.says(LIGHT)
    await resident.reads()
    await resident.says(NOD)
    assert await resident.hears() == ["told.nod"]
    assert [note.text for note in await town.notes()] == [LIGHT]


async def test_a_nod_to_the_question_whether_to_file_files(town: Neighbourhood, resident: Somebody) -> None:
    await resident.says(CHAT)
    await resident.says(NOD)
    assert town.rows()["cases"] == 1


async def test_an_advertisement_is_not_filed_unless_somebody_says_so(town: Neighbourhood, resident: Somebody) -> None:
    await resident.says(SALE)
    assert await resident.hears() == ["ask.file"]
    assert town.rows()["cases"] == 0


class Distracted(TableClassifier):
    """Hears nothing in what begins with small talk."""

    def understand(self, text: str) -> Understanding:
        understood = super().understand(text)
        return Understanding(Intent.OTHER, spot=understood.spot) if text.startswith(CHAT) else understood


class TestUnclear:
    async def test_it_is_offered_to_be_filed(self, town: Neighbourhood, resident: Somebody) -> None:
        await resident.says(CHAT)
        assert (await resident.reads_one("ask.file")).params == {"forwarded": False}
        await resident.does(conversation.file_anyway)
        assert ((await town.case()).text, (await town.case()).kind) == (CHAT, "S06")

    @pytest.mark.parametrize(("said", "kind", "danger"), [(LIGHT, "C04", None), (GAS, "A02", DangerTold.ASKED)])
    async def test_a_request_after_it_is_understood_whatever_the_rest_sounds_like(
        self, town: Neighbourhood, resident: Somebody, said: str, kind: str, danger: DangerTold | None
    ) -> None:
        town.classifier = Distracted()
        await resident.says(CHAT)
        await resident.says(said)
        case = await town.case()
        assert (case.text, case.kind, case.danger) == (f"{CHAT}\n{said}", kind, danger)

    async def test_or_to_be_dropped(self, town: Neighbourhood, resident: Somebody) -> None:
        await resident.says(CHAT)
        await resident.does(conversation.drop_draft)
        await resident.does(conversation.file_anyway)
        assert (town.rows()["cases"], await resident.draft()) == (0, ())

    async def test_the_latest_is_what_is_offered(self, town: Neighbourhood, resident: Somebody) -> None:
        await resident.says(CHAT, forwarded=True)
        await resident.says("转给你们看看", forwarded=True)
        await resident.does(conversation.file_anyway)
        assert (await town.case()).text == "转给你们看看"

    async def test_to_file_it_twice_is_to_file_it_once(self, town: Neighbourhood, resident: Somebody) -> None:
        await resident.says(CHAT)
        for _ in range(2):
            await resident.does(conversation.file_anyway)
        assert town.rows()["cases"] == 1

    async def test_a_forwarded_request_is_asked_about_first(self, town: Neighbourhood, resident: Somebody) -> None:
        await resident.says(LIGHT, forwarded=True)
        assert (await resident.reads_one("ask.file")).params == {"forwarded": True}
        assert town.rows()["cases"] == 0


class TestVague:
    """Who says that something is wrong, and not what."""

    async def test_they_are_asked_and_what_they_answer_is_filed_with_it(
        self, town: Neighbourhood, resident: Somebody
    ) -> None:
        await resident.says(VAGUE)
        assert (await resident.hears(), town.rows()["cases"]) == (["ask.matter"], 0)
        await resident.says(LIGHT)
        assert ((await town.case()).text, (await town.case()).kind) == (f"{VAGUE}\n{LIGHT}", "C04")

    @pytest.mark.parametrize("answer", [CHAT, VAGUE, HURRY])
    async def test_they_are_asked_once(self, town: Neighbourhood, resident: Somebody, answer: str) -> None:
        await resident.says(VAGUE)
        await resident.says(answer)
        assert (await town.case()).text == f"{VAGUE}\n{answer}"

    async def test_a_picture_answers(self, town: Neighbourhood, resident: Somebody) -> None:
        await resident.says(VAGUE)
        await resident.reads()
        await resident.sends("p1")
        assert await resident.hears() == ["ask.words"]
        await resident.does(conversation.file_anyway)
        assert [note.case_id for note in await town.notes()] == [1, 1]

    async def test_one_tap_files_it_as_it_is(self, town: Neighbourhood, visitor: Somebody) -> None:
        await visitor.says(VAGUE)
        await visitor.does(conversation.file_anyway)
        await visitor.says("幸福小区")
        assert ((await town.case()).text, await visitor.hears()) == (
            VAGUE,
            ["ask.matter", "ask.place", "case.resident"],
        )

    async def test_an_edit_answers(self, town: Neighbourhood, resident: Somebody) -> None:
        sent = await resident.says(VAGUE)
        await resident.edits(sent, CHAT)
        await resident.edits(sent, LIGHT)
        assert (await town.case()).text == LIGHT

    async def test_before_consent_they_are_asked_after_it(self, town: Neighbourhood, stranger: Somebody) -> None:
        await stranger.says(VAGUE)
        await stranger.does(consent.agree)
        assert await stranger.hears() == ["consent.ask", "consent.agreed", "ask.matter"]


async def test_a_command_files_whatever_it_looks_like(town: Neighbourhood, resident: Somebody) -> None:
    message = resident.message(HELLO)
    await town.act(lambda act: conversation.report(act, message))
    assert (await town.case()).text == HELLO


async def test_a_command_closes_the_open_question(town: Neighbourhood, resident: Somebody) -> None:
    await resident.says(LIGHT)
    await resident.does(answers.ask, "supplement", 1)
    message = resident.message(OFFICIAL)
    await town.act(lambda act: conversation.report(act, message))
    assert await resident.asked() is None


async def test_before_consent_a_command_asks_for_it(town: Neighbourhood, stranger: Somebody) -> None:
    message = stranger.message(LIGHT)
    await town.act(lambda act: conversation.report(act, message))
    assert await stranger.hears() == ["consent.ask"]


async def test_a_question_is_open_for_a_day(town: Neighbourhood, visitor: Somebody) -> None:
    await visitor.says(LIGHT)
    town.now += conversation.PROMPT_LASTS
    await visitor.reads()
    await visitor.says(HELLO)
    assert await visitor.hears() == ["told.greeting"]


class TestEdits:
    async def test_before_anybody_accepted_the_request_is_revised(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody
    ) -> None:
        sent = await resident.says(LIGHT)
        await worker.reads()
        await resident.edits(sent, "楼道灯不亮了,三楼和四楼")
        assert (await town.case()).text == "楼道灯不亮了,三楼和四楼"
        assert await town.journal() == [EventKind.FILED, EventKind.REVISED]
        assert (await worker.reads_one("case.worker")).params["text"] == "楼道灯不亮了,三楼和四楼"
        assert (await resident.hears())[-1] == "told.revised"

    async def test_what_is_told_later_of_how_long_is_on_the_card_too(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody
    ) -> None:
        sent = await resident.says(LIGHT)
        assert (await worker.reads_one("case.worker")).params["persistence"] == {}
        await resident.edits(sent, LIGHT + LONG)
        assert (await worker.reads_one("case.worker")).params["persistence"] == asdict((await town.case()).persistence)
        assert (await town.case()).persistence.days == 90

    async def test_afterwards_it_is_a_supplement_and_both_are_kept(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody
    ) -> None:
        sent = await resident.says(LIGHT)
        await worker.does(cases.accept, 1)
        await worker.reads()
        await resident.edits(sent, "四楼的灯也不亮")
        assert ((await town.case()).text, (await town.notes())[0].text) == (LIGHT, "四楼的灯也不亮")
        assert (await worker.reads_one("work.supplemented")).params["said"] == "四楼的灯也不亮"

    async def test_what_was_added_may_be_edited_too_and_whoever_has_it_is_told(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody
    ) -> None:
        await resident.says(LIGHT)
        added = resident.message("三楼也不亮")
        await resident.does(cases.supplement, 1, added)
        await resident.hears()
        await worker.reads()
        await resident.edits(added.message_id, "四楼也不亮")
        assert ((await town.case()).text, (await town.notes())[1].text) == (LIGHT, "四楼也不亮")
        assert (await worker.reads_one("work.supplemented")).params["said"] == "四楼也不亮"
        assert "told.revised" in await resident.hears()

    async def test_one_message_of_several_changes_only_its_own_words(
        self, town: Neighbourhood, stranger: Somebody
    ) -> None:
        first = await stranger.says("幸福小区" + LIGHT)
        await stranger.says("老人要摔跤")
        await stranger.does(consent.agree)
        await stranger.edits(first, "幸福小区三楼" + LIGHT)
        assert (await town.case()).text == f"幸福小区三楼{LIGHT}\n老人要摔跤"

    async def test_the_same_words_again_are_no_edit(self, town: Neighbourhood, resident: Somebody) -> None:
        sent = await resident.says(LIGHT)
        before = town.rows()
        await resident.edits(sent, LIGHT)
        assert town.added(before) == {}

    async def test_of_a_message_that_is_not_known_nothing_is_kept(
        self, town: Neighbourhood, resident: Somebody
    ) -> None:
        sent = await resident.says(HELLO)
        before = town.rows()
        await resident.edits(sent, LIGHT)
        await town.somebody(7777).edits(1, LIGHT)
        assert town.added(before) == {}

    async def test_a_draft_is_edited_before_it_is_filed(self, town: Neighbourhood, visitor: Somebody) -> None:
        sent = await visitor.says(LIGHT)
        await visitor.edits(sent, "二楼" + LIGHT)
        await visitor.says("幸福小区")
        assert (await town.case()).text == "二楼" + LIGHT

    async def test_what_is_over_is_not_edited(self, town: Neighbourhood, resident: Somebody) -> None:
        sent = await resident.says(LIGHT)
        await resident.does(cases.withdraw, 1)
        with pytest.raises(MovedOn):
            await resident.edits(sent, "四楼的灯也不亮")
        assert (await town.notes())[0].text == LIGHT


async def test_an_afterthought_to_what_is_over_is_something_new(town: Neighbourhood, resident: Somebody) -> None:
    await resident.says(LIGHT)
    await resident.does(cases.withdraw, 1)
    town.now += timedelta(minutes=1)
    await resident.reads()
    await resident.sends("photo-1")
    assert await resident.hears() == ["ask.words"]
