"""Privacy (个人信息): what somebody's own data is, taking consent back, and being forgotten (个人信息保护法 art. 15, 45, 47)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from civic.cases import OPEN, Case
from civic.events import Event, EventKind
from civic.notes import Note
from civic.people import WITHDRAWN, Person
from civic.roles import Role
from services import alarms, casework, views
from services.act import Act
from services.ports import Subject
from services.posts import UNSAY, Post, Promise

EVERYTHING = 1_000_000


@dataclass(frozen=True, slots=True)
class Remains:
    """What keeps somebody from being forgotten altogether: cases still open, cases held by law, roles."""

    open: tuple[str, ...]
    held: tuple[str, ...]
    roles: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.open or self.held or self.roles)

    def params(self) -> dict[str, object]:
        """As a post carries it."""
        return {"open": list(self.open), "held": list(self.held), "roles": list(self.roles)}


def export(act: Act, person: Person) -> None:
    """「/我的数据」: all that is kept about the person, as a file."""
    act.tx.outbox.put(Post(person.chat_id, "privacy.mydata", {"data": own_data(act, person)}))


def withdraw_consent(act: Act, person: Person) -> None:
    """撤回同意: as easy as it was to give. What is being done is finished; nothing new is kept (art. 15, 16)."""
    _withdraw(act, person)
    _log(act, person, EventKind.CONSENT_WITHDRAWN)
    act.tx.outbox.put(Post(person.chat_id, "privacy.withdrawn"))


def ask_to_forget(act: Act, person: Person) -> None:
    """「/注销」: what it means, and a second tap, because it cannot be taken back."""
    slot = forget_slot(person.id)
    act.tx.outbox.put(Post(person.chat_id, "privacy.sure", remains(act, person).params(), Promise.CARD, slot))


def forget(act: Act, person: Person) -> None:
    """注销: closed cases lose their words at once; the person goes with them, or when what remains has ended (``settle``)."""
    _log(act, person, EventKind.FORGOTTEN)
    left = remains(act, person)
    params = left.params()
    if left:
        act.tx.outbox.put(Post(person.chat_id, "privacy.later", params))
        _withdraw(act, person)
        act.tx.holds.leave(person.id, act.now)
    else:
        act.tx.outbox.put(Post(person.chat_id, "privacy.forgotten"))
    _erase(act, person, left)


def settle(act: Act, person_id: int) -> None:
    """Somebody wanted to be forgotten: now, if nothing remains. Who has agreed anew since has changed their mind."""
    person = act.tx.people.get(person_id)
    if person.consented:
        act.tx.holds.stay(person_id)
    else:
        _erase(act, person, remains(act, person))


def erase_words(act: Act, case_id: int) -> None:
    """Everything that was said about a case goes, here and from the cards in other people's chats. Once is enough."""
    if act.tx.cases.get(case_id).text:
        act.tx.erasure.words(case_id)
        casework.veil(act, act.tx.cases.get(case_id))


def take_back(act: Act, case_id: int) -> None:
    """What was sent on of a case to those who serve it goes from their chats, as far as the messenger still lets it."""
    act.tx.outbox.drop(case_id)
    for chat_id, message_id in act.tx.carried.take(case_id):
        act.tx.outbox.put(Post(chat_id, UNSAY, {"message_id": message_id}))


def stuck(act: Act, chat_id: int, message_id: int) -> None:
    """A message cannot be taken back (Telegram allows it for 48 hours): administrators are told how many, and in whose chats."""
    case_id = act.tx.carried.refused(chat_id, message_id)
    if case_id is None:
        return
    chats = act.tx.carried.stuck(case_id)
    holders = filter(None, map(act.tx.people.by_chat, sorted(set(chats))))
    params = {
        "number": act.tx.cases.get(case_id).number,
        "count": len(chats),
        "names": [person.name for person in holders],
    }
    alarms.tell_administrators(act, "privacy.stuck", params, f"case:{case_id}:stuck")


def remains(act: Act, person: Person) -> Remains:
    """What cannot be erased yet."""
    cases = act.tx.cases.reported_by(person.id, EVERYTHING)
    held = act.tx.holds.held(case.id for case in cases)
    grants = [
        grant for grant in act.tx.roles.of(person.id) if grant.active(act.now) and grant.role is not Role.RESIDENT
    ]
    return Remains(
        tuple(case.number for case in cases if case.state in OPEN),
        tuple(case.number for case in cases if case.state not in OPEN and case.id in held),
        tuple(f"{act.places.get(grant.place_id).name} {grant.role}" for grant in grants),
    )


def own_data(act: Act, person: Person) -> dict[str, object]:
    """All that is kept about a person, in plain values; moments in UTC."""
    place = None if person.place_id is None else act.places.get(person.place_id).name
    return {
        "name": person.name,
        "account": person.chat_id,
        "place": place,
        "spot": views.spot_params(person.spot),
        "consent": {"version": person.consent_version, "at": _iso(person.consent_at)},
        "roles": [
            {
                "role": grant.role,
                "place": act.places.get(grant.place_id).name,
                "since": _iso(grant.since),
                "until": _iso(grant.until),
            }
            for grant in act.tx.roles.of(person.id)
        ],
        "cases": [_case(act, person, case) for case in act.tx.cases.reported_by(person.id, EVERYTHING)],
        "drafts": [_note(person, note) for note in act.tx.notes.draft(person.id)],
        "reports": [
            {"number": report.number, "at": _iso(report.filed_at), "text": report.text}
            for report in act.tx.reports.of(person.id)
        ],
    }


def forget_slot(person_id: int) -> str:
    """The living message that asks whether to forget."""
    return f"person:{person_id}:forget"


def _case(act: Act, person: Person, case: Case) -> Mapping[str, object]:
    return {
        "number": case.number,
        "kind": act.town.taxonomy[case.kind].name,
        "place": act.places.get(case.place_id).name,
        "spot": views.spot_params(case.spot),
        "text": case.text,
        "persistence": views.persistence_params(case.persistence),
        "state": case.state,
        "filed_at": _iso(case.filed_at),
        "verdict": case.verdict,
        "notes": [_note(person, note) for note in act.tx.notes.of(case.id)],
    }


def _note(person: Person, note: Note) -> Mapping[str, object]:
    """What was written about it, by the person or to them; who of the staff wrote is not the person's own data."""
    return {
        "mine": note.author_id == person.id,
        "kind": note.kind,
        "at": _iso(note.at),
        "text": note.text,
        "file": note.file and note.file.kind,
        "point": note.point and list(note.point),
    }


def _erase(act: Act, person: Person, left: Remains) -> None:
    stays = {*left.open, *left.held}
    for case in act.tx.cases.reported_by(person.id, EVERYTHING):
        if case.number not in stays:
            take_back(act, case.id)
            erase_words(act, case.id)
    if not left:
        for grant in act.tx.roles.of(person.id):
            act.tx.roles.end(grant, act.now)
        act.tx.erasure.person(person.id)


def _withdraw(act: Act, person: Person) -> None:
    act.tx.people.save(replace(person, consent_version=WITHDRAWN, consent_at=None))
    act.tx.notes.discard_draft(person.id)
    act.tx.prompts.clear(person.id)


def _log(act: Act, person: Person, kind: EventKind) -> None:
    act.tx.journal.append(Subject.PERSON, person.id, (Event(kind, act.now, person.id),))


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")
