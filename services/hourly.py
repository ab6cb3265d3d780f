"""How often somebody did something within this hour. The numbers go at night (``services.retention``)."""

from services.act import Act

SERIES = "hour:"
"""How the names of these counters begin; the hour follows, so that they sort by age."""


def times(act: Act, what: str, person_id: int) -> int:
    """Count it once more; gives how often it was this hour, this time included."""
    return act.tx.cases.count(f"{this_hour(act)}{what}:{person_id}")


def this_hour(act: Act) -> str:
    """How the names of this hour's counters begin."""
    return f"{SERIES}{int(act.now.timestamp()) // 3600}:"
