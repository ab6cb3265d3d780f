"""Progress: what became of it. A resident's own cases, a worker's open work, and the way one case took."""

from collections.abc import Iterable

from civic.cases import CLIMBING, OPEN, Case, State
from civic.ladder import RUNG_ROLES, Rung
from civic.likeness import likeliest
from civic.people import Person
from civic.refusals import NotFound
from civic.roles import COORDINATORS, STAFF
from services import views
from services.act import Act
from services.casework import find
from services.ports import Subject
from services.posts import Post

SHOWN = 10
"""How many cases a list shows."""


def tell(act: Act, person: Person, question: str = "") -> None:
    """Answer "what became of it": the case whose number is named, the open one that the question is about, else the list."""
    if number := _number(act, question):
        tell_number(act, person, number)
        return
    cases = [case for case in act.tx.cases.reported_by(person.id) if case.state in OPEN]
    alike = likeliest(question, [case.text + act.town.taxonomy[case.kind].name for case in cases])
    if len(alike) == 1:
        _show(act, person, cases[alike[0]])
    else:
        tell_mine(act, person)


def show(act: Act, person: Person, case_id: int) -> None:
    """The way of one case, from a button of a list."""
    _show(act, person, find(act, person, case_id))


def tell_number(act: Act, person: Person, number: str) -> None:
    """「/进度 编号」: the way of one case, for those who may see it. Of one's own, the tail of the number will do."""
    mine = (case for case in act.tx.cases.reported_by(person.id) if case.number.endswith(number))
    case = act.tx.cases.by_number(number) or next(mine, None)
    if case is None:
        raise NotFound
    _show(act, person, find(act, person, case.id))


def tell_mine(act: Act, person: Person) -> None:
    """「/我的」: the resident's cases, latest first."""
    cases = act.tx.cases.reported_by(person.id, SHOWN)
    act.tx.outbox.put(Post(person.chat_id, "list.mine", {"cases": [views.basics(act, case) for case in cases]}))


def tell_tasks(act: Act, person: Person) -> None:
    """「/任务」: the open work of a worker, soonest deadline first."""
    cases = sorted(_work(act, person), key=lambda case: (case.deadline or case.answer_by, case.id))[:SHOWN]
    entries = [views.basics(act, case) | {"persistence": views.persistence_params(case.persistence)} for case in cases]
    act.tx.outbox.put(Post(person.chat_id, "list.tasks", {"cases": entries}))


def offer_withdrawal(act: Act, person: Person) -> None:
    """Somebody writes that it is settled or not needed: the open cases, with a button each; words alone withdraw nothing."""
    cases = [case for case in act.tx.cases.reported_by(person.id) if case.state in CLIMBING]
    act.tx.outbox.put(
        Post(person.chat_id, "ask.withdraw", {"cases": [views.basics(act, case) for case in cases[:SHOWN]]})
    )


def _number(act: Act, question: str) -> str | None:
    """The case number that a question names."""
    numbers = act.read(question).numbers if question else ()
    return numbers[0] if numbers else None


def _show(act: Act, person: Person, case: Case) -> None:
    events = act.tx.journal.of(Subject.CASE, case.id)
    if case.state is State.JOINED and case.joined_to is not None:
        followed = act.tx.journal.of(Subject.CASE, case.joined_to)
        events += tuple(event for event in followed if event.at > events[-1].at)
    act.tx.outbox.put(Post(person.chat_id, "progress", views.basics(act, case) | {"path": views.path(events)}))


def _work(act: Act, person: Person) -> Iterable[Case]:
    """What the person holds, and what waits on the rungs that their roles serve."""
    mine = {case.id: case for case in act.tx.cases.held_by(person.id)}
    for grant in act.tx.roles.of(person.id):
        if grant.role not in STAFF or not grant.active(act.now):
            continue
        rungs = list(Rung) if grant.role in COORDINATORS else [rung for rung in Rung if grant.role in RUNG_ROLES[rung]]
        below = [place.id for place in act.places if act.places.covers(grant.place_id, place.id)]
        mine |= {case.id: case for case in act.tx.cases.waiting(rungs, below)}
    return mine.values()
