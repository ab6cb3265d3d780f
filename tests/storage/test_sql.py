"""Statements have one text each, and none walks through a table that grows."""

import importlib
import pkgutil
import re
from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

import storage
from services import ports
from storage.sql import Statement
from storage.store import SqliteStore
from storage.tables import metadata
from storage.values import dump, load, moment, stamp

MODULES = [
    importlib.import_module(f"storage.{module.name}")
    for module in pkgutil.iter_modules(storage.__path__)
    if not module.ispkg
]
STATEMENTS = {
    f"{module.__name__}.{name}[{number}]": statement
    for module in MODULES
    for name, value in vars(module).items()
    for number, statement in enumerate(value if isinstance(value, tuple) else (value,))
    if isinstance(statement, Statement)
}
WHOLE = {
    "storage.places._ALL[0]",
    "storage.votes._OPEN[0]",
    "storage.holds._LEAVING[0]",
    "storage.erasure._DRAFTS[0]",
    "storage.erasure._STRANGERS[0]",
    "storage.erasure._STRANGERS[1]",
    "storage.erasure._RECEIVED[0]",
    "storage.suggestions._CORRECTED[0]",
    "storage.suggestions._OTHERS[0]",
    "storage.suggestions._DECIDED[0]",
}
"""Read all by intent: the places once, until one changes; the few open votes by an index of theirs; others at night, what is
little or piece by piece; for suggestions when an administrator asks, corrections by an index of theirs, the latest cases only."""


def test_there_are_statements_to_look_at():
    assert len(STATEMENTS) > 50


@pytest.mark.parametrize("name", sorted(STATEMENTS.keys() - WHOLE))
async def test_a_statement_finds_its_rows_by_index(store: SqliteStore, name: str):
    text = STATEMENTS[name].text

    def plan(tx) -> list[str]:
        params = [None] * len(STATEMENTS[name].names)
        return [row["detail"] for row in tx.session.raw.execute(f"EXPLAIN QUERY PLAN {text}", params)]

    scanned = {found[1] for step in await store.run(plan) if (found := re.match(r"SCAN (\w+)", step))}
    if text.startswith("INSERT"):
        scanned = set()  # what SQLite lists for an insert are checks of references that are never run for a new row
    assert scanned.isdisjoint(metadata.tables)


def test_constants_stand_in_the_text_and_parameters_do_not():
    statement = STATEMENTS["storage.cases._WAITING[0]"]
    assert "IN ('offered', 'returned')" in statement.text
    assert set(statement.names) == {"rungs", "places"}
    assert statement.text.count("?") == 2


async def test_a_transaction_fits_the_port(store: SqliteStore):
    def check(tx) -> bool:
        fits: ports.Tx = tx
        return all(hasattr(fits, noun) for noun in ports.Tx.__annotations__)

    assert await store.run(check)


async def test_a_mistake_in_a_statement_stays_what_it_is(store: SqliteStore):
    statement = STATEMENTS["storage.people._GET[0]"]
    with pytest.raises(KeyError):
        await store.run(lambda tx: tx.session.row(statement))


async def test_meta_keeps_the_last_text_of_a_key(store: SqliteStore):
    assert await store.run(lambda tx: tx.meta.get("key")) is None
    for text in ("一", "二"):
        await store.run(lambda tx, text=text: tx.meta.set("key", text))
    assert await store.run(lambda tx: tx.meta.get("key")) == "二"


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=8))])))
def test_a_moment_survives_to_the_millisecond(value: datetime):
    back = moment(stamp(value))
    assert timedelta(0) <= value - back < timedelta(milliseconds=1)
    assert back.tzinfo is UTC
    assert stamp(back) == stamp(value)


def test_no_moment_and_no_zone():
    assert (stamp(None), moment(None)) == (None, None)
    with pytest.raises(TypeError):
        stamp(datetime(2026, 11, 22))  # noqa: DTZ001


def test_equal_values_have_equal_texts():
    assert dump({"b": 1, "a": [frozenset({3, 1, 2})]}) == dump({"a": [{2, 3, 1}], "b": 1}) == '{"a":[[1,2,3]],"b":1}'
    assert load(dump(MappingProxyType({"类": "电梯"}))) == {"类": "电梯"}
    with pytest.raises(TypeError):
        dump(object())
