"""Topics: from a case to a meeting: 转议事, the notice in the group, who comes, the reminders."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from civic import deliberation
from civic import topics as rules
from civic.events import Event, EventKind
from civic.moments import evenings, read_moment
from civic.people import Person
from civic.permissions import Action
from civic.refusals import ConsentMissing, GroupNotBound, MovedOn, NotAllowed
from civic.roles import COORDINATORS, held
from civic.topics import Attendance, Topic, TopicState
from services import staffing, views
from services.act import Act
from services.casework import perform
from services.council import Group
from services.ports import Prompt, Subject, Timer
from services.posts import Post, Promise
from services.redraw import REDRAW_AFTER

EVENINGS_OFFERED = 3


def propose(act: Act, person: Person, case_id: int) -> Topic:
    """转议事: the case becomes a topic of the group bound to its place, and the secretary is asked when the meeting is.

    Raises ``GroupNotBound`` when the place has no group.
    """
    case = act.tx.cases.get(case_id)
    group = _group(act, case.place_id)
    title = act.town.taxonomy[case.kind].name
    topic = act.tx.topics.add(Topic(0, case.id, case.place_id, group.chat_id, title, person.id))
    perform(
        act,
        person,
        Action.DELIBERATE,
        case.id,
        lambda each: deliberation.deliberate(each, person.id, topic.id, act.now),
    )
    act.tx.prompts.ask(person.id, Prompt("meeting", topic.id, act.now))
    _ask_meeting(act, person, topic, "first")
    arm(act, topic)
    return topic


def reschedule(act: Act, person: Person, topic_id: int) -> None:
    """改时间: asked as the first time was, of whoever coordinates the place now."""
    topic = manage(act, person, topic_id)
    if topic.state not in {TopicState.DRAFTED, TopicState.NOTICED}:
        raise MovedOn
    act.tx.prompts.ask(person.id, Prompt("meeting", topic.id, act.now))
    _ask_meeting(act, person, topic, "again")


def give_notice(act: Act, person: Person, topic_id: int, meets_at: datetime) -> None:
    """The meeting's time is set: the notice goes to the group, the reminders are armed (会前通知, 居委会组织法 2025, art. 32).

    Where another was set before, the group is told so, and everybody asked anew whether they come.
    """
    before = manage(act, person, topic_id)
    topic = rules.notice(before, meets_at, act.now)
    act.tx.prompts.clear(person.id)
    act.tx.topics.save(topic)
    moved = before.meets_at is not None
    if moved:
        act.tx.topics.forget_attendance(topic.id)
        act.tx.outbox.put(Post(topic.chat_id, "topic.moved", view(act, topic)))
    _log(act, topic, EventKind.TOPIC_MOVED if moved else EventKind.TOPIC_NOTICED, person.id)
    post_notice(act, topic)
    arm(act, topic)
    act.tx.outbox.put(Post(person.chat_id, "told.noticed", view(act, topic)))


def attend(act: Act, person: Person, topic_id: int, attendance: Attendance) -> None:
    """参加 / 请假. The card shows the numbers, not the names. Raises ``ConsentMissing``: an answer is kept, so it takes consent."""
    if not person.consented:
        raise ConsentMissing
    topic = act.tx.topics.get(topic_id)
    if topic.state is not TopicState.NOTICED:
        raise MovedOn
    act.tx.topics.attend(topic.id, person.id, attendance, act.now)
    _log(act, topic, EventKind.TOPIC_REPLIED, person.id)
    post_notice(act, topic, not_before=act.now + REDRAW_AFTER)


def remind(act: Act, topic_id: int) -> None:
    """A reminder is due, or the meeting begins; then the next moment is armed."""
    topic = act.tx.topics.get(topic_id)
    if topic.state is TopicState.DRAFTED:
        _ask_meeting(act, act.tx.people.get(topic.initiator_id), topic, "unset")
    elif topic.state is not TopicState.NOTICED or topic.meets_at is None:
        return
    elif act.now < topic.meets_at:
        act.tx.outbox.put(Post(topic.chat_id, "topic.reminder", view(act, topic)))
        _log(act, topic, EventKind.TOPIC_REMINDED, None)
    else:
        tell_initiator(act, topic, "ask.vote", {"minutes": list(rules.VOTE_MINUTES)})
    arm(act, topic)


def arm(act: Act, topic: Topic) -> None:
    """Set the topic's timer for its next reminder or the meeting itself."""
    due = rules.next_reminder(topic, act.now) or topic.meets_at
    if due is None or due <= act.now:
        act.tx.timers.cancel(Subject.TOPIC, topic.id)
    else:
        act.tx.timers.arm(Timer(Subject.TOPIC, topic.id, topic.state, due))


def post_notice(act: Act, topic: Topic, not_before: datetime | None = None) -> None:
    """The notice in the group, or its living card redrawn."""
    answers = list(act.tx.topics.attendance(topic.id).values())
    params = view(act, topic) | {
        "coming": answers.count(Attendance.COMING),
        "away": answers.count(Attendance.AWAY),
        "open": topic.state is TopicState.NOTICED,
    }
    act.tx.outbox.put(Post(topic.chat_id, "topic.notice", params, slot=f"topic:{topic.id}", not_before=not_before))


def view(act: Act, topic: Topic) -> views.Params:
    """What a group may read of a topic: what and where, never who complained or which door (fault 46)."""
    return {
        "topic_id": topic.id,
        "title": topic.title,
        "number": act.tx.cases.get(topic.case_id).number,
        "place": act.places.get(topic.place_id).name,
        "meets_at": views.epoch(topic.meets_at),
    }


def tell_initiator(
    act: Act, topic: Topic, template: str, more: Mapping[str, object] = MappingProxyType({}), slot: str | None = None
) -> None:
    """Say something of the topic to whoever proposed it, and ``more`` than a group may read."""
    initiator = act.tx.people.get(topic.initiator_id)
    act.tx.outbox.put(Post(initiator.chat_id, template, {**view(act, topic), **more}, slot=slot))


def manage(act: Act, person: Person, topic_id: int) -> Topic:
    """The topic, when the person coordinates its place; else ``NotAllowed``."""
    topic = act.tx.topics.get(topic_id)
    if held(act.tx.roles.of(person.id), topic.place_id, act.places, act.now).isdisjoint(COORDINATORS):
        raise NotAllowed
    return topic


def moment(act: Act, text: str) -> datetime:
    """The moment that typed words mean; ``MomentUnclear`` when they mean none to come."""
    return read_moment(text, act.now, act.town.zone)


def bind(act: Act, person: Person, chat_id: int, words: str) -> None:
    """「/绑定」: bind a group to a place that the person administers: the one named, or the only one there is."""
    named = act.places.named(words) if words else act.places.estates
    administered = staffing.administered(act, person, [place.id for place in named])
    mine = [place for place in named if place.id in administered]
    if not mine:
        raise NotAllowed
    if len(mine) > 1:
        act.tx.outbox.put(Post(chat_id, "ask.bind", {"names": [place.name for place in mine]}))
        return
    act.tx.groups.bind(Group(chat_id, mine[0].id))
    act.tx.outbox.put(Post(chat_id, "told.bound", {"place": mine[0].name}, Promise.CRITICAL))


def _ask_meeting(act: Act, person: Person, topic: Topic, asked: str) -> None:
    """Ask when the meeting is: ``first``, ``again`` for another time, or because none is set still (``unset``)."""
    moments = [views.epoch(moment) for moment in evenings(act.now, act.town.zone, EVENINGS_OFFERED)]
    params = view(act, topic) | {"choices": moments, "asked": asked}
    act.tx.outbox.put(Post(person.chat_id, "ask.meeting", params))


def _group(act: Act, place_id: int) -> Group:
    """The group of the place, or of the nearest one above it."""
    for place in act.places.path(place_id):
        if group := act.tx.groups.at(place.id):
            return group
    raise GroupNotBound


def _log(act: Act, topic: Topic, kind: EventKind, actor_id: int | None) -> None:
    act.tx.journal.append(Subject.TOPIC, topic.id, (Event(kind, act.now, actor_id),))
