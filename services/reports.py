"""Reports about officials (举报): said once more on purpose, kept apart from cases, and shown to the confidants of the place alone.

What somebody happened to say before is not kept: only what is given for this end, after being told by name who will read it. One of
two may be left out, for it may be they who are reported (信访工作条例 2022, art. 30); who left out whom stands nowhere but in the report.
"""

from datetime import datetime, timedelta

from civic.events import Event, EventKind
from civic.numbers import number, series
from civic.people import Person
from civic.refusals import TooMany
from civic.reports import Report
from civic.roles import Role, held
from services import staffing, views
from services.act import Act
from services.incoming import Incoming
from services.ports import Prompt, Subject
from services.posts import Post

PURPOSE = "report"
SERIES = "R"
MOST_AN_HOUR = 5
SHOWN = 5


def guide(act: Act, person: Person) -> None:
    """The way to the discipline inspection, and to the confidants, by name, where there are some."""
    place_id = _place_of(act, person)
    if named := [(each.id, staffing.label(act, each, place_id)) for each in confidants(act, place_id)]:
        act.tx.outbox.put(Post(person.chat_id, "ask.report", {"readers": named, "names": [name for _, name in named]}))
    else:
        act.tx.outbox.put(Post(person.chat_id, "guide.S01"))


def ask(act: Act, person: Person, left_out: int = 0) -> None:
    """我要反映, perhaps without one of the readers: the next message is the report; nothing tries to understand it."""
    place_id = _place_of(act, person)
    readers = _readers(act, place_id, left_out, act.now)
    if not readers:
        guide(act, person)
        return
    act.tx.notes.discard_draft(person.id)
    act.tx.prompts.ask(person.id, Prompt(PURPOSE, left_out, act.now))
    names = [staffing.label(act, each, place_id) for each in readers]
    act.tx.outbox.put(Post(person.chat_id, "prompt.report", {"names": names}))


def take(act: Act, person: Person, prompt: Prompt, message: Incoming) -> None:
    """Keep the report and give it to the confidants who were named when it was asked for. Raises ``TooMany``."""
    place_id = _place_of(act, person)
    readers = _readers(act, place_id, prompt.subject_id, prompt.asked_at)
    if not readers or not message.text:
        guide(act, person)
        return
    earlier = [each for each in act.tx.reports.of(person.id) if act.now - each.filed_at < timedelta(hours=1)]
    if len(earlier) >= MOST_AN_HOUR:
        raise TooMany(limit=MOST_AN_HOUR)
    name = series(SERIES, act.now, act.town.zone)
    count = act.tx.cases.count(name)
    files = (message.file,) if message.file else ()
    meant_for = tuple(reader.id for reader in readers)
    report = Report(number(name, count), person.id, place_id, act.now, message.text, files, meant_for)
    report_id = act.tx.reports.add(report)
    # Without an actor: the journal is read by more people than the report.
    act.tx.journal.append(Subject.REPORT, report_id, (Event(EventKind.REPORTED, act.now),))
    for reader in readers:
        _show(act, reader, report)
    act.tx.outbox.put(Post(person.chat_id, "told.reported", {"number": report.number}))


def tell(act: Act, person: Person) -> None:
    """「/举报」: a confidant reads the latest reports that were meant for them; anybody else is shown the way to report."""
    grants = act.tx.roles.of(person.id)
    mine = [place.id for place in act.places if Role.CONFIDANT in held(grants, place.id, act.places, act.now)]
    if not mine:
        guide(act, person)
        return
    found = act.tx.reports.at(mine, person.id, SHOWN)
    for report in reversed(found):
        _show(act, person, report)
    if not found:
        act.tx.outbox.put(Post(person.chat_id, "told.no_reports"))


def confidants(act: Act, place_id: int) -> tuple[Person, ...]:
    """The people who may read reports of a place."""
    if not place_id:
        return ()
    return tuple(act.tx.people.get(each) for each in staffing.holders(act, {Role.CONFIDANT}, place_id))


def _readers(act: Act, place_id: int, left_out: int, asked_at: datetime) -> list[Person]:
    """The confidants, without the one who is left out and without whoever became one after the names were shown."""

    def was_named(reader: Person) -> bool:
        grants = act.tx.roles.of(reader.id)
        return reader.id != left_out and Role.CONFIDANT in held(grants, place_id, act.places, asked_at)

    return list(filter(was_named, confidants(act, place_id)))


def _place_of(act: Act, person: Person) -> int:
    """Where the person lives; else the place above all others; 0 when there are no places."""
    return person.place_id or next((place.id for place in act.places if place.parent_id is None), 0)


def _show(act: Act, reader: Person, report: Report) -> None:
    """The report as it was written, and nothing of who wrote it."""
    params = {
        "number": report.number,
        "place": act.places.get(report.place_id).name,
        "moment_at": views.epoch(report.filed_at),
        "words": report.text,
    }
    act.tx.outbox.put(Post(reader.chat_id, "report.new", params))
    if report.files:
        files = [views.file_params(file) for file in report.files]
        act.tx.outbox.put(Post(reader.chat_id, "files", {"number": report.number, "files": files}))
