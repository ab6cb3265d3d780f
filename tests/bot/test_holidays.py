"""The table of holidays: what the notices say, and what is wrong with a table that cannot be used."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.holidays import load_calendar
from bot.settings import ConfigurationError, load_settings
from civic.calendar import Calendar

# 国办发明电〔2024〕12号 and 〔2025〕7号, day by day, as they are read by people.
OFF = """
2025-01-01
2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-02-01 2025-02-02 2025-02-03 2025-02-04
2025-04-04 2025-04-05 2025-04-06
2025-05-01 2025-05-02 2025-05-03 2025-05-04 2025-05-05
2025-05-31 2025-06-01 2025-06-02
2025-10-01 2025-10-02 2025-10-03 2025-10-04 2025-10-05 2025-10-06 2025-10-07 2025-10-08
2026-01-01 2026-01-02 2026-01-03
2026-02-15 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-02-21 2026-02-22 2026-02-23
2026-04-04 2026-04-05 2026-04-06
2026-05-01 2026-05-02 2026-05-03 2026-05-04 2026-05-05
2026-06-19 2026-06-20 2026-06-21
2026-09-25 2026-09-26 2026-09-27
2026-10-01 2026-10-02 2026-10-03 2026-10-04 2026-10-05 2026-10-06 2026-10-07
"""
WORK = """
2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11
2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10
"""
WORKING_DAYS = {2025: 248, 2026: 248}
"""365 days less 104 weekend days and 13 holidays of the law (全国年节及纪念日放假办法, 2024)."""


def days(text: str) -> set[date]:
    return set(map(date.fromisoformat, text.split()))


@pytest.fixture
def shipped() -> Calendar:
    return load_calendar(UTC)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "holidays.toml"


def test_32_every_day_of_the_notices_is_as_they_say(shipped: Calendar) -> None:
    assert (shipped.holidays, shipped.shifted) == (days(OFF), days(WORK))
    assert shipped.years == {2025, 2026}


@pytest.mark.parametrize("year", sorted(WORKING_DAYS))
def test_32_a_year_has_as_many_working_days_as_the_law_leaves(shipped: Calendar, year: int) -> None:
    every = (date(year, 1, 1) + timedelta(days=number) for number in range(365))
    assert sum(map(shipped.works, every)) == WORKING_DAYS[year]


def test_32_a_deployment_adds_years_and_its_own_word_counts(table: Path) -> None:
    table.write_text(
        "[2027]\nnotice = '样例'\noff = [[2026-12-31, 2027-01-02]]\nwork = [2027-01-09]\n[2026]\noff = []\nwork = []\n",
        "utf-8",
    )
    calendar = load_calendar(UTC, table)
    assert calendar.years == {2025, 2026, 2027}
    assert not calendar.works(date(2026, 12, 31))
    assert calendar.works(date(2027, 1, 9))
    assert calendar.works(date(2026, 10, 1))
    assert not calendar.works(date(2025, 10, 1))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("[2027]\noff = []", "[2027] must be a year with off and work"),
        ("[later]\noff = []\nwork = []", "[later] must be a year"),
        ("2027 = 1", "[2027] must be a year"),
        ("[2027]\noff = []\nwork = []\nnote = ''", "[2027] unknown: note"),
        ("[2027]\noff = [2027-10-01]\nwork = []", "[2027] off must be pairs of days"),
        ("[2027]\noff = [[2027-10-07, 2027-10-01]]\nwork = []", "[2027] off must be pairs of days"),
        ("[2027]\noff = [[2027-01-01, 2027-10-01]]\nwork = []", "[2027] off must be pairs of days"),
        ("[2027]\noff = [[2027-10-01T00:00:00, 2027-10-02]]\nwork = []", "[2027] off must be pairs of days"),
        ("[2027]\noff = []\nwork = [2027-10-08]", "[2027] work must be days that are Saturdays or Sundays"),
        ("[2027]\noff = [[2028-10-01, 2028-10-01]]\nwork = []", "[2027] 2028-10-01 is not of that year"),
        (
            "[2027]\noff = [[2027-10-01, 2027-10-03]]\nwork = [2027-10-02]",
            "[2027] 2027-10-02 is both off and worked on",
        ),
        ("[2027\n", "Expected"),
    ],
)
def test_a_table_that_cannot_be_used_is_named_by_its_setting(table: Path, text: str, wrong: str) -> None:
    table.write_text(text, "utf-8")
    with pytest.raises(ConfigurationError) as error:
        load_settings(holidays=table)
    ((key, said),) = error.value.problems
    assert (key, wrong in said) == ("YOUSHI_HOLIDAYS", True), said


def test_a_file_that_is_not_there_is_named_too(table: Path) -> None:
    with pytest.raises(ConfigurationError) as error:
        load_settings(holidays=table)
    assert error.value.problems == [("YOUSHI_HOLIDAYS", "cannot be read")]


def test_32_the_table_is_what_the_program_counts_by(table: Path) -> None:
    table.write_text("[2027]\noff = [[2027-01-01, 2027-01-03]]\nwork = []", "utf-8")
    settings = load_settings(holidays=table, timezone="Asia/Shanghai")
    assert settings.calendar.missing(datetime(2026, 11, 22, tzinfo=UTC)) is None
    assert settings.calendar.zone == settings.zone
