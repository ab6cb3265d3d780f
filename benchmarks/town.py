"""A database to begin with: estates with a worker each, and residents who have joined and agreed, a chat each."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from benchmarks.fake_api import FIRST_CHAT
from civic.people import CONSENT_VERSION
from civic.places import Place, PlaceKind
from civic.roles import Grant, Role
from services.ports import Tx
from storage.store import SqliteStore

ESTATES = 128
"""As many chats of workers: a chat takes one message at a time."""
FIRST_WORKER = 1000


def estates(tx: Tx, now: datetime) -> None:
    """A street, a community, estates and their workers."""
    street = tx.places.put(Place(0, "GM", "光明街道", PlaceKind.STREET))
    community = tx.places.put(Place(0, "XY", "向阳社区", PlaceKind.COMMUNITY, street.id))
    for number in range(1, ESTATES + 1):
        estate = tx.places.put(Place(0, f"E{number}", f"幸福{number}号小区", PlaceKind.ESTATE, community.id))
        grid = Place(0, f"G{number}", f"第{number}网格", PlaceKind.GRID, community.id, covers=frozenset({estate.id}))
        worker = _join(tx, FIRST_WORKER + number, f"网格员{number}", now, None)
        tx.roles.add(Grant(worker, Role.GRID_WORKER, tx.places.put(grid).id, now))


def residents(first: int, count: int, now: datetime) -> Callable[[Tx], None]:
    """Residents, spread over the estates."""

    def use_case(tx: Tx) -> None:
        homes = tx.places.directory().estates
        for number in range(first, first + count):
            _join(tx, FIRST_CHAT + number, "居民", now, homes[number % len(homes)].id)

    return use_case


async def settle(path: Path, people: int, now: datetime, bot_id: int = 1000000001) -> None:
    """Make the database at ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    async with await SqliteStore.open(path, bot_id=bot_id) as store:
        await store.run(lambda tx: estates(tx, now))
        for first in range(0, people, 1000):
            await store.run(residents(first, min(1000, people - first), now))


def _join(tx: Tx, chat: int, name: str, now: datetime, place_id: int | None) -> int:
    person = tx.people.add(chat, name)
    tx.people.save(replace(person, consent_version=CONSENT_VERSION, consent_at=now, place_id=place_id))
    return person.id
