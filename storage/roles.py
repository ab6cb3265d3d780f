"""Grants of roles."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, or_, select, update

from civic.refusals import NotFound
from civic.roles import Grant, Role
from storage.sql import Row, Session, Statement, adding, among
from storage.tables import roles
from storage.values import array, moment, stamp

_OF = Statement(select(roles).where(roles.c.person_id == bindparam("person_id")).order_by(roles.c.id))
_GET = Statement(select(roles).where(roles.c.id == bindparam("id")))
_HELD = (roles.c.since <= bindparam("now"), or_(roles.c.until.is_(None), roles.c.until > bindparam("now")))
_AT = Statement(
    select(roles).where(among(roles.c.place_id, "places"), *_HELD).order_by(roles.c.place_id, roles.c.role, roles.c.id)
)
_ADD = Statement(adding(roles, "id"))
_END = Statement(
    update(roles)
    .where(
        roles.c.person_id == bindparam("person_id"),
        roles.c.role == bindparam("role"),
        roles.c.place_id == bindparam("place_id"),
        or_(roles.c.until.is_(None), roles.c.until > bindparam("at")),
    )
    .values(until=bindparam("at"))
)
_HOLDERS = Statement(
    select(roles.c.person_id)
    .distinct()
    .where(
        among(roles.c.place_id, "scopes"),
        among(roles.c.role, "roles"),
        *_HELD,
    )
    .order_by(roles.c.person_id)
)


class Roles:
    """The repository of grants."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, person_id: int) -> tuple[Grant, ...]:
        return tuple(map(_grant, self._session.rows(_OF, person_id=person_id)))

    def add(self, grant: Grant) -> None:
        same = (each for each in self.of(grant.person_id) if (each.role, each.place_id) == (grant.role, grant.place_id))
        if not any(each.active(grant.since) for each in same):
            self._session.run(_ADD, **_columns(grant))

    def get(self, grant_id: int) -> Grant:
        row = self._session.row(_GET, id=grant_id)
        if row is None:
            raise NotFound
        return _grant(row)

    def at(self, places: Iterable[int], now: datetime) -> tuple[Grant, ...]:
        return tuple(map(_grant, self._session.rows(_AT, places=array(places), now=stamp(now))))

    def end(self, grant: Grant, at: datetime) -> None:
        self._session.run(_END, person_id=grant.person_id, role=grant.role, place_id=grant.place_id, at=stamp(at))

    def holders(self, roles: Iterable[Role], scopes: Iterable[int], now: datetime) -> tuple[int, ...]:
        rows = self._session.rows(_HOLDERS, roles=array(roles), scopes=array(scopes), now=stamp(now))
        return tuple(row[0] for row in rows)


def _columns(grant: Grant) -> dict[str, object]:
    return {
        "person_id": grant.person_id,
        "role": grant.role,
        "place_id": grant.place_id,
        "since": stamp(grant.since),
        "until": stamp(grant.until),
    }


def _grant(row: Row) -> Grant:
    return Grant(
        row["person_id"], Role(row["role"]), row["place_id"], moment(row["since"]), moment(row["until"]), row["id"]
    )
