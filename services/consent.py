"""Consent (同意): before anything is kept, the privacy notice; a word said before that waits for the answer.

个人信息保护法 art. 13–17: told in plain words who keeps what, why and how long; agreeing is one tap, and so is not agreeing.
"""

from dataclasses import replace

from civic.cases import OPEN
from civic.notes import NoteKind
from civic.people import CONSENT_VERSION, Person
from civic.places import PlaceKind
from civic.understanding import Intent
from services import danger, filing, joining, views
from services.act import Act
from services.casework import redraw
from services.incoming import Incoming
from services.posts import Post


def ask(act: Act, person: Person, message: Incoming | None = None) -> None:
    """Show the notice. What was said waits as a draft until it is answered, and is gone with 不同意."""
    if message and not message.odd and (message.text or message.file or message.point):
        if message.text:
            danger.call_first(act, person, act.read(message.text).danger)
        act.tx.notes.add(message.note(person.id, NoteKind.REQUEST))
    act.tx.outbox.put(Post(person.chat_id, "consent.ask", {"waiting": bool(act.tx.notes.draft(person.id))}))


def agree(act: Act, person: Person) -> Person:
    """同意: recorded with version and moment; then on with whatever was waiting."""
    if person.consented:
        return person
    person = replace(person, consent_version=CONSENT_VERSION, consent_at=act.now)
    act.tx.people.save(person)
    waiting = _waiting(act, person)
    act.tx.outbox.put(Post(person.chat_id, "consent.agreed", {"waiting": waiting is not None}))
    person = joining.resume(act, person)
    if waiting is Intent.REQUEST:
        filing.file_draft(act, person)
    elif waiting is Intent.OTHER:
        act.tx.outbox.put(Post(person.chat_id, "ask.file", {"forwarded": False}))
    return person


def refuse(act: Act, person: Person) -> None:
    """不同意: nothing is kept, and the telephone is offered. Who agreed to an older notice keeps the cases filed under it."""
    if person.consented:
        return
    phones = [{"name": place.name, "phone": place.phone} for place in act.places if place.phone and _near(place.kind)]
    act.tx.outbox.put(Post(person.chat_id, "consent.refused", {"phones": phones[:5]}))
    if person.consent_version is None:
        act.tx.people.remove(person.id)
    else:
        act.tx.notes.discard_draft(person.id)


def reachable(act: Act, person: Person) -> Person:
    """They write again, so they can be written to."""
    return _reach(act, person, unreachable=False)


def unreachable(act: Act, chat_id: int) -> None:
    """They blocked the bot, or the account is gone: whoever works on a matter of theirs sees it (fault 16)."""
    person = act.tx.people.by_chat(chat_id)
    if person and not person.unreachable:
        _reach(act, person, unreachable=True)


def _reach(act: Act, person: Person, *, unreachable: bool) -> Person:
    person = replace(person, unreachable=unreachable)
    act.tx.people.save(person)
    for case in act.tx.cases.reported_by(person.id):
        if case.state in OPEN:
            redraw(act, case)
    return person


def _waiting(act: Act, person: Person) -> Intent | None:
    """What the draft is: a request, or unclear. Anything else that was said is dropped: the welcome answers it."""
    draft = act.tx.notes.draft(person.id)
    if any(note.file or note.point for note in draft):
        return Intent.REQUEST
    understood = act.read(views.words(draft)) if draft else None
    if understood and (understood.files or understood.intent is Intent.OTHER):
        return Intent.REQUEST if understood.files else Intent.OTHER
    act.tx.notes.discard_draft(person.id)
    return None


def _near(kind: PlaceKind) -> bool:
    return kind in {PlaceKind.COMMUNITY, PlaceKind.STREET}
