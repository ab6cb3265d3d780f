"""Persons by id and by account."""

from sqlalchemy import bindparam, delete, select

from civic.people import Person
from civic.refusals import NotFound
from storage.sql import Row, Session, Statement, adding, changing
from storage.tables import notes, people, prompts
from storage.values import dump_spot, load_spot, moment, stamp

_GET = Statement(select(people).where(people.c.id == bindparam("id")))
_BY_CHAT = Statement(select(people).where(people.c.chat_id == bindparam("chat_id")))
_ADD = Statement(adding(people, "id"))
_SAVE = Statement(changing(people))
_REMOVE = tuple(
    map(
        Statement,
        (
            delete(notes).where(notes.c.author_id == bindparam("id"), notes.c.case_id.is_(None)),
            delete(prompts).where(prompts.c.person_id == bindparam("id")),
            delete(people).where(people.c.id == bindparam("id")),
        ),
    )
)


class People:
    """The repository of persons."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, person_id: int) -> Person:
        person = self._known.get(person_id) or self._read(_GET, id=person_id)
        if person is None:
            raise NotFound
        return person

    def by_chat(self, chat_id: int) -> Person | None:
        known = (person for person in self._known.values() if person.chat_id == chat_id)
        return next(known, None) or self._read(_BY_CHAT, chat_id=chat_id)

    def add(self, chat_id: int, name: str) -> Person:
        person = Person(0, chat_id, name)
        return Person(self._session.add(_ADD, **_columns(person)), chat_id, name)

    def save(self, person: Person) -> None:
        self._session.run(_SAVE, id=person.id, **_columns(person))
        self._known[person.id] = person

    def remove(self, person_id: int) -> None:
        for statement in _REMOVE:
            self._session.run(statement, id=person_id)
        self._known.pop(person_id, None)

    @property
    def _known(self) -> dict[int, Person]:
        """Who was met in this use case: the reporter and the workers of a case are asked for again and again."""
        return self._session.known

    def _read(self, statement: Statement, **key: int) -> Person | None:
        row = self._session.row(statement, **key)
        if row is None:
            return None
        person = self._known[row["id"]] = _person(row)
        return person


def _columns(person: Person) -> dict[str, object]:
    return {
        "chat_id": person.chat_id,
        "name": person.name,
        "consent_version": person.consent_version,
        "consent_at": stamp(person.consent_at),
        "place_id": person.place_id,
        "spot": dump_spot(person.spot),
        "unreachable": int(person.unreachable),
    }


def _person(row: Row) -> Person:
    return Person(
        id=row["id"],
        chat_id=row["chat_id"],
        name=row["name"],
        consent_version=row["consent_version"],
        consent_at=moment(row["consent_at"]),
        place_id=row["place_id"],
        spot=load_spot(row["spot"]),
        unreachable=bool(row["unreachable"]),
    )
