"""Roles (角色): who a person is for a place, and from when until when."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from civic.places import Directory


class Role(StrEnum):
    """The roles of the neighbourhood. A secretary of an estate (小区书记, 红邻书记) coordinates it."""

    RESIDENT = "居民"
    GRID_WORKER = "网格员"
    SECRETARY = "小区书记"
    COMMUNITY_OFFICER = "社区专员"
    STREET_OFFICER = "街道专员"
    DEPARTMENT_LIAISON = "部门联络员"
    PROPERTY_MANAGER = "物业"
    COUNCIL_MEMBER = "议事会成员"
    ADMINISTRATOR = "管理员"
    CONFIDANT = "举报受理人"
    """Reads the reports about officials; appointed by the operator alone, at most two for a place (``civic.reports``)."""


ROLE_NAMES: dict[str, Role] = {role.value: role for role in Role} | {
    "红邻书记": Role.SECRETARY,
    "社区书记": Role.COMMUNITY_OFFICER,
}
"""The names by which an operator may call a role."""

COORDINATORS = frozenset({Role.SECRETARY, Role.COMMUNITY_OFFICER, Role.STREET_OFFICER})
"""Who sorts out what nobody thinks is theirs, and turns a case into a topic."""

STAFF = frozenset(Role) - {Role.RESIDENT, Role.COUNCIL_MEMBER, Role.CONFIDANT}
"""Who may hold a case."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One row: this person has this role for this place and all below it, from ``since`` until ``until`` (open when ``None``)."""

    person_id: int
    role: Role
    place_id: int
    since: datetime
    until: datetime | None = None
    id: int = field(default=0, compare=False)

    def active(self, now: datetime) -> bool:
        """Whether the role is held at this moment."""
        return self.since <= now and (self.until is None or now < self.until)


def held(grants: Iterable[Grant], place_id: int, directory: Directory, now: datetime) -> frozenset[Role]:
    """The roles among ``grants`` that are active now and whose scope covers the place."""
    return frozenset(grant.role for grant in grants if grant.active(now) and directory.covers(grant.place_id, place_id))
