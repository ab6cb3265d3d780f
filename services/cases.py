"""What people do to a case: the worker's and the resident's moves, each one transaction."""

from collections.abc import Callable

from civic import cases as rules
from civic import corrections, ladder
from civic.cases import Case, DangerTold, State, Verdict
from civic.kinds import Tier
from civic.notes import NoteKind
from civic.people import Person
from civic.permissions import Action
from civic.refusals import NotAllowed, NothingAbove
from civic.understanding import Spot
from services import joint, staffing, views
from services.act import Act
from services.casework import keep, perform
from services.incoming import Incoming
from services.notices import Said
from services.posts import Post, Promise


def accept(act: Act, person: Person, case_id: int) -> Case:
    """接单."""
    return perform(act, person, Action.ACCEPT, case_id, lambda case: rules.accept(case, person.id, act.now))


def decline(act: Act, person: Person, case_id: int, message: Incoming) -> Case:
    """不归我管, with the reason: to the coordinator."""
    said = _say(act, person, case_id, NoteKind.REASON, message)
    return perform(act, person, Action.DECLINE, case_id, lambda case: rules.decline(case, person.id, act.now), said)


def escalate(act: Act, person: Person, case_id: int, message: Incoming) -> Case:
    """请求上提, with the reason and what was done so far."""

    def move(case: Case) -> rules.Change:
        return rules.escalate(case, person.id, act.now, act.town.calendar)

    said = _say(act, person, case_id, NoteKind.REASON, message)
    return perform(act, person, Action.ESCALATE, case_id, move, said)


def assign(act: Act, person: Person, case_id: int, worker_id: int) -> Case:
    """派给 somebody who serves the case's place."""
    if worker_id not in {worker.id for worker in staffing.candidates(act, act.tx.cases.get(case_id))}:
        raise NotAllowed
    return perform(act, person, Action.ASSIGN, case_id, lambda case: rules.assign(case, person.id, worker_id, act.now))


def reply(act: Act, person: Person, case_id: int, message: Incoming) -> Case:
    """回复居民: words or a picture to the resident."""
    said = _say(act, person, case_id, NoteKind.REPLY, message)
    return perform(act, person, Action.REPLY, case_id, lambda case: rules.reply(case, person.id, act.now), said)


def close(act: Act, person: Person, case_id: int, message: Incoming) -> Case:
    """办结, with what was done; the resident is asked whether it is solved."""
    said = _say(act, person, case_id, NoteKind.ANSWER, message)
    case = perform(act, person, Action.CLOSE, case_id, lambda case: rules.answer(case, person.id, act.now), said)
    _ask_verdict(act, case, said)
    for follower in joint.answered(act, case, person.id):
        _ask_verdict(act, follower, joint.retold(said))
    return case


def rate(act: Act, person: Person, case_id: int, verdict: Verdict) -> Case:
    """The resident's verdict."""
    calendar = act.town.calendar
    case = perform(act, person, Action.RATE, case_id, lambda case: rules.rate(case, verdict, act.now, calendar))
    params = views.basics(act, case) | {"given": verdict}
    act.tx.outbox.put(Post(person.chat_id, "ask.rated", params, Promise.CARD, verdict_slot(case_id)))
    return case


def supplement(act: Act, person: Person, case_id: int, message: Incoming, kind: NoteKind = NoteKind.SUPPLEMENT) -> Case:
    """More words or pictures from the resident, such as why they are not satisfied (``kind``): to whoever has it."""
    return _more(act, person, case_id, _say(act, person, case_id, kind, message))


def amend(act: Act, person: Person, case_id: int, text: str) -> Case:
    """The resident edited what they had added (fault 10): to ``text``."""
    return _more(act, person, case_id, Said(text))


def revise(act: Act, person: Person, case_id: int, text: str) -> Case:
    """The resident edited a message that the case was filed with (fault 10): to ``text``, beside what the others say."""
    whole = views.words(note for note in act.tx.notes.of(case_id) if note.kind is NoteKind.REQUEST)
    persistence = act.read(whole).persistence

    def move(case: Case) -> rules.Change:
        return rules.revise(case, whole, persistence, act.now)

    return _told(act, person, case_id, move, Said(text))


def withdraw(act: Act, person: Person, case_id: int) -> Case:
    """撤回."""
    case = perform(act, person, Action.WITHDRAW, case_id, lambda case: rules.withdraw(case, act.now))
    joint.hand_over(act, case)
    return case


def rekind(act: Act, person: Person, case_id: int, code: str) -> Case:
    """改类别: the kind is corrected; while nobody has accepted, the ladder is that of the right kind. The same kind is confirmed.

    A danger that is happening stays an emergency, whatever the kind.
    """
    kind = act.town.taxonomy[code]
    if not kind.ordinary:
        raise NotAllowed

    def move(case: Case) -> rules.Change:
        if code == case.kind:
            return corrections.confirm(case, person.id, act.now)
        tier = Tier.EMERGENCY if case.danger is DangerTold.NOW else kind.tier
        changes = {"kind": code, "tier": tier, "ladder": ladder.build(kind, tier, case.place_id, act.places)}
        return corrections.refile(case, person.id, act.now, act.town.calendar, **changes, kinds_asked=())

    return perform(act, person, Action.REKIND, case_id, move)


def relocate(act: Act, person: Person, case_id: int, place_id: int | None, spot: Spot) -> Case:
    """改地点: another place, or another spot in it. Another place only while nobody has accepted."""

    def move(case: Case) -> rules.Change:
        changes: dict[str, object] = {"spot": spot or case.spot}
        if place_id not in {None, case.place_id}:
            if case.state is State.WORKING:
                raise NotAllowed
            kind = act.town.taxonomy[case.kind]
            changes |= {
                "place_id": place_id,
                "spot": spot,
                "ladder": ladder.build(kind, case.tier, place_id, act.places),
            }
        return corrections.refile(case, person.id, act.now, act.town.calendar, **changes)

    return perform(act, person, Action.RELOCATE, case_id, move)


def lapse(act: Act, case_id: int, late: int) -> bool:
    """What time does to a case that is due; false when the world has moved on. ``late``: minutes since the moment."""
    case = act.tx.cases.get(case_id)
    change = rules.lapse(case, act.now, act.town.calendar)
    if change is None:
        return False
    keep(act, case, change, Said(late=late))
    return True


def can_escalate(case: Case) -> None:
    """Refuse early, before a worker is asked for reasons, when there is no rung above."""
    if case.at + 1 >= len(case.ladder):
        raise NothingAbove


def verdict_slot(case_id: int) -> str:
    """The living message that asks the resident for the verdict."""
    return f"case:{case_id}:verdict"


def _ask_verdict(act: Act, case: Case, said: Said) -> None:
    reporter = act.tx.people.get(case.reporter_id)
    if said.files:
        act.tx.outbox.put(Post(reporter.chat_id, "files", {"number": case.number, "files": said.files}))
    params = views.basics(act, case) | {"said": said.text}
    act.tx.outbox.put(Post(reporter.chat_id, "ask.verdict", params, slot=verdict_slot(case.id)))


def _more(act: Act, person: Person, case_id: int, said: Said) -> Case:
    return _told(act, person, case_id, lambda case: rules.supplement(case, person.id, act.now), said)


def _told(act: Act, person: Person, case_id: int, move: Callable[[Case], rules.Change], said: Said) -> Case:
    case = perform(act, person, Action.SUPPLEMENT, case_id, move, said)
    if said.text:
        joint.compare_anew(act, case)
    return case


def _say(act: Act, person: Person, case_id: int, kind: NoteKind, message: Incoming) -> Said:
    """What is said with a move, kept before the move itself is tried; so it is here that a case must be there at all."""
    note = message.note(person.id, kind, act.tx.cases.get(case_id).id)
    act.tx.notes.add(note)
    return Said(note.text, views.files((note,)))
