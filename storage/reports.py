"""Reports about officials: a table of their own that no list, count or search of cases knows of."""

from collections.abc import Iterable

from sqlalchemy import bindparam, func, select

from civic.notes import File, FileKind
from civic.reports import Report
from storage.sql import Row, Session, Statement, adding, among
from storage.tables import reports
from storage.values import array, dump, load, moment, stamp

_ADD = Statement(adding(reports, "id"))
_AT = Statement(
    select(reports)
    .where(
        among(reports.c.place_id, "place_ids"),
        bindparam("reader_id").in_(select(func.json_each(reports.c.readers).table_valued("value").c.value)),
    )
    .order_by(reports.c.id.desc())
    .limit(bindparam("limit"))
)
_OF = Statement(select(reports).where(reports.c.reporter_id == bindparam("reporter_id")).order_by(reports.c.id))


class Reports:
    """Fits ``services.keeping.Reports``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, report: Report) -> int:
        return self._session.add(
            _ADD,
            number=report.number,
            reporter_id=report.reporter_id,
            place_id=report.place_id,
            filed_at=stamp(report.filed_at),
            text=report.text,
            files=dump([[file.kind, file.file_id] for file in report.files]),
            readers=array(report.readers),
        )

    def at(self, place_ids: Iterable[int], reader_id: int, limit: int) -> tuple[Report, ...]:
        rows = self._session.rows(_AT, place_ids=array(place_ids), reader_id=reader_id, limit=limit)
        return tuple(map(_report, rows))

    def of(self, reporter_id: int) -> tuple[Report, ...]:
        return tuple(map(_report, self._session.rows(_OF, reporter_id=reporter_id)))


def _report(row: Row) -> Report:
    return Report(
        number=row["number"],
        reporter_id=row["reporter_id"],
        place_id=row["place_id"],
        filed_at=moment(row["filed_at"]),
        text=row["text"],
        files=tuple(File(FileKind(kind), file_id) for kind, file_id in load(row["files"])),
        readers=tuple(load(row["readers"])),
    )
