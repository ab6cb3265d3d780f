"""Topics (议题): a case before the council, from the notice of the meeting (会前通知) to the outcome of the vote.

The council of residents deliberates (居委会组织法 2025, art. 32); what it decides here is an expression of will (意向征询), not a vote
of the owners' assembly (民法典 art. 278).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from civic.refusals import AlreadyDone, MomentUnclear, MovedOn

REMINDERS = (timedelta(days=1), timedelta(hours=1))
"""How long before the meeting everyone is reminded."""

ASKED_AGAIN = timedelta(days=2)
"""How long a topic may be without a meeting's time before its initiator is asked again: the resident waits, and the ladder stands still."""

VOTE_MINUTES = (10, 60, 24 * 60)
"""How long a vote may be open, in minutes: what the secretary is offered."""


class TopicState(StrEnum):
    """Where a topic stands."""

    DRAFTED = "drafted"
    """The secretary has not yet set the meeting's time."""
    NOTICED = "noticed"
    """会前公示: the notice is posted, the meeting's time is set."""
    VOTING = "voting"
    """表决中."""
    DECIDED = "decided"
    """已有结论."""


class Attendance(StrEnum):
    """What a person answered to the notice."""

    COMING = "coming"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic. ``chat_id`` is the group bound to the place; ``meets_at`` is UTC."""

    id: int
    case_id: int
    place_id: int
    chat_id: int
    title: str
    initiator_id: int
    state: TopicState = TopicState.DRAFTED
    meets_at: datetime | None = None


def notice(topic: Topic, meets_at: datetime, now: datetime) -> Topic:
    """Set the meeting's time and give notice, or another time as long as no vote was opened. Raises ``MomentUnclear`` for a past one."""
    if meets_at <= now:
        raise MomentUnclear
    if topic.meets_at == meets_at:
        raise AlreadyDone
    if topic.state not in {TopicState.DRAFTED, TopicState.NOTICED}:
        raise MovedOn
    return replace(topic, state=TopicState.NOTICED, meets_at=meets_at)


def next_reminder(topic: Topic, now: datetime) -> datetime | None:
    """The next moment of a reminder, or ``None``; those whose moment has passed are not caught up.

    Before the notice it is the initiator who is reminded, after it everyone.
    """
    if topic.state is TopicState.DRAFTED:
        return now + ASKED_AGAIN
    if topic.meets_at is None or topic.state is not TopicState.NOTICED:
        return None
    return min((moment for before in REMINDERS if (moment := topic.meets_at - before) > now), default=None)


def open_vote(topic: Topic) -> Topic:
    """The meeting has talked it over: on to the vote."""
    if topic.state is TopicState.VOTING:
        raise AlreadyDone
    if topic.state is not TopicState.NOTICED:
        raise MovedOn
    return replace(topic, state=TopicState.VOTING)


def decide(topic: Topic) -> Topic:
    """The vote has closed."""
    if topic.state is not TopicState.VOTING:
        raise MovedOn
    return replace(topic, state=TopicState.DECIDED)
