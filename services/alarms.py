"""Alarms: administrators are told in their own chats when the program falls behind, and again when it has caught up."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from civic.roles import Role
from services.act import Act
from services.posts import Post


class Alarm(StrEnum):
    """What is wrong."""

    INBOX = "inbox"
    """An update has waited for more than a minute."""
    OUTBOX = "outbox"
    """A post should have gone more than ten minutes ago."""
    TIMERS = "timers"
    """A timer is more than five minutes overdue."""
    FREE = "free"
    """The disk is nearly full."""
    CLOCK = "clock"
    """The machine's clock has leapt ahead."""
    JOURNAL = "journal"
    """The journal is not what it was."""


def sound(act: Act, alarm: Alarm, minutes: int) -> None:
    """It is wrong, and has been for so many minutes."""
    tell_administrators(act, f"alarm.{alarm}", {"minutes": minutes})


def all_clear(act: Act, alarm: Alarm) -> None:
    """It is right again."""
    tell_administrators(act, f"alarm.over_{alarm}")


def dead_letters(act: Act, count: int) -> None:
    """So many messages could not be worked on; they are kept whole for people to look at (fault 8)."""
    tell_administrators(act, "alarm.dead", {"count": count})


HOLIDAYS_TOLD: Final = "holidays_told"
"""The latest year of which administrators know that its holidays are not known."""


def holidays_missing(act: Act) -> int | None:
    """The near year whose holidays are not known; administrators hear of each once, as soon as there are any (fault 32)."""
    year = act.town.calendar.missing(act.now)
    news = year is not None and act.tx.meta.get(HOLIDAYS_TOLD) != str(year)
    if news and tell_administrators(act, "alarm.holidays", {"year": year}):
        act.tx.meta.set(HOLIDAYS_TOLD, str(year))
    return year


def tell_administrators(
    act: Act, template: str, params: Mapping[str, object] = MappingProxyType({}), slot: str | None = None
) -> bool:
    """Say it to whoever administers any place; with a ``slot`` in place of what was said there before. False when nobody does."""
    everywhere = [place.id for place in act.places]
    administrators = act.tx.roles.holders({Role.ADMINISTRATOR}, everywhere, act.now)
    for administrator in administrators:
        act.tx.outbox.put(Post(act.tx.people.get(administrator).chat_id, template, params, slot=slot))
    return bool(administrators)
