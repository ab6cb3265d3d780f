"""At most one open question a person."""

from sqlalchemy import bindparam, delete, select

from services.ports import Prompt
from storage.sql import Session, Statement, adding
from storage.tables import prompts
from storage.values import moment, stamp

_PERSON = prompts.c.person_id == bindparam("person_id")
_ADD = adding(prompts)
_ASK = Statement(
    _ADD.on_conflict_do_update(
        index_elements=[prompts.c.person_id],
        set_={name: _ADD.excluded[name] for name in ("purpose", "subject_id", "asked_at")},
    )
)
_OF = Statement(select(prompts).where(_PERSON))
_CLEAR = Statement(delete(prompts).where(_PERSON))


class Prompts:
    """The repository of open questions."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def ask(self, person_id: int, prompt: Prompt) -> None:
        self._session.run(
            _ASK,
            person_id=person_id,
            purpose=prompt.purpose,
            subject_id=prompt.subject_id,
            asked_at=stamp(prompt.asked_at),
        )

    def of(self, person_id: int) -> Prompt | None:
        row = self._session.row(_OF, person_id=person_id)
        return None if row is None else Prompt(row["purpose"], row["subject_id"], moment(row["asked_at"]))

    def clear(self, person_id: int) -> None:
        self._session.run(_CLEAR, person_id=person_id)
