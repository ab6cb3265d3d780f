"""What an operator does at the command line: places, posters, invitations."""

import csv
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import sample
from bot.exits import Exit
from civic.calendar import Calendar
from civic.people import Person
from civic.refusals import LinkInvalid
from civic.roles import Role
from nlp.taxonomy import load_taxonomy
from services import joining
from services.act import Act, Town
from storage.store import SqliteStore
from storage.transaction import Transaction
from tests.bot.conftest import TOKEN, Youshi

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
DATABASE = Path("data/youshi.db")


@pytest.fixture
def town(youshi: Youshi) -> Youshi:
    """The command line, with the sample neighbourhood imported."""
    assert youshi("places", "import", sample.PLACES).code == Exit.CLEAN
    return youshi


def exported(youshi: Youshi, **settings: object) -> str:
    assert youshi("places", "export", "out.csv", **settings).code == Exit.CLEAN
    return Path("out.csv").read_text("utf-8")


def test_places_come_out_as_they_went_in(town: Youshi) -> None:
    first = exported(town)
    with sample.PLACES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["code"] for row in rows} == {row["code"] for row in csv.DictReader(first.splitlines())}
    assert town("places", "import", "out.csv").out == f"{len(rows)} places\n"
    assert exported(town) == first
    assert town("places", "import", "out.csv", data_dir="another").code == Exit.CLEAN
    assert exported(town, data_dir="another") == first


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_may_come_from_a_spreadsheet(youshi: Youshi, encoding: str) -> None:
    Path("in.csv").write_text("code,name,kind\ngm,光明街道,街道\n", encoding)
    assert youshi("places", "import", "in.csv").code == Exit.CLEAN
    assert "gm,光明街道,街道" in exported(youshi)


def test_a_table_with_mistakes_changes_nothing_and_names_them_all(town: Youshi) -> None:
    before = exported(town)
    Path("bad.csv").write_text(
        "code,name,kind,parent\nnew,新小区,小区,xy\nxf,,小区,xy\nno good,坏,小区,xy\nbad,坏,王国,\nlost,坏,小区,nowhere\n",
        "utf-8",
    )
    ended = town("places", "import", "bad.csv")
    assert ended.code == Exit.DATA
    assert [line.partition("：")[0] for line in ended.err.splitlines()] == [
        "第 3 行「name」列",
        "第 4 行「code」列",
        "第 5 行「kind」列",
        "第 6 行「parent」列",
    ]
    assert exported(town) == before


@pytest.mark.parametrize("content", [b"name,kind\n", b"", b"\xff\xff\xff\xff", b"\x00\x01"])
def test_what_is_no_table_is_65(town: Youshi, content: bytes) -> None:
    before = exported(town)
    Path("bad.csv").write_bytes(content)
    ended = town("places", "import", "bad.csv")
    assert (ended.code, bool(ended.err), "Traceback" in ended.err) == (Exit.DATA, True, False)
    assert exported(town) == before


@pytest.mark.parametrize("place", ["xf", "XF", "幸福小区"])
def test_a_poster_is_a_picture_and_a_page(town: Youshi, place: str) -> None:
    ended = town("places", "poster", place, "--bot", "@youshi_bot", "--out", "posters/new")
    assert ended.out.splitlines() == ["posters/new/xf.png", "posters/new/xf.html"]
    assert Path("posters/new/xf.png").read_bytes().startswith(b"\x89PNG")
    page = Path("posters/new/xf.html").read_text("utf-8")
    assert "幸福小区的事" in page
    assert "<svg" in page


@pytest.mark.parametrize("place", ["nowhere", "gm", "xf-g1"])
def test_a_poster_is_for_a_place_that_people_live_in(town: Youshi, place: str) -> None:
    """The link of any other place would be refused to whoever scans it."""
    ended = town("places", "poster", place, "--bot", "youshi_bot")
    assert ended.code == Exit.DATA
    assert place in ended.err
    assert not list(Path().glob("*.png"))


def test_an_invitation_works_once_and_is_kept_as_a_hash(town: Youshi) -> None:
    ended = town("people", "invite", "--role", "网格员", "--place", "幸福小区", "--bot", "@youshi_bot")
    link, _, payload = ended.out.strip().partition("?start=")
    assert link == "https://t.me/youshi_bot"
    assert payload.removeprefix("i_").encode() not in DATABASE.read_bytes()
    assert took(payload) == [Role.GRID_WORKER, None]


def test_an_invitation_lasts_a_day(town: Youshi) -> None:
    ended = town("people", "invite", "--role", "管理员", "--place", "xf", "--bot", "youshi_bot")
    payload = ended.out.strip().partition("?start=")[2]
    assert took(payload, datetime.now(UTC) + timedelta(hours=25)) == [None, None]  # noqa: TID251 - the operator's own


def test_roles_are_listed_and_ended(town: Youshi) -> None:
    assert town("people", "list").out == ""
    invited = town("people", "invite", "--role", "网格员", "--place", "xf", "--bot", "youshi_bot")
    took(invited.out.strip().partition("?start=")[2])
    number, *described = town("people", "list").out.strip().split("\t")
    assert described[:3] == ["网格员", "幸福小区", "住户甲"]
    assert "幸福小区" in town("people", "end", number).out
    assert town("people", "list").out == ""
    unknown = town("people", "end", "999")
    assert (unknown.code, "没有找到" in unknown.err) == (Exit.DATA, True)


def test_the_name_of_the_bot_is_asked_of_telegram(town: Youshi, telegram: str) -> None:
    ended = town("people", "invite", "--role", "物业", "--place", "xf", token=TOKEN, api_url=telegram)
    assert ended.out.startswith("https://t.me/youshi_sandbox_bot?start=i_")


def test_an_invitation_to_nowhere_is_65_and_leaves_no_trace(town: Youshi) -> None:
    assert town("people", "invite", "--role", "物业", "--place", "月球", "--bot", "b").code == Exit.DATA
    with closing(sqlite3.connect(DATABASE)) as raw:
        assert raw.execute("SELECT count(*) FROM invites").fetchone() == (0,)


def took(payload: str, now: datetime | None = None) -> list[Role | None]:
    """Which role two people get who come by the link, one after the other."""
    import asyncio  # noqa: PLC0415

    return asyncio.run(_took(payload, now or datetime.now(UTC)))  # noqa: TID251 - the operator's own


async def _took(payload: str, now: datetime) -> list[Role | None]:
    async with await SqliteStore.open(DATABASE) as store:
        return [await store.run(lambda tx, account=account: _start(tx, account, payload, now)) for account in (1, 2)]


def _start(tx: Transaction, account: int, payload: str, now: datetime) -> Role | None:
    town = Town(load_taxonomy(), Calendar(UTC), "youshi_bot")
    act = Act(tx, now, town, *[lambda *_: pytest.fail("nothing to read")] * 2)
    person = tx.people.add(account, "住户甲")
    agreed = Person(person.id, account, "住户甲", consent_version=1)
    try:
        joining.start(act, agreed, payload)
    except LinkInvalid:
        return None
    return next(grant.role for grant in tx.roles.of(person.id))
