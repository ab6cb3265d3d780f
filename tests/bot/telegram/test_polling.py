"""Receive, then confirm: nothing is lost at any of the places where the program may be killed, and what ends the polling."""

import asyncio

import orjson
import pytest

from bot.telegram.polling import OtherPollerError, Polling, TokenRefusedError
from storage.errors import StorageUnavailable
from tests.patience import PATIENCE, until

RESIDENT, NEIGHBOUR = 501, 502


def batch(*updates: object) -> tuple[int, bytes]:
    return 200, orjson.dumps({"ok": True, "result": updates})


def refusal(status: int, description: str = "", **parameters: object) -> tuple[int, bytes]:
    answer = {"ok": False, "error_code": status, "description": description, "parameters": parameters}
    return status, orjson.dumps(answer)


def message(number: int, text: str = "话", chat: int = RESIDENT) -> dict[str, object]:
    chat_ = {"id": chat, "type": "private"}
    return {"update_id": number, "message": {"message_id": number, "date": 1, "chat": chat_, "text": text}}


async def seen(rig, count: int) -> list[str]:
    """The texts that the handler has seen, once there are so many."""
    await until(lambda: len(rig.seen) >= count)
    await rig.dispatcher.settled()
    return rig.texts


async def play(rig, script, scripted) -> list[dict[str, object]]:
    """Poll by the script until it is finished; gives the arguments of the polls."""
    polling = asyncio.create_task(Polling(scripted, rig.intake, rig.clock, hold=5, sleep=rig.pauses).run())
    async with asyncio.timeout(PATIENCE):
        await script.finished.wait()
        await rig.dispatcher.settled()
    polling.cancel()
    await asyncio.wait({polling})
    return [arguments for method, arguments in script.calls if method == "getUpdates"]


async def test_what_people_write_arrives_in_order(polling):
    for number in range(250):
        polling.box.world.send(RESIDENT, RESIDENT, text=str(number))
    assert await seen(polling, 250) == [str(number) for number in range(250)]
    assert polling.rows("SELECT DISTINCT state FROM inbox") == [("done",)]


async def test_a_crash_between_fetch_and_commit_loses_nothing(rig, monkeypatch):
    rig.box.world.send(RESIDENT, RESIDENT, text="电梯坏了")

    async def killed(use_case, **options):
        raise asyncio.CancelledError

    with monkeypatch.context() as patched:
        patched.setattr(rig.store, "run", killed)
        with pytest.raises(asyncio.CancelledError):
            await rig.polling.run()
    assert rig.rows("SELECT count(*) FROM inbox") == [(0,)]
    again = asyncio.create_task(rig.poller().run())
    assert await seen(rig, 1) == ["电梯坏了"]
    again.cancel()


async def test_a_crash_between_commit_and_confirmation_has_one_effect(rig, monkeypatch):
    rig.box.world.send(RESIDENT, RESIDENT, text="电梯坏了")

    def killed(rows):
        raise asyncio.CancelledError

    with monkeypatch.context() as patched:
        patched.setattr(rig.dispatcher, "submit", killed)
        with pytest.raises(asyncio.CancelledError):
            await rig.polling.run()
    assert rig.rows("SELECT state FROM inbox") == [("new",)]
    await rig.intake.resume()
    again = asyncio.create_task(rig.poller().run())
    rig.box.world.send(RESIDENT, RESIDENT, text="还没修")
    assert await seen(rig, 2) == ["电梯坏了", "还没修"]
    again.cancel()


async def test_the_offset_is_not_raised_before_the_commit(rig, monkeypatch):
    """Sabotage of the order would show here: the update must be in the database when the poll that confirms it arrives."""
    order: list[str] = []
    raw, receive = rig.line.api.raw, rig.store.run

    async def polled(method, body, **options):
        order.append(f"poll {orjson.loads(body).get('offset')}")
        return await raw(method, body, **options)

    async def committed(use_case, **options):
        result = await receive(use_case, **options)
        order.append("commit")
        return result

    monkeypatch.setattr(rig.line.api, "raw", polled)
    monkeypatch.setattr(rig.store, "run", committed)
    rig.box.world.send(RESIDENT, RESIDENT, text="话")
    first = rig.box.world.bots[1000000001].queue.waiting[0].id
    polling = asyncio.create_task(rig.polling.run())
    await until(lambda: f"poll {first + 1}" in order)
    assert order[:3] == ["poll None", "commit", f"poll {first + 1}"]
    polling.cancel()


async def test_the_same_update_twice_has_one_effect(rig, script, scripted):
    script.add(
        "getUpdates", batch(message(5, "一")), batch(message(5, "一"), message(4, "零")), batch(message(5, "一"))
    )
    await play(rig, script, scripted)
    assert rig.texts == ["一", "零"]


async def test_ids_may_begin_anew_after_a_quiet_time(rig, script, scripted):
    script.add("getUpdates", batch(message(900)), batch(), batch(message(3)), batch())
    polls = await play(rig, script, scripted)
    assert [poll.get("offset") for poll in polls] == [None, 901, None, 4, None]
    assert len(rig.seen) == 2


async def test_only_the_kinds_that_are_needed_are_asked_for(rig, script, scripted):
    script.add("getUpdates", batch())
    (first, _) = await play(rig, script, scripted)
    assert first["limit"] == 100
    assert first["timeout"] == 5
    assert first["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member", "chat_member"]


async def test_a_malformed_update_blocks_no_other(rig, script, scripted):
    bad = {"update_id": 2, "message": {"chat": {"id": RESIDENT}, "date": "gestern"}}
    script.add("getUpdates", batch(message(1, "一"), bad, {"no": "id"}, "x", message(3, "三")))
    polls = await play(rig, script, scripted)
    assert rig.texts == ["一", "三"]
    assert rig.dead == [2]
    assert polls[-1]["offset"] == 4
    assert rig.rows("SELECT state FROM inbox WHERE update_id = 2") == [("dead",)]
    assert orjson.loads(rig.rows("SELECT body FROM inbox WHERE update_id = 2")[0][0]) == bad


async def test_a_batch_that_nothing_can_read_is_fetched_one_by_one(rig, script, scripted):
    poison = b'{"ok":true,"result":[{"update_id":2,"message":' + b"[" * 90_000 + b"]" * 90_000 + b"}]}"
    script.add("getUpdates", (200, poison), batch(message(1, "一")), (200, poison), batch(message(3, "三")))
    polls = await play(rig, script, scripted)
    assert [poll["limit"] for poll in polls] == [100, 1, 100, 1, 100]
    assert rig.texts == ["一", "三"]


async def test_a_single_update_that_nothing_can_read_is_a_dead_letter(rig, script, scripted):
    poison = b'{"ok":true,"result":[{"update_id":2,"message":' + b"[" * 90_000 + b"]" * 90_000 + b"}]}"
    script.add("getUpdates", (200, poison), (200, poison), batch(message(3, "三")))
    polls = await play(rig, script, scripted)
    assert polls[2]["offset"] == 3
    assert rig.dead == [2]
    assert rig.texts == ["三"]


async def test_halves_of_characters_and_nul_arrive_replaced(rig, script, scripted):
    script.add("getUpdates", (200, batch(message(1, "X"))[1].replace(b"X", rb"3\ud83d\u0000\u53f7")))
    await play(rig, script, scripted)
    assert rig.texts == ["3\ufffd\ufffd号"]


FAULTS = [
    (502, b"<html>502 Bad Gateway</html>"),
    (404, b"<html>404 Not Found</html>"),
    (200, b"<html>hotel wifi</html>"),
    (200, b'{"ok":true}'),
    refusal(500),
    refusal(400),
]


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_of_the_network_is_waited_out(rig, script, scripted, fault):
    script.add("getUpdates", fault, fault, fault, batch(message(1, "一")), fault)
    await play(rig, script, scripted)
    assert rig.texts == ["一"]
    assert rig.pauses.taken == [0.5, 1.0, 2.0, 0.5]


@pytest.mark.parametrize("kind", ["500", "502", "reset"])
async def test_the_same_in_the_sandbox(rig, kind):
    rig.fault(kind, "getUpdates", count=2)
    rig.box.world.send(RESIDENT, RESIDENT, text="话")
    polling = asyncio.create_task(rig.polling.run())
    assert await seen(rig, 1) == ["话"]
    assert rig.pauses.taken == [0.5, 1.0]
    polling.cancel()


async def test_pauses_grow_to_half_a_minute(rig, script, scripted):
    script.add("getUpdates", *[refusal(500)] * 9)
    await play(rig, script, scripted)
    assert rig.pauses.taken[-3:] == [30.0, 30.0, 30.0]


async def test_429_is_waited_for_exactly(rig, script, scripted):
    script.add("getUpdates", refusal(429, retry_after=7))
    await play(rig, script, scripted)
    assert rig.pauses.taken == [7.0]


async def test_a_database_that_cannot_be_written_to_raises_no_offset(rig, script, scripted, monkeypatch):
    run, failures = rig.store.run, iter([StorageUnavailable("full")] * 2)

    async def unsteady(use_case, **options):
        if error := next(failures, None):
            raise error
        return await run(use_case, **options)

    monkeypatch.setattr(rig.store, "run", unsteady)
    script.add("getUpdates", *[batch(message(1, "一"))] * 3)
    polls = await play(rig, script, scripted)
    assert [poll.get("offset") for poll in polls] == [None, None, None, 2]
    assert rig.texts == ["一"]


@pytest.mark.parametrize("status", [401, 404])
async def test_a_token_refused_twice_ends_it(rig, script, scripted, status):
    script.add("getUpdates", refusal(status))
    script.add("getMe", refusal(status))
    with pytest.raises(TokenRefusedError):
        await Polling(scripted, rig.intake, rig.clock).run()


@pytest.mark.parametrize("confirmation", [batch(), refusal(500), (404, b"<html>")])
async def test_one_stray_refusal_ends_nothing(rig, script, scripted, confirmation):
    script.add("getUpdates", refusal(401), batch(message(1, "一")))
    script.add("getMe", confirmation)
    await play(rig, script, scripted)
    assert rig.texts == ["一"]


async def test_a_conflict_passes(rig, script, scripted):
    script.add(
        "getUpdates", *[refusal(409, "Conflict: terminated by other getUpdates request")] * 7, batch(message(1, "一"))
    )
    await play(rig, script, scripted)
    assert rig.texts == ["一"]
    assert rig.pauses.taken == [5.0] * 7


async def test_a_conflict_that_does_not_pass_ends_it(rig):
    rig.fault("409", "getUpdates", count=100)
    with pytest.raises(OtherPollerError):
        await rig.polling.run()
    assert sum(rig.pauses.taken) > 30


async def test_a_webhook_in_the_way_is_taken_away(rig, script, scripted):
    conflict = refusal(
        409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete it first"
    )
    script.add("getUpdates", conflict, conflict, batch(message(1, "一")))
    script.add("deleteWebhook", refusal(500), batch())
    await play(rig, script, scripted)
    assert [method for method, _ in script.calls].count("deleteWebhook") == 2
    assert rig.texts == ["一"]
