"""Staffing: whose a case is on the rung it stands on, and who may be given it."""

from collections.abc import Iterable

from civic.cases import Case, State
from civic.ladder import RUNG_ROLES
from civic.people import Person
from civic.permissions import Action, Standing, allowed, require, standings
from civic.roles import COORDINATORS, ROLE_NAMES, STAFF, Role, held
from services.act import Act

FALLBACK: tuple[frozenset[Role], ...] = (
    frozenset({Role.COMMUNITY_OFFICER}),
    frozenset({Role.STREET_OFFICER}),
    frozenset({Role.SECRETARY}),
    frozenset({Role.ADMINISTRATOR}),
)
"""Who is asked, in this order, when nobody holds the role that a rung is offered to: a case always lands with somebody."""

LABEL_ORDER = (
    Role.GRID_WORKER,
    Role.PROPERTY_MANAGER,
    Role.DEPARTMENT_LIAISON,
    Role.STREET_OFFICER,
    Role.COMMUNITY_OFFICER,
    Role.SECRETARY,
    Role.ADMINISTRATOR,
    Role.COUNCIL_MEMBER,
)
"""Which of several roles a person is introduced with."""


def holders(act: Act, roles: Iterable[Role], place_id: int) -> tuple[int, ...]:
    """Ids of the people who hold any of the roles for the place."""
    return act.tx.roles.holders(roles, act.places.scopes(place_id), act.now)


def rung_staff(act: Act, case: Case) -> tuple[int, ...]:
    """Who the case is offered to on its rung, or whoever stands in for them."""
    for roles in (RUNG_ROLES[case.step.rung], *FALLBACK):
        if staff := holders(act, roles, case.place_id):
            return staff
    return ()


def coordinators(act: Act, case: Case) -> tuple[int, ...]:
    """Who sorts out a case that was declined: the secretary and community's officers, else the street's."""
    near = holders(act, COORDINATORS - {Role.STREET_OFFICER}, case.place_id)
    return near or holders(act, COORDINATORS, case.place_id) or rung_staff(act, case)


def responsible(act: Act, case: Case) -> tuple[int, ...]:
    """Ids of the people whose the case is at its state: offered to, coordinating, holding; nobody once it is over.

    Whose the case is that another follows, the other is too.
    """
    if case.state is State.JOINED and case.joined_to is not None:
        return responsible(act, act.tx.cases.get(case.joined_to))
    if case.state is State.OFFERED:
        return rung_staff(act, case)
    if case.state in {State.RETURNED, State.DELIBERATING}:
        return coordinators(act, case)
    return () if case.holder_id is None else (case.holder_id,)


def candidates(act: Act, case: Case) -> tuple[Person, ...]:
    """The people to whom a coordinator may give the case."""
    return tuple(
        act.tx.people.get(person_id) for person_id in holders(act, STAFF - {Role.ADMINISTRATOR}, case.place_id)
    )


def administered(act: Act, person: Person, places: Iterable[int]) -> frozenset[int]:
    """Those of the places that the person administers."""
    grants = act.tx.roles.of(person.id)
    return frozenset(each for each in places if Role.ADMINISTRATOR in held(grants, each, act.places, act.now))


def administers(act: Act, person: Person, place_id: int) -> bool:
    """Whether the person administers the place."""
    return bool(administered(act, person, [place_id]))


def deserted(act: Act, case: Case) -> bool:
    """Whether the case is in the hands of somebody who is staff of its place no longer."""
    if case.state is not State.WORKING:
        return False
    return case.holder_id is None or held(
        act.tx.roles.of(case.holder_id), case.place_id, act.places, act.now
    ).isdisjoint(STAFF)


def standing(act: Act, person: Person, case: Case) -> frozenset[Standing]:
    """How the person stands to the case, from the grants in this transaction."""
    return standings(person.id, act.tx.roles.of(person.id), case, act.places, act.now)


def actions(act: Act, person: Person, case: Case) -> tuple[Action, ...]:
    """What the person may do to the case as it is."""
    return allowed(standing(act, person, case), case)


def may(act: Act, person: Person, action: Action, case: Case) -> bool:
    """Whether the case is in a state for the action; raises ``NotAllowed`` when the person never has it."""
    return require(standing(act, person, case), action, case)


def label(act: Act, person: Person, place_id: int) -> str:
    """How a worker is introduced to a resident: role and name, unless the name says the role already."""
    if any(word in person.name for word in ROLE_NAMES):
        return person.name
    roles = held(act.tx.roles.of(person.id), place_id, act.places, act.now)
    role = next((role.value for role in LABEL_ORDER if role in roles), "")
    return f"{role} {person.name}".strip()
