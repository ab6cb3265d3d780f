"""Afterthoughts: people tell a trouble in several messages. What soon follows a case and names no matter of its own is more of it."""

from civic.cases import CLIMBING, OPEN, Case
from civic.people import Person
from civic.refusals import NotFound
from civic.signatures import LIKELY, likeness
from civic.understanding import Danger, Intent, Spot, Understanding
from services import cases, danger, filing
from services.act import Act
from services.incoming import Incoming
from services.posts import Post

SHORT = 30
"""Characters up to which a request may be more of the one before it."""

CERTAIN = 0.9
"""The belief from which words that go on with a case make it an emergency by themselves."""


def recent(act: Act, person: Person) -> Case | None:
    """The case that the person filed a moment ago, while it is open: a picture without words, or words without a matter, belong to it."""
    case = filing.just_filed(act, person)
    return case if case and case.state in OPEN else None


def take(act: Act, person: Person, message: Incoming, understood: Understanding) -> bool:
    """Whether the message went on with the case of a moment ago: it is added to it, and one tap files it apart after all.

    Where to come is put down if the case does not say. What tells of a danger, alone or together with the case, makes that an emergency.
    """
    where_alone = bool(understood.spot) and understood.intent is Intent.OTHER
    if message.forwarded or not (understood.more or understood.files or where_alone) or act.tx.notes.draft(person.id):
        return False
    case = recent(act, person)
    if case is None or _elsewhere(case, understood.spot):
        return False
    climbing = case.state in CLIMBING
    placed = bool(understood.spot) and not case.spot and climbing
    if not (understood.more or (placed and where_alone) or _same(act, case, message.text, understood)):
        return False
    alarm = None if case.danger else _danger(act, case, message.text, understood)
    if alarm and not climbing:
        return False
    if alarm:
        danger.begin(act, person, case, alarm)
    if placed:
        cases.relocate(act, person, case.id, None, understood.spot)
    cases.supplement(act, person, case.id, message)
    params = {"case_id": case.id, "number": case.number, "message_id": message.message_id}
    act.tx.outbox.put(Post(person.chat_id, "told.continued", params))
    return True


def _same(act: Act, case: Case, text: str, understood: Understanding) -> bool:
    """Whether a short request is about the same: of an emergency whatever tells of one, else its kind, and likely its matter."""
    if len(text) > SHORT:
        return False
    if understood.danger:
        return case.danger is not None
    if not understood.signature or [guess.code for guess in understood.guesses[:1]] != [case.kind]:
        return False
    told = act.read(case.text).signature
    return told is not None and likeness(understood.signature, told) >= LIKELY


def _elsewhere(case: Case, spot: Spot) -> bool:
    """Whether another building is named than the case's."""
    return None not in {case.spot.building, spot.building} and case.spot.building != spot.building


def _danger(act: Act, case: Case, text: str, understood: Understanding) -> Danger | None:
    """The danger that both together tell of, or the words alone beyond a doubt; where somebody only says where it is, they tell of none."""
    alone = None if understood.spot or understood.landmarks else understood.danger
    return act.read(f"{case.text}\n{text}").danger or (alone if alone and alone.probability > CERTAIN else None)


def file_apart(act: Act, person: Person, case_id: int, message_id: int) -> Case | None:
    """「另外登记」: what was added to a case is a request of its own, at the same place."""
    note = act.tx.notes.by_message(person.id, message_id)
    if note is None or note.case_id != case_id:
        raise NotFound
    return filing.file_apart(act, person, act.tx.cases.get(case_id), note.text)
