"""Outages: what is made good after the program was away."""

from datetime import datetime, timedelta

from services import alarms, ballots
from services.act import Act

MESSENGER_KEEPS = timedelta(hours=24)
"""How long the messenger keeps what nobody fetched (``getUpdates`` of the Bot API)."""


def over(act: Act, since: datetime) -> None:
    """The program was away from ``since`` until now: open votes get the time back, administrators hear what may be lost (fault 11)."""
    ballots.make_good(act, since)
    away = act.now - since
    if away > MESSENGER_KEEPS:
        alarms.tell_administrators(act, "alarm.away", {"hours": int(away.total_seconds() // 3600)})
