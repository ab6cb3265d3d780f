"""Casework: the one way in which a change of a case becomes rows: state, journal, timer, cards, notices."""

from collections.abc import Callable, Iterable

from civic import cases as rules
from civic.cases import Case, Change
from civic.people import Person
from civic.permissions import Action
from civic.refusals import MovedOn, NotFound
from services import staffing, views
from services.act import Act
from services.notices import NOTHING_SAID, Said, announce
from services.ports import Subject, Timer
from services.posts import Post, Promise


def resident_slot(case_id: int) -> str:
    """The living card of a case in its reporter's chat."""
    return f"case:{case_id}:resident"


def worker_slot(case_id: int) -> str:
    """The living card of a case in a worker's chat."""
    return f"case:{case_id}:worker"


def keep(act: Act, before: Case | None, change: Change, said: Said = NOTHING_SAID) -> Case:
    """Write a change: the case, its events, its next deadline, everybody's card, and the notices.

    What would be in the hands of somebody who serves there no longer goes back to the coordinators.
    """
    if staffing.deserted(act, change.case):
        vacated = rules.vacate(change.case, act.now)
        change = Change(vacated.case, change.events + vacated.events)
    case = change.case
    if before is not None:
        act.tx.cases.save(case)
    act.tx.journal.append(Subject.CASE, case.id, change.events)
    arm(act, case)
    redraw(act, case)
    announce(act, before, change, said)
    return case


def vacate(act: Act, case: Case) -> None:
    """Take the case out of the hands of whoever serves there no longer."""
    if staffing.deserted(act, case):
        keep(act, case, rules.vacate(case, act.now))


def arm(act: Act, case: Case) -> None:
    """Set the case's timer for its next deadline, with the step it belongs to."""
    if case.deadline is None:
        act.tx.timers.cancel(Subject.CASE, case.id)
    else:
        act.tx.timers.arm(Timer(Subject.CASE, case.id, step(case), case.deadline))


def step(case: Case) -> str:
    """The step that a timer of this case is set for."""
    return f"{case.state}:{case.at}"


def redraw(act: Act, case: Case) -> None:
    """Bring every card of the case up to date, and give one, with the resident's pictures, to whoever is newly responsible."""
    reporter = act.tx.people.get(case.reporter_id)
    about = views.basics(act, case)
    mine = about | views.for_resident(act, case, reporter)
    _card(act, reporter.chat_id, resident_slot(case.id), "case.resident", mine)
    notes = act.tx.notes.of(case.id)
    known = act.tx.outbox.viewers(worker_slot(case.id))
    responsible = [act.tx.people.get(person_id).chat_id for person_id in staffing.responsible(act, case)]
    new = [chat_id for chat_id in responsible if chat_id not in known]
    for chat_id in (*known, *new):
        if worker := act.tx.people.by_chat(chat_id):
            _card(act, chat_id, worker_slot(case.id), "case.worker", about | views.for_worker(act, case, worker, notes))
    if new:
        _send(act, case, views.files(note for note in notes if note.author_id == reporter.id), new)


def veil(act: Act, case: Case) -> None:
    """Its words were erased: the cards that workers still have in their chats lose them too."""
    about = views.basics(act, case)
    notes = act.tx.notes.of(case.id)
    for chat_id in act.tx.outbox.viewers(worker_slot(case.id)):
        if worker := act.tx.people.by_chat(chat_id):
            _card(act, chat_id, worker_slot(case.id), "case.worker", about | views.for_worker(act, case, worker, notes))


def _card(act: Act, chat_id: int, slot: str, template: str, params: views.Params) -> None:
    act.tx.outbox.put(Post(chat_id, template, params, Promise.CARD, slot))


def send_files(act: Act, case: Case, files: list[object]) -> None:
    """Further pictures follow the card to every worker who has one."""
    _send(act, case, files, act.tx.outbox.viewers(worker_slot(case.id)))


def _send(act: Act, case: Case, files: list[object], chats: Iterable[int]) -> None:
    for chat_id in chats if files else ():
        act.tx.outbox.put(Post(chat_id, "files", {"number": case.number, "files": files}, carries=case.id))


def find(act: Act, person: Person, case_id: int) -> Case:
    """The case, when the person may see it; else ``NotFound``, so that numbers cannot be probed."""
    case = act.tx.cases.get(case_id)
    if Action.VIEW not in staffing.actions(act, person, case):
        raise NotFound
    return case


def perform(
    act: Act, person: Person, action: Action, case_id: int, move: Callable[[Case], Change], said: Said = NOTHING_SAID
) -> Case:
    """Let the person make a move and keep what comes of it.

    First whether the person has this action at all, then what the rule says of a late or repeated tap, then whether the table allows
    it in this state.
    """
    case = act.tx.cases.get(case_id)
    in_state = staffing.may(act, person, action, case)
    change = move(case)
    if not in_state:
        raise MovedOn
    return keep(act, case, change, said)
