"""Invitations, of which only a hash is kept."""

from datetime import datetime

from sqlalchemy import bindparam, update

from civic.roles import Role
from services.ports import Invite
from storage.sql import Session, Statement, adding
from storage.tables import invites
from storage.values import moment, stamp

_ADD = Statement(adding(invites, "used_at").values(used_at=None))
_TAKE = Statement(
    update(invites)
    .values(used_at=bindparam("now"))
    .where(
        invites.c.secret_hash == bindparam("secret_hash"),
        invites.c.used_at.is_(None),
        invites.c.expires_at > bindparam("now"),
    )
    .returning(invites)
)


class Invites:
    """The repository of invitations."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, invite: Invite) -> None:
        self._session.run(
            _ADD,
            secret_hash=invite.secret_hash,
            role=invite.role,
            place_id=invite.place_id,
            expires_at=stamp(invite.expires_at),
            invited_by=invite.invited_by,
        )

    def take(self, secret_hash: str, now: datetime) -> Invite | None:
        row = self._session.row(_TAKE, secret_hash=secret_hash, now=stamp(now))
        if row is None:
            return None
        return Invite(
            row["secret_hash"], Role(row["role"]), row["place_id"], moment(row["expires_at"]), row["invited_by"]
        )
