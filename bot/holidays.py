"""Public holidays and the weekends that are worked on instead (放假和调休), read from their tables and checked."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta, tzinfo
from itertools import chain
from pathlib import Path
from typing import Any, Final

from civic.calendar import Calendar

SHIPPED: Final = Path(__file__).with_name("holidays.toml")

NEW_YEAR: Final = timedelta(days=3)
"""A year's notice may begin this long before the year does: 2023's gave 2022-12-31 off."""

LONGEST: Final = timedelta(days=15)
"""No holiday is longer; a slip of the pen is."""

Table = Mapping[int, tuple[frozenset[date], frozenset[date]]]
"""Of each year that is known: the days off, and the weekends that are worked on."""


def load_calendar(zone: tzinfo, further: Path | None = None) -> Calendar:
    """The years shipped with the program, and those of ``further``, which win.

    Raises ``ValueError``, which names every fault of the file, and ``OSError`` when it cannot be read.
    """
    years = {**_read(SHIPPED), **(_read(further) if further else {})}
    off, work = (frozenset(chain.from_iterable(days)) for days in zip(*years.values(), strict=True))
    return Calendar(zone, frozenset(years), off, work)


def _read(path: Path) -> Table:
    entries = tomllib.loads(path.read_text("utf-8"))
    faults = [f"[{name}] {fault}" for name, entry in entries.items() for fault in _faults(name, entry)]
    if faults:
        raise ValueError("; ".join(faults))
    return {int(name): (frozenset(_days(entry["off"])), frozenset(entry["work"])) for name, entry in entries.items()}


def _days(ranges: list[list[date]]) -> Iterator[date]:
    for first, last in ranges:
        yield from (first + timedelta(days=each) for each in range((last - first).days + 1))


def _faults(name: str, entry: Any) -> Iterator[str]:
    if not (name.isdecimal() and len(name) == 4 and isinstance(entry, dict) and {"off", "work"} <= entry.keys()):
        yield "must be a year with off and work"
        return
    if unknown := entry.keys() - {"notice", "off", "work"}:
        yield f"unknown: {' '.join(sorted(unknown))}"
    ranges, work = entry["off"], entry["work"]
    if not (isinstance(ranges, list) and all(map(_is_range, ranges))):
        yield f"off must be pairs of days such as [{name}-10-01, {name}-10-07], the first one first"
        return
    if not (isinstance(work, list) and all(type(day) is date and day.weekday() >= 5 for day in work)):
        yield "work must be days that are Saturdays or Sundays"
        return
    off = list(_days(ranges))
    year = range((date(int(name), 1, 1) - NEW_YEAR).toordinal(), date(int(name), 12, 31).toordinal() + 1)
    for day in chain(off, work):
        if day.toordinal() not in year:
            yield f"{day} is not of that year"
    for day in work:
        if day in off:
            yield f"{day} is both off and worked on"


def _is_range(pair: Any) -> bool:
    if not (isinstance(pair, list) and len(pair) == 2 and all(type(day) is date for day in pair)):
        return False
    return bool(timedelta(0) <= pair[1] - pair[0] <= LONGEST)
