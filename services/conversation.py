"""Conversation: what a message in a private chat is taken for, and which use case answers it."""

from collections.abc import Callable
from datetime import timedelta

from civic import cases as rules
from civic.cases import Case
from civic.notes import NoteKind
from civic.people import Person
from civic.places import Place
from civic.understanding import Intent, Understanding
from services import afterthought, answers, cases, consent, danger, filing, joining, progress, whereabouts
from services.act import Act
from services.casework import redraw, send_files
from services.incoming import Account, Incoming
from services.ports import Subject
from services.posts import Post
from services.views import files

PROMPT_LASTS = timedelta(hours=24)
"""A question that the bot asked is open this long; afterwards a message is a message."""


def receive(act: Act, message: Incoming) -> None:
    """Answer one message. Raises the refusals of whatever use case it leads to."""
    person = meet(act, message.account)
    if not person.consented:
        consent.ask(act, person, message)
        return
    if message.odd:
        _post(act, person, f"odd.{message.odd}")
        return
    if message.album and _joins_album(act, person, message):
        return
    prompt = act.tx.prompts.of(person.id)
    if prompt and act.now - prompt.asked_at < PROMPT_LASTS:
        answers.take(act, person, prompt, message)
    elif not message.text:
        _wordless(act, person, message)
    else:
        _worded(act, person, message)


def meet(act: Act, account: Account) -> Person:
    """The person behind an account; a first message makes one. Whoever writes can be reached again (fault 16)."""
    person = act.tx.people.by_chat(account.chat_id)
    if person is None:
        return act.tx.people.add(account.chat_id, account.name)
    if person.unreachable:
        person = consent.reachable(act, person)
    return person


def report(act: Act, message: Incoming) -> None:
    """「/有事 …」: a request, whatever it looks like."""
    person = meet(act, message.account)
    if not person.consented:
        consent.ask(act, person, message)
        return
    act.tx.prompts.clear(person.id)
    _request(act, person, message)


def edit(act: Act, message: Incoming) -> None:
    """The resident edited a message: the request is revised, or the new words become a supplement (fault 10)."""
    person = act.tx.people.by_chat(message.account.chat_id)
    note = person and act.tx.notes.by_message(person.id, message.message_id)
    if not person or not note or note.text == message.text:
        return
    act.tx.notes.revise(person.id, message.message_id, message.text)
    if note.case_id is not None and note.kind in _EDITS:
        case = _EDITS[note.kind](act, person, note.case_id, message.text)
        _post(act, person, "told.revised", number=case.number)
    elif note.case_id is None and _says_now(act, person, message.text):
        filing.file_draft(act, person)


def _says_now(act: Act, person: Person, text: str) -> bool:
    """Whether a message that was not filed is a request now that it is edited. Who is asked something answers that first."""
    return person.consented and not act.tx.prompts.of(person.id) and act.read(text).files


_EDITS = {NoteKind.REQUEST: cases.revise, NoteKind.SUPPLEMENT: cases.amend}


def file_anyway(act: Act, person: Person) -> None:
    """「登记这件事」: the draft becomes a case although it did not look like one, or did not say what it is about."""
    if act.tx.notes.draft(person.id):
        filing.file_draft(act, person, anyway=True)


def drop_draft(act: Act, person: Person) -> None:
    """「不用了」."""
    act.tx.notes.discard_draft(person.id)


def _joins_album(act: Act, person: Person, message: Incoming) -> bool:
    """Whether it is a further picture of an album that is known already: one case, one reply (fault 9)."""
    first = act.tx.notes.by_album(person.id, message.album or "")
    if first is None:
        return False
    act.tx.notes.add(message.note(person.id, first.kind, first.case_id))
    if first.case_id is not None:
        _send_on(act, act.tx.cases.get(first.case_id), message, person)
    elif message.text:
        filing.file_draft(act, person)
    return True


def _wordless(act: Act, person: Person, message: Incoming) -> None:
    """A picture or a location without words: to the draft, or to the case of a moment ago, or the draft's beginning."""
    filing.put_aside(act, person)
    case = None if act.tx.notes.draft(person.id) else afterthought.recent(act, person)
    if case is None:
        act.tx.notes.add(message.note(person.id, NoteKind.REQUEST))
        _post(act, person, "ask.words")
    else:
        cases.supplement(act, person, case.id, message)
        _post(act, person, "told.supplemented", number=case.number)


def _send_on(act: Act, case: Case, message: Incoming, person: Person) -> None:
    """A further file of the resident goes to the workers, one of a worker to the resident."""
    sent = files((message.note(person.id, NoteKind.SUPPLEMENT),))
    if person.id == case.reporter_id:
        change = rules.supplement(case, person.id, act.now)
        act.tx.journal.append(Subject.CASE, case.id, change.events)
        send_files(act, case, sent)
        redraw(act, case)
    else:
        reporter = act.tx.people.get(case.reporter_id)
        act.tx.outbox.put(Post(reporter.chat_id, "files", {"number": case.number, "files": sent}))


def _worded(act: Act, person: Person, message: Incoming) -> None:
    homes = tuple(place for place in act.places.named(message.text) if place in act.places.estates)
    if homes and not act.tx.notes.draft(person.id):
        _join(act, person, homes)
        return
    understood = act.read(message.text)
    if message.forwarded:
        danger.call_first(act, person, understood.danger)
    if afterthought.take(act, person, message, understood):
        return
    intent = Intent.OTHER if message.forwarded else understood.intent
    if intent is Intent.OTHER and not message.forwarded and act.tx.notes.draft(person.id):
        intent = Intent.REQUEST  # the words that a picture was waiting for
    if person.place_id is None and intent is not Intent.REQUEST and _hears_home(act, person, message, understood):
        return  # a name may read like anything
    _INTENTS[intent](act, person, message, understood)


def _join(act: Act, person: Person, homes: tuple[Place, ...]) -> None:
    """Nothing but the name of a place was written: that is where the person lives."""
    if len(homes) == 1:
        joining.join(act, person, homes[0])
    else:
        whereabouts.ask_place(act, person, homes)


def _request(act: Act, person: Person, message: Incoming, _understood: Understanding | None = None) -> None:
    filing.put_aside(act, person)
    act.tx.notes.add(message.note(person.id, NoteKind.REQUEST))
    filing.file_draft(act, person)


def _progress(act: Act, person: Person, message: Incoming, _understood: Understanding) -> None:
    progress.tell(act, person, message.text)


def _me_too(act: Act, person: Person, message: Incoming, understood: Understanding) -> None:
    """「我家也停水了」 is a request; 「我也是」 alone does not say of what."""
    if understood.files:
        _request(act, person, message)
    else:
        _post(act, person, "told.me_too", name=person.name)


def _withdraw(act: Act, person: Person, _message: Incoming, _understood: Understanding) -> None:
    progress.offer_withdrawal(act, person)


def _satisfied(act: Act, person: Person, message: Incoming, _understood: Understanding) -> None:
    """「火灭了，没伤着人」: whoever is on the way to their case of a moment ago reads it too."""
    if case := afterthought.recent(act, person):
        cases.supplement(act, person, case.id, message)
    _post(act, person, "told.satisfied", name=person.name)


def _other(act: Act, person: Person, message: Incoming, understood: Understanding) -> None:
    """Not understood as a request: nothing is filed, but one tap files it. 「我是3号楼的」 tells where the person lives."""
    if _hears_home(act, person, message, understood):
        return
    if understood.nod and not message.forwarded:
        _post(act, person, "told.nod")
        return
    if understood.spot and not message.forwarded and (home := _home(act, person, message.text)):
        joining.join(act, person, home, understood.spot)
        return
    if message.text.startswith("/"):
        _post(act, person, "told.unknown_command")
        return
    if not message.forwarded and not any(character.isalpha() for character in message.text):
        _post(act, person, "told.unclear")
        return
    act.tx.notes.discard_draft(person.id)
    act.tx.notes.add(message.note(person.id, NoteKind.REQUEST))
    _post(act, person, "ask.file", forwarded=message.forwarded)


def _home(act: Act, person: Person, text: str) -> Place | None:
    """The place that the words name, or the person's own."""
    named = act.places.mentioned(text)
    if named:
        return named[0] if len(named) == 1 else None
    return None if person.place_id is None else act.places.get(person.place_id)


def _hears_home(act: Act, person: Person, message: Incoming, understood: Understanding) -> bool:
    """「我住辛福小区」: whether the words, hardly more than a name, sound like an estate, which is asked then."""
    text = message.text
    if message.forwarded or len(text) > whereabouts.LONGEST_NAME or text.startswith("/") or act.places.mentioned(text):
        return False
    if heard := act.heard(text):
        whereabouts.ask_heard(act, person, heard, spot=understood.spot)
    return bool(heard)


def _courtesy(template: str) -> "Route":
    def route(act: Act, person: Person, _message: Incoming, _understood: Understanding) -> None:
        _post(act, person, template, name=person.name)

    return route


Route = Callable[[Act, Person, Incoming, Understanding], None]
_INTENTS: dict[Intent, Route] = {
    Intent.REQUEST: _request,
    Intent.PROGRESS: _progress,
    Intent.ME_TOO: _me_too,
    Intent.WITHDRAW: _withdraw,
    Intent.SATISFIED: _satisfied,
    Intent.DISSATISFIED: _progress,
    Intent.GREETING: _courtesy("told.greeting"),
    Intent.THANKS: _courtesy("told.thanks"),
    Intent.HELP: _courtesy("help"),
    Intent.ADVERT: _other,
    Intent.ABUSE: _other,
    Intent.OTHER: _other,
}


def _post(act: Act, person: Person, template: str, **params: object) -> None:
    act.tx.outbox.put(Post(person.chat_id, template, params))
