"""Topics: from a draft to the notice, the reminders, the vote and the outcome."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from civic import topics
from civic.refusals import AlreadyDone, MomentUnclear, MovedOn, Refusal
from civic.topics import REMINDERS, Topic, TopicState
from tests.civic.kit import COORDINATOR, DAY, ESTATE, HOUR, NOW

MEETING = NOW + 3 * DAY
T = TopicState


def a_topic(state: TopicState = T.DRAFTED, meets_at: datetime | None = None) -> Topic:
    known = meets_at or (None if state is T.DRAFTED else MEETING)
    return Topic(1, 7, ESTATE, -100, "楼道照明公共照明", COORDINATOR, state, known)


ACTS: dict[str, Callable[[Topic], Topic]] = {
    "notice": lambda topic: topics.notice(topic, MEETING, NOW),
    "another notice": lambda topic: topics.notice(topic, MEETING + DAY, NOW),
    "open": topics.open_vote,
    "decide": topics.decide,
}
LEADS_TO: dict[str, dict[TopicState, TopicState | type[Refusal]]] = {
    "notice": {T.DRAFTED: T.NOTICED, T.NOTICED: AlreadyDone, T.VOTING: AlreadyDone, T.DECIDED: AlreadyDone},
    "another notice": {T.DRAFTED: T.NOTICED, T.NOTICED: T.NOTICED},
    "open": {T.NOTICED: T.VOTING, T.VOTING: AlreadyDone},
    "decide": {T.VOTING: T.DECIDED},
}
"""What is not listed is refused as ``MovedOn``."""


@pytest.mark.parametrize("state", TopicState)
@pytest.mark.parametrize("name", ACTS)
def test_every_act_in_every_state(name: str, state: TopicState) -> None:
    try:
        outcome: object = ACTS[name](a_topic(state)).state
    except Refusal as refusal:
        outcome = type(refusal)
    assert outcome == LEADS_TO[name].get(state, MovedOn)


def test_the_notice_names_the_moment() -> None:
    assert topics.notice(a_topic(), MEETING, NOW).meets_at == MEETING


@pytest.mark.parametrize("meets_at", [NOW, NOW - HOUR], ids=["now", "past"])
def test_a_meeting_lies_ahead(meets_at: datetime) -> None:
    with pytest.raises(MomentUnclear):
        topics.notice(a_topic(), meets_at, NOW)


@pytest.mark.parametrize(
    ("before", "then"),
    [
        (3 * DAY, DAY),
        (DAY + HOUR, DAY),
        (DAY, HOUR),
        (timedelta(hours=5), HOUR),
        (HOUR, None),
        (timedelta(minutes=5), None),
        (timedelta(0), None),
    ],
    ids=["days ahead", "25 hours", "at the first", "same day", "at the second", "soon", "it begins"],
)
def test_next_reminder(before: timedelta, then: timedelta | None) -> None:
    due = topics.next_reminder(a_topic(T.NOTICED), MEETING - before)
    assert due == (None if then is None else MEETING - then)


def test_all_reminders_come_in_turn_and_each_once() -> None:
    topic, now, seen = a_topic(T.NOTICED), NOW, []
    while (due := topics.next_reminder(topic, now)) is not None:
        seen.append(MEETING - due)
        now = due
    assert tuple(seen) == tuple(sorted(REMINDERS, reverse=True))


@pytest.mark.parametrize("state", [T.VOTING, T.DECIDED])
def test_only_an_announced_meeting_is_reminded_of(state: TopicState) -> None:
    assert topics.next_reminder(a_topic(state, MEETING), NOW) is None


def test_before_the_notice_the_initiator_is_reminded() -> None:
    assert topics.next_reminder(a_topic(), NOW) == NOW + topics.ASKED_AGAIN
