"""What somebody's own data is, taking consent back, being forgotten; holds; and what is purged at night (faults 48 and 49)."""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import timedelta

import pytest

from civic.cases import Verdict
from civic.events import EventKind
from civic.people import NOBODY
from civic.refusals import NotAllowed, NotFound
from civic.retention import RETENTION, Kept
from services import ballots, cases, holds, hourly, joining, privacy, retention
from services.act import Act
from services.delivery import Received
from services.ports import Subject
from services.posts import UNSAY, Post
from storage.chain import verify
from storage.reading import reading
from tests.services.kit import LIGHT, Neighbourhood, Somebody

NAME, ACCOUNT, WORDS, PHOTO = "居民甲", 1001, LIGHT + "，在王大爷门口", "photo-of-the-door"
DAY = timedelta(days=1)


def traces(town: Neighbourhood, *marks: object) -> list[str]:
    """The tables in which any of these still stands, as another program reads the file."""
    found = []
    with closing(sqlite3.connect(town.path)) as raw:
        names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            rows = str(raw.execute(f"SELECT * FROM {name}").fetchall())
            found += [name for mark in marks if str(mark) in rows]
    return sorted(set(found))


async def night(town: Neighbourhood, nights: int = 1) -> None:
    """So many nights, a day each."""
    for _ in range(nights):
        town.now += DAY
        for share in retention.SHARES:
            while await town.act(share):
                pass


async def settle(resident: Somebody, worker: Somebody, case_id: int = 1) -> None:
    await worker.does(cases.accept, case_id)
    await worker.does(cases.close, case_id, worker.message("去王大爷门口换好了"))
    await resident.does(cases.rate, case_id, Verdict.SATISFIED)


@pytest.fixture
async def settled(town: Neighbourhood, resident: Somebody, worker: Somebody) -> int:
    """A case with words, a picture and a point, done and rated; all is read."""
    await resident.sends(PHOTO, WORDS)
    await resident.does(cases.supplement, 1, resident.message("在这里", point=(36.65, 117.12)))
    await settle(resident, worker)
    await town.deliver()
    town.chats.clear()
    return 1


def sound(town: Neighbourhood) -> int:
    with reading(town.path) as raw:
        return verify(raw).id


class TestExport:
    """「/我的数据」."""

    async def test_48_it_is_all_that_is_kept_of_the_person_and_only_that(
        self, town: Neighbourhood, resident: Somebody, visitor: Somebody, settled: int
    ) -> None:
        await visitor.says("幸福小区" + LIGHT + "，别人的")
        await resident.does(privacy.export)
        data = (await resident.reads_one("privacy.mydata")).params["data"]
        assert isinstance(data, dict)
        assert (data["name"], data["account"], data["place"]) == (NAME, ACCOUNT, "幸福小区")
        (case,) = data["cases"]
        assert (case["text"], case["verdict"]) == (WORDS, "satisfied")
        assert [(note["mine"], note["kind"]) for note in case["notes"]] == [
            (True, "request"),
            (True, "supplement"),
            (False, "answer"),
        ]
        assert case["notes"][1]["point"] == [36.65, 117.12]
        whole = json.dumps(data, ensure_ascii=False)
        assert "别人的" not in whole
        assert "住户甲" not in whole  # who of the staff answered is not the resident's data

    async def test_48_what_waits_to_be_filed_and_roles_are_in_it(
        self, town: Neighbourhood, secretary: Somebody
    ) -> None:
        await secretary.sends("p1")
        await secretary.does(privacy.export)
        data = (await secretary.reads_one("privacy.mydata")).params["data"]
        assert isinstance(data, dict)
        assert [note["file"] for note in data["drafts"]] == ["photo"]
        assert [role["role"] for role in data["roles"]] == ["小区书记"]


class TestForgetting:
    """「/注销」."""

    async def test_48_of_who_has_nothing_open_nothing_is_left_but_numbers(
        self, town: Neighbourhood, resident: Somebody, settled: int
    ) -> None:
        before = sound(town)
        await resident.does(privacy.ask_to_forget)
        asked = await resident.reads_one("privacy.sure")
        assert asked.params == {"open": [], "held": [], "roles": []}
        await resident.does(privacy.forget)
        assert await resident.hears() == ["privacy.forgotten"]
        assert traces(town, NAME, WORDS, "王大爷", PHOTO, "117.12") == []
        assert traces(town, ACCOUNT) == ["outbox"]  # the last goodbye, and that a post was sent
        await night(town, 9)
        assert traces(town, ACCOUNT) == []
        case = await town.case()
        assert (case.number, case.text) == ("幸福-261123-001", "")
        assert sound(town) == before + 1

    async def test_48_the_cards_in_workers_chats_lose_the_words_too(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, settled: int
    ) -> None:
        await resident.does(privacy.forget)
        card = await worker.reads_one("case.worker")
        assert (card.message_id is not None, card.params["text"], card.params["files"]) == (True, "", 0)
        assert (card.params["spot"], card.params["supplements"]) == ({}, [])
        await night(town, 3)
        assert "case.worker" not in await worker.hears()

    async def test_48_what_was_sent_on_to_workers_is_taken_back_from_their_chats(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, settled: int
    ) -> None:
        await resident.does(privacy.forget)
        heard = await worker.reads()
        taken_back = [post.params["message_id"] for post in heard if post.template == UNSAY]
        assert len(taken_back) == len(set(taken_back)) == 2  # the picture, and the words of the supplement
        await night(town, 3)
        assert UNSAY not in await worker.hears()
        assert UNSAY not in await resident.hears()  # their own chat is theirs

    async def test_48_what_was_not_sent_on_yet_never_is(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody
    ) -> None:
        await resident.sends(PHOTO, WORDS)
        await resident.does(cases.withdraw, 1)
        await resident.does(privacy.forget)
        assert "files" not in await worker.hears()
        assert traces(town, WORDS, PHOTO) == []

    async def test_48_of_what_stays_administrators_hear_how_much_and_where(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, administrator: Somebody, settled: int
    ) -> None:
        await resident.does(privacy.forget)
        await administrator.reads()
        for post in await worker.reads():
            if post.template == UNSAY:
                message_id = int(str(post.params["message_id"]))
                await town.act(lambda act, it=message_id: privacy.stuck(act, worker.chat_id, it))
        told = await administrator.reads_one("privacy.stuck")
        assert told.params == {"number": "幸福-261123-001", "count": 2, "names": ["住户甲"]}
        await town.act(lambda act: privacy.stuck(act, worker.chat_id, 999))
        assert await administrator.hears() == []

    async def test_48_open_cases_stay_until_they_end(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody, settled: int
    ) -> None:
        await resident.says("3号楼" + LIGHT)
        await resident.does(privacy.forget)
        later = await resident.reads_one("privacy.later")
        assert later.params == {"open": ["幸福-261123-002"], "held": [], "roles": []}
        assert traces(town, "王大爷") == []
        assert not (await resident.me()).consented
        await night(town)
        assert (await resident.me()).name == NAME
        await settle(resident, worker, 2)
        await night(town)
        assert await town.act(lambda act: act.tx.people.by_chat(ACCOUNT)) is None
        assert (await town.case(2)).text == ""

    async def test_48_who_agrees_anew_meanwhile_stays(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody
    ) -> None:
        from services import consent  # noqa: PLC0415 - needed here alone

        await resident.says(LIGHT)
        await resident.does(privacy.forget)
        await resident.does(consent.agree)
        await settle(resident, worker)
        await night(town, 2)
        assert (await resident.me()).name == NAME
        assert await town.act(lambda act: act.tx.holds.leaving()) == ()

    async def test_48_a_held_case_is_listed_and_kept_until_it_is_released(
        self, town: Neighbourhood, resident: Somebody, administrator: Somebody, settled: int
    ) -> None:
        await administrator.does(holds.hold, "幸福-261123-001")
        await resident.does(privacy.forget)
        assert (await resident.reads_one("privacy.later")).params["held"] == ["幸福-261123-001"]
        await night(town, 3)
        assert (await town.case()).text == WORDS
        await administrator.does(holds.release, "幸福-261123-001")
        await night(town)
        assert traces(town, NAME, WORDS) == []

    async def test_48_a_role_keeps_the_account_but_not_the_words(
        self, town: Neighbourhood, worker: Somebody, colleague: Somebody
    ) -> None:
        await worker.says("幸福小区" + LIGHT)
        await worker.does(cases.withdraw, 1)
        await worker.does(privacy.forget)
        later = await worker.reads_one("privacy.later")
        assert later.params["roles"] == ["幸福第一网格 网格员"]
        assert ((await town.case()).text, (await worker.me()).name) == ("", "住户甲")

    async def test_48_whoever_comes_back_is_somebody_new(
        self, town: Neighbourhood, resident: Somebody, settled: int
    ) -> None:
        old = (await resident.me()).id
        await resident.does(privacy.forget)
        await resident.reads()
        await resident.says("你好")
        assert await resident.hears() == ["consent.ask"]
        me = await resident.me()
        assert (me.id == old, me.place_id, me.consent_version) == (False, None, None)
        gone = await town.act(lambda act: act.tx.people.get(old))
        assert (gone.name, gone.chat_id, gone.consented) == ("", NOBODY - old, False)

    async def test_48_two_can_be_forgotten(self, town: Neighbourhood, resident: Somebody, visitor: Somebody) -> None:
        for each in (resident, visitor):
            await each.does(privacy.forget)
        assert traces(town, NAME, "居民乙") == []

    async def test_48_it_stands_in_the_journal_by_number(self, town: Neighbourhood, resident: Somebody) -> None:
        me = (await resident.me()).id
        await resident.does(privacy.forget)
        assert await town.journal(Subject.PERSON, me) == [EventKind.FORGOTTEN]


class TestConsent:
    """Taking it back is as easy as giving it (fault 47)."""

    async def test_47_nothing_new_is_kept_and_what_is_open_goes_on(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody
    ) -> None:
        await resident.says(LIGHT)
        await resident.does(privacy.withdraw_consent)
        await resident.reads()
        await resident.says("3号楼" + LIGHT)
        assert await resident.hears() == ["consent.ask"]
        await worker.does(cases.accept, 1)
        assert "push.accepted" in await resident.hears()
        assert await town.journal(Subject.PERSON, (await resident.me()).id) == [EventKind.CONSENT_WITHDRAWN]

    async def test_47_to_refuse_afterwards_takes_no_case_away(self, town: Neighbourhood, resident: Somebody) -> None:
        from services import consent  # noqa: PLC0415 - needed here alone

        await resident.says(LIGHT)
        await resident.does(privacy.withdraw_consent)
        await resident.says("还有一件")
        await resident.does(consent.refuse)
        assert await resident.draft() == ()
        assert (await town.case()).text == LIGHT


class TestHolds:
    """「/保留」."""

    async def test_only_an_administrator_of_the_place_holds(
        self, town: Neighbourhood, secretary: Somebody, administrator: Somebody, settled: int
    ) -> None:
        for use_case in (holds.hold, holds.release):
            with pytest.raises(NotAllowed):
                await secretary.does(use_case, "幸福-261123-001")
            with pytest.raises(NotFound):
                await administrator.does(use_case, "幸福-261123-999")

    async def test_49_what_is_held_outlives_its_retention_and_goes_when_released(
        self, town: Neighbourhood, administrator: Somebody, settled: int
    ) -> None:
        await administrator.does(holds.hold, "幸福-261123-001")
        town.now += RETENTION[Kept.WORDS] + DAY
        await night(town)
        assert (await town.case()).text == WORDS
        await administrator.does(holds.release, "幸福-261123-001")
        assert (await town.case()).text == ""
        assert await town.journal(Subject.HOLD) == [EventKind.HELD, EventKind.RELEASED]


class TestRetention:
    """What is purged, when, and what is not."""

    async def test_49_files_go_before_words_and_the_person_with_the_last_words(
        self, town: Neighbourhood, settled: int
    ) -> None:
        start = town.now
        await night(town)
        assert traces(town, WORDS, PHOTO) == ["cases", "notes"]
        town.now = start + RETENTION[Kept.FILES]
        await night(town)
        assert (traces(town, PHOTO), traces(town, WORDS)) == ([], ["cases", "notes"])
        town.now = start + RETENTION[Kept.WORDS] - 2 * DAY
        await night(town)
        assert traces(town, WORDS) == ["cases", "notes"]
        await night(town, 10)
        assert traces(town, WORDS, NAME, "王大爷", ACCOUNT) == []
        assert sound(town) > 0

    async def test_49_open_cases_are_never_purged(self, town: Neighbourhood, resident: Somebody) -> None:
        await resident.says(LIGHT)
        town.now += 3 * RETENTION[Kept.WORDS]
        await night(town)
        assert (await town.case()).text == LIGHT

    async def test_49_where_an_emergency_was_goes_after_a_month(
        self, town: Neighbourhood, resident: Somebody, worker: Somebody
    ) -> None:
        await resident.says("3号楼煤气味")
        await settle(resident, worker)
        assert (await town.case()).spot.building == "3"
        await night(town, 32)
        assert (await town.case()).spot.building is None
        assert (await town.case()).text == "3号楼煤气味"

    async def test_49_a_draft_goes_after_a_day(self, town: Neighbourhood, resident: Somebody) -> None:
        await resident.sends("p1")
        await night(town)
        assert len(await resident.draft()) == 1
        town.now += timedelta(minutes=1)
        await night(town, 0)
        for share in retention.SHARES:
            await town.act(share)
        assert await resident.draft() == ()

    async def test_49_how_often_somebody_did_something_in_an_hour_goes_at_night(self, town: Neighbourhood) -> None:
        def floods(act: Act) -> int:
            return hourly.times(act, "flood", 1)

        assert [await town.act(floods), await town.act(floods)] == [1, 2]
        assert await town.act(lambda act: hourly.times(act, "link", 1)) == 1
        for share in retention.SHARES:
            await town.act(share)
        assert await town.act(floods) == 3
        earlier = town.now
        await night(town)
        town.now = earlier
        assert await town.act(floods) == 1

    async def test_49_who_never_agreed_is_gone_after_a_day_or_two(
        self, town: Neighbourhood, stranger: Somebody, resident: Somebody
    ) -> None:
        await stranger.says(LIGHT)
        await stranger.does(joining.start, "xf")
        await night(town)
        assert await town.act(lambda act: act.tx.people.by_chat(stranger.chat_id))
        await night(town, 2)
        assert await town.act(lambda act: act.tx.people.by_chat(stranger.chat_id)) is None
        assert (await resident.me()).name == NAME

    async def test_49_updates_are_known_for_72_hours_and_dead_letters_for_a_month(self, town: Neighbourhood) -> None:
        def receive(act) -> None:
            act.tx.inbox.receive([Received(number, 1, b"{}", town.now) for number in (1, 2, 3)])
            act.tx.inbox.done(1)
            for _ in range(3):
                act.tx.inbox.failed(2)

        await town.act(receive)
        await night(town, 3)
        assert town.rows()["inbox"] == 3
        await night(town)
        assert town.rows()["inbox"] == 2
        await night(town, 30)
        assert town.rows()["inbox"] == 1  # what was never worked on is never dropped

    async def test_49_posts_that_are_finished_go_after_a_week(self, town: Neighbourhood) -> None:
        await town.act(lambda act: act.tx.outbox.put(Post(1, "help")))
        await town.deliver()
        await town.act(lambda act: act.tx.outbox.put(Post(2, "help")))
        await night(town, 7)
        assert town.rows()["outbox"] == 2
        await night(town, 2)
        assert town.rows()["outbox"] == 1  # what still waits stays

    async def test_49_who_voted_how_goes_when_nobody_can_contest_it(
        self, town: Neighbourhood, noticed: int, secretary: Somebody, council: Iterable[Somebody]
    ) -> None:
        town.now += timedelta(hours=10)
        await secretary.does(ballots.open_vote, noticed, 10)
        first, *_ = council
        await first.does(ballots.cast, 1, "for", town.now)
        await town.passes(minutes=11)
        town.now += RETENTION[Kept.BALLOTS] - DAY
        await night(town)
        assert town.rows()["ballots"] == 1
        await night(town)
        assert (town.rows()["ballots"], town.rows()["votes"]) == (0, 1)
        assert (await town.act(lambda act: act.tx.votes.get(1))).roll == frozenset()

    async def test_49_a_long_journal_is_read_piece_by_piece_and_once(
        self, town: Neighbourhood, settled: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(retention, "AT_ONCE", 2)
        town.now += RETENTION[Kept.WORDS] + DAY
        await night(town)
        assert traces(town, WORDS) == []
        read = await town.act(lambda act: act.tx.meta.get(f"retention:{Kept.WORDS}"))
        assert read == str(sound(town))


def test_49_every_kind_has_its_time() -> None:
    assert set(RETENTION) == set(Kept)
    assert RETENTION[Kept.RECEIVED] >= timedelta(hours=72)
