"""Denials: who tried what is not theirs is told so, and one event keeps that it was tried (fault 28)."""

from civic.events import Event, EventKind
from civic.refusals import LinkInvalid, NotAllowed, NotFound, NotOnRoll, Refusal
from services.act import Act
from services.joining import tries
from services.ports import Subject

DENIED = (NotAllowed, NotFound, NotOnRoll, LinkInvalid)
"""Refusals for lack of a right. The others answer somebody who came too late or was unclear."""


def note(act: Act, chat_id: int, refusal: Refusal) -> None:
    """Keep that the person of this account was refused; what they typed is not kept. Strangers have no row to refer to."""
    person = act.tx.people.by_chat(chat_id)
    if person and isinstance(refusal, DENIED):
        event = Event(EventKind.DENIED, act.now, person.id, {"refusal": refusal.key})
        act.tx.journal.append(Subject.PERSON, person.id, (event,))
    if person and isinstance(refusal, LinkInvalid):
        tries(act, person)  # counted here, because what was refused was taken back with its count
