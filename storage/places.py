"""The tree of places, and the directory made from it, which is kept until a place changes."""

from dataclasses import replace

from sqlalchemy import select

from civic.places import Directory, Place, PlaceKind
from storage.sql import Row, Session, Statement, adding, changing
from storage.tables import places
from storage.values import dump, load

_ALL = Statement(select(places).order_by(places.c.id))
_ADD = Statement(adding(places, "id"))
_SAVE = Statement(changing(places))


class Places:
    """The repository of places."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def directory(self) -> Directory:
        directory = self._session.memory.directory
        if directory is None:
            directory = Directory(map(_place, self._session.rows(_ALL)))
            self._session.remember(directory=directory)
        return directory

    def put(self, place: Place) -> Place:
        if place.id:
            self._session.run(_SAVE, id=place.id, **_columns(place))
        else:
            place = replace(place, id=self._session.add(_ADD, **_columns(place)))
        self._session.remember(directory=None)
        return place


def _columns(place: Place) -> dict[str, object]:
    return {
        "code": place.code,
        "name": place.name,
        "kind": place.kind,
        "parent_id": place.parent_id,
        "aliases": dump(place.aliases),
        "covers": dump(place.covers),
        "phone": place.phone,
    }


def _place(row: Row) -> Place:
    return Place(
        id=row["id"],
        code=row["code"],
        name=row["name"],
        kind=PlaceKind(row["kind"]),
        parent_id=row["parent_id"],
        aliases=tuple(load(row["aliases"])),
        covers=frozenset(load(row["covers"])),
        phone=row["phone"],
    )
