"""How long, how often and how strongly, as staff read it."""

from dataclasses import asdict
from typing import Any

import pytest

from civic.understanding import UNTOLD, Persistence
from handlers.render import persistence
from handlers.render.writer import Writer


def read(writer: Writer, told: Persistence) -> str:
    return persistence.line(writer, {"persistence": asdict(told)}, "card").plain.removeprefix("🕰 居民说：")


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        (0, "持续至今"),
        (1, "已持续约 1 天"),
        (3, "已持续约 3 天"),
        (7, "已持续约 1 周"),
        (10, "已持续约 10 天"),
        (15, "已持续约 2 周"),
        (30, "已持续约 1 个月"),
        (90, "已持续约 3 个月"),
        (182, "已持续约 6 个月"),
        (365, "已持续约 1 年"),
        (547, "已持续约 18 个月"),
        (1095, "已持续约 3 年"),
    ],
)
def test_a_time_is_told_in_the_unit_that_people_would_use(writer: Writer, days: int, shown: str) -> None:
    assert read(writer, Persistence(days=days)) == shown


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (Persistence(90, None, 3), "已持续约 3 个月 · 反映 3 次"),
        (Persistence(None, 0, 0), "出现不止一次 · 反映不止一次"),
        (Persistence(0, 5, None, 2), "持续至今 · 出现 5 次 · 十分着急"),
        (Persistence(intensity=1), "盼早解决"),
    ],
)
def test_what_is_told_stands_on_one_line(writer: Writer, told: Persistence, shown: str) -> None:
    assert read(writer, told) == shown


@pytest.mark.parametrize("params", [{}, {"persistence": {}}, {"persistence": asdict(UNTOLD)}])
def test_where_nothing_is_told_there_is_no_line(writer: Writer, params: dict[str, Any]) -> None:
    assert not persistence.line(writer, params, "card")
