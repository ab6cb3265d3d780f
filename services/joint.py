"""Joint cases (并案): what seems to have been reported already is offered, joined by a tap, and followed to its end."""

from civic import joint as rules
from civic.cases import WAITING, Case
from civic.joint import WINDOW
from civic.kinds import troubles_of
from civic.notes import NoteKind
from civic.people import Person
from civic.permissions import Action
from civic.redaction import redact
from civic.refusals import MovedOn
from civic.signatures import alike
from civic.understanding import Signature, Understanding
from services import menus, views
from services.act import Act
from services.casework import keep, perform, redraw
from services.notices import Said
from services.posts import Post

FIRST_LOOK = 30
"""How many of the nearest in the window are looked at closely."""

CLEAR = 0.7
"""How much speaks for a trouble, of one, that can be named."""

_TOLD = {NoteKind.REQUEST, NoteKind.SUPPLEMENT}
_NOTHING = Signature()


def offer(act: Act, person: Person, case: Case, understood: Understanding) -> None:
    """A case was filed: if the same seems to have been reported, the reporter may follow that case instead.

    Nobody in danger is held up by a question, and what is a household's own matter is neither offered nor compared.
    """
    signature = understood.signature
    if signature is None or not rules.shared(case):
        return
    same = None if understood.danger else _same(act, case, signature)
    act.tx.signatures.keep(case.id, signature)
    if same:
        main, told = same
        params = (
            {"main_id": main.id, "about": _about(act, main, told)} | views.outside(act, main) | {"case_id": case.id}
        )
        act.tx.outbox.put(Post(person.chat_id, "ask.joint", params, slot=joint_slot(case.id)))


def compare_anew(act: Act, case: Case) -> None:
    """Its reporter said more, or said it otherwise: as long as nobody has accepted, all they say now is what is compared."""
    if case.state in WAITING and rules.shared(case):
        told = views.words(note for note in act.tx.notes.of(case.id) if note.kind in _TOLD)
        act.tx.signatures.keep(case.id, act.read(told).signature or _NOTHING)


def join(act: Act, person: Person, case_id: int, main_id: int) -> Case:
    """「是同一件，一起跟进」. A case that others follow stays what it is."""
    main = act.tx.cases.get(main_id)
    if act.tx.cases.followers(case_id):
        raise MovedOn
    case = perform(act, person, Action.JOIN, case_id, lambda case: rules.join(case, main, person.id, act.now))
    redraw(act, main)
    menus.close(act, person, joint_slot(case_id), "told.joint", number=case.number, main=main.number)
    return case


def stay_apart(act: Act, person: Person, case_id: int) -> None:
    """「不是，单独办」: the case is its own already."""
    menus.close(act, person, joint_slot(case_id), "told.apart", number=act.tx.cases.get(case_id).number)


def part(act: Act, person: Person, case_id: int) -> Case:
    """「不是同一件」 after all."""
    main_id = act.tx.cases.get(case_id).joined_to
    calendar = act.town.calendar
    case = perform(act, person, Action.PART, case_id, lambda case: rules.part(case, person.id, act.now, calendar))
    if main_id is not None:
        redraw(act, act.tx.cases.get(main_id))
    return case


def answered(act: Act, main: Case, actor_id: int) -> list[Case]:
    """The case was answered, and with it all that follow it: those, for their reporters to be asked."""
    return [
        keep(act, case, rules.answer_too(case, main, actor_id, act.now)) for case in act.tx.cases.followers(main.id)
    ]


def retold(said: Said) -> Said:
    """What a worker told one household, as others may read it: without what points to somebody, and without pictures."""
    return Said(redact(said.text))


def hand_over(act: Act, main: Case) -> None:
    """The case was taken back by its reporter: the first that followed it goes on, and the others follow that one."""
    followers = act.tx.cases.followers(main.id)
    if not followers:
        return
    first, *others = followers
    heir = keep(act, first, rules.part(first, None, act.now, act.town.calendar))
    for case in others:
        keep(act, case, rules.join(case, heir, None, act.now))
    if others:
        redraw(act, heir)


def joint_slot(case_id: int) -> str:
    """The living message that offers to follow another case."""
    return f"case:{case_id}:joint"


def _same(act: Act, case: Case, signature: Signature) -> tuple[Case, Signature] | None:
    """The case of the place and season that is likeliest about the same matter, and what it tells."""
    places = act.places.around(case.place_id)
    near = dict(act.tx.signatures.near(signature, places, act.now - WINDOW, FIRST_LOOK))
    found = ((act.tx.cases.get(number), near[number]) for number, _ in alike(signature, near.items()))
    return next((each for each in found if rules.shared(each[0])), None)


def _about(act: Act, case: Case, signature: Signature) -> str:
    """What a case is about for whoever did not report it: its trouble where that is clear, and else its kind, but none of its words."""
    kind = act.town.taxonomy[case.kind]
    (trouble, weight), *_ = (*signature.troubles, ("", 0.0))
    return (weight >= CLEAR and troubles_of({kind.code: kind}).get(trouble)) or kind.name
