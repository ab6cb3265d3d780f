"""Faults are met by the real program, on real files."""

from pathlib import Path

import pytest

from storage.schema import migrate
from tests.bot.conftest import quiet_afterwards, telegram, workplace, youshi

__all__ = ["quiet_afterwards", "telegram", "workplace", "youshi"]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of the newest schema: to copy it is quicker than to migrate for every test."""
    target = tmp_path_factory.mktemp("template") / "youshi.db"
    migrate(target)
    return target
