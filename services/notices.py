"""Notices: which event of a case is told to whom, in which words. One table; who reads it is worked out here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from civic.cases import Case, Change
from civic.events import Event, EventKind
from services import staffing, views
from services.act import Act
from services.posts import Post


class Audience(StrEnum):
    """Who is told."""

    REPORTER = "reporter"
    HOUSEHOLDS = "households"
    """The resident whose case it is, and everybody whose case follows it."""
    RESPONSIBLE = "responsible"
    """Whose it is after the change."""
    FORMER = "former"
    """Whose it was before, and is no longer."""
    COORDINATORS = "coordinators"


NOTICES: dict[EventKind, tuple[tuple[Audience, str], ...]] = {
    EventKind.ACCEPTED: ((Audience.HOUSEHOLDS, "push.accepted"),),
    EventKind.ASSIGNED: ((Audience.HOUSEHOLDS, "push.accepted"), (Audience.RESPONSIBLE, "work.assigned")),
    EventKind.DECLINED: ((Audience.HOUSEHOLDS, "push.declined"), (Audience.COORDINATORS, "work.declined")),
    EventKind.ESCALATED: (
        (Audience.HOUSEHOLDS, "push.escalated"),
        (Audience.RESPONSIBLE, "work.escalated"),
        (Audience.FORMER, "work.gone_up"),
    ),
    EventKind.CLIMBED: (
        (Audience.HOUSEHOLDS, "push.climbed"),
        (Audience.RESPONSIBLE, "work.climbed"),
        (Audience.FORMER, "work.missed"),
    ),
    EventKind.OVERDUE: ((Audience.HOUSEHOLDS, "push.overdue"), (Audience.RESPONSIBLE, "work.overdue")),
    EventKind.REPLIED: ((Audience.REPORTER, "push.replied"),),
    EventKind.REOPENED: ((Audience.RESPONSIBLE, "work.reopened"),),
    EventKind.RATED: ((Audience.RESPONSIBLE, "work.rated"),),
    EventKind.LAPSED: ((Audience.REPORTER, "push.lapsed"),),
    EventKind.UNHEARD: ((Audience.REPORTER, "push.unheard"), (Audience.RESPONSIBLE, "work.unheard")),
    EventKind.WITHDRAWN: ((Audience.FORMER, "work.withdrawn"),),
    EventKind.SUPPLEMENTED: ((Audience.RESPONSIBLE, "work.supplemented"),),
    EventKind.DANGER_TOLD: ((Audience.RESPONSIBLE, "work.danger"),),
    EventKind.DELIBERATED: ((Audience.HOUSEHOLDS, "push.deliberated"),),
    EventKind.VACATED: ((Audience.HOUSEHOLDS, "push.declined"), (Audience.COORDINATORS, "work.vacated")),
    EventKind.PARTED: ((Audience.REPORTER, "push.parted"), (Audience.RESPONSIBLE, "work.parted")),
    EventKind.RESUMED: ((Audience.HOUSEHOLDS, "push.resumed"), (Audience.RESPONSIBLE, "work.resumed")),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What goes with a change: words and files somebody wrote for those who are told, and how late time itself was (minutes)."""

    text: str = ""
    files: list[object] = field(default_factory=list)
    late: int = 0


NOTHING_SAID = Said()


def announce(act: Act, before: Case | None, change: Change, said: Said) -> None:
    """Post the notices of a change. Of several things at once everybody is told the last that concerns them (fault 30)."""
    case = change.case
    told: dict[tuple[Audience, int], tuple[str, Event]] = {}
    for event in change.events:
        for audience, template in NOTICES.get(event.kind, ()):
            for person_id in _audience(act, audience, before, case):
                if person_id != event.actor_id:
                    told[audience, person_id] = template, event
    for (audience, person_id), (template, event) in told.items():
        follows = audience is Audience.HOUSEHOLDS and person_id != case.reporter_id
        about = views.outside(act, case) if follows else views.basics(act, case)
        about = about | dict(event.data) | {"said": "" if follows else said.text, "late": said.late}
        _tell(act, case, person_id, template, about, NOTHING_SAID if follows else said)


def _tell(act: Act, case: Case, person_id: int, template: str, about: views.Params, said: Said) -> None:
    chat_id = act.tx.people.get(person_id).chat_id
    shown_to_staff = case.id if person_id != case.reporter_id else None
    act.tx.outbox.put(Post(chat_id, template, about, carries=shown_to_staff if said.text else None))
    if said.files:
        params = {"number": case.number, "files": said.files}
        act.tx.outbox.put(Post(chat_id, "files", params, carries=shown_to_staff))


def _audience(act: Act, audience: Audience, before: Case | None, case: Case) -> Iterable[int]:
    return _AUDIENCES[audience](act, before, case)


def _former(act: Act, before: Case | None, case: Case) -> Iterable[int]:
    if before is None:
        return ()
    now = set(staffing.responsible(act, case))
    return [person_id for person_id in staffing.responsible(act, before) if person_id not in now]


_AUDIENCES: dict[Audience, Callable[[Act, Case | None, Case], Iterable[int]]] = {
    Audience.REPORTER: lambda _act, _before, case: (case.reporter_id,),
    Audience.HOUSEHOLDS: lambda act, _before, case: dict.fromkeys(
        (case.reporter_id, *(each.reporter_id for each in act.tx.cases.followers(case.id)))
    ),
    Audience.RESPONSIBLE: lambda act, _before, case: staffing.responsible(act, case),
    Audience.FORMER: _former,
    Audience.COORDINATORS: lambda act, _before, case: staffing.coordinators(act, case),
}
