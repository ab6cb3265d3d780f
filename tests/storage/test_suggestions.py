"""What corrections tell: the last one of a case counts, if staff made it; and decisions on words."""

from dataclasses import replace

import pytest

from civic.cases import Case, State
from civic.events import Event, EventKind
from civic.lexicon import Adopted
from services.ports import Subject
from services.words import Told
from storage.store import SqliteStore

HALL = Adopted("桌球室", "I05")
TEXT = "楼下桌球室太吵"


@pytest.fixture
def file(store: SqliteStore, town, now):
    """Files a case as ``A01`` and corrects it: by whom and to what, in this order."""

    async def make(number: str, *corrections: tuple[str, str], text: str = TEXT, state: State = State.WORKING) -> Case:
        who = {"staff": town.worker.id, "resident": town.resident.id}

        def filing(tx) -> Case:
            case = tx.cases.add(town.case(number, text=text, kind="A01"))
            events = [Event(EventKind.FILED, now, town.resident.id, {"kind": "A01", "rung": "小区"})]
            events += [Event(EventKind.REKINDED, now, who[by], {"kind": kind}) for by, kind in corrections]
            tx.journal.append(Subject.CASE, case.id, events)
            tx.cases.save(replace(case, kind=events[-1].data["kind"], state=state))
            return case

        return await store.run(filing)

    return make


async def told(store: SqliteStore, corrections: int = 9, others: int = 9) -> tuple[Told, ...]:
    return await store.run(lambda tx: tx.suggestions.evidence(corrections, others))


@pytest.mark.parametrize(
    ("corrections", "counts"),
    [
        ([], False),
        ([("staff", "I05")], True),
        ([("resident", "I05")], False),
        ([("resident", "I06"), ("staff", "I05")], True),
        ([("staff", "I06"), ("resident", "I05")], False),
        ([("resident", "I06"), ("staff", "A01")], False),
    ],
    ids=["none", "by staff", "by the resident", "staff had the last word", "the resident had", "back to what it was"],
)
async def test_staffs_last_word_counts(store: SqliteStore, file, corrections, counts: bool):
    await file("幸福-261122-001", *corrections)
    assert await told(store) == ((Told(TEXT, "I05", True),) if counts else ())


@pytest.mark.parametrize("state", State)
async def test_what_staff_have_answered_is_told_beside(store: SqliteStore, file, state: State):
    await file("幸福-261122-001", state=state)
    sorted_ = state in {State.ANSWERED, State.SETTLED}
    assert await told(store) == ((Told(TEXT, "A01", False),) if sorted_ else ())


async def test_a_corrected_case_that_is_answered_is_told_once(store: SqliteStore, file):
    await file("幸福-261122-001", ("staff", "I05"), state=State.SETTLED)
    assert await told(store) == (Told(TEXT, "I05", True),)


async def test_only_the_latest_are_told(store: SqliteStore, file):
    for number in range(4):
        await file(f"幸福-261122-00{number}", ("staff", "I05"), text=f"{number}")
        await file(f"幸福-261122-01{number}", text=f"1{number}", state=State.SETTLED)
    assert {each.text for each in await told(store, corrections=1, others=2)} == {"3", "13", "12"}


async def test_words_that_were_erased_are_not_told(store: SqliteStore, file):
    one = await file("幸福-261122-001", ("staff", "I05"), state=State.SETTLED)
    await file("幸福-261122-002", ("staff", "I05"))
    await store.run(lambda tx: tx.erasure.words(one.id))
    assert await told(store) == (Told(TEXT, "I05", True),)


async def test_a_decision_is_kept_until_it_is_changed(store: SqliteStore):
    async def decide(word: Adopted, adopt: bool) -> int | None:
        return await store.run(lambda tx: tx.suggestions.decide(word, adopt=adopt))

    first = await decide(HALL, True)
    assert first is not None
    assert await decide(HALL, True) is None
    other = await decide(HALL._replace(kind="I06"), False)
    assert other not in {None, first}
    assert await store.run(lambda tx: tx.suggestions.decided()) == {HALL: True, HALL._replace(kind="I06"): False}
    assert await decide(HALL, False) == first
    assert (await store.run(lambda tx: tx.suggestions.decided()))[HALL] is False
