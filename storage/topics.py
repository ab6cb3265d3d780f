"""Topics and who comes to their meetings."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from civic.refusals import NotFound
from civic.topics import Attendance, Topic, TopicState
from storage.sql import Row, Session, Statement, adding, changing
from storage.tables import attendance, topics
from storage.values import moment, stamp

_GET = Statement(select(topics).where(topics.c.id == bindparam("id")))
_OF_CASE = Statement(
    select(topics).where(topics.c.case_id == bindparam("case_id")).order_by(topics.c.id.desc()).limit(1)
)
_ADD = Statement(adding(topics, "id"))
_SAVE = Statement(changing(topics))
_ADD_ATTENDANCE = adding(attendance)
_ATTEND = Statement(
    _ADD_ATTENDANCE.on_conflict_do_update(
        index_elements=[attendance.c.topic_id, attendance.c.person_id],
        set_={name: _ADD_ATTENDANCE.excluded[name] for name in ("attendance", "at")},
    )
)
_FORGET_ATTENDANCE = Statement(delete(attendance).where(attendance.c.topic_id == bindparam("topic_id")))
_ATTENDANCE = Statement(
    select(attendance.c.person_id, attendance.c.attendance)
    .where(attendance.c.topic_id == bindparam("topic_id"))
    .order_by(attendance.c.person_id)
)


class Topics:
    """The repository of topics."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, topic: Topic) -> Topic:
        return replace(topic, id=self._session.add(_ADD, **_columns(topic)))

    def save(self, topic: Topic) -> None:
        self._session.run(_SAVE, id=topic.id, **_columns(topic))

    def get(self, topic_id: int) -> Topic:
        row = self._session.row(_GET, id=topic_id)
        if row is None:
            raise NotFound
        return _topic(row)

    def of_case(self, case_id: int) -> Topic | None:
        row = self._session.row(_OF_CASE, case_id=case_id)
        return None if row is None else _topic(row)

    def attend(self, topic_id: int, person_id: int, attendance: Attendance, at: datetime) -> None:
        self._session.run(_ATTEND, topic_id=topic_id, person_id=person_id, attendance=attendance, at=stamp(at))

    def forget_attendance(self, topic_id: int) -> None:
        self._session.run(_FORGET_ATTENDANCE, topic_id=topic_id)

    def attendance(self, topic_id: int) -> Mapping[int, Attendance]:
        rows = self._session.rows(_ATTENDANCE, topic_id=topic_id)
        return {row["person_id"]: Attendance(row["attendance"]) for row in rows}


def _columns(topic: Topic) -> dict[str, object]:
    return {
        "case_id": topic.case_id,
        "place_id": topic.place_id,
        "chat_id": topic.chat_id,
        "title": topic.title,
        "initiator_id": topic.initiator_id,
        "state": topic.state,
        "meets_at": stamp(topic.meets_at),
    }


def _topic(row: Row) -> Topic:
    return Topic(
        id=row["id"],
        case_id=row["case_id"],
        place_id=row["place_id"],
        chat_id=row["chat_id"],
        title=row["title"],
        initiator_id=row["initiator_id"],
        state=TopicState(row["state"]),
        meets_at=moment(row["meets_at"]),
    )
