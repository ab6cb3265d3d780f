"""Places come back as they were put in, and the directory is always that of the rows."""

import sqlite3
from dataclasses import replace

import pytest

from civic.places import Place, PlaceKind
from storage.store import SqliteStore


async def test_the_directory_holds_all_places_as_they_were_put_in(store: SqliteStore, town):
    grid = Place(0, "WG1", "第一网格", PlaceKind.GRID, town.community.id, covers=frozenset({town.estate.id}))
    grid = await store.run(lambda tx: tx.places.put(grid))
    directory = await store.run(lambda tx: tx.places.directory())
    assert [place.name for place in directory] == ["光明街道", "向阳社区", "幸福小区", "第一网格"]
    assert directory.get(town.estate.id) == town.estate
    assert directory.get(grid.id) == grid


async def test_a_place_is_replaced_by_its_id(store: SqliteStore, town):
    changed = replace(town.estate, name="幸福苑小区", aliases=(), phone="000-00000000")
    assert await store.run(lambda tx: tx.places.put(changed)) == changed
    directory = await store.run(lambda tx: tx.places.directory())
    assert directory.get(changed.id) == changed
    assert directory.named("幸福家园") == ()


async def test_a_code_is_that_of_one_place(store: SqliteStore, town):
    before = await store.run(lambda tx: tx.places.directory())
    with pytest.raises(sqlite3.IntegrityError):
        await store.run(lambda tx: tx.places.put(replace(town.estate, id=0)))
    assert await store.run(lambda tx: tx.places.directory()) is before
