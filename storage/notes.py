"""Notes, with or without a case yet."""

from sqlalchemy import Select, bindparam, delete, select, update

from civic.notes import File, FileKind, Note, NoteKind
from storage.sql import Row, Session, Statement, adding
from storage.tables import notes
from storage.values import moment, stamp

_AUTHOR = notes.c.author_id == bindparam("author_id")
_DRAFT = notes.c.case_id.is_(None)


def _latest(*conditions: object) -> Select[tuple[object, ...]]:
    return select(notes).where(_AUTHOR, *conditions).order_by(notes.c.id.desc()).limit(1)  # type: ignore[arg-type]


_ADD = Statement(adding(notes, "id"))
_OF = Statement(select(notes).where(notes.c.case_id == bindparam("case_id")).order_by(notes.c.id))
_DRAFT_OF = Statement(select(notes).where(_AUTHOR, _DRAFT).order_by(notes.c.id))
_FILE_DRAFT = Statement(update(notes).values(case_id=bindparam("case_id")).where(_AUTHOR, _DRAFT))
_DISCARD_DRAFT = Statement(delete(notes).where(_AUTHOR, _DRAFT))
# The messenger counts each chat's messages from 1, and afresh with another bot: of two with one number the later is meant.
_BY_MESSAGE = Statement(_latest(notes.c.message_id == bindparam("message_id")))
_BY_ALBUM = Statement(_latest(notes.c.album == bindparam("album"), notes.c.album.is_not(None)))
_REVISE = Statement(
    update(notes).values(text=bindparam("text")).where(_AUTHOR, notes.c.message_id == bindparam("message_id"))
)


class Notes:
    """The repository of notes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, note: Note) -> None:
        self._session.run(_ADD, **_columns(note))

    def of(self, case_id: int) -> tuple[Note, ...]:
        return tuple(map(_note, self._session.rows(_OF, case_id=case_id)))

    def draft(self, author_id: int) -> tuple[Note, ...]:
        return tuple(map(_note, self._session.rows(_DRAFT_OF, author_id=author_id)))

    def file_draft(self, author_id: int, case_id: int) -> None:
        self._session.run(_FILE_DRAFT, author_id=author_id, case_id=case_id)

    def discard_draft(self, author_id: int) -> None:
        self._session.run(_DISCARD_DRAFT, author_id=author_id)

    def by_message(self, author_id: int, message_id: int) -> Note | None:
        row = self._session.row(_BY_MESSAGE, author_id=author_id, message_id=message_id)
        return None if row is None else _note(row)

    def by_album(self, author_id: int, album: str) -> Note | None:
        row = self._session.row(_BY_ALBUM, author_id=author_id, album=album)
        return None if row is None else _note(row)

    def revise(self, author_id: int, message_id: int, text: str) -> None:
        self._session.run(_REVISE, author_id=author_id, message_id=message_id, text=text)


def _columns(note: Note) -> dict[str, object]:
    latitude, longitude = note.point or (None, None)
    return {
        "author_id": note.author_id,
        "kind": note.kind,
        "at": stamp(note.at),
        "text": note.text,
        "file_kind": note.file and note.file.kind,
        "file_id": note.file and note.file.file_id,
        "latitude": latitude,
        "longitude": longitude,
        "case_id": note.case_id,
        "message_id": note.message_id,
        "album": note.album,
    }


def _note(row: Row) -> Note:
    return Note(
        author_id=row["author_id"],
        kind=NoteKind(row["kind"]),
        at=moment(row["at"]),
        text=row["text"],
        file=None if row["file_kind"] is None else File(FileKind(row["file_kind"]), row["file_id"]),
        point=None if row["latitude"] is None else (row["latitude"], row["longitude"]),
        case_id=row["case_id"],
        message_id=row["message_id"],
        album=row["album"],
    )
