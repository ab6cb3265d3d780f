"""Menus: what can be chosen from before an action, as posts with a slot, so that choosing redraws them."""

from civic.cases import Case
from civic.people import Person
from civic.permissions import Action
from civic.refusals import MovedOn
from civic.understanding import Understanding
from services import staffing
from services.act import Act
from services.posts import Post, Promise

GUESSES_SHOWN = 3


def kinds(act: Act, person: Person, case_id: int) -> None:
    """改类别: the best guesses first, then all groups."""
    case = _choosing(act, person, Action.REKIND, case_id)
    others = [code for code in likely(act, act.read(case.text)) if code != case.kind]
    shown = [(code, act.town.taxonomy[code].name) for code in others[:GUESSES_SHOWN]]
    _post(act, person, case, shown, [] if shown else groups(act))


def likely(act: Act, understood: Understanding) -> list[str]:
    """The kinds that were guessed and may become a case, best first."""
    return [guess.code for guess in understood.guesses if act.town.taxonomy[guess.code].ordinary]


def group(act: Act, person: Person, case_id: int, index: int | None) -> None:
    """The groups of kinds, or the kinds of one group."""
    case = _choosing(act, person, Action.REKIND, case_id)
    if index is None:
        _post(act, person, case, [], groups(act))
        return
    name = dict(groups(act))[index]
    _post(
        act,
        person,
        case,
        [(kind.code, kind.name) for kind in act.town.taxonomy.values() if kind.group == name and kind.ordinary],
        [],
    )


def groups(act: Act) -> list[tuple[int, str]]:
    """The groups of the taxonomy, numbered in its order."""
    return list(enumerate(dict.fromkeys(kind.group for kind in act.town.taxonomy.values())))


def workers(act: Act, person: Person, case_id: int) -> None:
    """派给: the people who serve the place, the coordinator among them left out."""
    case = _choosing(act, person, Action.ASSIGN, case_id)
    choices = [
        (worker.id, staffing.label(act, worker, case.place_id))
        for worker in staffing.candidates(act, case)
        if worker.id != person.id
    ]
    params = {"case_id": case_id, "number": case.number, "workers": choices}
    act.tx.outbox.put(Post(person.chat_id, "ask.assign", params, Promise.CARD, assign_slot(case_id)))


def withdrawal(act: Act, person: Person, case_id: int) -> None:
    """撤回: asked once more before it is done."""
    case = _choosing(act, person, Action.WITHDRAW, case_id)
    params = {"case_id": case_id, "number": case.number, "code": case.kind, "kind": act.town.taxonomy[case.kind].name}
    act.tx.outbox.put(Post(person.chat_id, "ask.withdraw_sure", params, Promise.CARD, withdrawal_slot(case_id)))


def close(act: Act, person: Person, slot: str, template: str, **params: object) -> None:
    """A menu is done with: its message says what came of it."""
    act.tx.outbox.put(Post(person.chat_id, template, params, Promise.CARD, slot))


def kind_slot(case_id: int) -> str:
    """The living message of the menu of kinds."""
    return f"case:{case_id}:kind"


def assign_slot(case_id: int) -> str:
    """The living message that asks who is to have it."""
    return f"case:{case_id}:assign"


def withdrawal_slot(case_id: int) -> str:
    """The living message that asks whether to withdraw."""
    return f"case:{case_id}:withdraw"


def _choosing(act: Act, person: Person, action: Action, case_id: int) -> Case:
    """The case; a menu is only shown to whoever may choose from it."""
    case = act.tx.cases.get(case_id)
    if not staffing.may(act, person, action, case):
        raise MovedOn
    return case


def _post(act: Act, person: Person, case: Case, kinds_: list[tuple[str, str]], groups_: list[tuple[int, str]]) -> None:
    params = {"case_id": case.id, "number": case.number, "kinds": kinds_, "groups": groups_}
    act.tx.outbox.put(Post(person.chat_id, "ask.kind", params, Promise.CARD, kind_slot(case.id)))
