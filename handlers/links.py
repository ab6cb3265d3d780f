"""Links that administrators ask for: invitations to a role, and the link by which residents come to a place."""

from civic.people import Person
from civic.places import Place
from civic.refusals import PlaceUnknown, Refusal
from civic.roles import ROLE_NAMES, Role
from services import joining, staffing, whereabouts
from services.act import Act
from services.posts import Post


class RoleUnknown(Refusal):
    """No role bears this name. ``names``: those that there are."""


class InviteUsage(Refusal):
    """How an invitation is asked for."""


def invite(act: Act, person: Person, rest: str) -> None:
    """「/邀请 角色 地方」: a single-use link to a role, by an administrator of the place."""
    words = rest.split()
    if len(words) != 2:
        raise InviteUsage
    role = ROLE_NAMES.get(words[0])
    if role is None:
        raise RoleUnknown(name=words[0], names=list(ROLE_NAMES))

    def fits(place: Place) -> bool:
        return staffing.administers(act, person, place.id)

    if place := whereabouts.meant(act, person, words[1], fits, "invite", role=role):
        give_invite(act, person, role, place)


def give_invite(act: Act, person: Person, role: Role, place: Place) -> None:
    """The place is known."""
    payload = joining.invite(act, person, role, place)
    _post(act, person, "told.invite", role=role, place=place.name, link=_link(act, payload))


def place_link(act: Act, person: Person, rest: str) -> None:
    """「/解纷码 地方」: the link by which residents come to a place."""
    place = whereabouts.meant(act, person, rest, act.places.estates.__contains__, "link")
    if place:
        give_place_link(act, person, place)


def give_place_link(act: Act, person: Person, place: Place) -> None:
    """The place is known; residents belong to estates only."""
    if place not in act.places.estates:
        raise PlaceUnknown(name=place.name)
    _post(act, person, "told.place_link", place=place.name, link=_link(act, place.code))


def _link(act: Act, payload: str) -> str:
    """The deep link with a start payload."""
    return f"https://t.me/{act.town.bot_name}?start={payload}"


def _post(act: Act, person: Person, template: str, **params: object) -> None:
    act.tx.outbox.put(Post(person.chat_id, template, params))
