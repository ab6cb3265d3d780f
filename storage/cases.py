"""Cases, and the counters that number them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from sqlalchemy import bindparam, func, select

from civic.calendar import Limit
from civic.cases import Case, DangerTold, State, Verdict
from civic.kinds import Tier
from civic.ladder import Rung, Step
from civic.refusals import NotFound
from civic.understanding import Matter, Persistence
from storage.sql import Row, Session, Statement, adding, among, changing, insert
from storage.tables import OPEN_CASES, WAITING_CASES, cases, counters
from storage.values import array, dump, dump_spot, load, load_spot, moment, stamp

_FIXED = ("number", "reporter_id", "filed_at")
"""What a case is filed with and never changes."""

_SKETCH = "sketch"
"""The matter of ``storage.signatures``."""

_GET = Statement(select(cases).where(cases.c.id == bindparam("id")))
_BY_NUMBER = Statement(select(cases).where(cases.c.number == bindparam("number")))
_ADD = Statement(adding(cases, "id", _SKETCH))
_SAVE = Statement(changing(cases, *_FIXED, _SKETCH))
_REPORTED_BY = Statement(
    select(cases)
    .where(cases.c.reporter_id == bindparam("person_id"))
    .order_by(cases.c.filed_at.desc(), cases.c.id.desc())
    .limit(bindparam("limit"))
)
_FILED_SINCE = Statement(
    select(func.count())
    .select_from(cases)
    .where(cases.c.reporter_id == bindparam("person_id"), cases.c.filed_at >= bindparam("since"))
)
_HELD_BY = Statement(
    select(cases)
    .where(cases.c.holder_id == bindparam("person_id"), cases.c.state.in_(OPEN_CASES))
    .order_by(cases.c.answer_by, cases.c.id)
)
_WAITING = Statement(
    select(cases)
    .where(among(cases.c.place_id, "places"), among(cases.c.rung, "rungs"), cases.c.state.in_(WAITING_CASES))
    .order_by(cases.c.accept_by, cases.c.id)
)
_FOLLOWERS = Statement(
    select(cases)
    .where(cases.c.joined_to == bindparam("case_id"), cases.c.state == State.JOINED)
    .order_by(cases.c.filed_at, cases.c.id)
)
_HOUSEHOLDS = Statement(
    select(func.count(cases.c.reporter_id.distinct())).where(
        cases.c.joined_to == bindparam("case_id"),
        cases.c.reporter_id != bindparam("reporter_id"),
        cases.c.state != State.WITHDRAWN,
    )
)
_COUNT = Statement(
    insert(counters)
    .values(series=bindparam("series"), value=1)
    .on_conflict_do_update(index_elements=[counters.c.series], set_={"value": counters.c.value + 1})
    .returning(counters.c.value)
)


class Cases:
    """The repository of cases."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, case: Case) -> Case:
        fixed = {"number": case.number, "reporter_id": case.reporter_id, "filed_at": stamp(case.filed_at)}
        return replace(case, id=self._session.add(_ADD, **fixed, **_columns(case)))

    def save(self, case: Case) -> None:
        self._session.run(_SAVE, id=case.id, **_columns(case))

    def get(self, case_id: int) -> Case:
        row = self._session.row(_GET, id=case_id)
        if row is None:
            raise NotFound
        return _case(row)

    def by_number(self, number: str) -> Case | None:
        row = self._session.row(_BY_NUMBER, number=number)
        return None if row is None else _case(row)

    def count(self, series: str) -> int:
        return int(self._session.value(_COUNT, series=series))

    def reported_by(self, person_id: int, limit: int = 20) -> tuple[Case, ...]:
        return tuple(map(_case, self._session.rows(_REPORTED_BY, person_id=person_id, limit=limit)))

    def filed_since(self, person_id: int, since: datetime) -> int:
        return int(self._session.value(_FILED_SINCE, person_id=person_id, since=stamp(since)))

    def held_by(self, person_id: int) -> tuple[Case, ...]:
        return tuple(map(_case, self._session.rows(_HELD_BY, person_id=person_id)))

    def waiting(self, rungs: Iterable[Rung], places: Iterable[int]) -> tuple[Case, ...]:
        return tuple(map(_case, self._session.rows(_WAITING, rungs=array(rungs), places=array(places))))

    def followers(self, case_id: int) -> tuple[Case, ...]:
        return tuple(map(_case, self._session.rows(_FOLLOWERS, case_id=case_id)))

    def households(self, case: Case) -> int:
        return int(self._session.value(_HOUSEHOLDS, case_id=case.id, reporter_id=case.reporter_id))


def _columns(case: Case) -> dict[str, object]:
    return {
        "place_id": case.place_id,
        "kind": case.kind,
        "tier": case.tier,
        "matter": case.matter,
        "text": case.text,
        "ladder": dump(case.ladder),
        "accept_by": stamp(case.accept_by),
        "answer_by": stamp(case.answer_by),
        "spot": dump_spot(case.spot),
        "state": case.state,
        "at": case.at,
        # Follows from ``ladder`` and ``at``; a column of its own so that the waiting cases of a rung are found by index.
        "rung": case.step.rung,
        "holder_id": case.holder_id,
        "settle_by": stamp(case.settle_by),
        "danger": case.danger,
        "reopened": case.reopened,
        "overdue": case.overdue,
        "verdict": case.verdict,
        "joined_to": case.joined_to,
        "spot_asked": int(case.spot_asked),
        "kinds_asked": array(case.kinds_asked) if case.kinds_asked else None,
        "persistence": dump(case.persistence) if case.persistence else None,
    }


def _case(row: Row) -> Case:
    return Case(
        id=row["id"],
        number=row["number"],
        reporter_id=row["reporter_id"],
        place_id=row["place_id"],
        kind=row["kind"],
        tier=Tier(row["tier"]),
        matter=Matter(row["matter"]),
        text=row["text"],
        ladder=_ladder(row["ladder"]),
        filed_at=moment(row["filed_at"]),
        accept_by=moment(row["accept_by"]),
        answer_by=moment(row["answer_by"]),
        spot=load_spot(row["spot"]),
        state=State(row["state"]),
        at=row["at"],
        holder_id=row["holder_id"],
        settle_by=moment(row["settle_by"]),
        danger=None if row["danger"] is None else DangerTold(row["danger"]),
        reopened=row["reopened"],
        overdue=row["overdue"],
        verdict=None if row["verdict"] is None else Verdict(row["verdict"]),
        joined_to=row["joined_to"],
        spot_asked=bool(row["spot_asked"]),
        kinds_asked=() if row["kinds_asked"] is None else tuple(load(row["kinds_asked"])),
        persistence=Persistence(**load(row["persistence"] or "{}")),
    )


# Most cases of a place share one of a few ladders, and a ladder is a value that nobody changes.
@lru_cache(maxsize=4096)
def _ladder(text: str) -> tuple[Step, ...]:
    return tuple(
        Step(Rung(step["rung"]), step["place_id"], Limit(**step["accept"]), Limit(**step["answer"]))
        for step in load(text)
    )
