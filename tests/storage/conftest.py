"""A fresh database file for each test, and a sample neighbourhood in it: 光明街道 · 向阳社区 · 幸福小区."""

import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from civic.calendar import Limit
from civic.cases import Case
from civic.kinds import Tier
from civic.ladder import Rung, Step
from civic.people import Person
from civic.places import Place, PlaceKind
from civic.understanding import Matter
from services.ports import Tx
from storage.schema import SCRIPTS, migrate
from storage.store import SqliteStore

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Town:
    """What stands in the sample database."""

    estate: Place
    community: Place
    resident: Person
    worker: Person
    ladder: tuple[Step, ...]

    def case(self, number: str = "幸福-261122-001", **changes: object) -> Case:
        """A case of the resident, not yet in the database."""
        fields: dict[str, object] = {
            "id": 0,
            "number": number,
            "reporter_id": self.resident.id,
            "place_id": self.estate.id,
            "kind": "A01",
            "tier": Tier.SWIFT,
            "matter": Matter.HELP,
            "text": "3号楼电梯又坏了",
            "ladder": self.ladder,
            "filed_at": NOW,
            "accept_by": NOW,
            "answer_by": NOW,
        }
        return Case(**{**fields, **changes})  # type: ignore[arg-type]


def found(tx: Tx) -> Town:
    """Put the sample neighbourhood in."""
    street = tx.places.put(Place(0, "GM", "光明街道", PlaceKind.STREET))
    community = tx.places.put(Place(0, "XY", "向阳社区", PlaceKind.COMMUNITY, street.id))
    estate = tx.places.put(Place(0, "XF", "幸福小区", PlaceKind.ESTATE, community.id, aliases=("幸福家园",)))
    ladder = (
        Step(Rung.ESTATE, estate.id, Limit(minutes=240), Limit(minutes=1440)),
        Step(Rung.COMMUNITY, community.id, Limit(working_days=0), Limit(working_days=5)),
    )
    resident, worker = tx.people.add(101, "居民甲"), tx.people.add(102, "网格员甲")
    return Town(estate, community, resident, worker, ladder)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "youshi.db"


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of the newest schema: to copy it is quicker than to migrate for every test."""
    target = tmp_path_factory.mktemp("template") / "youshi.db"
    migrate(target)
    return target


@pytest_asyncio.fixture
async def store(path: Path, template: Path) -> AsyncIterator[SqliteStore]:
    shutil.copy(template, path)
    async with await SqliteStore.open(path) as opened:
        yield opened


@pytest_asyncio.fixture
async def town(store: SqliteStore) -> Town:
    return await store.run(found)


@pytest.fixture
def older_schema(tmp_path: Path) -> Callable[[Path, str], None]:
    """Makes a file of an older schema."""

    def make(path: Path, version: str) -> None:
        scripts = tmp_path / version
        shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
        for later in (scripts / "versions").glob("0*.py"):
            if later.name[:4] > version:
                later.unlink()
        migrate(path, scripts)

    return make


@pytest.fixture
def older_cases(
    store: SqliteStore, path: Path, older_schema: Callable[[Path, str], None]
) -> Callable[[str], Awaitable[Path]]:
    """Closes the store and makes a file of an older schema with its cases in it."""

    async def make(version: str) -> Path:
        await store.close()
        older = path.with_name("older.db")
        older_schema(older, version)
        with closing(sqlite3.connect(older)) as raw, raw:
            raw.execute("ATTACH ? AS newer", [str(path)])
            for table in ("places", "people", "cases"):
                columns = ", ".join(row[1] for row in raw.execute(f"PRAGMA main.table_info({table})"))
                raw.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM newer.{table}")
        return older

    return make
