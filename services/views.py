"""Views: what of a case is told to whom, as the JSON values that a post carries."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime

from civic.cases import WAITING, Case
from civic.events import Event
from civic.notes import File, Note, NoteKind
from civic.people import Person
from civic.permissions import Action
from civic.understanding import Persistence, Spot
from services import staffing
from services.act import Act

Params = dict[str, object]


def epoch(moment: datetime | None) -> int | None:
    """Whole seconds since 1970, as posts carry moments."""
    return None if moment is None else int(moment.timestamp())


def spot_params(spot: Spot) -> Params:
    """Building, unit, floor and room, as far as they are known."""
    known = {"building": spot.building, "unit": spot.unit, "floor": spot.floor, "room": spot.room}
    return {name: value for name, value in known.items() if value}


def persistence_params(persistence: Persistence) -> Params:
    """How long, how often and how strongly, as far as anything is said."""
    return asdict(persistence) if persistence else {}


def basics(act: Act, case: Case) -> Params:
    """What every view of a case has: number, kind, place, state, who has it, until when."""
    limits = {"accept_by": case.step.accept, "answer_by": case.step.answer}
    holder = None if case.holder_id is None else act.tx.people.get(case.holder_id)
    return {
        "case_id": case.id,
        "number": case.number,
        "code": case.kind,
        "kind": act.town.taxonomy[case.kind].name,
        "place": act.places.get(case.place_id).name,
        "spot": spot_params(case.spot),
        "text": case.text,
        "state": case.state,
        "tier": case.tier,
        "rung": case.step.rung,
        "rung_place": act.places.get(case.step.place_id).name,
        "holder": holder and staffing.label(act, holder, case.place_id),
        "accept_by": epoch(case.accept_by),
        "answer_by": epoch(case.answer_by),
        "settle_by": epoch(case.settle_by),
        "estimated": [
            name for name, limit in limits.items() if act.town.calendar.estimates(limit, getattr(case, name))
        ],
        "reopened": case.reopened,
        "verdict": case.verdict,
        "danger": case.danger,
        "households": act.tx.cases.households(case),
        "main": None if case.joined_to is None else act.tx.cases.get(case.joined_to).number,
    }


def outside(act: Act, case: Case) -> Params:
    """The ``basics`` as somebody else may read them who reported the same: no words, and of the doors the building alone."""
    building = {"building": case.spot.building} if case.spot.building else {}
    return basics(act, case) | {"text": "", "spot": building}


def for_resident(act: Act, case: Case, reporter: Person) -> Params:
    """What the resident's card has beside the ``basics``: the buttons to correct it, and the kinds to choose from where none is clear."""
    allowed = staffing.actions(act, reporter, case)
    asked = case.kinds_asked if Action.REKIND in allowed else ()
    # Among the kinds to choose from is a way to all others.
    mine = {Action.RELOCATE, Action.SUPPLEMENT, Action.WITHDRAW, Action.PART} | (set() if asked else {Action.REKIND})
    return {
        "actions": [each for each in allowed if each in mine],
        "kinds_asked": [(code, act.town.taxonomy[code].name) for code in asked],
        "spot_asked": case.spot_asked and not case.spot and case.state in WAITING,
    }


def for_worker(act: Act, case: Case, worker: Person, notes: tuple[Note, ...]) -> Params:
    """What a worker's card has beside the ``basics``: the case's notes and the buttons. Who reported is not on it, what can be done is."""
    mine = {
        Action.ACCEPT,
        Action.DECLINE,
        Action.ESCALATE,
        Action.REPLY,
        Action.CLOSE,
        Action.REKIND,
        Action.ASSIGN,
        Action.DELIBERATE,
    }
    return {
        "files": sum(note.file is not None for note in notes),
        "persistence": persistence_params(case.persistence),
        "unreachable": act.tx.people.get(case.reporter_id).unreachable,
        "supplements": [note.text for note in notes if note.kind is NoteKind.SUPPLEMENT and note.text],
        "actions": [each for each in staffing.actions(act, worker, case) if each in mine],
    }


def path(events: Iterable[Event]) -> list[Mapping[str, object]]:
    """The way a case took, step by step."""
    return [{"event": event.kind, "moment_at": epoch(event.at), **event.data} for event in events]


def words(notes: Iterable[Note]) -> str:
    """What some notes say, one a line."""
    return "\n".join(note.text for note in notes if note.text)


def files(notes: Iterable[Note]) -> list[object]:
    """The files of some notes, in order."""
    return [file_params(note.file) for note in notes if note.file]


def file_params(file: File) -> Mapping[str, object]:
    """One file."""
    return {"kind": file.kind, "file_id": file.file_id}
