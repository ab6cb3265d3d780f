"""Events: what happened, as the journal keeps it. They hold references and states, never a person's words or name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Value = str | int | None


class EventKind(StrEnum):
    """Everything that can happen to a case (诉求), a topic (议题), a vote (表决), or what is kept of a person."""

    FILED = "filed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ASSIGNED = "assigned"
    ESCALATED = "escalated"
    CLIMBED = "climbed"
    OVERDUE = "overdue"
    REPLIED = "replied"
    ANSWERED = "answered"
    RATED = "rated"
    REOPENED = "reopened"
    LAPSED = "lapsed"
    UNHEARD = "unheard"
    WITHDRAWN = "withdrawn"
    REKINDED = "rekinded"
    CONFIRMED = "kind_confirmed"
    RELOCATED = "relocated"
    SUPPLEMENTED = "supplemented"
    REVISED = "revised"
    DANGER_TOLD = "danger_told"
    DELIBERATED = "deliberated"
    RESUMED = "resumed"
    JOINED = "joined"
    PARTED = "parted"
    VACATED = "vacated"

    TOPIC_NOTICED = "topic_noticed"
    TOPIC_MOVED = "topic_moved"
    TOPIC_REPLIED = "topic_replied"
    TOPIC_REMINDED = "topic_reminded"
    VOTE_OPENED = "vote_opened"
    BALLOT_CAST = "ballot_cast"
    VOTE_CLOSED = "vote_closed"
    DENIED = "denied"

    VOTE_EXTENDED = "vote_extended"
    VOTE_SUSPENDED = "vote_suspended"
    VOTE_REACHED = "vote_reached"
    VOTE_LEFT = "vote_left"

    ROLE_GIVEN = "role_given"
    ROLE_ENDED = "role_ended"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    FORGOTTEN = "forgotten"
    HELD = "held"
    RELEASED = "released"
    REPORTED = "reported"
    WORD_ADOPTED = "word_adopted"
    WORD_REJECTED = "word_rejected"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened at one moment; ``actor_id`` is ``None`` when time itself did it."""

    kind: EventKind
    at: datetime
    actor_id: int | None = None
    data: Mapping[str, Value] = field(default_factory=dict)
