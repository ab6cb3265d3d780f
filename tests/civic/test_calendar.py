"""Limits and days, at the moments where they are easily got wrong: midnight, month and year ends, weekends."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.calendar import SHORTEST_DAY, Calendar, Limit, add_working_days, end_of_day
from tests.civic.kit import CALENDAR, HOUR, NOW, ZONE, local

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
    assert add_working_days(start, days, CALENDAR) == end


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
    assert limit.after(start, CALENDAR) == end


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
    end = add_working_days(moment, days, Calendar(zone)).astimezone(zone)
    begin = moment.astimezone(zone)
    assert end.weekday() < 5
    assert end.timetz() == begin.timetz()
    passed = [begin.date() + timedelta(days=each) for each in range(1, (end.date() - begin.date()).days + 1)]
    assert sum(day.weekday() < 5 for day in passed) == days


@given(limits, moments, zones)
def test_a_limit_is_always_ahead_and_in_utc(limit: Limit, start: datetime, zone: timezone) -> None:
    end = limit.after(start, Calendar(zone))
    assert end > start
    assert end.utcoffset() == timedelta(0)


@given(limits, moments, st.integers(0, 10_000), zones)
def test_what_begins_later_is_never_up_sooner(limit: Limit, start: datetime, minutes: int, zone: timezone) -> None:
    assert limit.after(start, Calendar(zone)) <= limit.after(start + timedelta(minutes=minutes), Calendar(zone))


@given(moments, zones)
def test_today_is_never_shorter_than_two_hours(start: datetime, zone: timezone) -> None:
    assert TODAY.after(start, Calendar(zone)) - start >= SHORTEST_DAY == 2 * HOUR


class TestHolidays:
    """The days around 春节 and 国庆节 2026, as 国办发明电〔2025〕7号 has them (fault 32)."""

    KNOWN = Calendar(
        ZONE,
        frozenset({2026}),
        frozenset(
            {date(2026, 1, day) for day in (1, 2, 3)}
            | {date(2026, 2, day) for day in range(15, 24)}
            | {date(2026, 10, day) for day in range(1, 8)}
        ),
        frozenset(
            {
                date(2026, 1, 4),
                date(2026, 2, 14),
                date(2026, 2, 28),
                date(2026, 9, 20),
                date(2026, 10, 10),
            }
        ),
    )

    @pytest.mark.parametrize(
        ("start", "days", "end"),
        [
            (local(2026, 2, 12, 9), 1, local(2026, 2, 13, 9)),
            (local(2026, 2, 12, 9), 2, local(2026, 2, 14, 9)),
            (local(2026, 2, 12, 9), 3, local(2026, 2, 24, 9)),
            (local(2026, 2, 26, 9), 2, local(2026, 2, 28, 9)),
            (local(2026, 2, 18, 9), 1, local(2026, 2, 24, 9)),
            (local(2026, 9, 30, 9), 1, local(2026, 10, 8, 9)),
            (local(2026, 9, 30, 9), 3, local(2026, 10, 10, 9)),
            (local(2026, 9, 30, 9), 5, local(2026, 10, 13, 9)),
            (local(2025, 12, 31, 9), 1, local(2026, 1, 4, 9)),
        ],
        ids=[
            "the Friday before",
            "a Saturday that is worked on",
            "over the holiday",
            "another such Saturday",
            "from within the holiday",
            "over the national holiday",
            "to its Saturday",
            "past its Sunday",
            "from a year that is not known into one that is",
        ],
    )
    def test_32_holidays_are_left_out_and_shifted_weekends_count(
        self, start: datetime, days: int, end: datetime
    ) -> None:
        assert add_working_days(start, days, self.KNOWN) == end

    @pytest.mark.parametrize(
        ("days", "until", "estimated"),
        [
            (5, local(2026, 12, 31), False),
            (5, local(2027, 1, 1), False),  # the end of the last day of 2026
            (5, local(2027, 1, 2), True),
            (5, local(2025, 12, 31), True),
            (0, local(2027, 1, 2), False),
            (None, local(2027, 1, 2), False),
        ],
    )
    def test_32_a_limit_is_an_estimate_where_its_last_day_is_of_a_year_not_known(
        self, days: int | None, until: datetime, estimated: bool
    ) -> None:
        limit = Limit(minutes=60) if days is None else Limit(working_days=days)
        assert self.KNOWN.estimates(limit, until) is estimated

    @pytest.mark.parametrize(
        ("now", "year"),
        [
            (local(2026, 6, 1), None),
            (local(2026, 11, 1, 23, 59), None),
            (local(2026, 11, 2), 2027),
            (local(2026, 11, 22), 2027),
            (local(2027, 3, 1), 2027),
            (local(2025, 3, 1), 2025),
        ],
        ids=["summer", "61 days before", "60 days before", "today", "within it", "an earlier year"],
    )
    def test_32_a_year_is_missed_60_days_before_it_begins(self, now: datetime, year: int | None) -> None:
        assert self.KNOWN.missing(now) == year

    def test_32_with_the_next_year_known_nothing_is_missed(self) -> None:
        both = replace(self.KNOWN, years=frozenset({2026, 2027}))
        assert (both.missing(local(2026, 11, 22)), both.missing(local(2027, 11, 22))) == (None, 2028)


@given(moments, st.integers(1, 40), st.sets(st.dates(date(2020, 1, 1), date(2021, 12, 31)), max_size=60))
def test_working_days_end_on_a_day_that_is_worked_on(moment: datetime, days: int, odd: set[date]) -> None:
    """Any weekday may be off, and any weekend worked on."""
    weekend = frozenset(day for day in odd if day.weekday() >= 5)
    calendar = Calendar(ZONE, frozenset({2020, 2021}), frozenset(odd) - weekend, weekend)
    end = add_working_days(moment, days, calendar).astimezone(ZONE).date()
    begin = moment.astimezone(ZONE).date()
    passed = [begin + timedelta(days=each) for each in range(1, (end - begin).days + 1)]
    assert calendar.works(end)
    assert sum(map(calendar.works, passed)) == days
