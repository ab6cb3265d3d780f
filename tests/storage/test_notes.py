"""Notes wait for their case, join it, and are found again by message and album; the journal keeps what happened."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civic.events import Event, EventKind
from civic.notes import File, FileKind, Note, NoteKind
from services.ports import Subject
from storage.store import SqliteStore


def add(*notes: Note):
    return lambda tx: [tx.notes.add(note) for note in notes]


@pytest.fixture
def note(town, now) -> Note:
    return Note(town.resident.id, NoteKind.REQUEST, now, "电梯又坏了", message_id=11)


async def test_notes_of_a_case_come_back_in_order(store: SqliteStore, town, note):
    case = await store.run(lambda tx: tx.cases.add(town.case()))
    notes = (
        replace(note, case_id=case.id),
        replace(note, case_id=case.id, file=File(FileKind.PHOTO, "AgAC"), text="", album="7", message_id=12),
        replace(note, case_id=case.id, point=(29.873, 121.55), kind=NoteKind.SUPPLEMENT, message_id=None),
        Note(town.worker.id, NoteKind.REPLY, note.at, "师傅在路上", case_id=case.id),
    )
    await store.run(add(*notes))
    assert await store.run(lambda tx: tx.notes.of(case.id)) == notes
    assert await store.run(lambda tx: tx.notes.draft(town.resident.id)) == ()


async def test_a_draft_is_filed_or_discarded_as_a_whole_and_nobody_elses_with_it(store: SqliteStore, town, note):
    me, other = town.resident.id, town.worker.id
    photo = replace(note, file=File(FileKind.PHOTO, "AgAC"), at=note.at - timedelta(minutes=1))
    await store.run(add(note, photo, replace(note, author_id=other)))
    assert await store.run(lambda tx: tx.notes.draft(me)) == (note, photo)

    case = await store.run(lambda tx: tx.cases.add(town.case()))
    await store.run(lambda tx: tx.notes.file_draft(me, case.id))
    filed = (replace(note, case_id=case.id), replace(photo, case_id=case.id))
    assert await store.run(lambda tx: (tx.notes.draft(me), tx.notes.of(case.id))) == ((), filed)

    await store.run(lambda tx: (tx.notes.discard_draft(me), tx.notes.discard_draft(other)))
    assert await store.run(lambda tx: (tx.notes.draft(other), tx.notes.of(case.id))) == ((), filed)


async def test_a_note_is_found_by_its_message_and_its_album(store: SqliteStore, town, note):
    me = town.resident.id
    album = replace(note, album="7", message_id=12)
    await store.run(add(note, album, replace(note, author_id=town.worker.id, text="别人的")))
    assert await store.run(lambda tx: tx.notes.by_message(me, 11)) == note
    assert await store.run(lambda tx: tx.notes.by_album(me, "7")) == album
    assert await store.run(lambda tx: (tx.notes.by_message(me, 99), tx.notes.by_album(me, "8"))) == (None, None)
    await store.run(lambda tx: tx.notes.revise(me, 11, "电梯好了"))
    assert await store.run(lambda tx: tx.notes.draft(me)) == (replace(note, text="电梯好了"), album)
    assert (await store.run(lambda tx: tx.notes.by_message(town.worker.id, 11))).text == "别人的"


EVENTS = st.builds(
    Event,
    st.sampled_from(EventKind),
    st.datetimes().map(lambda moment: moment.replace(microsecond=0)),
    st.none() | st.integers(1, 9),
    st.dictionaries(
        st.sampled_from(["kind", "from", "to"]),
        st.none() | st.integers(-(2**53), 2**53) | st.sampled_from(["社区", "街道"]),
    ),
)


@given(events=st.lists(EVENTS, max_size=5), subject=st.sampled_from(Subject))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
async def test_the_journal_gives_back_what_was_written_in_its_order(store: SqliteStore, now, events, subject):
    events = [replace(event, at=event.at.replace(tzinfo=now.tzinfo)) for event in events]
    number = await store.run(lambda tx: tx.cases.count("subject"))
    others = [other for other in Subject if other is not subject]
    half = len(events) // 2
    await store.run(lambda tx: tx.journal.append(subject, number, events[:half]))
    await store.run(lambda tx: [tx.journal.append(other, number, events) for other in others])
    await store.run(lambda tx: tx.journal.append(subject, number, iter(events[half:])))
    assert await store.run(lambda tx: tx.journal.of(subject, number)) == tuple(events)
