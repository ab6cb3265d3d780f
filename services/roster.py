"""The roster: who serves in a place, and how a role ends.

Whoever administers a place sees and ends the roles of it and of all below. What somebody had in hand goes back to the coordinators,
as their limits run on (``services.casework``).
"""

from civic.events import Event, EventKind, Value
from civic.people import Person
from civic.places import Place
from civic.refusals import LastAdministrator, NotAllowed
from civic.roles import Grant, Role
from services import casework, menus, staffing, whereabouts
from services.act import Act
from services.ports import Subject
from services.posts import Post, Promise
from services.views import Params

SHOWN = 30
"""How many a message lists; with more, a place is to be named."""

_NOT_LISTED = frozenset({Role.RESIDENT, Role.CONFIDANT})
"""Residents are not staff, and confidants are the operator's alone to appoint and to dismiss (``civic.reports``)."""


def show(act: Act, person: Person, words: str) -> None:
    """「/人员」: who serves in the places that the person administers, or in the one named."""

    def fits(place: Place) -> bool:
        return bool(staffing.administered(act, person, _around(act, place)))

    if not words:
        _show(act, person, {place.id for place in act.places})
    elif place := whereabouts.meant(act, person, words, fits, "staff"):
        show_at(act, person, place)


def show_at(act: Act, person: Person, place: Place) -> None:
    """Who serves in a place and around it."""
    _show(act, person, _around(act, place))


def _show(act: Act, person: Person, places: set[int]) -> None:
    mine = staffing.administered(act, person, places)
    if not mine:
        raise NotAllowed
    found = [_serving(act, grant) for grant in act.tx.roles.at(mine, act.now) if grant.role not in _NOT_LISTED]
    act.tx.outbox.put(Post(person.chat_id, "roster.list", {"staff": found[:SHOWN], "left_out": len(found[SHOWN:])}))


def ask(act: Act, person: Person, grant_id: int) -> None:
    """解除: asked once more before it is done, with how much the other has in hand."""
    grant = _grant(act, person, grant_id)
    in_hand = [
        case for case in act.tx.cases.held_by(grant.person_id) if act.places.covers(grant.place_id, case.place_id)
    ]
    params = _serving(act, grant) | {"in_hand": len(in_hand)}
    act.tx.outbox.put(Post(person.chat_id, "ask.end_role", params, Promise.CARD, slot(grant_id)))


def end(act: Act, person: Person, grant_id: int) -> None:
    """The role ends now; the other is told, and what they had in hand is given back."""
    grant = _grant(act, person, grant_id)
    _end(act, grant, person.id)
    menus.close(act, person, slot(grant_id), "told.ended_role", **_serving(act, grant))


def everybody(act: Act) -> tuple[Grant, ...]:
    """Every role but residents' that is held now, for the operator."""
    held = act.tx.roles.at([place.id for place in act.places], act.now)
    return tuple(grant for grant in held if grant.role is not Role.RESIDENT)


def dismiss(act: Act, grant_id: int) -> Grant:
    """The operator ends a role, whichever it is."""
    grant = act.tx.roles.get(grant_id)
    _end(act, grant, None)
    return grant


def slot(grant_id: int) -> str:
    """The living message that asks whether a role is to end."""
    return f"role:{grant_id}:end"


def _end(act: Act, grant: Grant, actor_id: int | None) -> None:
    act.tx.roles.end(grant, act.now)
    data: dict[str, Value] = {"role": grant.role, "place": grant.place_id}
    act.tx.journal.append(Subject.PERSON, grant.person_id, (Event(EventKind.ROLE_ENDED, act.now, actor_id, data),))
    former = act.tx.people.get(grant.person_id)
    act.tx.outbox.put(Post(former.chat_id, "told.role_ended", _serving(act, grant)))
    for case in act.tx.cases.held_by(former.id):
        casework.vacate(act, case)


def _grant(act: Act, person: Person, grant_id: int) -> Grant:
    """A role that the person may end.

    Raises ``NotFound``, ``NotAllowed``, and ``LastAdministrator`` where nobody would be left to give roles.
    """
    grant = act.tx.roles.get(grant_id)
    if grant.role in _NOT_LISTED or not staffing.administers(act, person, grant.place_id):
        raise NotAllowed
    if grant.role is Role.ADMINISTRATOR:
        others = act.tx.roles.holders({Role.ADMINISTRATOR}, act.places.scopes(grant.place_id), act.now)
        if set(others) <= {grant.person_id}:
            raise LastAdministrator
    return grant


def _around(act: Act, place: Place) -> set[int]:
    """Ids of the place, of all below, and of what covers it: grids and the places above."""
    return {each.id for each in act.places if act.places.covers(place.id, each.id)} | act.places.scopes(place.id)


def _serving(act: Act, grant: Grant) -> Params:
    return {
        "grant_id": grant.id,
        "name": act.tx.people.get(grant.person_id).name,
        "role": grant.role,
        "place": act.places.get(grant.place_id).name,
    }
