"""A place that is heard, not written as it is, is asked about: joining, filing, correcting; and is never taken silently."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.places import CALLED, Place
from civic.refusals import PlaceUnknown
from civic.understanding import Spot
from services import answers, whereabouts
from services.delivery import Delivery
from services.views import spot_params
from services.whereabouts import seems_named
from tests.services.kit import CHAT, LIGHT, Neighbourhood, Somebody


async def asked(somebody: Somebody) -> Delivery:
    return await somebody.reads_one("ask.heard")


def names(post: Delivery) -> list[str]:
    return [name for _, name in post.params["choices"]]  # type: ignore[attr-defined]


class TestJoining:
    @pytest.mark.parametrize("words", ["辛福小区", "我住辛福小区", "我是幸副小区3号楼的"])
    async def test_a_name_that_sounds_like_one_is_asked_and_not_taken(self, visitor: Somebody, words: str) -> None:
        await visitor.says(words)
        assert names(await asked(visitor)) == ["幸福小区"]
        assert (await visitor.me()).place_id is None

    async def test_yes_joins(self, town: Neighbourhood, visitor: Somebody) -> None:
        await visitor.says("辛福小区")
        await visitor.does(answers.settle_heard, await town.place("xf"), 0)
        assert (await visitor.me()).place_id == (await town.place("xf")).id
        assert [post.template for post in await visitor.reads() if post.slot] == ["told.heard"]

    async def test_no_asks_of_all(self, visitor: Somebody) -> None:
        await visitor.says("辛福小区")
        await visitor.reads()
        await visitor.does(answers.misheard, 0)
        again = await visitor.reads_one("ask.place")
        assert names(again) == ["幸福小区", "安康小区"]
        await visitor.says("安康小区")
        assert "told.joined" in await visitor.hears()

    @pytest.mark.parametrize(
        "words", [CHAT, "我家很幸福", "幸福小区", "/幸副小区", "听说辛福小区的人都去看了那个新开的大商场"]
    )
    async def test_other_talk_is_not_asked_about(self, visitor: Somebody, words: str) -> None:
        await visitor.says(words)
        assert "ask.heard" not in await visitor.hears()


class TestFiling:
    async def test_without_a_home_the_draft_waits_for_the_answer(self, town: Neighbourhood, visitor: Somebody) -> None:
        await visitor.says("安慷小区" + LIGHT)
        assert names(await asked(visitor)) == ["安康小区"]
        assert town.rows()["cases"] == 0
        await visitor.does(answers.settle_heard, await town.place("ak"), 0)
        assert (await town.case()).place_id == (await town.place("ak")).id

    async def test_the_name_may_be_typed_instead_and_be_heard_again(
        self, town: Neighbourhood, visitor: Somebody
    ) -> None:
        await visitor.says(LIGHT)
        await visitor.says("安慷小区")
        assert names(await asked(visitor)) == ["安康小区"]
        await visitor.says("安康小区")
        assert (await town.case()).place_id == (await town.place("ak")).id

    async def test_at_home_the_case_is_filed_at_once_and_moved_by_a_tap(
        self, town: Neighbourhood, resident: Somebody, elsewhere: Somebody
    ) -> None:
        await resident.says("安慷小区5号楼" + LIGHT)
        case = await town.case()
        assert case.place_id == (await town.place("xf")).id
        question = await asked(resident)
        assert (names(question), question.params["case_id"]) == (["安康小区"], case.id)
        await resident.does(answers.settle_heard, await town.place("ak"), case.id)
        moved = await town.case()
        assert (moved.place_id, moved.spot) == ((await town.place("ak")).id, Spot("5"))
        assert await elsewhere.hears() == ["case.worker"]

    async def test_and_stays_where_it_is_by_another(self, town: Neighbourhood, resident: Somebody) -> None:
        await resident.says("安慷小区" + LIGHT)
        await resident.reads()
        before = await town.case()
        await resident.does(answers.misheard, 1)
        (told,) = await resident.reads()
        assert (told.template, told.params) == ("told.misheard", {"place": "幸福小区"})
        assert await town.case() == before

    @pytest.mark.parametrize("words", ["辛福小区" + LIGHT, "安康小区" + LIGHT, "我们小区" + LIGHT, LIGHT])
    async def test_nothing_is_asked_where_home_or_a_name_is_meant(self, resident: Somebody, words: str) -> None:
        await resident.says(words)
        assert await resident.hears() == ["case.resident"]


async def test_a_place_typed_wrong_when_correcting_is_asked(town: Neighbourhood, resident: Somebody) -> None:
    await resident.says(LIGHT)
    await resident.does(answers.ask, "relocate", 1)
    await resident.says("安慷小区")
    question = await asked(resident)
    assert (names(question), question.params["case_id"]) == (["安康小区"], 1)
    assert (await town.case()).place_id == (await town.place("xf")).id


class TestDoorsTypedWithTheName:
    """What stands beside a name that was only heard goes with the question, and is kept when the answer is yes."""

    @pytest.mark.parametrize(
        ("words", "spot"), [("安慷小区5号楼", Spot("5")), ("安慷小区5号楼602室", Spot("5", room="602"))]
    )
    async def test_of_a_case_that_is_moved(
        self, town: Neighbourhood, resident: Somebody, words: str, spot: Spot
    ) -> None:
        await resident.says("3号楼" + LIGHT)
        await resident.does(answers.ask, "relocate", 1)
        await resident.says(words)
        question = await asked(resident)
        assert question.params["spot"] == spot_params(spot)
        await resident.does(answers.settle_heard, await town.place("ak"), 1, spot)
        moved = await town.case()
        assert (moved.place_id, moved.spot) == ((await town.place("ak")).id, spot)

    @pytest.mark.parametrize(("words", "asks"), [("幸福小区5号楼", False), ("幸副小区5号楼", True)])
    async def test_of_a_draft_whose_place_was_asked_for(
        self, town: Neighbourhood, visitor: Somebody, words: str, asks: bool
    ) -> None:
        await visitor.says(LIGHT)
        await visitor.says(words)
        if asks:
            assert (await asked(visitor)).params["spot"] == {"building": "5"}
            await visitor.does(answers.settle_heard, await town.place("xf"), 0, Spot("5"))
        assert (await town.case()).spot == Spot("5")

    async def test_what_the_request_itself_says_goes_before(self, town: Neighbourhood, visitor: Somebody) -> None:
        await visitor.says("3号楼" + LIGHT)
        await visitor.says("幸福小区5号楼")
        assert (await town.case()).spot == Spot("3")

    async def test_of_a_home(self, town: Neighbourhood, visitor: Somebody) -> None:
        await visitor.says("我是幸副小区3号楼的")
        assert (await asked(visitor)).params["spot"] == {"building": "3"}
        await visitor.does(answers.settle_heard, await town.place("xf"), 0, Spot("3"))
        assert (await visitor.me()).spot == Spot("3")


class TestCommands:
    """Administrators name places too."""

    async def find(self, somebody: Somebody, words: str, fits: Callable[[Place], bool] = bool) -> Place | None:
        return await somebody.does(whereabouts.meant, words, fits, "invite", role="网格员")

    async def test_a_name_or_a_code_as_it_is_written_is_taken(self, town: Neighbourhood, worker: Somebody) -> None:
        for words in ("幸福小区", "XF"):
            assert await self.find(worker, words) == await town.place("xf")
        assert await worker.hears() == []

    async def test_a_name_that_is_heard_is_asked_about_and_not_taken(self, worker: Somebody) -> None:
        assert await self.find(worker, "像阳社区") is None
        question = await worker.reads_one("ask.meant")
        assert names(question) == ["向阳社区"]
        assert (question.params["purpose"], question.params["role"]) == ("invite", "网格员")

    @pytest.mark.parametrize(("words", "fits"), [("不知道哪里", True), ("辛福小区", False)])
    async def test_what_sounds_like_nothing_that_fits_is_not_known(
        self, worker: Somebody, words: str, fits: bool
    ) -> None:
        with pytest.raises(PlaceUnknown):
            await self.find(worker, words, lambda _: fits)


@pytest.mark.parametrize(
    ("text", "seems"),
    [
        ("安慷小区没水", True),
        ("我们小区", False),
        ("小区", False),
        ("老旧小区", False),
        ("灯", False),
    ],
)
def test_words_seem_to_name_an_estate(text: str, seems: bool) -> None:
    assert seems_named(text) is seems


@given(st.sampled_from(CALLED), st.text(max_size=20), st.text(max_size=20))
def test_a_name_seems_one_wherever_it_stands(called: str, before: str, after: str) -> None:
    assert seems_named(f"{before}安慷{called}{after}")
