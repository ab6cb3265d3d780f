"""Ballots: a vote in the group, from the frozen roll to the result that the resident reads."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from civic import ballots as rules
from civic import deliberation
from civic import topics as topic_rules
from civic.ballots import Ballot, Choice, Outcome, Tally, Vote
from civic.cases import Change, State
from civic.events import Event, EventKind, Value
from civic.people import Person
from civic.refusals import AlreadyDone, MovedOn, TooEarly
from civic.roles import Role
from civic.topics import Topic
from services import staffing, topics, views
from services.act import Act
from services.casework import keep
from services.ports import Subject, Timer
from services.posts import Post, Promise
from services.redraw import REDRAW_AFTER

NOTHING: Mapping[str, Value] = MappingProxyType({})


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
    _draw(act, topic, vote, rules.tally(vote, ()))
    return vote


def cast(act: Act, person: Person, vote_id: int, choice: Choice, received_at: datetime) -> None:
    """One tap. The last one counts; the same once more changes nothing; whoever is not on the roll, or taps too late, is told so."""
    vote = act.tx.votes.get(vote_id)
    ballot = rules.cast(vote, person.id, choice, received_at)
    before = act.tx.votes.ballots(vote.id)
    mine = [each.choice for each in before if each.person_id == person.id]
    if mine[-1:] == [choice]:
        return
    act.tx.votes.cast(vote.id, ballot)
    _log(act, vote, EventKind.BALLOT_CAST, person.id)
    topic = act.tx.topics.get(vote.topic_id)
    _draw(act, topic, vote, _tally(act, topic, vote, (*before, ballot)), act.now + REDRAW_AFTER)


def close(act: Act, vote_id: int) -> bool:
    """The closing moment has come: count, post and pin the result, and give the case back to those who carry it out.

    False while a tap that was received in time still waits to be worked on: the caller tries again (fault 25). A vote of a group that
    cannot be reached has no result before a coordinator decides (fault 22).
    """
    vote = act.tx.votes.get(vote_id)
    if vote.outcome is not None or act.now < vote.closes_at:
        return True
    if act.tx.inbox.waits_before(vote.closes_at):
        return False
    topic = act.tx.topics.get(vote.topic_id)
    if vote.suspended:
        params = _counts(_tally(act, topic, vote)) | {"vote_id": vote.id}
        topics.tell_initiator(act, topic, "ask.suspended", params, decision_slot(vote.id))
    else:
        _settle(act, topic, vote, None)
    return True


def decide(act: Act, person: Person, vote_id: int, *, counts: bool) -> Topic:
    """按票数算 / 作废: what becomes of a vote that ended while its group could not be reached."""
    vote = act.tx.votes.get(vote_id)
    topic = topics.manage(act, person, vote.topic_id)
    if vote.outcome is not None:
        raise AlreadyDone
    if act.now < vote.closes_at:
        raise MovedOn
    _settle(act, topic, vote, person.id, void=not counts)
    return topic


def reach(act: Act, chat_id: int, *, reached: bool) -> None:
    """The bot was shut out of a group, or let in again: open votes there are suspended, or go on (fault 22)."""
    for vote in act.tx.votes.open():
        topic = act.tx.topics.get(vote.topic_id)
        if topic.chat_id != chat_id or vote.suspended is not reached:
            continue
        changed = replace(vote, suspended=not reached)
        act.tx.votes.save(changed)
        _log(act, changed, EventKind.VOTE_REACHED if reached else EventKind.VOTE_SUSPENDED, None)
        _draw(act, topic, changed, _tally(act, topic, changed))
        topics.tell_initiator(act, topic, "vote.reached" if reached else "vote.suspended")


def left(act: Act, chat_id: int, person_id: int) -> None:
    """Somebody on the roll left the group: nothing changes, and whoever leads the vote is told (fault 23)."""
    for vote in act.tx.votes.open():
        topic = act.tx.topics.get(vote.topic_id)
        if topic.chat_id == chat_id and person_id in vote.roll:
            _log(act, vote, EventKind.VOTE_LEFT, person_id)
            topics.tell_initiator(act, topic, "vote.left", {"name": act.tx.people.get(person_id).name})


def make_good(act: Act, since: datetime) -> None:
    """After an outage from ``since`` on: votes that were open get the lost time back, once each, and say so (fault 25)."""
    for vote in act.tx.votes.open():
        if (longer := rules.extend(vote, since, act.now)) is not None:
            act.tx.votes.save(longer)
            act.tx.timers.arm(Timer(Subject.VOTE, longer.id, "open", longer.closes_at))
            _log(act, longer, EventKind.VOTE_EXTENDED, None)
            topic = act.tx.topics.get(longer.topic_id)
            _draw(act, topic, longer, _tally(act, topic, longer))


def decision_slot(vote_id: int) -> str:
    """The living message that asks what becomes of a suspended vote."""
    return f"vote:{vote_id}:decision"


def _settle(act: Act, topic: Topic, vote: Vote, decider_id: int | None, *, void: bool = False) -> None:
    tally = _tally(act, topic, vote)
    outcome = Outcome.VOID if void else tally.outcome
    vote = replace(vote, outcome=outcome)
    topic = topic_rules.decide(topic)
    act.tx.votes.save(vote)
    act.tx.topics.save(topic)
    _log(act, vote, EventKind.VOTE_CLOSED, decider_id, {"outcome": outcome, "excluded": tally.excluded})
    _draw(act, topic, vote, tally)
    params = topics.view(act, topic) | _counts(tally) | {"outcome": outcome}
    act.tx.outbox.put(Post(topic.chat_id, "vote.result", params, Promise.CRITICAL, pin=True))
    _resume(act, topic, tally, outcome)


def _tally(act: Act, topic: Topic, vote: Vote, ballots: Sequence[Ballot] | None = None) -> Tally:
    members = staffing.holders(act, {Role.COUNCIL_MEMBER}, topic.place_id)
    ballots = act.tx.votes.ballots(vote.id) if ballots is None else ballots
    return rules.tally(vote, ballots, vote.roll.difference(members))


def _draw(act: Act, topic: Topic, vote: Vote, tally: Tally, not_before: datetime | None = None) -> None:
    """The card in the group shows how many took part, and how they voted only once it is over."""
    params = topics.view(act, topic) | {
        "vote_id": vote.id,
        "closes_at": views.epoch(vote.closes_at),
        "extended": vote.extended,
        "roll": tally.roll,
        "present": tally.present,
        "open": vote.outcome is None,
    }
    slot = f"vote:{vote.id}"
    promise = Promise.CRITICAL if vote.outcome is None and not tally.present else Promise.CARD
    act.tx.outbox.put(Post(topic.chat_id, "vote.card", params, promise, slot, not_before))


def _resume(act: Act, topic: Topic, tally: Tally, outcome: Outcome) -> None:
    case = act.tx.cases.get(topic.case_id)
    if case.state is not State.DELIBERATING:
        raise MovedOn
    change = deliberation.resume(case, topic.id, outcome, act.now, act.town.calendar)
    event = change.events[0]
    told = Event(event.kind, event.at, None, dict(event.data) | _counts(tally) | {"outcome": outcome})
    keep(act, case, Change(change.case, (told,)))


def _counts(tally: Tally) -> dict[str, int | str | None]:
    return {
        "outcome": tally.outcome,
        "roll": tally.roll,
        "present": tally.present,
        "votes_for": tally.votes_for,
        "votes_against": tally.votes_against,
        "abstentions": tally.abstentions,
        "excluded": tally.excluded,
    }


def _log(act: Act, vote: Vote, kind: EventKind, actor_id: int | None, data: Mapping[str, Value] = NOTHING) -> None:
    act.tx.journal.append(Subject.VOTE, vote.id, (Event(kind, act.now, actor_id, data),))
