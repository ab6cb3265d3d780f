"""Forgery in short: 20,000 payloads of every kind, and what goes with them. A million with ``make soak``."""

from pathlib import Path

import pytest

from handlers import buttons
from handlers.buttons import Signer
from services import joining
from tests.proof import forgery


def test_no_forged_flipped_stale_or_replayed_payload_is_accepted() -> None:
    assert forgery.genuine_ones_hold(500)
    assert forgery.forge(20_000) == {}


def test_no_guessed_used_or_expired_invitation_is_accepted(tmp_path: Path) -> None:
    assert forgery.invitations(tmp_path, 1_000) == 0


async def test_no_call_of_the_webhook_with_another_secret_is_taken() -> None:
    assert await forgery.webhook_calls(1_000) == 0


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("any signature", {"flipped", "replayed elsewhere", "of another bot", "recombined", "reworded"}),
        ("any chat", {"replayed elsewhere"}),
        ("any day", {"stale"}),
    ],
)
def test_sabotage_is_noticed(name: str, kinds: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for owner, kept in ((buttons.hmac, "compare_digest"), (Signer, "_signature"), (Signer, "read")):
        monkeypatch.setattr(owner, kept, getattr(owner, kept))  # so that it is put back
    forgery.SABOTAGE[name]()
    wrong = {each.partition(":")[0] for each in forgery.forge(2_000)}
    assert kinds <= wrong


def test_sabotage_an_invitation_taken_by_a_part_of_its_secret_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joining, "_hash", lambda secret: secret[:5])
    assert forgery.invitations(tmp_path, 200) > 0
