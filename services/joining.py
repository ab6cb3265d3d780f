"""Joining: a resident comes to a place by its code or name, a worker to a role by an invitation."""

import hashlib
import secrets
from dataclasses import replace
from datetime import timedelta

from civic.events import Event, EventKind, Value
from civic.people import Person
from civic.places import ESTATES, Place
from civic.refusals import LinkInvalid, NotAllowed, PlaceUnknown
from civic.reports import MOST_CONFIDANTS
from civic.roles import Grant, Role
from civic.understanding import Spot
from services import hourly, staffing
from services.act import Act
from services.ports import Invite, Prompt, Subject
from services.posts import Post
from services.views import spot_params

INVITE_LASTS = timedelta(hours=24)
TRIES_AN_HOUR = 10
INVITE_PREFIX = "i_"
"""A start payload with this prefix is an invitation; any other is a place's code."""

_JOIN, _INVITE = "join", "invite:"


def start(act: Act, person: Person, payload: str) -> Person:
    """「/start」 with or without a payload. Before the privacy notice is agreed to, the payload waits."""
    if not person.consented:
        _remember(act, person, payload)
        return person
    if not payload:
        act.tx.outbox.put(Post(person.chat_id, "welcome", _welcome(act, person)))
        return person
    if payload.startswith(INVITE_PREFIX):
        return _take_invite(act, person, _hash(payload.removeprefix(INVITE_PREFIX)))
    return join(act, person, _coded(act, payload))


def resume(act: Act, person: Person) -> Person:
    """After 同意: go on with the link that the person came by, or say welcome."""
    prompt = act.tx.prompts.of(person.id)
    act.tx.prompts.clear(person.id)
    if prompt and prompt.purpose == _JOIN:
        return join(act, person, act.places.get(prompt.subject_id))
    if prompt and prompt.purpose.startswith(_INVITE):
        return _resume_invite(act, person, prompt.purpose.removeprefix(_INVITE))
    if not act.tx.notes.draft(person.id):
        act.tx.outbox.put(Post(person.chat_id, "welcome", _welcome(act, person)))
    return person


def join(act: Act, person: Person, place: Place, spot: Spot = Spot()) -> Person:
    """The place, and the building or unit if told, are the person's own: what they report without naming a place happened there."""
    person = replace(person, place_id=place.id, spot=spot)
    act.tx.people.save(person)
    act.tx.roles.add(Grant(person.id, Role.RESIDENT, place.id, act.now))
    act.tx.outbox.put(Post(person.chat_id, "told.joined", {"place": place.name, "spot": spot_params(spot)}))
    return person


def invite(act: Act, inviter: Person | None, role: Role, place: Place) -> str:
    """A new invitation; gives back the start payload, which is the only copy of its secret.

    ``inviter`` is ``None`` for the operator at the command line; anybody else must administer the place. Confidants are appointed by the
    operator alone.
    """
    if inviter is not None:
        if role is Role.CONFIDANT:
            raise NotAllowed
        if not staffing.administers(act, inviter, place.id):
            raise NotAllowed
    secret = secrets.token_urlsafe(18)
    act.tx.invites.add(Invite(_hash(secret), role, place.id, act.now + INVITE_LASTS, inviter.id if inviter else None))
    return INVITE_PREFIX + secret


def find_place(act: Act, words: str) -> Place:
    """The one place that a code or a name means; ``PlaceUnknown`` when none or several."""
    named = act.places.named(words)
    place = act.places.coded(words) or (named[0] if len(named) == 1 else None)
    if place is None:
        raise PlaceUnknown(name=words)
    return place


def _remember(act: Act, person: Person, payload: str) -> None:
    if payload.startswith(INVITE_PREFIX):
        purpose = _INVITE + _hash(payload.removeprefix(INVITE_PREFIX))
        act.tx.prompts.ask(person.id, Prompt(purpose, 0, act.now))
    elif (place := act.places.coded(payload)) and place.kind in ESTATES:
        act.tx.prompts.ask(person.id, Prompt(_JOIN, place.id, act.now))


def _coded(act: Act, payload: str) -> Place:
    place = act.places.coded(payload)
    if place is None or place.kind not in ESTATES:
        raise LinkInvalid
    return place


def tries(act: Act, person: Person) -> int:
    """How many links the person has tried in this hour, this one included."""
    return hourly.times(act, "link", person.id)


def _take_invite(act: Act, person: Person, secret_hash: str) -> Person:
    """Who tries link after link is refused whatever the link (fault 39)."""
    taken = None if tries(act, person) > TRIES_AN_HOUR else act.tx.invites.take(secret_hash, act.now)
    if taken is None or (taken.role is Role.CONFIDANT and _enough_confidants(act, person, taken.place_id)):
        raise LinkInvalid
    act.tx.roles.add(Grant(person.id, taken.role, taken.place_id, act.now))
    data: dict[str, Value] = {"role": taken.role, "place": taken.place_id}
    given = Event(EventKind.ROLE_GIVEN, act.now, taken.invited_by, data)
    act.tx.journal.append(Subject.PERSON, person.id, (given,))
    params = {"role": taken.role, "place": act.places.get(taken.place_id).name}
    act.tx.outbox.put(Post(person.chat_id, "told.appointed", params))
    return person


def _enough_confidants(act: Act, person: Person, place_id: int) -> bool:
    others = set(act.tx.roles.holders({Role.CONFIDANT}, act.places.scopes(place_id), act.now)) - {person.id}
    return len(others) >= MOST_CONFIDANTS


def _resume_invite(act: Act, person: Person, secret_hash: str) -> Person:
    """An invitation that does not hold is told, not raised: it must not take the consent back that was just given."""
    try:
        return _take_invite(act, person, secret_hash)
    except LinkInvalid as refusal:
        act.tx.outbox.put(Post(person.chat_id, f"refusal.{refusal.key}"))
        return person


def _welcome(act: Act, person: Person) -> dict[str, object]:
    return {"name": person.name, "place": None if person.place_id is None else act.places.get(person.place_id).name}


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
