"""Answers: the next message after the bot asked something is the answer to it."""

import re
from collections.abc import Callable

from civic.notes import NoteKind
from civic.people import Person
from civic.permissions import Action
from civic.places import Place
from civic.refusals import MovedOn
from civic.understanding import Spot
from services import cases, danger, filing, joining, menus, reports, staffing, topics, whereabouts
from services.act import Act
from services.incoming import Incoming
from services.ports import Prompt
from services.posts import Post

Answer = Callable[[Act, Person, Prompt, Incoming], None]

_PAUSE = re.compile(r"[，。！？；,.!?;\n]")
"""What stands in no name."""


def ask(act: Act, person: Person, purpose: str, case_id: int) -> None:
    """Ask the person for words (why, what was done …) before an action on a case, if they may do it at all."""
    case = act.tx.cases.get(case_id)
    if not staffing.may(act, person, ASKED_FOR[purpose], case):
        raise MovedOn
    if purpose == "escalate":
        cases.can_escalate(case)
    act.tx.prompts.ask(person.id, Prompt(purpose, case_id, act.now))
    act.tx.outbox.put(Post(person.chat_id, f"prompt.{purpose}", {"number": case.number}))


def take(act: Act, person: Person, prompt: Prompt, message: Incoming) -> None:
    """The message answers the question; it is closed, whatever comes of it."""
    act.tx.prompts.clear(person.id)
    if message.text and prompt.purpose in _ASKED_OF_RESIDENTS:
        danger.call_first(act, person, act.read(message.text).danger)
    _ANSWERS[prompt.purpose](act, person, prompt, message)


def ask_why(act: Act, person: Person, case_id: int) -> None:
    """After 不满意: why. The case is back at work already, whether they say or not."""
    case = act.tx.cases.get(case_id)
    act.tx.prompts.ask(person.id, Prompt("verdict", case_id, act.now))
    act.tx.outbox.put(Post(person.chat_id, "prompt.verdict", {"number": case.number}))


def _decline(act: Act, person: Person, prompt: Prompt, message: Incoming) -> None:
    case = cases.decline(act, person, prompt.subject_id, message)
    _done(act, person, "told.declined", case.number)


def _escalate(act: Act, person: Person, prompt: Prompt, message: Incoming) -> None:
    case = cases.escalate(act, person, prompt.subject_id, message)
    _done(act, person, "told.escalated", case.number, rung=case.step.rung)


def _reply(act: Act, person: Person, prompt: Prompt, message: Incoming) -> None:
    case = cases.reply(act, person, prompt.subject_id, message)
    _done(act, person, "told.replied", case.number)


def _close(act: Act, person: Person, prompt: Prompt, message: Incoming) -> None:
    case = cases.close(act, person, prompt.subject_id, message)
    _done(act, person, "told.closed", case.number)


def _supplement(act: Act, person: Person, prompt: Prompt, message: Incoming) -> None:
    case = cases.supplement(act, person, prompt.subject_id, message)
    _done(act, person, "told.supplemented", case.number)


def _verdict(act: Act, person: Person, prompt: Prompt, message: Incoming) -> None:
    case = cases.supplement(act, person, prompt.subject_id, message, NoteKind.VERDICT)
    _done(act, person, "told.verdict", case.number)


def _relocate(act: Act, person: Person, prompt: Prompt, message: Incoming) -> None:
    """The words name another place, or a spot, or both; else the question is asked again."""
    named = act.places.mentioned(message.text)
    spot = act.read(message.text).spot
    if not named and (heard := act.heard(message.text)):
        whereabouts.ask_heard(act, person, heard, prompt.subject_id, spot)
        return
    if len(named) > 1 or not (named or spot):
        ask(act, person, "relocate", prompt.subject_id)
        return
    case = cases.relocate(act, person, prompt.subject_id, named[0].id if named else None, spot)
    _done(act, person, "told.relocated", case.number)


def _place(act: Act, person: Person, _prompt: Prompt, message: Incoming) -> None:
    """Which place the waiting draft is about."""
    more = not message.text or _says_more(act, message.text)
    if more:
        act.tx.notes.add(message.note(person.id, NoteKind.REQUEST))  # more of the request, not the answer
    named = act.places.named(message.text) or act.places.mentioned(message.text)
    estates = tuple(place for place in named if place in act.places.estates)
    spot = act.read(message.text).spot if message.text else Spot()
    if len(estates) == 1:
        settle_place(act, person, estates[0], spot)
        return
    if not estates and (heard := act.heard(message.text)):
        whereabouts.ask_heard(act, person, heard, spot=spot)
        return
    if not (more or estates):
        act.tx.outbox.put(Post(person.chat_id, "told.place_unknown", {"name": message.text}))
    whereabouts.ask_place(act, person, estates or act.places.estates)


def _says_more(act: Act, text: str) -> bool:
    """Whether it tells more than a name can: a danger, a request of some length, with a pause in it or of a clear kind, or a door."""
    understood = act.read(text)
    named, seems_named = act.places.mentioned(text), whereabouts.seems_named(text)
    clear = not (named or seems_named or understood.unsure or understood.vague)
    told = len(text) > whereabouts.LONGEST_NAME or (_PAUSE.search(text) and not named) or clear
    request = understood.files and told
    return bool(understood.danger or request or (understood.spot and not seems_named))


def settle_place(act: Act, person: Person, place: Place, spot: Spot = Spot()) -> None:
    """The place is known, and a ``spot`` in it if one was told: the waiting draft is filed there, or the person lives there."""
    if act.tx.notes.draft(person.id):
        filing.file_draft(act, person, place, spot)
    else:
        joining.join(act, person, place, spot)


def settle_heard(act: Act, person: Person, place: Place, case_id: int, spot: Spot = Spot()) -> None:
    """「是」: the place was heard right, and so was the ``spot`` beside it; without one that of the case's words is meant."""
    if case_id:
        cases.relocate(act, person, case_id, place.id, spot or act.read(act.tx.cases.get(case_id).text).spot)
    else:
        act.tx.prompts.clear(person.id)
        settle_place(act, person, place, spot)
    menus.close(act, person, whereabouts.heard_slot(person.id), "told.heard", place=place.name)


def misheard(act: Act, person: Person, case_id: int) -> None:
    """「不是」: a case stays where it is; otherwise the question is asked again with every place there is."""
    slot = whereabouts.heard_slot(person.id)
    if case_id:
        menus.close(act, person, slot, "told.misheard", place=act.places.get(act.tx.cases.get(case_id).place_id).name)
    else:
        whereabouts.ask_place(act, person, act.places.estates, slot)


def _report(act: Act, person: Person, prompt: Prompt, message: Incoming) -> None:
    reports.take(act, person, prompt, message)


def _meeting(act: Act, person: Person, prompt: Prompt, message: Incoming) -> None:
    topics.give_notice(act, person, prompt.subject_id, topics.moment(act, message.text))


def _done(act: Act, person: Person, template: str, number: str, **params: object) -> None:
    act.tx.outbox.put(Post(person.chat_id, template, {"number": number} | params))


_ANSWERS: dict[str, Answer] = {
    "decline": _decline,
    "escalate": _escalate,
    "reply": _reply,
    "close": _close,
    "supplement": _supplement,
    "verdict": _verdict,
    "relocate": _relocate,
    "place": _place,
    "meeting": _meeting,
    "report": _report,
}

_ASKED_OF_RESIDENTS = frozenset({"supplement", "verdict", "relocate", "place"})

ASKED_FOR: dict[str, Action] = {
    "decline": Action.DECLINE,
    "escalate": Action.ESCALATE,
    "reply": Action.REPLY,
    "close": Action.CLOSE,
    "supplement": Action.SUPPLEMENT,
    "relocate": Action.RELOCATE,
}
