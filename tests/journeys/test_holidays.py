"""Working days as people meet them: holidays are left out, and where they are not known the card says so (fault 32)."""

from datetime import UTC, datetime

from tests.journeys.conftest import START, Town
from tests.journeys.kit import Message

COMPLAINT = "小区健身器材坏了很久没人修"
"""Of the tier that is answered within five working days."""


async def files(town: Town, at: datetime) -> Message:
    """The card of a request that is made at that moment."""
    now = START
    await town.passes(seconds=(at - now).total_seconds())
    await town.resident.says(COMPLAINT)
    return await town.resident.reads("已登记", "最晚")


async def test_32_in_a_year_that_is_known_the_deadline_is_plain(town: Town) -> None:
    card = await files(town, START)
    assert "11月30日（周一）24:00" in card["text"]
    assert "估算" not in card["text"]


async def test_32_in_a_year_that_is_not_known_it_is_marked_as_an_estimate(town: Town) -> None:
    card = await files(town, datetime(2026, 12, 28, 1, 0, tzinfo=UTC))
    assert "1月4日（周一）24:00（按普通工作日估算） 前答复您" in card["text"]
    await town.worker.taps("接单")
    await town.resident.reads("有人接了", "按普通工作日估算")
