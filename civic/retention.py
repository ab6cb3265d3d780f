"""Retention (保留期): how long what is kept, counted from what. Beyond it nobody may read it any more (个人信息保护法 art. 19, 47).

The practice this follows is that of local 12345 services and the archives of communities; an operator may purge sooner, not later.
"""

from datetime import timedelta
from enum import StrEnum

from civic.events import EventKind


class Kept(StrEnum):
    """Kinds of what is kept about people."""

    DRAFT = "draft"
    """What was said but not filed."""
    STRANGER = "stranger"
    """Name and account of somebody who never agreed to the notice."""
    RECEIVED = "received"
    """Updates that were worked on: only their keys, against repeats."""
    DEAD_LETTER = "dead_letter"
    """Updates that could not be worked on, whole, for people to look at."""
    DELIVERED = "delivered"
    """Posts that were sent, given up or superseded."""
    SPOT = "spot"
    """Where an emergency was, to the door or the point on the map."""
    FILES = "files"
    """Pictures and voices of a case."""
    WORDS = "words"
    """What was said about a case, by whom and where in the estate."""
    BALLOTS = "ballots"
    """Who voted how; the result stays. A year to contest it in court (民法典 art. 280), and half a year more."""


RETENTION: dict[Kept, timedelta] = {
    Kept.DRAFT: timedelta(hours=24),
    Kept.STRANGER: timedelta(hours=24),
    Kept.RECEIVED: timedelta(hours=72),
    Kept.DEAD_LETTER: timedelta(days=30),
    Kept.DELIVERED: timedelta(days=7),
    Kept.SPOT: timedelta(days=30),
    Kept.FILES: timedelta(days=180),
    Kept.WORDS: timedelta(days=2 * 365),
    Kept.BALLOTS: timedelta(days=548),
}

ENDS = frozenset({EventKind.RATED, EventKind.LAPSED, EventKind.WITHDRAWN, EventKind.VOTE_CLOSED})
"""The events from which the retention of a case or a vote is counted."""
