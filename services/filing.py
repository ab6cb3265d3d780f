"""Filing: a resident's words become a case at once, with what was understood and the ladder that goes with it."""

from collections.abc import Sequence
from datetime import timedelta

from civic import cases as rules
from civic import ladder
from civic.cases import Case, DangerTold
from civic.kinds import AT_A_HOUSE, OTHER, Kind, Tier
from civic.notes import Note, NoteKind
from civic.numbers import number, series
from civic.people import Person
from civic.places import Place
from civic.refusals import AlreadyDone, NotAllowed
from civic.reports import KIND
from civic.understanding import Spot, Understanding
from services import danger, hourly, joint, reports, views, whereabouts
from services.act import Act
from services.casework import keep
from services.menus import GUESSES_SHOWN, likely
from services.posts import Post

WINDOW = timedelta(hours=1)
MOST_AN_HOUR = 10
"""How many cases one person may file within an hour (fault 43)."""

SOON = timedelta(minutes=30)
"""How long after a case was filed what the same person says is likely of the same place, or of the same matter."""

HALF = 0.5
"""The belief above which a guess is likelier than all others together."""


def file_draft(
    act: Act, person: Person, place: Place | None = None, spot: Spot = Spot(), *, anyway: bool = False
) -> Case | None:
    """File what the person has written so far. ``None`` when words or the place are asked for first, or it is no matter for a case.

    ``place`` and ``spot`` are what the person told beside it; the spot that the words themselves name goes before. One message that does
    not say what it is about (又坏了) is asked about once, unless it is to be filed ``anyway``. So is what only may have a channel of
    its own.

    Whatever the answer, nothing of the draft is lost: it waits until all that is needed is known.
    """
    notes = act.tx.notes.draft(person.id)
    text = views.words(notes)
    if not text:
        act.tx.outbox.put(Post(person.chat_id, "ask.words"))
        return None
    understood = _understood(act, text, notes[-1].text).beside(spot)
    if understood.vague and not (anyway or place or _told_on(notes)):
        act.tx.outbox.put(Post(person.chat_id, "ask.matter"))
        return None
    kind = _kind(act, understood, ordinary=understood.unsure and (anyway or place is not None))
    if not kind.ordinary:
        _guide(act, person, kind, understood)
        return None
    named = () if place else act.places.mentioned(text)
    place = place or _place(act, person, named)
    if place is None:
        danger.call_first(act, person, understood.danger)
        _ask_place(act, person, text, named)
        return None
    if _floods(act, person):
        return None
    heard = _heard_elsewhere(act, place, text)
    case = _file(act, person, place, kind, text, understood)
    if heard:
        whereabouts.ask_heard(act, person, heard, case.id)
    return case


def _told_on(notes: Sequence[Note]) -> bool:
    """Whether there are words in more than one message: who was asked what it is about has answered."""
    return sum(bool(note.text) for note in notes) > 1


def _understood(act: Act, text: str, latest: str) -> Understanding:
    """What all of it tells; where talk of other things before it drowns a request or a danger, what the ``latest`` words tell."""
    whole = act.read(text)
    if latest == text:
        return whole
    last = act.read(latest)
    drowned = (last.danger and not whole.danger) or (last.files and not whole.files)
    return last.beside(whole.spot) if drowned else whole


def put_aside(act: Act, person: Person) -> None:
    """Forget a draft that may have a channel of its own when something else is said.

    No report on an official slips into an ordinary case (fault 46).
    """
    text = views.words(act.tx.notes.draft(person.id))
    if text and not _kind(act, act.read(text)).ordinary:
        act.tx.notes.discard_draft(person.id)


def _kind(act: Act, understood: Understanding, *, ordinary: bool = False) -> Kind:
    """The likeliest kind, perhaps of the ``ordinary`` alone. Who is in danger is helped, whatever other channel their quarrel belongs to.

    Where no danger is heard it is an emergency only if that is likelier than all else: nobody is alarmed by a guess.
    """
    taxonomy, heard = act.town.taxonomy, understood.danger
    guessed = ((taxonomy[guess.code], guess.share) for guess in understood.guesses)
    likely = (kind for kind, share in guessed if heard or share > HALF or kind.tier is not Tier.EMERGENCY)
    kind = next((kind for kind in likely if kind.ordinary or not ordinary), taxonomy[OTHER])
    return taxonomy[heard.code] if heard and not kind.ordinary else kind


def _guide(act: Act, person: Person, kind: Kind, understood: Understanding) -> None:
    """Matters with a channel of their own: the way there, and nothing kept (接诉即办工作条例 of Beijing, art. 11).

    Where that is only a guess, the way and the choice to have it filed: until then it waits.
    """
    if understood.unsure:
        act.tx.outbox.put(Post(person.chat_id, f"ask.channel_{kind.code}"))
        return
    act.tx.notes.discard_draft(person.id)
    if kind.code == KIND:
        reports.guide(act, person)
    else:
        act.tx.outbox.put(Post(person.chat_id, f"guide.{kind.code}"))


def _place(act: Act, person: Person, named: tuple[Place, ...]) -> Place | None:
    """The place named, else the person's own, else that of their case of a moment ago, else the only one there is.

    Who lives in one of several of that name, or in one part of an estate, means that.
    """
    if len(named) == 1:
        return named[0]
    own = None if person.place_id is None else act.places.get(person.place_id)
    if own and (not named or (own in named and len({place.whole for place in named}) == 1)):
        return own
    if not named and (case := just_filed(act, person)):
        return act.places.get(case.place_id)
    known = named or act.places.estates
    return known[0] if len(known) == 1 else None


def just_filed(act: Act, person: Person) -> Case | None:
    """The latest case that the person filed, if that was a moment ago."""
    latest = act.tx.cases.reported_by(person.id, 1)
    return next((case for case in latest if act.now - case.filed_at < SOON), None)


def _ask_place(act: Act, person: Person, text: str, named: tuple[Place, ...]) -> None:
    """Which of the places named in the text it is, or of those heard in it, or of all."""
    if not named and (heard := act.heard(text)):
        whereabouts.ask_heard(act, person, heard)
    else:
        whereabouts.ask_place(act, person, named or act.places.estates)


def _heard_elsewhere(act: Act, place: Place, text: str) -> tuple[Place, ...]:
    """Other estates that the words sound like naming, although the case is filed at ``place``."""
    if act.places.mentioned(text) or not whereabouts.seems_named(text):
        return ()
    heard = act.heard(text)
    return () if place in heard else heard


def _floods(act: Act, person: Person) -> bool:
    """Whether the person has filed too much: told once a window, counted every time; what was said stays a draft (fault 43)."""
    if act.tx.cases.filed_since(person.id, act.now - WINDOW) < MOST_AN_HOUR:
        return False
    if hourly.times(act, "flood", person.id) == 1:
        act.tx.outbox.put(Post(person.chat_id, "told.too_many", {"limit": MOST_AN_HOUR}))
    return True


def _file(act: Act, person: Person, place: Place, kind: Kind, text: str, understood: Understanding) -> Case:
    tier = Tier.EMERGENCY if understood.danger else kind.tier
    steps = ladder.build(kind, tier, place.id, act.places)
    accept_by, answer_by = ladder.limits(steps, 0, act.now, act.town.calendar)
    spot = understood.spot or (person.spot if place.id == person.place_id else Spot())
    name = series(place.short, act.now, act.town.zone)
    case = act.tx.cases.add(
        Case(
            id=0,
            number=number(name, act.tx.cases.count(name)),
            reporter_id=person.id,
            place_id=place.id,
            kind=kind.code,
            tier=tier,
            matter=understood.matter,
            text=text,
            ladder=steps,
            filed_at=act.now,
            accept_by=accept_by,
            answer_by=answer_by,
            spot=spot,
            spot_asked=kind.code in AT_A_HOUSE and not (spot or understood.findable),
            danger=DangerTold.ASKED if understood.danger else None,
            kinds_asked=tuple(likely(act, understood)[:GUESSES_SHOWN]) if understood.unsure else (),
            persistence=understood.persistence,
        )
    )
    act.tx.notes.file_draft(person.id, case.id)
    act.tx.prompts.clear(person.id)
    if understood.danger:
        danger.ask(act, person, case, understood.danger)
    keep(act, None, rules.file(case))
    joint.offer(act, person, case, understood)
    if understood.second:
        params = {"case_id": case.id, "said": understood.second.text}
        act.tx.outbox.put(Post(person.chat_id, "ask.second", params, slot=second_slot(case.id)))
    return case


def file_second(act: Act, person: Person, case_id: int) -> Case | None:
    """「还有一件」: the second problem that the case's words tell becomes a case of its own, at the same place."""
    first = act.tx.cases.get(case_id)
    second = act.read(first.text).second
    if first.reporter_id != person.id:
        raise NotAllowed
    if second is None:
        raise AlreadyDone
    return file_apart(act, person, first, second.text)


def file_apart(act: Act, person: Person, first: Case, text: str) -> Case | None:
    """Some of what was said for a ``first`` case becomes a case of its own, at the same place; raises ``AlreadyDone`` if it is one."""
    if any(each.text == text for each in act.tx.cases.reported_by(person.id)):
        raise AlreadyDone
    act.tx.notes.discard_draft(person.id)
    act.tx.notes.add(Note(person.id, NoteKind.REQUEST, act.now, text))
    return file_draft(act, person, act.places.get(first.place_id))


def second_slot(case_id: int) -> str:
    """The living message that offers to file the second problem."""
    return f"case:{case_id}:second"
