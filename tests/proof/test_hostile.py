"""Hostile input in short: 1,500 updates, and each sabotage. 200,000 with ``make soak``."""

from pathlib import Path

import pytest

from bot.telegram.dispatcher import Dispatcher
from handlers import incoming
from services import conversation
from storage.inbox import Inbox
from tests.proof.hostile import SABOTAGE, attack


async def test_nothing_breaks_and_nothing_is_lost(tmp_path: Path) -> None:
    hostile = await attack(tmp_path, 1_500)
    assert hostile.wrong == {}
    assert hostile.dead > 100, "what cannot be read was not tried"
    assert len(hostile.whole) > 500


@pytest.mark.parametrize("name", SABOTAGE)
async def test_sabotage_is_noticed(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = ((Inbox, "failed"), (incoming, "account"), (conversation, "receive"), (Dispatcher, "_fail"))
    for owner, attribute in kept:
        monkeypatch.setattr(owner, attribute, getattr(owner, attribute))  # so that it is put back
    sabotage, rule = SABOTAGE[name]
    sabotage()
    assert rule in (await attack(tmp_path, 300)).wrong
