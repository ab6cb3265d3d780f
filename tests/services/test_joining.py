"""Joining: residents by a place's code or name, staff by an invitation that works once."""

from datetime import timedelta

import pytest

from civic.places import Place
from civic.refusals import LinkInvalid, NotAllowed, PlaceUnknown
from civic.roles import Grant, Role
from services import denials, joining, places
from services.joining import INVITE_LASTS, INVITE_PREFIX, TRIES_AN_HOUR
from tests.services.kit import Neighbourhood, Somebody


async def roles(somebody: Somebody) -> list[tuple[Role, str]]:
    """Role and place of each grant."""
    grants: tuple[Grant, ...] = await somebody.home.act(lambda act: act.tx.roles.of(somebody._me(act).id))
    return [
        (grant.role, await somebody.home.act(lambda act, g=grant: act.places.get(g.place_id).code)) for grant in grants
    ]


async def invitation(town: Neighbourhood, role: Role = Role.GRID_WORKER, code: str = "xf-g1") -> str:
    place = await town.place(code)
    return await town.act(lambda act: joining.invite(act, None, role, place))


@pytest.mark.parametrize("payload", ["xf", "XF"])
async def test_a_code_brings_a_resident_home(town: Neighbourhood, visitor: Somebody, payload: str) -> None:
    await visitor.does(joining.start, payload)
    assert await visitor.hears() == ["told.joined"]
    assert (await visitor.me()).place_id == (await town.place("xf")).id
    assert await roles(visitor) == [(Role.RESIDENT, "xf")]


@pytest.mark.parametrize("words", ["幸福小区", "幸福", "幸福家园"])
async def test_so_does_the_name_alone(visitor: Somebody, words: str) -> None:
    await visitor.says(words)
    assert (await visitor.reads_one("told.joined")).params == {"place": "幸福小区", "spot": {}}


@pytest.mark.parametrize("payload", ["nowhere", "gm", "xf-g1", "幸福小区"])
async def test_a_link_to_nowhere_one_can_live_does_not_hold(visitor: Somebody, payload: str) -> None:
    with pytest.raises(LinkInvalid):
        await visitor.does(joining.start, payload)


async def test_without_a_link_welcome(visitor: Somebody, resident: Somebody) -> None:
    await visitor.does(joining.start, "")
    await resident.does(joining.start, "")
    assert (await visitor.reads_one("welcome")).params["place"] is None
    assert (await resident.reads_one("welcome")).params == {"name": "居民甲", "place": "幸福小区"}


async def test_a_name_that_two_places_bear_is_asked_about(town: Neighbourhood, visitor: Somebody) -> None:
    await town.act(lambda act: places.import_table(act, "code,name,kind,parent\ntwin,幸福小区,小区,xy\n"))
    await visitor.says("幸福小区")
    assert await visitor.hears() == ["ask.place"]
    assert (await visitor.me()).place_id is None


async def test_to_join_twice_is_one_role_and_to_move_is_two(town: Neighbourhood, visitor: Somebody) -> None:
    for payload in ("xf", "xf", "ak"):
        await visitor.does(joining.start, payload)
    assert await roles(visitor) == [(Role.RESIDENT, "xf"), (Role.RESIDENT, "ak")]
    assert (await visitor.me()).place_id == (await town.place("ak")).id


class TestFindPlace:
    @pytest.mark.parametrize("words", ["xf", "XF", "幸福小区", "幸福家园", "幸福"])
    async def test_by_code_or_name(self, town: Neighbourhood, words: str) -> None:
        place: Place = await town.act(lambda act: joining.find_place(act, words))
        assert place.code == "xf"

    @pytest.mark.parametrize("words", ["", "月亮小区", "小区"])
    async def test_none_is_unknown(self, town: Neighbourhood, words: str) -> None:
        with pytest.raises(PlaceUnknown) as refusal:
            await town.act(lambda act: joining.find_place(act, words))
        assert refusal.value.values == {"name": words}


class TestInvitations:
    async def test_it_gives_the_role(self, town: Neighbourhood, visitor: Somebody) -> None:
        await visitor.does(joining.start, await invitation(town))
        assert (await visitor.reads_one("told.appointed")).params == {"role": "网格员", "place": "幸福第一网格"}
        assert await roles(visitor) == [(Role.GRID_WORKER, "xf-g1")]

    async def test_it_fits_a_start_payload(self, town: Neighbourhood) -> None:
        payload = await invitation(town)
        assert payload.startswith(INVITE_PREFIX)
        assert len(payload) <= 64
        assert set(payload) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")

    async def test_only_its_hash_is_kept(self, town: Neighbourhood) -> None:
        payload = await invitation(town)
        kept = town.path.read_bytes() + town.path.with_name(town.path.name + "-wal").read_bytes()
        assert payload.removeprefix(INVITE_PREFIX).encode() not in kept

    async def test_it_works_once(self, town: Neighbourhood, visitor: Somebody, resident: Somebody) -> None:
        payload = await invitation(town)
        await visitor.does(joining.start, payload)
        for each in (visitor, resident):
            with pytest.raises(LinkInvalid):
                await each.does(joining.start, payload)
        assert await roles(resident) == []

    @pytest.mark.parametrize(("after", "holds"), [(INVITE_LASTS - timedelta(seconds=1), True), (INVITE_LASTS, False)])
    async def test_it_lasts_a_day(self, town: Neighbourhood, visitor: Somebody, after: timedelta, holds: bool) -> None:
        payload = await invitation(town)
        town.now += after
        if holds:
            await visitor.does(joining.start, payload)
        else:
            with pytest.raises(LinkInvalid):
                await visitor.does(joining.start, payload)

    @pytest.mark.parametrize("payload", ["i_", "i_wrong", "i_' OR 1=1 --", "i_" + "a" * 62])
    async def test_a_wrong_one_is_refused_alike(self, town: Neighbourhood, visitor: Somebody, payload: str) -> None:
        await invitation(town)
        with pytest.raises(LinkInvalid) as refusal:
            await visitor.does(joining.start, payload)
        assert refusal.value.values == {}

    async def test_39_who_guesses_on_and_on_is_refused_whatever_the_link(
        self, town: Neighbourhood, visitor: Somebody, resident: Somebody
    ) -> None:
        payload = await invitation(town)
        for _ in range(TRIES_AN_HOUR):
            with pytest.raises(LinkInvalid) as refusal:
                await visitor.does(joining.start, "i_wrong")
            await town.act(lambda act, no=refusal.value: denials.note(act, visitor.chat_id, no))
        with pytest.raises(LinkInvalid):
            await visitor.does(joining.start, payload)
        town.now += timedelta(hours=1)
        await visitor.does(joining.start, payload)
        assert len(await roles(visitor)) == 1

    async def test_two_are_never_the_same(self, town: Neighbourhood) -> None:
        assert await invitation(town) != await invitation(town)

    async def test_an_administrator_of_the_place_may_invite(self, town: Neighbourhood, administrator: Somebody) -> None:
        payload = await administrator.does(joining.invite, Role.SECRETARY, await town.place("xf"))
        assert payload.startswith(INVITE_PREFIX)

    @pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
    async def test_nobody_else_may(self, town: Neighbourhood, role: Role) -> None:
        somebody = await town.settle(2000, "某人", **{role.name: "gm"})
        with pytest.raises(NotAllowed):
            await somebody.does(joining.invite, Role.GRID_WORKER, await town.place("xf"))

    async def test_nor_an_administrator_of_another_place(self, town: Neighbourhood) -> None:
        somebody = await town.settle(2000, "某人", ADMINISTRATOR="ak")
        with pytest.raises(NotAllowed):
            await somebody.does(joining.invite, Role.GRID_WORKER, await town.place("xf"))
