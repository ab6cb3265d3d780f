"""The webhook's way in: what is safe when the call returns, and what becomes of what cannot be worked on."""

import orjson
import pytest

from storage.errors import StorageUnavailable

RESIDENT = 501


def message(number: int, text: str = "话") -> dict[str, object]:
    chat = {"id": RESIDENT, "type": "private"}
    return {"update_id": number, "message": {"message_id": number, "date": 1, "chat": chat, "text": text}}


@pytest.fixture
def webhook() -> bytes:
    return orjson.dumps(message(1, "一"))


async def test_a_webhook_call_is_committed_when_it_returns(rig, webhook):
    rig.dispatcher._limit = 0
    await rig.intake.receive(webhook)
    assert rig.rows("SELECT state FROM inbox") == [("new",)]


async def test_a_webhook_call_repeated_has_one_effect(rig, webhook):
    await rig.intake.receive(webhook)
    await rig.intake.receive(webhook)
    await rig.dispatcher.settled()
    assert rig.texts == ["一"]


async def test_a_webhook_call_that_cannot_be_kept_is_not_confirmed(rig, webhook, monkeypatch):
    async def full(use_case, **options):
        raise StorageUnavailable("full")

    monkeypatch.setattr(rig.store, "run", full)
    with pytest.raises(StorageUnavailable):
        await rig.intake.receive(webhook)


@pytest.mark.parametrize("raw", [b"", b"<html>", b"[]", b"{}", b"null", b'{"update_id": "x"}'])
async def test_a_webhook_call_with_nothing_in_it_is_let_go(rig, raw):
    await rig.intake.receive(raw)
    assert rig.rows("SELECT count(*) FROM inbox") == [(0,)]


async def test_a_webhook_call_that_nothing_can_read_is_a_dead_letter(rig):
    raw = b'{"update_id": 9, "message": {"text": "' + b"\n"
    await rig.intake.receive(raw)
    await rig.dispatcher.settled()
    assert rig.dead == [9]
    assert rig.rows("SELECT state, body FROM inbox") == [("dead", raw)]


async def test_a_dead_letters_sender_is_told(courier):
    async def poison(update):
        raise ValueError

    courier.handle = poison
    await courier.intake.receive(orjson.dumps(message(1)))
    await courier.dispatcher.settled()
    await courier.settle()
    assert courier.messages(RESIDENT) == ["出了点问题"]


async def test_a_backlog_is_taken_up_a_page_at_a_time_and_what_comes_meanwhile_has_its_turn_after_it(rig, monkeypatch):
    monkeypatch.setattr("bot.telegram.intake.PAGE", 2)
    with monkeypatch.context() as dead:
        dead.setattr(rig.dispatcher, "submit", lambda _: None)
        for number in range(1, 8):
            await rig.intake.receive(orjson.dumps(message(number, str(number))))
    resuming = rig.intake.resume()
    await rig.intake.receive(orjson.dumps(message(8, "8")))
    await resuming
    await rig.intake.receive(orjson.dumps(message(9, "9")))
    await rig.dispatcher.settled()
    assert rig.texts == [str(number) for number in range(1, 10)]


async def test_a_backlog_waits_for_a_database_that_cannot_be_read_yet(rig, monkeypatch):
    with monkeypatch.context() as dead:
        dead.setattr(rig.dispatcher, "submit", lambda _: None)
        await rig.intake.receive(orjson.dumps(message(1, "一")))
    run, failures = rig.store.run, iter([StorageUnavailable("locked")] * 2)

    async def unsteady(use_case, **options):
        if error := next(failures, None):
            raise error
        return await run(use_case, **options)

    monkeypatch.setattr(rig.store, "run", unsteady)
    await rig.intake.resume()
    await rig.dispatcher.settled()
    assert rig.texts == ["一"]
    assert rig.pauses.taken == [2.0, 2.0]


async def test_34_who_writes_while_nothing_can_be_kept_is_told_so_once(rig, monkeypatch):
    run, full = rig.store.run, True

    async def unsteady(use_case, **options):
        if full:
            raise StorageUnavailable("full")
        return await run(use_case, **options)

    monkeypatch.setattr(rig.store, "run", unsteady)
    for number in (1, 2):
        with pytest.raises(StorageUnavailable):
            await rig.intake.receive(orjson.dumps(message(number)))
    assert rig.sorry == [RESIDENT]
    full = False
    await rig.intake.receive(orjson.dumps(message(1, "一")))
    await rig.dispatcher.settled()
    assert rig.texts == ["一"]
