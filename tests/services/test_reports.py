"""Reports about officials: said on purpose, kept apart, read by at most two, and in no list, group, count or card (fault 46)."""

from datetime import timedelta

import pytest

from civic.events import EventKind
from civic.notes import File, FileKind
from civic.people import Person
from civic.refusals import LinkInvalid, NotAllowed, TooMany
from civic.roles import STAFF, Role
from services import joining, privacy, progress, reports
from services.act import Act
from services.ports import Subject
from tests.services.kit import LIGHT, OFFICIAL, Neighbourhood, Somebody
from tests.services.test_privacy import traces

SAID = "街道某人去年收了我两万块"
NUMBER = "R-261123-001"


@pytest.fixture
async def confidant(town: Neighbourhood) -> Somebody:
    return await town.settle(1050, "受理人一", CONFIDANT="gm")


@pytest.fixture
async def second(town: Neighbourhood) -> Somebody:
    return await town.settle(1051, "受理人二", CONFIDANT="gm")


async def report(resident: Somebody, said: str = SAID, **content: object) -> None:
    await resident.does(reports.ask)
    await resident.says(said, **content)


def resign(act: Act, person: Person) -> None:
    for grant in act.tx.roles.of(person.id):
        act.tx.roles.end(grant, act.now)


async def test_46_what_was_said_by_the_way_is_not_kept_but_the_way_is_shown(
    town: Neighbourhood, resident: Somebody, confidant: Somebody, worker: Somebody
) -> None:
    before = town.rows()
    await resident.sends("photo-1", OFFICIAL)
    shown = await resident.reads_one("ask.report")
    assert shown.params["names"] == ["受理人一"]
    assert town.added(before) == {"outbox": 1}
    assert traces(town, OFFICIAL) == []
    await resident.says(LIGHT)
    assert (await town.case()).text == LIGHT  # nothing of it slips into the next case


async def test_46_two_read_it_and_nobody_else(
    town: Neighbourhood,
    resident: Somebody,
    visitor: Somebody,
    worker: Somebody,
    secretary: Somebody,
    street: Somebody,
    administrator: Somebody,
    confidant: Somebody,
    second: Somebody,
) -> None:
    await report(resident)
    for reader in (confidant, second):
        post = await reader.reads_one("report.new")
        assert (post.params["number"], post.params["words"]) == (NUMBER, SAID)
        assert "居民甲" not in str(post.params)
        assert "1001" not in str(post.params)
    assert (await resident.hears())[-1] == "told.reported"
    for other in (visitor, worker, secretary, street, administrator):
        assert await other.hears() == []
        await other.does(reports.tell)
        await other.does(progress.tell_mine)
        await other.does(progress.tell_tasks)
        assert SAID not in str([post.params for post in await other.reads()])
    assert traces(town, SAID) == ["reports"]
    assert town.rows()["cases"] == 0


async def test_46_not_even_its_reporter_has_it_in_a_list(
    town: Neighbourhood, resident: Somebody, confidant: Somebody
) -> None:
    await report(resident)
    await resident.reads()
    await resident.does(progress.tell_mine)
    assert (await resident.reads_one("list.mine")).params["cases"] == []


async def test_a_confidant_reads_the_latest_again(town: Neighbourhood, resident: Somebody, confidant: Somebody) -> None:
    await confidant.does(reports.tell)
    assert await confidant.hears() == ["told.no_reports"]
    await report(resident, file=File(FileKind.PHOTO, "p1"))
    await confidant.reads()
    await confidant.does(reports.tell)
    assert await confidant.hears() == ["report.new", "files"]


async def test_a_confidant_of_another_place_reads_nothing(town: Neighbourhood, resident: Somebody) -> None:
    elsewhere = await town.settle(1052, "受理人三", CONFIDANT="ak")
    here = await town.settle(1053, "受理人四", CONFIDANT="xf")
    await report(resident)
    assert (await elsewhere.hears(), await here.hears()) == ([], ["report.new"])


async def test_without_confidants_there_is_the_way_to_the_inspection_only(
    town: Neighbourhood, resident: Somebody
) -> None:
    await resident.does(reports.tell)
    await resident.does(reports.ask)
    assert await resident.hears() == ["guide.S01", "guide.S01"]
    assert await resident.asked() is None


async def test_when_no_confidant_is_left_what_was_said_is_not_kept(
    town: Neighbourhood, resident: Somebody, confidant: Somebody
) -> None:
    await resident.does(reports.ask)
    await confidant.does(resign)
    await resident.says(SAID)
    assert await resident.hears() == ["prompt.report", "guide.S01"]
    assert traces(town, SAID) == []


class TestLeavingOut:
    """One of the two may be who is reported about."""

    @pytest.fixture
    async def official(self, town: Neighbourhood) -> Somebody:
        """A confidant who has an office too."""
        return await town.settle(1055, "赵六", CONFIDANT="gm", STREET_OFFICER="gm")

    async def test_names_and_offices_are_shown_before_anything_is_said(
        self, resident: Somebody, confidant: Somebody, official: Somebody
    ) -> None:
        await resident.does(reports.guide)
        shown = await resident.reads_one("ask.report")
        ids = [(await each.me()).id for each in (confidant, official)]
        assert shown.params["names"] == ["受理人一", "街道专员 赵六"]
        assert shown.params["readers"] == [[ids[0], "受理人一"], [ids[1], "街道专员 赵六"]]
        await resident.does(reports.ask, ids[1])
        assert (await resident.reads_one("prompt.report")).params["names"] == ["受理人一"]

    async def test_who_is_left_out_reads_it_neither_now_nor_later(
        self, town: Neighbourhood, resident: Somebody, confidant: Somebody, official: Somebody
    ) -> None:
        await resident.does(reports.ask, (await official.me()).id)
        await resident.says(SAID)
        assert (await confidant.reads_one("report.new")).params["words"] == SAID
        assert await official.hears() == []
        await official.does(reports.tell)
        assert await official.hears() == ["told.no_reports"]
        await confidant.does(reports.tell)
        assert await confidant.hears() == ["report.new"]

    async def test_the_next_report_goes_to_both_again(
        self, resident: Somebody, confidant: Somebody, official: Somebody
    ) -> None:
        await resident.does(reports.ask, (await official.me()).id)
        await resident.says(SAID)
        await report(resident)
        assert await official.hears() == ["report.new"]
        assert await confidant.hears() == ["report.new", "report.new"]

    async def test_who_was_not_named_when_it_was_asked_for_does_not_read_it(
        self, town: Neighbourhood, resident: Somebody, confidant: Somebody
    ) -> None:
        await resident.does(reports.ask)
        town.now += timedelta(minutes=5)
        late = await town.settle(1056, "新来的受理人", CONFIDANT="gm")
        await resident.says(SAID)
        assert (await confidant.hears(), await late.hears()) == (["report.new"], [])
        await late.does(reports.tell)
        assert await late.hears() == ["told.no_reports"]

    async def test_the_only_one_cannot_be_left_out_so_the_way_to_the_inspection_is_shown(
        self, resident: Somebody, confidant: Somebody
    ) -> None:
        await resident.does(reports.ask, (await confidant.me()).id)
        assert await resident.hears() == ["ask.report"]
        assert await resident.asked() is None

    async def test_the_journal_does_not_say_who_was_left_out(
        self, town: Neighbourhood, resident: Somebody, official: Somebody, confidant: Somebody
    ) -> None:
        await resident.does(reports.ask, (await official.me()).id)
        await resident.says(SAID)
        (event,) = await town.act(lambda act: act.tx.journal.of(Subject.REPORT, 1))
        assert (event.kind, event.actor_id, dict(event.data)) == (EventKind.REPORTED, None, {})


async def test_without_words_the_way_is_shown_again(resident: Somebody, confidant: Somebody) -> None:
    await resident.does(reports.ask)
    await resident.sends("p1")
    assert await resident.hears() == ["prompt.report", "ask.report"]


async def test_43_a_flood_is_stopped(resident: Somebody, confidant: Somebody) -> None:
    for _ in range(reports.MOST_AN_HOUR):
        await report(resident)
    with pytest.raises(TooMany):
        await report(resident)


async def test_the_journal_does_not_say_who_reported(
    town: Neighbourhood, resident: Somebody, confidant: Somebody
) -> None:
    await report(resident)

    def events(act: Act) -> list[tuple[EventKind, int | None]]:
        return [(event.kind, event.actor_id) for event in act.tx.journal.of(Subject.REPORT, 1)]

    assert await town.act(events) == [(EventKind.REPORTED, None)]


async def test_48_it_is_the_reporters_own_data(town: Neighbourhood, resident: Somebody, confidant: Somebody) -> None:
    await report(resident)
    await resident.reads()
    await resident.does(privacy.export)
    data = (await resident.reads_one("privacy.mydata")).params["data"]
    assert isinstance(data, dict)
    assert [each["text"] for each in data["reports"]] == [SAID]


class TestAppointment:
    """Confidants are appointed by the operator, and are at most two."""

    async def test_nobody_appoints_them_in_the_chat(self, town: Neighbourhood, administrator: Somebody) -> None:
        with pytest.raises(NotAllowed):
            await administrator.does(joining.invite, Role.CONFIDANT, await town.place("gm"))

    async def test_a_third_is_refused(self, town: Neighbourhood, visitor: Somebody, confidant: Somebody) -> None:
        place = await town.place("gm")
        payloads = [await town.act(lambda act: joining.invite(act, None, Role.CONFIDANT, place)) for _ in range(2)]
        await visitor.does(joining.start, payloads[0])
        third = await town.settle(1060, "第三个人")
        with pytest.raises(LinkInvalid):
            await third.does(joining.start, payloads[1])

    def test_they_hold_no_cases(self) -> None:
        assert Role.CONFIDANT not in STAFF
