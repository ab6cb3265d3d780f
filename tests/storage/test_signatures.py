"""Signatures come back as they were put in, and the nearest of a place and season are found."""

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from civic.cases import State
from civic.joint import JOINABLE
from civic.understanding import Signature, Spot
from storage.signatures import packed, unpacked
from storage.store import SqliteStore

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
SOME = st.frozensets(WORDS, max_size=4)
WEIGHTS = st.lists(st.tuples(WORDS, st.floats(0, 1)), max_size=5).map(tuple)
SIGNATURES = st.builds(
    Signature,
    WEIGHTS,
    WEIGHTS,
    st.builds(Spot, st.none() | WORDS, st.none() | WORDS, st.none() | WORDS, st.none() | WORDS),
    SOME,
)
LIFT = Signature((("C03", 0.9), ("O03", 0.1)), (("C03.1", 0.8), ("C03.2", 0.6)), Spot("3"))
LAMP = Signature((("C04", 1.0),), (("C04.1", 1.0),))


@given(SIGNATURES)
def test_a_signature_comes_back_as_it_was_put_in(signature: Signature):
    assert unpacked(packed(signature)) == signature


async def test_the_nearest_that_may_be_followed_are_found(store: SqliteStore, town, now):
    def put(tx):
        near = {}
        for at, state in enumerate(State):
            case = tx.cases.add(town.case(f"幸福-{at}", state=state, holder_id=town.worker.id))
            tx.signatures.keep(case.id, LIFT)
            near[state] = case.id
        lamp = tx.cases.add(town.case("幸福-灯"))
        tx.signatures.keep(lamp.id, LAMP)
        for number, changes in (
            ("旧", {"filed_at": now - timedelta(days=31)}),
            ("远", {"place_id": town.community.id}),
        ):
            tx.signatures.keep(tx.cases.add(town.case(f"幸福-{number}", **changes)).id, LIFT)
        tx.cases.add(town.case("幸福-无"))
        return near

    ids = await store.run(put)
    here, since = [town.estate.id], now - timedelta(days=30)
    found = await store.run(lambda tx: tx.signatures.near(LIFT, here, since, 20))
    assert {case_id for case_id, _ in found} == {ids[state] for state in JOINABLE}
    assert {signature for _, signature in found} == {LIFT}
    assert len(await store.run(lambda tx: tx.signatures.near(LIFT, here, since, 2))) == 2
    spoken = replace(LIFT, troubles=(("C03.1", 0.8), ("C04.1", 0.6)))
    near = await store.run(lambda tx: tx.signatures.near(spoken, here, since, 20))
    assert [signature for _, signature in near] == [LIFT] * len(JOINABLE) + [LAMP]
    assert await store.run(lambda tx: tx.signatures.near(replace(LIFT, troubles=()), here, since, 20)) == ()


async def test_a_signature_is_replaced_and_a_case_that_is_saved_keeps_it(store: SqliteStore, town, now):
    def put(tx):
        case = tx.cases.add(town.case())
        for signature in (LAMP, LIFT):
            tx.signatures.keep(case.id, signature)
        tx.cases.save(replace(case, reopened=1))
        return case.id

    case_id = await store.run(put)
    here, since = [town.estate.id], now - timedelta(days=1)
    assert await store.run(lambda tx: tx.signatures.near(LIFT, here, since, 5)) == ((case_id, LIFT),)
    assert await store.run(lambda tx: tx.signatures.near(LAMP, here, since, 5)) == ()


async def test_signatures_of_another_making_are_forgotten(
    store: SqliteStore, town, now, older_cases: Callable[[str], Awaitable[Path]]
):
    case = await store.run(lambda tx: tx.cases.add(town.case()))
    await store.run(lambda tx: tx.signatures.keep(case.id, LIFT))
    older = await older_cases("0011")
    with closing(sqlite3.connect(older)) as raw, raw:
        raw.execute("INSERT INTO signatures VALUES (?, ?)", [case.id, b"of before"])
        raw.execute("UPDATE cases SET sketch = zeroblob(64)")
    here, since = [town.estate.id], now - timedelta(days=1)
    async with await SqliteStore.open(older) as opened:
        assert await opened.run(lambda tx: tx.signatures.near(LIFT, here, since, 5)) == ()
        await opened.run(lambda tx: tx.signatures.keep(case.id, LIFT))
        assert await opened.run(lambda tx: tx.signatures.near(LIFT, here, since, 5)) == ((case.id, LIFT),)


async def test_with_the_words_of_a_case_its_signature_is_erased(store: SqliteStore, town, now, path: Path):
    case = await store.run(lambda tx: tx.cases.add(town.case()))
    await store.run(lambda tx: tx.signatures.keep(case.id, LIFT))
    await store.run(lambda tx: tx.erasure.words(case.id))
    assert await store.run(lambda tx: tx.signatures.near(LIFT, [town.estate.id], now - timedelta(days=1), 5)) == ()
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT sketch FROM cases").fetchall() == [(None,)]
        assert raw.execute("SELECT count(*) FROM signatures").fetchone() == (0,)
