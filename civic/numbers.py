"""Case numbers (编号): 幸福-261122-003, short enough to say on the telephone."""

from datetime import datetime, tzinfo


def series(short_name: str, filed_at: datetime, zone: tzinfo) -> str:
    """What the numbers of one place and local day have in common: 幸福-261122."""
    return f"{short_name}-{filed_at.astimezone(zone):%y%m%d}"


def number(series_name: str, count: int) -> str:
    """The ``count``-th number of a series; past 999 it grows a digit."""
    return f"{series_name}-{count:03d}"
