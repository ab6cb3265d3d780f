"""A fresh neighbourhood for each test: 光明街道 · 向阳社区 · 幸福小区, and the people who serve it."""

import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from services import places, topics
from storage.schema import migrate
from storage.store import SqliteStore
from tests.services.kit import GROUP, LIGHT, PLACES, Neighbourhood, Somebody


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of the newest schema: to copy it is quicker than to migrate for every test."""
    target = tmp_path_factory.mktemp("template") / "youshi.db"
    migrate(target)
    return target


@pytest_asyncio.fixture
async def bare(tmp_path: Path, template: Path) -> AsyncIterator[Neighbourhood]:
    """No places and no people."""
    path = tmp_path / "youshi.db"
    shutil.copy(template, path)
    async with await SqliteStore.open(path) as store:
        yield Neighbourhood(store, path)


@pytest_asyncio.fixture
async def town(bare: Neighbourhood) -> Neighbourhood:
    """The places, and nobody in them."""
    await bare.act(lambda act: places.import_table(act, PLACES))
    return bare


@pytest_asyncio.fixture
async def resident(town: Neighbourhood) -> Somebody:
    return await town.settle(1001, "居民甲", "xf")


@pytest_asyncio.fixture
async def visitor(town: Neighbourhood) -> Somebody:
    """Agreed to the notice, lives nowhere yet."""
    return await town.settle(1002, "居民乙")


@pytest_asyncio.fixture
async def stranger(town: Neighbourhood) -> Somebody:
    """Has never written before."""
    return town.somebody(1003)


@pytest_asyncio.fixture
async def worker(town: Neighbourhood) -> Somebody:
    return await town.settle(1004, "住户甲", GRID_WORKER="xf-g1")


@pytest_asyncio.fixture
async def colleague(town: Neighbourhood) -> Somebody:
    return await town.settle(1005, "住户乙", GRID_WORKER="xf-g1")


@pytest_asyncio.fixture
async def secretary(town: Neighbourhood) -> Somebody:
    return await town.settle(1006, "王五", SECRETARY="xf")


@pytest_asyncio.fixture
async def officer(town: Neighbourhood) -> Somebody:
    return await town.settle(1007, "赵六", COMMUNITY_OFFICER="xy")


@pytest_asyncio.fixture
async def street(town: Neighbourhood) -> Somebody:
    return await town.settle(1008, "钱七", STREET_OFFICER="gm")


@pytest_asyncio.fixture
async def administrator(town: Neighbourhood) -> Somebody:
    return await town.settle(1009, "孙八", ADMINISTRATOR="gm")


@pytest_asyncio.fixture
async def elsewhere(town: Neighbourhood) -> Somebody:
    """The grid worker of the other estate."""
    return await town.settle(1010, "周九", GRID_WORKER="ak-g1")


@pytest_asyncio.fixture
async def council(town: Neighbourhood) -> list[Somebody]:
    """Five members of the council of 幸福小区."""
    return [await town.settle(1020 + each, f"议事员{each}", "xf", COUNCIL_MEMBER="xf") for each in range(5)]


@pytest_asyncio.fixture
async def noticed(town: Neighbourhood, resident: Somebody, secretary: Somebody, administrator: Somebody) -> int:
    """The id of a topic whose meeting begins in ten hours; all posts before are read."""
    await administrator.does(topics.bind, GROUP, "幸福小区")
    await resident.says(LIGHT)
    await secretary.does(topics.propose, 1)
    await secretary.does(topics.give_notice, 1, town.now + timedelta(hours=10))
    await town.deliver()
    town.chats.clear()
    return 1
