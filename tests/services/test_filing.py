"""A resident's words become a case: where, what, who gets it, and what is asked or refused instead."""

from datetime import timedelta

import pytest
import pytest_asyncio

from civic.cases import Case, State
from civic.events import EventKind
from civic.kinds import Tier
from civic.ladder import Rung
from civic.notes import FileKind
from civic.refusals import AlreadyDone, NotAllowed
from civic.understanding import Danger, Guess, Intent, Spot, Understanding
from services import answers, conversation, filing, joining, places
from services.filing import MOST_AN_HOUR
from services.ports import Subject, Timer
from services.posts import Promise
from tests.services.kit import (
    COURT,
    GAS,
    LAMPS,
    LIFT,
    LIGHT,
    OFFICIAL,
    PERHAPS,
    SECOND,
    START,
    Neighbourhood,
    Somebody,
)


async def test_a_request_is_a_case_at_once(town: Neighbourhood, resident: Somebody, worker: Somebody) -> None:
    await resident.says(LIFT)
    case = await town.case()
    assert (case.number, case.kind, case.text, case.spot) == ("幸福-261123-001", "C03", LIFT, Spot("3"))
    assert (case.state, case.place_id, case.filed_at) == (State.OFFERED, (await town.place("xf")).id, START)
    assert [step.rung for step in case.ladder] == [Rung.ESTATE, Rung.COMMUNITY, Rung.STREET, Rung.DEPARTMENT]
    assert (case.accept_by, case.answer_by) == (START + timedelta(hours=4), START + timedelta(hours=24))
    assert await town.journal() == [EventKind.FILED]
    assert await town.armed() == Timer(Subject.CASE, case.id, "offered:0", case.accept_by)


async def test_everybody_has_one_card(
    town: Neighbourhood, resident: Somebody, worker: Somebody, colleague: Somebody
) -> None:
    await resident.says(LIGHT)
    (mine,) = await resident.reads()
    assert (mine.template, mine.promise, mine.params["number"]) == ("case.resident", Promise.CARD, "幸福-261123-001")
    assert mine.params["actions"] == ["rekind", "relocate", "supplement", "withdraw"]
    for each in (worker, colleague):
        (card,) = await each.reads()
        assert (card.template, card.params["actions"]) == ("case.worker", ["accept", "decline", "escalate"])


async def test_the_worker_of_another_grid_hears_nothing(
    resident: Somebody, worker: Somebody, elsewhere: Somebody
) -> None:
    await resident.says(LIGHT)
    assert await elsewhere.hears() == []


async def test_who_reported_is_not_on_the_workers_card(resident: Somebody, worker: Somebody) -> None:
    await resident.says(LIGHT)
    (card,) = await worker.reads()
    assert "居民甲" not in str(card.params)


async def test_what_is_understood_of_nothing_is_sorted_by_the_community(
    town: Neighbourhood, resident: Somebody, officer: Somebody
) -> None:
    await resident.says("有件事想反映")
    case = await town.case()
    assert (case.kind, case.step.rung) == ("S06", Rung.COMMUNITY)
    assert await officer.hears() == ["case.worker"]


async def test_numbers_count_up_by_place_and_by_local_day(town: Neighbourhood, resident: Somebody) -> None:
    for text in (LIGHT, "安康小区" + LIGHT, LIFT):
        await resident.says(text)
    await town.passes(hours=15)
    await resident.says(LIGHT)
    numbers = [(await town.case(each)).number for each in range(1, 5)]
    assert numbers == ["幸福-261123-001", "安康-261123-001", "幸福-261123-002", "幸福-261124-001"]


class TestPlace:
    @pytest.mark.parametrize(("text", "code"), [("安康小区" + LIGHT, "ak"), ("幸福家园" + LIGHT, "xf")])
    async def test_the_place_that_the_words_name(
        self, town: Neighbourhood, resident: Somebody, text: str, code: str
    ) -> None:
        await resident.says(text)
        assert (await town.case()).place_id == (await town.place(code)).id

    async def test_without_any_it_is_asked_and_the_words_wait(self, town: Neighbourhood, visitor: Somebody) -> None:
        await visitor.says(LIGHT)
        (asked,) = await visitor.reads()
        assert asked.template == "ask.place"
        assert [name for _, name in asked.params["choices"]] == ["幸福小区", "安康小区"]  # type: ignore[attr-defined]
        assert town.rows()["cases"] == 0

    @pytest.mark.parametrize("words", ["安康小区", "安康", " 安康小区 ", "就是安康小区那边"])
    async def test_the_answer_files_it(self, town: Neighbourhood, visitor: Somebody, words: str) -> None:
        await visitor.says(LIGHT)
        await visitor.says(words)
        case = await town.case()
        assert (case.text, case.place_id) == (LIGHT, (await town.place("ak")).id)
        assert await visitor.asked() is None

    async def test_a_tap_files_it(self, town: Neighbourhood, visitor: Somebody) -> None:
        await visitor.says(LIGHT)
        await visitor.does(answers.settle_place, await town.place("xf"))
        assert (await town.case()).text == LIGHT
        assert await visitor.asked() is None

    async def test_an_unknown_place_is_asked_again(self, town: Neighbourhood, visitor: Somebody) -> None:
        await visitor.says(LIGHT)
        await visitor.reads()
        await visitor.says("月亮小区")
        assert await visitor.hears() == ["told.place_unknown", "ask.place"]
        await visitor.says("幸福小区")
        assert (await town.case()).text == LIGHT

    @pytest.mark.parametrize("more", [f"一到晚上什么也看不见，{LIGHT}", f"黑，{LIGHT}", LAMPS, "3号楼2单元"])
    async def test_more_of_the_request_is_not_taken_for_a_place(
        self, town: Neighbourhood, visitor: Somebody, more: str
    ) -> None:
        await visitor.says(LIGHT)
        await visitor.reads()
        await visitor.says(more)
        assert await visitor.hears() == ["ask.place"]
        await visitor.says("幸福小区")
        assert (await town.case()).text == f"{LIGHT}\n{more}"

    async def test_two_places_named_are_asked_between(self, town: Neighbourhood, resident: Somebody) -> None:
        await resident.says("幸福小区和安康小区都是" + LIGHT)
        assert await resident.hears() == ["ask.place"]
        await resident.says("安康小区")
        assert (await town.case()).place_id == (await town.place("ak")).id

    async def test_a_picture_instead_of_a_place_is_not_lost(self, town: Neighbourhood, visitor: Somebody) -> None:
        await visitor.says(LIGHT)
        await visitor.sends("photo-1")
        await visitor.says("幸福小区")
        assert [note.file and note.file.file_id for note in await town.notes()] == [None, "photo-1"]

    async def test_the_only_place_there_is_needs_no_asking(self, bare: Neighbourhood) -> None:
        await bare.act(lambda act: places.import_table(act, "code,name,kind\nxf,幸福小区,小区\n"))
        somebody = await bare.settle(1, "居民")
        await somebody.says(LIGHT)
        assert (await bare.case()).number == "幸福-261123-001"

    async def test_twins_are_told_apart_by_what_is_above(self, town: Neighbourhood, visitor: Somebody) -> None:
        table = "code,name,kind,parent\ncx,晨曦社区,社区,gm\ntwin,幸福小区,小区,cx\n"
        await town.act(lambda act: places.import_table(act, table))
        await visitor.says("幸福小区" + LIGHT)
        asked = await visitor.reads_one("ask.place")
        assert [name for _, name in asked.params["choices"]] == ["向阳社区 幸福小区", "晨曦社区 幸福小区"]  # type: ignore[attr-defined]

    async def test_who_lives_in_one_of_the_parts_means_that(
        self, town: Neighbourhood, resident: Somebody, visitor: Somebody
    ) -> None:
        table = "code,name,kind,parent\njx1,锦绣江南一期,小区,xy\njx2,锦绣江南二期,小区,xy\n"
        await town.act(lambda act: places.import_table(act, table))
        await visitor.says("锦绣江南" + LIGHT)
        asked = await visitor.reads_one("ask.place")
        assert [name for _, name in asked.params["choices"]] == ["锦绣江南一期", "锦绣江南二期"]  # type: ignore[attr-defined]
        second = await town.place("jx2")
        await resident.does(lambda act, person: joining.join(act, person, second))
        await resident.says("锦绣江南的" + LIFT)
        assert (await town.case()).place_id == second.id

    async def test_twins_share_a_series_without_sharing_a_number(self, town: Neighbourhood, visitor: Somebody) -> None:
        await town.act(lambda act: places.import_table(act, "code,name,kind,parent\ntwin,幸福小区,小区,xy\n"))
        for code in ("xf", "twin"):
            await visitor.does(joining.join, await town.place(code))
            await visitor.says(LIGHT)
        assert [(await town.case(each)).number for each in (1, 2)] == ["幸福-261123-001", "幸福-261123-002"]

    async def test_many_places_are_not_all_shown(self, town: Neighbourhood, visitor: Somebody) -> None:
        rows = "".join(f"e{each},测试{each}小区,小区,xy\n" for each in range(10))
        await town.act(lambda act: places.import_table(act, "code,name,kind,parent\n" + rows))
        await visitor.says(LIGHT)
        asked = await visitor.reads_one("ask.place")
        assert (len(asked.params["choices"]), asked.params["more"]) == (8, True)  # type: ignore[arg-type]


class TestFiles:
    async def test_a_picture_with_words(self, town: Neighbourhood, resident: Somebody, worker: Somebody) -> None:
        await resident.sends("photo-1", LIGHT)
        assert [post.template for post in await worker.reads()] == ["case.worker", "files"]
        assert (await town.notes())[0].file is not None

    async def test_a_picture_first_and_words_later_are_one_case(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody
    ) -> None:
        await resident.sends("photo-1")
        assert await resident.hears() == ["ask.words"]
        await resident.says(LIGHT)
        assert town.rows()["cases"] == 1
        assert (await worker.reads_one("files")).params["files"] == [{"kind": "photo", "file_id": "photo-1"}]

    async def test_words_that_say_little_are_the_words_of_the_picture(
        self, town: Neighbourhood, resident: Somebody
    ) -> None:
        await resident.sends("photo-1")
        await resident.says("就是这个")
        assert ((await town.case()).kind, (await town.case()).text) == ("S06", "就是这个")

    @pytest.mark.parametrize("captioned", [1, 2, 3])
    async def test_an_album_is_one_case_and_one_card(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, captioned: int
    ) -> None:
        for each in (1, 2, 3):
            await resident.sends(f"photo-{each}", LIGHT if each == captioned else "", album="a")
        assert town.rows()["cases"] == 1
        assert [note.file and note.file.file_id for note in await town.notes()] == ["photo-1", "photo-2", "photo-3"]
        assert (await resident.hears()).count("case.resident") == 1

    async def test_every_picture_of_an_album_reaches_the_worker(self, resident: Somebody, worker: Somebody) -> None:
        for each in (1, 2, 3):
            await resident.sends(f"photo-{each}", LIGHT if each == 1 else "", album="a")
        posts = [post for post in await worker.reads() if post.template == "files"]
        assert [file["file_id"] for post in posts for file in post.params["files"]] == ["photo-1", "photo-2", "photo-3"]  # type: ignore[attr-defined]

    async def test_a_voice_message_waits_for_words(self, town: Neighbourhood, resident: Somebody) -> None:
        await resident.sends("voice-1", kind=FileKind.VOICE)
        assert await resident.hears() == ["ask.words"]
        await resident.says(LIGHT)
        assert [note.file and note.file.kind for note in await town.notes()] == [FileKind.VOICE, None]

    async def test_a_location_is_kept_with_the_case(self, town: Neighbourhood, resident: Somebody) -> None:
        await resident.says(point=(36.45, 115.98))
        await resident.says(LIGHT)
        assert (await town.notes())[0].point == (36.45, 115.98)

    async def test_an_afterthought_joins_the_case_of_a_moment_ago(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody
    ) -> None:
        await resident.says(LIGHT)
        await resident.reads()
        await worker.reads()
        await resident.sends("photo-1")
        assert "told.supplemented" in await resident.hears()
        assert "files" in await worker.hears()
        assert len(await town.notes()) == 2
        assert await town.journal() == [EventKind.FILED, EventKind.SUPPLEMENTED]

    async def test_half_an_hour_later_it_is_something_new(self, town: Neighbourhood, resident: Somebody) -> None:
        await resident.says(LIGHT)
        await town.passes(minutes=30)
        await resident.reads()
        await resident.sends("photo-1")
        assert await resident.hears() == ["ask.words"]


class TestRefused:
    async def test_more_than_ten_an_hour(self, town: Neighbourhood, resident: Somebody) -> None:
        for _ in range(MOST_AN_HOUR):
            await resident.says(LIGHT)
        await resident.reads()
        await resident.says(LIGHT)
        (warning,) = await resident.reads()
        assert (warning.template, warning.params) == ("told.too_many", {"limit": MOST_AN_HOUR})
        await resident.says(LIFT)
        assert await resident.hears() == [], "one warning a window"
        assert town.rows()["cases"] == MOST_AN_HOUR
        await town.passes(hours=1, seconds=1)
        await resident.says("还有一盏灯")
        assert town.rows()["cases"] == MOST_AN_HOUR + 1
        case = await town.case(MOST_AN_HOUR + 1)
        assert case.text == f"{LIGHT}\n{LIFT}\n还有一盏灯", "nothing that was said is lost"

    async def test_the_flood_of_one_is_not_anothers(self, town: Neighbourhood, resident: Somebody) -> None:
        for _ in range(MOST_AN_HOUR):
            await resident.says(LIGHT)
        other = await town.settle(1100, "居民丙", "xf")
        await other.says(LIGHT)
        assert town.rows()["cases"] == MOST_AN_HOUR + 1

    @pytest.mark.parametrize(
        ("text", "guide"), [(OFFICIAL, "guide.S01"), (COURT, "guide.S05")], ids=["official", "court"]
    )
    async def test_what_has_a_channel_of_its_own_is_told_the_way_and_not_kept(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, text: str, guide: str
    ) -> None:
        before = town.rows()
        await resident.sends("photo-1", text)
        assert await resident.hears() == [guide]
        assert town.added(before) == {"outbox": 1}


class TestPerhapsAnotherChannel:
    """A mere guess sends nobody away."""

    async def test_the_way_is_told_and_one_tap_files_it(self, town: Neighbourhood, visitor: Somebody) -> None:
        await visitor.says(PERHAPS)
        assert (await visitor.hears(), town.rows()["cases"]) == (["ask.channel_S01"], 0)
        await visitor.does(conversation.file_anyway)
        assert await visitor.hears() == ["ask.place"]
        await visitor.says("幸福小区")
        case = await town.case()
        assert (case.text, case.kind, case.kinds_asked) == (PERHAPS, "B05", ("B05",))

    async def test_it_slips_into_nothing_else_that_is_said(self, town: Neighbourhood, resident: Somebody) -> None:
        await resident.says(PERHAPS)
        await resident.says(LIGHT)
        assert (await town.case()).text == LIGHT

    async def test_nor_does_a_picture_go_with_it(self, town: Neighbourhood, resident: Somebody) -> None:
        await resident.says(PERHAPS)
        await resident.sends("p1")
        assert [note.text for note in await resident.draft()] == [""]

    async def test_or_it_is_dropped(self, resident: Somebody) -> None:
        await resident.says(PERHAPS)
        await resident.does(conversation.drop_draft)
        assert await resident.draft() == ()


class Guessing:
    """Guesses at an emergency first, as likely as it is told; hears a danger in everything, or in nothing."""

    def __init__(self, share: float, danger: Danger | None = None) -> None:
        self._guesses = (Guess("A10", share, ()), Guess("E05", (1 - share) / 2, ()), Guess("G03", (1 - share) / 2, ()))
        self._danger = danger

    def understand(self, _text: str) -> Understanding:
        return Understanding(Intent.REQUEST, self._guesses, danger=self._danger)


@pytest.mark.parametrize(("share", "kind", "tier"), [(0.36, "E05", Tier.URGENT), (0.6, "A10", Tier.EMERGENCY)])
async def test_a_mere_guess_makes_no_emergency(
    town: Neighbourhood, resident: Somebody, share: float, kind: str, tier: Tier
) -> None:
    town.classifier = Guessing(share)
    await resident.says("我要投诉")
    case = await town.case()
    assert (case.kind, case.tier, case.kinds_asked) == (kind, tier, ("A10", "E05", "G03"))


async def test_where_a_danger_is_heard_the_likeliest_kind_holds(town: Neighbourhood, resident: Somebody) -> None:
    town.classifier = Guessing(0.36, Danger("A10", ()))
    await resident.says("我不想活了")
    assert (await town.case()).kind == "A10"


async def test_what_soon_follows_a_case_is_at_its_place(town: Neighbourhood, visitor: Somebody) -> None:
    await visitor.says(LIGHT)
    await visitor.says("安康小区")
    await visitor.reads()
    await visitor.says(GAS)
    assert (await town.case(2)).place_id == (await town.place("ak")).id
    await town.passes(minutes=30)
    await visitor.reads()
    await visitor.says(LIFT)
    assert await visitor.hears() == ["ask.place"]


class TestSecond:
    @pytest_asyncio.fixture
    async def first(self, resident: Somebody) -> Case:
        await resident.says(f"{LIFT}{SECOND}{LIGHT}")
        return await resident.home.case()

    async def test_a_second_problem_is_offered(self, resident: Somebody, first: Case) -> None:
        offer = await resident.reads_one("ask.second")
        assert offer.params == {"case_id": first.id, "said": LIGHT}

    async def test_it_becomes_a_case_of_its_own_once(
        self, town: Neighbourhood, resident: Somebody, first: Case
    ) -> None:
        await resident.does(filing.file_second, first.id)
        case = await town.case(2)
        assert (case.kind, case.text, case.place_id) == ("C04", LIGHT, first.place_id)
        with pytest.raises(AlreadyDone):
            await resident.does(filing.file_second, first.id)
        assert town.rows()["cases"] == 2

    async def test_by_nobody_else(self, visitor: Somebody, first: Case) -> None:
        with pytest.raises(NotAllowed):
            await visitor.does(filing.file_second, first.id)
