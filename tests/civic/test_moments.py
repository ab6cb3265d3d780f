"""Moments as people type them; what cannot be read is said to be unclear, whatever it is."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from civic.moments import evenings, read_moment
from civic.refusals import MomentUnclear
from tests.civic.kit import NOW, ZONE, local


@pytest.mark.parametrize(
    ("text", "month", "day", "hour", "minute"),
    [
        ("今天 19:00", 11, 23, 19, 0),
        ("今晚7点", 11, 23, 19, 0),
        ("今天下午3点", 11, 23, 15, 0),
        ("明天 19:00", 11, 24, 19, 0),
        ("明天 19：30", 11, 24, 19, 30),
        ("明天19点30分", 11, 24, 19, 30),
        ("明天19点30", 11, 24, 19, 30),
        ("明晚7点半", 11, 24, 19, 30),
        ("明天上午10点", 11, 24, 10, 0),
        ("明天下午12点半", 11, 24, 12, 30),
        ("明天中午1点", 11, 24, 13, 0),
        ("明天中午12点半", 11, 24, 12, 30),
        ("明天中午11点半", 11, 24, 11, 30),
        ("后天 9:05", 11, 25, 9, 5),
        ("大后天晚上8点", 11, 26, 20, 0),
        ("周六上午10点", 11, 28, 10, 0),
        ("周日晚上7点", 11, 29, 19, 0),
        ("星期天 19:00", 11, 29, 19, 0),
        ("礼拜五 19:00", 11, 27, 19, 0),
        ("周一 19:00", 11, 23, 19, 0),
        ("下周一 19:00", 11, 30, 19, 0),
        ("下周日 19:00", 12, 6, 19, 0),
        ("下下周一 19:00", 12, 7, 19, 0),
        ("11月25日 19:30", 11, 25, 19, 30),
        ("11月25号晚上7点", 11, 25, 19, 0),
        ("11-25 19:30", 11, 25, 19, 30),
        ("11/25 19:30", 11, 25, 19, 30),
        ("2026-11-25 19:30", 11, 25, 19, 30),
        ("2026年11月25日19点", 11, 25, 19, 0),
        ("会议定在明天晚上7点,请大家参加", 11, 24, 19, 0),
    ],
)
def test_a_moment_is_read(text: str, month: int, day: int, hour: int, minute: int) -> None:
    assert read_moment(text, NOW, ZONE) == local(2026, month, day, hour, minute)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("3月1日 19:00", local(2027, 3, 1, 19)),
        ("1月1日 0:00", local(2027, 1, 1)),
        ("11月22日 19:00", local(2027, 11, 22, 19)),
        ("2027.3.1 19:00", local(2027, 3, 1, 19)),
    ],
)
def test_a_day_that_has_passed_is_next_years(text: str, moment: datetime) -> None:
    assert read_moment(text, NOW, ZONE) == moment


def test_on_saturday_monday_is_in_two_days() -> None:
    saturday = local(2026, 11, 28, 12)
    assert read_moment("周一 19:00", saturday, ZONE) == local(2026, 11, 30, 19)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "明天",
        "19:00",
        "随便",
        "明天 25:00",
        "明天 19:75",
        "2月30日 19:00",
        "13月1日 19:00",
        "2月29日 19:00",
        "今天 8:00",
        "今天 9:00",
        "2025-11-25 19:00",
        "0000-01-01 19:00",
        "0001-01-01 3:00",
        "今晚12点",
        "晚上0点",
        "明天七点",
    ],
)
def test_what_cannot_be_read_or_has_passed_is_unclear(text: str) -> None:
    with pytest.raises(MomentUnclear):
        read_moment(text, NOW, ZONE)


PIECES = [
    "今天",
    "明天",
    "今晚",
    "大",
    "后天",
    "下",
    "周",
    "六",
    "星期",
    "天",
    "年",
    "月",
    "日",
    "-",
    "/",
    ".",
    "点",
    "半",
    "分",
]
PIECES += [":", "：", "下午", "晚", " ", "9999", "0001", "2028", "2", "29", "31", "12", "0", "7", "٣", "²", "一"]
zones = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=12).map("".join)), zones)
@example("9999-12-31 23:00", timezone(timedelta(hours=-12)))
@example("0001-01-01 3:00", timezone(timedelta(hours=8)))
def test_any_text_is_a_moment_to_come_or_unclear(text: str, zone: timezone) -> None:
    try:
        moment = read_moment(text, NOW, zone)
    except MomentUnclear:
        return
    assert moment > NOW
    assert moment.utcoffset() == timedelta(0)


@given(st.datetimes(datetime(2026, 11, 24), datetime(2031, 1, 1)))  # noqa: DTZ001 - hypothesis wants them naive
def test_what_is_written_in_full_is_read_back(moment: datetime) -> None:
    wanted = moment.replace(second=0, microsecond=0, tzinfo=ZONE)
    for text in (f"{wanted:%Y-%m-%d %H:%M}", f"{wanted:%Y年%m月%d日 %H点%M分}"):
        assert read_moment(text, NOW, ZONE) == wanted


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (NOW, date(2026, 11, 24)),
        (local(2026, 11, 23, 23, 59), date(2026, 11, 24)),
        (local(2026, 11, 24), date(2026, 11, 25)),
        (local(2026, 12, 31, 12), date(2027, 1, 1)),
    ],
    ids=["morning", "before midnight", "midnight", "year end"],
)
def test_evenings_begin_tomorrow(now: datetime, first: date) -> None:
    days = [first + timedelta(days=each) for each in range(3)]
    assert evenings(now, ZONE, 3) == tuple(local(day.year, day.month, day.day, 19) for day in days)
    assert all(evening.tzinfo is UTC for evening in evenings(now, ZONE, 3))
