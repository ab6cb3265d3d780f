"""What staff's corrections of kinds tell, and what was decided on the words that they suggest."""

from collections.abc import Mapping

from sqlalchemy import bindparam, func, select

from civic.cases import State
from civic.events import EventKind
from civic.lexicon import Adopted
from services.ports import Subject
from services.words import Told
from storage.sql import Session, Statement, adding
from storage.tables import cases, journal, suggestions

SORTED = (State.ANSWERED, State.SETTLED)
"""States in which staff have gone by the kind."""

_first = journal.alias("first")
_LAST = select(func.max(journal.c.id)).where(journal.c.kind == EventKind.REKINDED).group_by(journal.c.subject_id)
_FIRST_KIND = (
    select(func.json_extract(_first.c.data, "$.kind"))
    .where(_first.c.subject == Subject.CASE, _first.c.subject_id == cases.c.id, _first.c.kind == EventKind.FILED)
    .scalar_subquery()
)
_CORRECTED = Statement(
    select(cases.c.id, cases.c.text, cases.c.kind)
    .join(journal, journal.c.subject_id == cases.c.id)
    .where(
        journal.c.id.in_(_LAST),
        journal.c.actor_id != cases.c.reporter_id,
        cases.c.text != "",
        cases.c.kind != _FIRST_KIND,
    )
    .order_by(journal.c.id.desc())
    .limit(bindparam("limit"))
)
_OTHERS = Statement(
    select(cases.c.id, cases.c.text, cases.c.kind)
    .where(cases.c.state.in_(SORTED), cases.c.text != "")
    .order_by(cases.c.id.desc())
    .limit(bindparam("limit"))
)
_DECIDED = Statement(select(suggestions.c.word, suggestions.c.kind, suggestions.c.adopted).order_by(suggestions.c.id))
_ADD = adding(suggestions, "id")
_DECIDE = Statement(
    _ADD.on_conflict_do_update(
        index_elements=[suggestions.c.word, suggestions.c.kind],
        set_={"adopted": _ADD.excluded.adopted},
        where=suggestions.c.adopted != _ADD.excluded.adopted,
    ).returning(suggestions.c.id)
)


class Suggestions:
    """Fits ``services.words.Suggestions``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def evidence(self, corrections: int, others: int) -> tuple[Told, ...]:
        # Taken apart by place: a connection that only reads gives plain rows.
        corrected = {row[0]: Told(row[1], row[2], True) for row in self._session.rows(_CORRECTED, limit=corrections)}
        left = {row[0]: Told(row[1], row[2], False) for row in self._session.rows(_OTHERS, limit=others)}
        return tuple((left | corrected).values())

    def decided(self) -> Mapping[Adopted, bool]:
        return {Adopted(row[0], row[1]): bool(row[2]) for row in self._session.rows(_DECIDED)}

    def decide(self, word: Adopted, *, adopt: bool) -> int | None:
        number: int | None = self._session.value(_DECIDE, word=word.word, kind=word.kind, adopted=int(adopt))
        return number
