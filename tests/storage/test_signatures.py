"""Signatures come back as they were put in, and the nearest of a place and season are found."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from civic.cases import State
from civic.joint import JOINABLE
from civic.understanding import Signature, Spot
from storage.signatures import packed, unpacked
from storage.store import SqliteStore

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
SOME = st.frozensets(WORDS, max_size=4)
SIGNATURES = st.builds(
    Signature,
    st.lists(WORDS, max_size=3).map(tuple),
    SOME,
    SOME,
    st.frozensets(st.integers(0, 0xFFFF), max_size=300),
    st.builds(Spot, st.none() | WORDS, st.none() | WORDS, st.none() | WORDS, st.none() | WORDS),
    SOME,
)
LIFT = Signature(("C03",), frozenset({"lift"}), frozenset({"broken"}), frozenset(range(6)), Spot("3"))
LAMP = Signature(("C04",), frozenset({"lamp"}), frozenset({"dark"}), frozenset(range(600, 606)))


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
    spoken = replace(LIFT, pairs=LIFT.pairs | LAMP.pairs, things=frozenset({"lift", "lamp"}))
    assert len(await store.run(lambda tx: tx.signatures.near(spoken, here, since, 20))) == len(JOINABLE) + 1


async def test_with_the_words_of_a_case_its_signature_is_erased(store: SqliteStore, town, now):
    case = await store.run(lambda tx: tx.cases.add(town.case()))
    await store.run(lambda tx: tx.signatures.keep(case.id, LIFT))
    await store.run(lambda tx: tx.erasure.words(case.id))
    assert await store.run(lambda tx: tx.signatures.near(LIFT, [town.estate.id], now - timedelta(days=1), 5)) == ()
