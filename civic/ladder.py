"""The ladder (小区 → 社区 → 街道 → 部门): which rungs a case may stand on, who answers there, and by when.

The ladder with its limits is built when a case is filed and copied into it: settings that change later never move a running case.
The limits are this product's defaults (the practice of 「当日接、三日办结」 in 聊城经开区 and the regulations on hotlines of
济南 and 潍坊 for 5 working days); they promise an answer or the next step, not that everything is solved by then.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from civic.calendar import Calendar, Limit
from civic.kinds import Kind, Level, Tier
from civic.places import ESTATES, Directory, PlaceKind
from civic.roles import Role


class Rung(StrEnum):
    """The rungs (层级), from below to above."""

    ESTATE = "小区"
    COMMUNITY = "社区"
    STREET = "街道"
    DEPARTMENT = "部门"


RUNG_PLACES: dict[Rung, frozenset[PlaceKind]] = {
    Rung.ESTATE: ESTATES,
    Rung.COMMUNITY: frozenset({PlaceKind.COMMUNITY}),
    Rung.STREET: frozenset({PlaceKind.STREET}),
    Rung.DEPARTMENT: frozenset({PlaceKind.DISTRICT, PlaceKind.STREET}),
}
RUNG_ROLES: dict[Rung, frozenset[Role]] = {
    Rung.ESTATE: frozenset({Role.GRID_WORKER}),
    Rung.COMMUNITY: frozenset({Role.COMMUNITY_OFFICER}),
    Rung.STREET: frozenset({Role.STREET_OFFICER}),
    Rung.DEPARTMENT: frozenset({Role.DEPARTMENT_LIAISON}),
}
"""Who is offered the cases of each rung."""

FIRST_RUNG: dict[Level, Rung] = {
    Level.EMERGENCY: Rung.ESTATE,
    Level.ESTATE: Rung.ESTATE,
    Level.COMMUNITY: Rung.COMMUNITY,
    Level.STREET: Rung.STREET,
    Level.DEPARTMENT: Rung.DEPARTMENT,
}

TODAY = Limit(working_days=0)
ACCEPT: dict[Tier, Limit] = {
    Tier.EMERGENCY: Limit(minutes=10),
    Tier.URGENT: Limit(minutes=4 * 60),
    Tier.SWIFT: TODAY,
    Tier.MEDIUM: TODAY,
    Tier.LONG: Limit(working_days=1),
    Tier.CONFIDENTIAL: Limit(working_days=1),
}
ANSWER: dict[Tier, Limit] = {
    Tier.EMERGENCY: Limit(minutes=30),
    Tier.URGENT: Limit(minutes=24 * 60),
    Tier.SWIFT: Limit(minutes=72 * 60),
    Tier.MEDIUM: Limit(working_days=5),
    Tier.LONG: Limit(working_days=15),
    Tier.CONFIDENTIAL: Limit(working_days=15),
}
EMERGENCY_ACCEPT: dict[Rung, Limit] = {Rung.ESTATE: Limit(minutes=3), Rung.COMMUNITY: Limit(minutes=7)}
"""An emergency that nobody confirmed goes to the community after 3 minutes and to the street after 10 in all."""


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of a case's own ladder: the place whose staff it is offered to, and its two limits."""

    rung: Rung
    place_id: int
    accept: Limit
    answer: Limit


def build(kind: Kind, tier: Tier, place_id: int, directory: Directory) -> tuple[Step, ...]:
    """The ladder of a new case of this kind at this place, from its first rung up; an emergency begins with who is nearest.

    The rung 小区 is offered at the case's own place, so that the grid that covers it is found. A rung for which the tree has
    no place is left out; should all be, the ladder has the one step at the case's place.
    """
    rungs = list(Rung)
    first = Rung.ESTATE if tier is Tier.EMERGENCY else FIRST_RUNG.get(kind.level, Rung.COMMUNITY)
    wanted = rungs[rungs.index(first) :]
    steps = tuple(step for rung in wanted if (step := _step(rung, tier, place_id, directory)))
    return steps or (Step(Rung.ESTATE, place_id, ACCEPT[tier], ANSWER[tier]),)


def limits(ladder: tuple[Step, ...], at: int, start: datetime, calendar: Calendar) -> tuple[datetime, datetime]:
    """Accept-by and answer-by (UTC) of the rung ``at`` when it begins at ``start``."""
    return ladder[at].accept.after(start, calendar), ladder[at].answer.after(start, calendar)


def _step(rung: Rung, tier: Tier, place_id: int, directory: Directory) -> Step | None:
    place = directory.above(place_id, RUNG_PLACES[rung])
    if place is None:
        return None
    accept = EMERGENCY_ACCEPT.get(rung, ACCEPT[tier]) if tier is Tier.EMERGENCY else ACCEPT[tier]
    return Step(rung, place_id if rung is Rung.ESTATE else place.id, accept, ANSWER[tier])
