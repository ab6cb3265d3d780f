"""Moments on the local calendar: ends of days, working days, and how long until a limit is up.

All arithmetic on days happens in the place's own zone; every result is in UTC. Which days are worked on is a value that is given
(``Calendar``): holidays are announced a year at a time, and a year that is not known yet is taken to have weekends only.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

SHORTEST_DAY = timedelta(hours=2)
"""「当日接」 for what arrives shortly before midnight: at least this long."""

AHEAD = timedelta(days=60)
"""How long before a year begins its holidays are asked for. The State Council announces them in November."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked on in a zone: weekdays, but for ``holidays``, and ``shifted`` weekends (调休上班), of the ``years`` known."""

    zone: tzinfo
    years: frozenset[int] = frozenset()
    holidays: frozenset[date] = frozenset()
    shifted: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        """Whether the day is a working day, as far as is known."""
        return day in self.shifted or (day.weekday() < 5 and day not in self.holidays)

    def estimates(self, limit: "Limit", until: datetime) -> bool:
        """Whether a limit that is up at ``until`` was counted over days whose holidays are not known (fault 32)."""
        last_moment = until - timedelta.resolution  # midnight belongs to the day that it ends
        return bool(limit.working_days) and last_moment.astimezone(self.zone).year not in self.years

    def missing(self, now: datetime) -> int | None:
        """The first year whose holidays are not known, when it has begun or does so within ``AHEAD``."""
        year = now.astimezone(self.zone).year
        while year in self.years:
            year += 1
        return year if year <= (now + AHEAD).astimezone(self.zone).year else None


@dataclass(frozen=True, slots=True)
class Limit:
    """How long something may take: so many minutes, or until the end of a working day so many days on (0: today's end).

    Exactly one of the two is set. Days are counted from the day after (民法典 art. 201).
    """

    minutes: int | None = None
    working_days: int | None = None

    def after(self, start: datetime, calendar: Calendar) -> datetime:
        """The moment (UTC) at which the limit is up when it begins at ``start``."""
        if self.minutes is not None:
            return start + timedelta(minutes=self.minutes)
        if not self.working_days:
            return max(end_of_day(start, calendar.zone), start + SHORTEST_DAY)
        return end_of_day(add_working_days(start, self.working_days, calendar), calendar.zone)


def end_of_day(moment: datetime, zone: tzinfo) -> datetime:
    """Midnight (24:00) of the local day that ``moment`` falls on, in UTC."""
    tomorrow = moment.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone).astimezone(UTC)


def add_working_days(moment: datetime, days: int, calendar: Calendar) -> datetime:
    """The same local time ``days`` working days later, in UTC."""
    local = moment.astimezone(calendar.zone)
    while days > 0:
        local += timedelta(days=1)
        days -= calendar.works(local.date())
    return local.astimezone(UTC)
