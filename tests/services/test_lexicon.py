"""Suggestions of words: who sees them, what they rest on, what a decision does, and what of them is kept."""

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import pytest

from civic.events import EventKind
from civic.lexicon import Adopted
from civic.refusals import AlreadyDone, NotAllowed
from civic.suggestions import Suggestion
from services import cases, lexicon, privacy
from services.delivery import Delivery
from services.ports import Subject
from tests.services.kit import LIGHT, Neighbourhood, Somebody

HALL, PIPE = Adopted("桌球室", "I05"), Adopted("水锤", "C02")


@dataclass
class WordList:
    """Stands for the classifier: of the texts it knows these words, of which some speak for a kind already."""

    known: Collection[str]
    speaking: Collection[Adopted] = ()
    heard: list[str] = field(default_factory=list)

    def terms(self, texts: Iterable[str]) -> list[frozenset[str]]:
        self.heard += (told := list(texts))
        return [frozenset(word for word in self.known if word in text) for text in told]

    def speaks(self, word: str, code: str) -> bool:
        return Adopted(word, code) in self.speaking

    def reload(self, adopted: Iterable[Adopted] = ()) -> int:
        raise AssertionError


async def look(who: Somebody, words: WordList) -> list[Suggestion]:
    """「/词库」, as its handler goes about it."""
    found = lexicon.find(await who.does(lexicon.gather), words)
    await who.does(lexicon.show, found)
    return list(found)


@pytest.fixture
def words() -> WordList:
    return WordList(("桌球室", "水锤"))


async def corrected(resident: Somebody, worker: Somebody, text: str, code: str = "I05", times: int = 3) -> list[int]:
    """Residents' cases that a worker accepts and corrects; their ids."""
    home, made = resident.home, []
    for _ in range(times):
        await home.passes(hours=1)
        await resident.says(f"{LIGHT}，{text}")
        [case] = await resident.does(lambda act, me: act.tx.cases.reported_by(me.id, 1))
        await worker.does(cases.accept, case.id)
        await worker.does(cases.rekind, case.id, code)
        made.append(case.id)
    await home.deliver()
    home.chats.clear()
    return made


async def test_three_corrections_with_a_word_make_a_card(
    resident: Somebody, worker: Somebody, administrator: Somebody, words: WordList
) -> None:
    await corrected(resident, worker, "楼下桌球室太吵")
    assert await look(administrator, words) == [Suggestion("桌球室", "I05", 3, 0)]
    listed, card = await administrator.reads()
    assert (listed.template, listed.params) == ("suggestion.all", {"count": 1, "more": False, "names": []})
    assert card.template == "suggestion.ask"
    about = {"word": "桌球室", "code": "I05", "kind": "商铺餐饮噪声", "corrections": 3, "others": 0}
    assert card.params == about


async def test_two_do_not(resident: Somebody, worker: Somebody, administrator: Somebody, words: WordList) -> None:
    await corrected(resident, worker, "楼下桌球室太吵", times=2)
    assert await look(administrator, words) == []
    assert await administrator.hears() == ["suggestion.all"]


async def test_of_many_the_best_founded_are_shown(
    resident: Somebody, worker: Somebody, administrator: Somebody
) -> None:
    many = tuple(f"词{ordinal}" for ordinal in "甲乙丙丁戊己")
    await corrected(resident, worker, "、".join(many))
    await look(administrator, WordList(many))
    listed, *cards = await administrator.reads()
    assert (listed.params["count"], listed.params["more"], len(cards)) == (6, True, lexicon.SHOWN)


async def test_residents_own_corrections_teach_nothing(
    resident: Somebody, administrator: Somebody, words: WordList
) -> None:
    for number in range(1, 4):
        await resident.says(f"{LIGHT}，楼下桌球室太吵")
        await resident.does(cases.rekind, number, "I05")
    assert await look(administrator, words) == []


async def test_what_was_answered_as_another_kind_speaks_against(
    resident: Somebody, worker: Somebody, administrator: Somebody, words: WordList
) -> None:
    await corrected(resident, worker, "楼下桌球室太吵")
    await resident.says(f"{LIGHT}，桌球室里也是")
    await worker.does(cases.accept, 4)
    assert len(await look(administrator, words)) == 1
    await worker.does(cases.close, 4, worker.message("换了灯"))
    assert await look(administrator, words) == []


async def test_names_of_places_and_what_speaks_already_stay_out(
    resident: Somebody, worker: Somebody, administrator: Somebody
) -> None:
    await corrected(resident, worker, "幸福家园的桌球室，水锤")
    known = WordList(("桌球室", "水锤", "幸福", "家园"), speaking=[Adopted("桌球室", "I05")])
    assert [each.word for each in await look(administrator, known)] == ["水锤"]


async def test_texts_are_looked_at_redacted(
    resident: Somebody, worker: Somebody, administrator: Somebody, words: WordList
) -> None:
    await corrected(resident, worker, "桌球室老板电话13800000000")
    await look(administrator, words)
    assert len(words.heard) == 3
    assert not any("13800000000" in text for text in words.heard)


async def test_cases_of_somebody_who_was_forgotten_do_not_count(
    resident: Somebody, worker: Somebody, administrator: Somebody, words: WordList
) -> None:
    for case_id in await corrected(resident, worker, "楼下桌球室太吵"):
        await worker.does(cases.close, case_id, worker.message("去说过了"))
        await resident.does(cases.rate, case_id, cases.Verdict.SATISFIED)
    assert len(await look(administrator, words)) == 1
    await resident.does(privacy.forget)
    assert await look(administrator, words) == []


class TestDecision:
    async def test_adopted_it_acts_and_is_not_suggested_again(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, administrator: Somebody, words: WordList
    ) -> None:
        await corrected(resident, worker, "楼下桌球室太吵")
        await look(administrator, words)
        await administrator.reads()
        await administrator.does(lexicon.decide, HALL, adopt=True)
        assert (await administrator.reads_one("suggestion.adopted")).params["word"] == "桌球室"
        assert await town.store.run(lexicon.adopted) == (HALL,)
        await look(administrator, words)
        assert [post.params for post in await administrator.reads()] == [
            {"count": 0, "more": False, "names": ["桌球室"]}
        ]

    async def test_rejected_it_does_not_act_and_is_not_suggested_again(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, administrator: Somebody, words: WordList
    ) -> None:
        await corrected(resident, worker, "楼下桌球室太吵")
        await administrator.does(lexicon.decide, HALL, adopt=False)
        await administrator.reads()
        assert await town.store.run(lexicon.adopted) == ()
        await look(administrator, words)
        assert [post.params for post in await administrator.reads()] == [{"count": 0, "more": False, "names": []}]

    async def test_it_redraws_its_card(
        self, resident: Somebody, worker: Somebody, administrator: Somebody, words: WordList
    ) -> None:
        await corrected(resident, worker, "楼下桌球室太吵")
        await look(administrator, words)
        card = (await administrator.reads())[-1]
        await administrator.does(lexicon.decide, HALL, adopt=True)
        redrawn = await administrator.reads_one("suggestion.adopted")
        assert (redrawn.slot, redrawn.message_id is not None) == (card.slot, True)

    async def test_asked_for_again_the_cards_come_anew(
        self, resident: Somebody, worker: Somebody, administrator: Somebody, words: WordList
    ) -> None:
        await corrected(resident, worker, "楼下桌球室太吵")
        for _ in range(2):
            await look(administrator, words)
            card = await administrator.reads_one("suggestion.ask")
            assert card.message_id is None

    async def test_another_decision_takes_it_back(self, town: Neighbourhood, administrator: Somebody) -> None:
        for adopt, acts in ((True, (HALL,)), (False, ()), (True, (HALL,))):
            await administrator.does(lexicon.decide, HALL, adopt=adopt)
            assert await town.store.run(lexicon.adopted) == acts

    async def test_the_same_again_is_told_so(self, administrator: Somebody) -> None:
        await administrator.does(lexicon.decide, HALL, adopt=True)
        with pytest.raises(AlreadyDone):
            await administrator.does(lexicon.decide, HALL, adopt=True)

    async def test_a_word_that_was_decided_on_can_be_asked_for(self, administrator: Somebody) -> None:
        await administrator.does(lexicon.decide, HALL, adopt=True)
        await administrator.does(lexicon.decide, HALL._replace(kind="I06"), adopt=False)
        await administrator.reads()
        await administrator.does(lexicon.show_decided, "桌球室")
        assert await administrator.hears() == ["suggestion.adopted", "suggestion.rejected"]
        await administrator.does(lexicon.show_decided, "水锤")
        assert [(post.template, post.params) for post in await administrator.reads()] == [
            ("suggestion.unknown", {"word": "水锤"})
        ]

    async def test_the_journal_tells_who_and_when_and_not_the_word(
        self, town: Neighbourhood, administrator: Somebody
    ) -> None:
        await administrator.does(lexicon.decide, HALL, adopt=True)
        await administrator.does(lexicon.decide, PIPE, adopt=False)
        await administrator.does(lexicon.decide, HALL, adopt=False)
        me = await administrator.me()
        events = await town.act(lambda act: act.tx.journal.of(Subject.SUGGESTION, 1))
        assert [(event.kind, event.at, event.actor_id) for event in events] == [
            (EventKind.WORD_ADOPTED, town.now, me.id),
            (EventKind.WORD_REJECTED, town.now, me.id),
        ]
        assert {value for event in events for value in event.data.values()} == {"I05"}


async def test_only_a_words_card_leaves_the_use_case(
    town: Neighbourhood, resident: Somebody, worker: Somebody, administrator: Somebody, words: WordList
) -> None:
    """Nothing of what residents said is in a post, or kept beside their cases."""
    await corrected(resident, worker, "楼下桌球室太吵，我姓欧阳")
    await look(administrator, words)
    await administrator.does(lexicon.decide, HALL, adopt=True)
    posts: list[Delivery] = await administrator.reads()
    assert not any("欧阳" in str(post.params) or "太吵" in str(post.params) for post in posts)
    with sqlite3.connect(town.path) as raw:
        assert raw.execute("SELECT word, kind, adopted FROM suggestions").fetchall() == [("桌球室", "I05", 1)]
    raw.close()


async def test_reading_again_is_told_with_its_numbers(administrator: Somebody) -> None:
    await administrator.does(lexicon.decide, HALL, adopt=True)
    await administrator.reads()
    await administrator.does(lexicon.may_reload)
    await administrator.does(lexicon.tell_reloaded, 8_000)
    assert [(post.template, post.params) for post in await administrator.reads()] == [
        ("told.reloaded", {"count": 8_000, "adopted": 1})
    ]


async def test_nobody_else_sees_or_decides(
    resident: Somebody, worker: Somebody, secretary: Somebody, street: Somebody, town: Neighbourhood
) -> None:
    below = await town.settle(1011, "吴十", ADMINISTRATOR="xf")
    for who in (resident, worker, secretary, street, below):
        for use_case in (
            lexicon.gather,
            lambda act, me: lexicon.show(act, me, ()),
            lambda act, me: lexicon.show_decided(act, me, "桌球室"),
            lambda act, me: lexicon.decide(act, me, HALL, adopt=True),
            lexicon.may_reload,
        ):
            with pytest.raises(NotAllowed):
                await who.does(use_case)
