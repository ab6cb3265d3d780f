"""Holds (依法保留): a case that a court or an authority needs is kept whole until it is released (个人信息保护法 art. 47)."""

from civic.cases import Case
from civic.events import Event, EventKind
from civic.people import Person
from civic.refusals import NotAllowed, NotFound
from services import retention, staffing
from services.act import Act
from services.ports import Subject
from services.posts import Post


def hold(act: Act, person: Person, number: str) -> None:
    """「/保留 编号」, by an administrator of its place."""
    case = _case(act, person, number)
    act.tx.holds.hold(case.id, person.id, act.now)
    _log(act, person, case, EventKind.HELD)
    act.tx.outbox.put(Post(person.chat_id, "privacy.held_case", {"number": case.number}))


def release(act: Act, person: Person, number: str) -> None:
    """「/解除保留 编号」: what should have gone meanwhile goes at once."""
    case = _case(act, person, number)
    act.tx.holds.release(case.id)
    _log(act, person, case, EventKind.RELEASED)
    retention.expire(act, case.id)
    act.tx.outbox.put(Post(person.chat_id, "privacy.released_case", {"number": case.number}))


def _case(act: Act, person: Person, number: str) -> Case:
    case = act.tx.cases.by_number(number)
    if case is None:
        raise NotFound
    if not staffing.administers(act, person, case.place_id):
        raise NotAllowed
    return case


def _log(act: Act, person: Person, case: Case, kind: EventKind) -> None:
    act.tx.journal.append(Subject.HOLD, case.id, (Event(kind, act.now, person.id),))
