"""Moments on the local calendar: ends of days, working days, and how long until a limit is up.

All arithmetic on days happens in the place's own zone, which is given as ``zone``; every result is in UTC. Working days are
weekdays only; public holidays and shifted weekends are not known here.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

SHORTEST_DAY = timedelta(hours=2)
"""「当日接」 for what arrives shortly before midnight: at least this long."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How long something may take: so many minutes, or until the end of a working day so many days on (0: today's end).

    Exactly one of the two is set. Days are counted from the day after (民法典 art. 201).
    """

    minutes: int | None = None
    working_days: int | None = None

    def after(self, start: datetime, zone: tzinfo) -> datetime:
        """The moment (UTC) at which the limit is up when it begins at ``start``."""
        if self.minutes is not None:
            return start + timedelta(minutes=self.minutes)
        if not self.working_days:
            return max(end_of_day(start, zone), start + SHORTEST_DAY)
        return end_of_day(add_working_days(start, self.working_days, zone), zone)


def end_of_day(moment: datetime, zone: tzinfo) -> datetime:
    """Midnight (24:00) of the local day that ``moment`` falls on, in UTC."""
    tomorrow = moment.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone).astimezone(UTC)


def add_working_days(moment: datetime, days: int, zone: tzinfo) -> datetime:
    """The same local time ``days`` weekdays later, in UTC."""
    local = moment.astimezone(zone)
    while days > 0:
        local += timedelta(days=1)
        days -= local.weekday() < 5
    return local.astimezone(UTC)
