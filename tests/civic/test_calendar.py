"""Limits and days, at the moments where they are easily got wrong: midnight, month and year ends, weekends."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.calendar import SHORTEST_DAY, Limit, add_working_days, end_of_day
from tests.civic.kit import HOUR, NOW, ZONE, local

TODAY = Limit(working_days=0)


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        (local(2026, 11, 23, 9), local(2026, 11, 24)),
        (local(2026, 11, 23), local(2026, 11, 24)),
        (local(2026, 11, 23, 23, 59), local(2026, 11, 24)),
        (local(2026, 11, 24), local(2026, 11, 25)),
        (local(2026, 11, 30, 12), local(2026, 12, 1)),
        (local(2026, 12, 31, 12), local(2027, 1, 1)),
        (local(2028, 2, 28, 12), local(2028, 2, 29)),
        (datetime(2026, 11, 23, 15, 59, tzinfo=UTC), local(2026, 11, 24)),
        (datetime(2026, 11, 23, 16, 0, tzinfo=UTC), local(2026, 11, 25)),
    ],
    ids=["morning", "midnight", "last minute", "next midnight", "month", "year", "leap", "UTC eve", "UTC next day"],
)
def test_a_day_ends_at_the_next_local_midnight(moment: datetime, end: datetime) -> None:
    assert end_of_day(moment, ZONE) == end


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (local(2026, 11, 23, 9), 1, local(2026, 11, 24, 9)),
        (local(2026, 11, 23, 9), 5, local(2026, 11, 30, 9)),
        (local(2026, 11, 27, 9), 1, local(2026, 11, 30, 9)),
        (local(2026, 11, 28, 9), 1, local(2026, 11, 30, 9)),
        (local(2026, 11, 29, 9), 1, local(2026, 11, 30, 9)),
        (local(2026, 11, 28, 9), 0, local(2026, 11, 28, 9)),
        (local(2026, 12, 31, 9), 1, local(2027, 1, 1, 9)),
        (local(2026, 11, 23, 9), 15, local(2026, 12, 14, 9)),
    ],
    ids=["next day", "a week", "over the weekend", "Saturday", "Sunday", "none", "year end", "three weeks"],
)
def test_working_days_leave_weekends_out(start: datetime, days: int, end: datetime) -> None:
    assert add_working_days(start, days, ZONE) == end


@pytest.mark.parametrize(
    ("limit", "start", "end"),
    [
        (Limit(minutes=10), NOW, NOW + timedelta(minutes=10)),
        (Limit(minutes=24 * 60), local(2026, 11, 27, 9), local(2026, 11, 28, 9)),
        (TODAY, local(2026, 11, 23, 9), local(2026, 11, 24)),
        (TODAY, local(2026, 11, 23, 22), local(2026, 11, 24)),
        (TODAY, local(2026, 11, 23, 22, 1), local(2026, 11, 24, 0, 1)),
        (TODAY, local(2026, 11, 23, 23, 59), local(2026, 11, 24, 1, 59)),
        (TODAY, local(2026, 11, 28, 9), local(2026, 11, 29)),
        (Limit(working_days=1), local(2026, 11, 23, 9), local(2026, 11, 25)),
        (Limit(working_days=1), local(2026, 11, 27, 23, 30), local(2026, 12, 1)),
        (Limit(working_days=5), local(2026, 11, 25, 9), local(2026, 12, 3)),
    ],
    ids=[
        "minutes",
        "minutes run on the weekend",
        "today",
        "two hours left",
        "less than two hours left",
        "last minute",
        "today on Saturday",
        "one day",
        "Friday night",
        "five days",
    ],
)
def test_a_limit_is_up(limit: Limit, start: datetime, end: datetime) -> None:
    assert limit.after(start, ZONE) == end


zones = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
moments = st.integers(0, 20 * 366 * 24 * 3600).map(
    lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(0, seconds)
)
limits = st.one_of(
    st.integers(1, 10_000).map(lambda minutes: Limit(minutes=minutes)),
    st.integers(0, 30).map(lambda days: Limit(working_days=days)),
)


@given(moments, zones)
def test_the_end_of_the_day_is_within_a_day_and_is_midnight(moment: datetime, zone: timezone) -> None:
    end = end_of_day(moment, zone)
    assert timedelta(0) < end - moment <= timedelta(days=1)
    assert end.astimezone(zone).time() == datetime.min.time()


@given(moments, st.integers(1, 40), zones)
def test_working_days_end_on_a_weekday_at_the_same_time(moment: datetime, days: int, zone: timezone) -> None:
    end = add_working_days(moment, days, zone).astimezone(zone)
    begin = moment.astimezone(zone)
    assert end.weekday() < 5
    assert end.timetz() == begin.timetz()
    passed = [begin.date() + timedelta(days=each) for each in range(1, (end.date() - begin.date()).days + 1)]
    assert sum(day.weekday() < 5 for day in passed) == days


@given(limits, moments, zones)
def test_a_limit_is_always_ahead_and_in_utc(limit: Limit, start: datetime, zone: timezone) -> None:
    end = limit.after(start, zone)
    assert end > start
    assert end.utcoffset() == timedelta(0)


@given(limits, moments, st.integers(0, 10_000), zones)
def test_what_begins_later_is_never_up_sooner(limit: Limit, start: datetime, minutes: int, zone: timezone) -> None:
    assert limit.after(start, zone) <= limit.after(start + timedelta(minutes=minutes), zone)


@given(moments, zones)
def test_today_is_never_shorter_than_two_hours(start: datetime, zone: timezone) -> None:
    assert TODAY.after(start, zone) - start >= SHORTEST_DAY == 2 * HOUR
