"""Cases come back as they were put in, are found by whom they concern, and are numbered without gaps or repeats."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civic.calendar import Limit
from civic.cases import Case, DangerTold, State, Verdict
from civic.kinds import Tier
from civic.ladder import Rung, Step
from civic.refusals import NotFound
from civic.understanding import UNTOLD, Matter, Persistence, Spot
from storage.store import SqliteStore

MOMENTS = st.integers(0, 4_000_000_000_000).map(
    lambda ms: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
)
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
LIMITS = st.builds(Limit, st.integers(0, 9999)) | st.builds(Limit, st.none(), st.integers(0, 15))
STEPS = st.builds(Step, st.sampled_from(Rung), st.integers(1, 2**40), LIMITS, LIMITS)
MAYBE = st.none() | WORDS
SAID = st.none() | st.integers(0, 9999)


@st.composite
def cases(draw: st.DrawFn) -> dict[str, object]:
    ladder = tuple(draw(st.lists(STEPS, min_size=1, max_size=4)))
    return {
        "kind": draw(WORDS),
        "tier": draw(st.sampled_from(Tier)),
        "matter": draw(st.sampled_from(Matter)),
        "text": draw(WORDS),
        "ladder": ladder,
        "filed_at": draw(MOMENTS),
        "accept_by": draw(MOMENTS),
        "answer_by": draw(MOMENTS),
        "spot": draw(st.builds(Spot, MAYBE, MAYBE, MAYBE, MAYBE)),
        "state": draw(st.sampled_from(State)),
        "at": draw(st.integers(0, len(ladder) - 1)),
        "settle_by": draw(st.none() | MOMENTS),
        "danger": draw(st.none() | st.sampled_from(DangerTold)),
        "reopened": draw(st.integers(0, 9)),
        "overdue": draw(st.integers(0, 9)),
        "verdict": draw(st.none() | st.sampled_from(Verdict)),
        "kinds_asked": tuple(draw(st.lists(WORDS, max_size=3))),
        "spot_asked": draw(st.booleans()),
        "persistence": draw(st.builds(Persistence, SAID, SAID, SAID, SAID)),
    }


@given(first=cases(), second=cases())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
async def test_a_case_comes_back_as_it_was_put_in(store: SqliteStore, town, first, second):
    number = await store.run(lambda tx: f"n{tx.cases.count('n')}")
    added = await store.run(lambda tx: tx.cases.add(town.case(number, **first)))
    assert added == replace(town.case(number, **first), id=added.id)
    assert await store.run(lambda tx: tx.cases.get(added.id)) == added
    assert await store.run(lambda tx: tx.cases.by_number(number)) == added

    changed = replace(added, **{**second, "filed_at": added.filed_at, "holder_id": town.worker.id})
    await store.run(lambda tx: tx.cases.save(changed))
    assert await store.run(lambda tx: tx.cases.get(added.id)) == changed


async def test_a_case_that_is_not_there(store: SqliteStore):
    assert await store.run(lambda tx: tx.cases.by_number("幸福-261122-001")) is None
    with pytest.raises(NotFound):
        await store.run(lambda tx: tx.cases.get(1))


async def test_numbers_of_a_series_have_no_gap_and_no_repeat_whoever_asks_at_once(store: SqliteStore):
    asked = [store.run(lambda tx, s=series: tx.cases.count(s)) for series in ["甲", "乙"] * 30]
    numbers = await asyncio.gather(*asked)
    assert sorted(numbers[0::2]) == sorted(numbers[1::2]) == list(range(1, 31))


async def test_a_number_asked_for_in_vain_is_given_again(store: SqliteStore):
    def fail(tx):
        tx.cases.count("甲")
        raise LookupError

    with pytest.raises(LookupError):
        await store.run(fail)
    assert await store.run(lambda tx: tx.cases.count("甲")) == 1


def put(town, *cases: Case):
    return lambda tx: [tx.cases.add(replace(case, number=str(number))) for number, case in enumerate(cases)]


async def test_a_resident_finds_their_latest_cases_first(store: SqliteStore, town, now):
    filed = [town.case(filed_at=now + timedelta(hours=hours)) for hours in (2, 1, 3, 3)]
    middle, first, third, last = await store.run(put(town, *filed))
    assert await store.run(lambda tx: tx.cases.reported_by(town.resident.id)) == (last, third, middle, first)
    assert await store.run(lambda tx: tx.cases.reported_by(town.resident.id, limit=1)) == (last,)
    assert await store.run(lambda tx: tx.cases.reported_by(town.worker.id)) == ()
    assert await store.run(lambda tx: tx.cases.filed_since(town.resident.id, now + timedelta(hours=2))) == 3


async def test_a_worker_finds_what_is_open_in_their_hands_soonest_first(store: SqliteStore, town, now):
    mine = town.case(holder_id=town.worker.id, state=State.WORKING)
    late, soon, _, _ = await store.run(
        put(
            town,
            replace(mine, answer_by=now + timedelta(hours=9)),
            replace(mine, answer_by=now + timedelta(hours=1)),
            replace(mine, state=State.SETTLED),
            replace(mine, holder_id=town.resident.id),
        )
    )
    assert await store.run(lambda tx: tx.cases.held_by(town.worker.id)) == (soon, late)


async def test_the_staff_of_a_rung_find_what_waits_there(store: SqliteStore, town):
    offered, returned, above, _ = await store.run(
        put(
            town,
            town.case(),
            town.case(state=State.RETURNED),
            town.case(at=1),
            town.case(state=State.WORKING, holder_id=town.worker.id),
        )
    )
    here = [town.estate.id, town.community.id]
    assert await store.run(lambda tx: tx.cases.waiting([Rung.ESTATE], here)) == (offered, returned)
    assert await store.run(lambda tx: tx.cases.waiting([Rung.COMMUNITY, Rung.STREET], here)) == (above,)
    assert await store.run(lambda tx: tx.cases.waiting(list(Rung), [town.community.id])) == ()
    assert await store.run(lambda tx: tx.cases.waiting([], here)) == ()


async def test_what_the_words_told_goes_with_them(store: SqliteStore, town):
    case = await store.run(lambda tx: tx.cases.add(town.case(persistence=Persistence(90, 0, 3, 2))))
    await store.run(lambda tx: tx.erasure.words(case.id))
    assert (await store.run(lambda tx: tx.cases.get(case.id))).persistence == UNTOLD


async def test_of_cases_of_before_nothing_is_known(
    store: SqliteStore, town, older_cases: Callable[[str], Awaitable[Path]]
):
    case = await store.run(lambda tx: tx.cases.add(town.case()))
    async with await SqliteStore.open(await older_cases("0009")) as opened:
        assert await opened.run(lambda tx: tx.cases.get(case.id)) == case
