"""Moments as people write them: 「明天 19:00」, 「周六上午10点」, 「11月25日 19:30」, 「2026-11-25 19:30」."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from civic.refusals import MomentUnclear

_DAYS = {"今天": 0, "今晚": 0, "明天": 1, "明晚": 1, "大后天": 3, "后天": 2}
_WEEKDAYS = "一二三四五六日"
_DATE = re.compile(r"(?:(\d{4})\s*[年/.-])?\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})")
_WEEKDAY = re.compile(r"(下*)(?:周|星期|礼拜)([一二三四五六日天])")
_TIME = re.compile(r"(\d{1,2})\s*(?:[:：]\s*(\d{2})|点\s*(?:(\d{1,2})\s*分?|(半))?)")
_LATE = re.compile(r"下午|晚")
_NOON = re.compile(r"中午")
"""From eleven to two: 中午1点 is 13:00."""
_MIDNIGHT = re.compile(r"晚\D*(?:0|12)\s*[点:：]")
"""Neither noon nor surely the day that was named: better asked for again."""


def read_moment(text: str, now: datetime, zone: tzinfo) -> datetime:
    """The moment (UTC) that the words mean, seen from ``now``; raises ``MomentUnclear`` for none, an impossible one or a past one."""
    local = now.astimezone(zone)
    day, rest = _day(text, local.date())
    clock = _TIME.search(rest)
    if day is None or clock is None or _MIDNIGHT.search(text):
        raise MomentUnclear
    hour, minute = int(clock[1]), int(clock[2] or clock[3] or (30 if clock[4] else 0))
    if hour < 12 and (_LATE.search(text) or (_NOON.search(text) and hour < 3)):
        hour += 12
    try:
        moment = datetime.combine(day, time(hour, minute), zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise MomentUnclear from None
    if moment <= now:
        raise MomentUnclear
    return moment


def _day(text: str, today: date) -> tuple[date | None, str]:
    """The day that is meant, and the text without the words that said so."""
    for word, days in _DAYS.items():
        if word in text:
            return today + timedelta(days=days), text
    if found := _WEEKDAY.search(text):
        wanted = _WEEKDAYS.index(found[2].replace("天", "日"))
        monday = today - timedelta(days=today.weekday())
        weeks = len(found[1]) or wanted < today.weekday()
        return monday + timedelta(days=wanted, weeks=weeks), text
    if found := _DATE.search(text):
        return _date(found, today), text[found.end() :]
    return None, text


def _date(found: re.Match[str], today: date) -> date | None:
    try:
        day = date(int(found[1] or today.year), int(found[2]), int(found[3]))
        return day if found[1] or day >= today else day.replace(year=today.year + 1)
    except ValueError:
        return None


def evenings(now: datetime, zone: tzinfo, count: int, hour: int = 19) -> tuple[datetime, ...]:
    """The next ``count`` evenings (UTC), from tomorrow: what the secretary is offered for a meeting."""
    today = now.astimezone(zone).date()
    return tuple(
        datetime.combine(today + timedelta(days=days), time(hour), zone).astimezone(UTC) for days in range(1, count + 1)
    )
