"""Ballots: a vote in the group, from the frozen roll to the result that the resident reads."""

from datetime import datetime, timedelta

from civic import ballots as rules
from civic import cases as case_rules
from civic import topics as topic_rules
from civic.ballots import Choice, Tally, Vote
from civic.cases import State
from civic.events import Event, EventKind
from civic.people import Person
from civic.refusals import MovedOn, TooEarly
from civic.roles import Role
from civic.topics import Topic
from services import staffing, topics, views
from services.act import Act
from services.casework import keep
from services.ports import Subject, Timer
from services.posts import Post, Promise
from services.redraw import REDRAW_AFTER


def open_vote(act: Act, person: Person, topic_id: int, minutes: int) -> Vote:
    """Open the vote once the meeting has begun: the roll of council members is frozen now, the closing moment is set."""
    topic = topics.manage(act, person, topic_id)
    if topic.meets_at is None or act.now < topic.meets_at:
        raise TooEarly(from_at=views.epoch(topic.meets_at))
    topic = topic_rules.open_vote(topic)
    roll = rules.open_roll(staffing.holders(act, {Role.COUNCIL_MEMBER}, topic.place_id))
    vote = act.tx.votes.add(Vote(0, topic.id, roll, act.now, act.now + timedelta(minutes=minutes)))
    act.tx.topics.save(topic)
    topics.post_notice(act, topic)
    _log(act, vote, EventKind.VOTE_OPENED, person.id)
    act.tx.timers.cancel(Subject.TOPIC, topic.id)
    act.tx.timers.arm(Timer(Subject.VOTE, vote.id, "open", vote.closes_at))
    _draw(act, topic, vote)
    return vote


def cast(act: Act, person: Person, vote_id: int, choice: Choice, received_at: datetime) -> None:
    """One tap. The last one counts; whoever is not on the roll, or taps too late, is told so."""
    vote = act.tx.votes.get(vote_id)
    ballot = rules.cast(vote, person.id, choice, received_at)
    act.tx.votes.cast(vote.id, ballot)
    _log(act, vote, EventKind.BALLOT_CAST, person.id)
    _draw(act, act.tx.topics.get(vote.topic_id), vote, not_before=act.now + REDRAW_AFTER)


def close(act: Act, vote_id: int) -> bool:
    """The closing moment has come: count, post and pin the result, and give the case back to those who carry it out.

    False while a tap that was received in time still waits to be worked on: the caller tries again (fault 25).
    """
    vote = act.tx.votes.get(vote_id)
    if vote.outcome is not None or act.now < vote.closes_at:
        return True
    if act.tx.inbox.waits_before(vote.closes_at):
        return False
    tally = rules.tally(vote, act.tx.votes.ballots(vote.id))
    vote = Vote(vote.id, vote.topic_id, vote.roll, vote.opened_at, vote.closes_at, tally.outcome)
    topic = topic_rules.decide(act.tx.topics.get(vote.topic_id))
    act.tx.votes.save(vote)
    act.tx.topics.save(topic)
    _log(act, vote, EventKind.VOTE_CLOSED, None)
    _draw(act, topic, vote)
    params = topics.view(act, topic) | _counts(tally)
    act.tx.outbox.put(Post(topic.chat_id, "vote.result", params, Promise.CRITICAL, pin=True))
    _resume(act, topic, tally)
    return True


def _draw(act: Act, topic: Topic, vote: Vote, not_before: datetime | None = None) -> None:
    """The card in the group shows how many took part, and how they voted only once it is over."""
    tally = rules.tally(vote, act.tx.votes.ballots(vote.id))
    params = topics.view(act, topic) | {
        "vote_id": vote.id,
        "closes_at": views.epoch(vote.closes_at),
        "roll": tally.roll,
        "present": tally.present,
        "open": vote.outcome is None,
    }
    slot = f"vote:{vote.id}"
    promise = Promise.CRITICAL if vote.outcome is None and not tally.present else Promise.CARD
    act.tx.outbox.put(Post(topic.chat_id, "vote.card", params, promise, slot, not_before))


def _resume(act: Act, topic: Topic, tally: Tally) -> None:
    case = act.tx.cases.get(topic.case_id)
    if case.state is not State.DELIBERATING:
        raise MovedOn
    change = case_rules.resume(case, topic.id, tally.outcome, act.now, act.town.zone)
    event = change.events[0]
    told = Event(event.kind, event.at, None, dict(event.data) | _counts(tally))
    keep(act, case, case_rules.Change(change.case, (told,)))


def _counts(tally: Tally) -> dict[str, int | str | None]:
    return {
        "outcome": tally.outcome,
        "roll": tally.roll,
        "present": tally.present,
        "votes_for": tally.votes_for,
        "votes_against": tally.votes_against,
        "abstentions": tally.abstentions,
    }


def _log(act: Act, vote: Vote, kind: EventKind, actor_id: int | None) -> None:
    act.tx.journal.append(Subject.VOTE, vote.id, (Event(kind, act.now, actor_id),))
