"""The snapshot: what was there is there again after a restart, and ids never repeat."""

import asyncio
from pathlib import Path

import pytest

from sandbox import ManualClock, Sandbox, serve
from sandbox.jsonio import dumps, loads
from sandbox.snapshot import GAP, dump, load
from sandbox.world import World
from tests.patience import PATIENCE
from tests.sandbox.conftest import RESIDENT, SECRETARY, WORKER
from tests.sandbox.kit import TOKEN, Bot


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "world.json"


async def fill(bot: Bot) -> int:
    """Let a bit of everything happen; returns the group."""
    world = bot.box.world
    group = world.add_group("议事会", SECRETARY, [RESIDENT, WORKER], kind="group", bot="administrator")
    world.promote(group.id, WORKER, anonymous=True)
    sent = await bot("sendPhoto", chat_id=group.id, files={"photo": b"picture"}, caption="见 /help")
    await bot("pinChatMessage", chat_id=group.id, message_id=sent["message_id"])
    card = await bot.say(RESIDENT, "卡", reply_markup={"inline_keyboard": [[{"text": "好", "callback_data": "ok"}]]})
    world.press(RESIDENT, RESIDENT, card["message_id"], text="好")
    await bot.say(RESIDENT, "键盘", reply_markup={"keyboard": [["好"]]})
    poll = await bot("sendPoll", chat_id=group.id, question="几点?", options=["七", "八"])
    world.vote(RESIDENT, group.id, poll["message_id"], [1])
    world.react(RESIDENT, group.id, sent["message_id"], "👍")
    world.send(RESIDENT, RESIDENT, text="坏\ud800字")
    await bot("setMyCommands", commands=[{"command": "help", "description": "帮助"}])
    await bot("setMyDescription", description="有事来聊")
    return group.id


def ids_apart(state: dict[str, object]) -> dict[str, object]:
    """Return a dump without the ids that go on with a gap, as JSON."""
    plain = loads(dumps(state))
    for key in ("counters", "event_seq"):
        del plain[key]
    for bot in plain["bots"]:
        del bot["next_update"]
    for chat in plain["chats"]:
        del chat["last_message_id"]
    return plain


def holds_people(path: Path) -> bool:
    return path.exists() and bool(loads(path.read_bytes())["people"])


async def test_the_round_trip_changes_nothing_but_the_next_ids(bot: Bot, clock: ManualClock) -> None:
    await fill(bot)
    state = dump(bot.box.world)
    again = World(ManualClock(clock.now()))

    load(again, loads(dumps(state)))

    assert ids_apart(dump(again)) == ids_apart(state)
    assert again.counters.message == bot.box.world.counters.message + GAP
    assert again.bot().queue.next_id == bot.box.world.bot().queue.next_id + GAP


async def test_a_restart_over_http_finds_the_same_world(path: Path, clock: ManualClock) -> None:
    first = Sandbox(TOKEN, clock, snapshot=path)
    async with serve(first):
        first.world.add_person("住户", person_id=RESIDENT)
        first.world.add_person("书记", person_id=SECRETARY)
        first.world.add_person("网格员", person_id=WORKER)
        first.world.start(RESIDENT)
        group = await fill(Bot(first, None))
    second = Sandbox(TOKEN, ManualClock(clock.now()), snapshot=path)

    async with serve(second):
        world, bot = second.world, Bot(second, None)
        [photo] = [message for message in world.chat(group).messages.values() if "photo" in message]
        assert second.world.files.read(photo["photo"][-1]["file_id"]) == b"picture"
        assert world.chat(group).pinned == [photo["message_id"]]
        assert next(kind for kind, _ in await bot.fresh()) == "message"
        assert await bot("getMyCommands") == [{"command": "help", "description": "帮助"}]
        assert (await bot.say(RESIDENT))["message_id"] > max(world.chat(group).messages)


async def test_changes_are_written_soon_without_a_clean_end(path: Path, clock: ManualClock) -> None:
    box = Sandbox(TOKEN, clock, snapshot=path)
    async with serve(box):
        box.world.add_person("住户", person_id=RESIDENT)
        async with asyncio.timeout(PATIENCE):
            while not await asyncio.to_thread(holds_people, path):
                await box.world.changes.wait(0.05)

        killed = Sandbox(TOKEN, ManualClock(clock.now()), snapshot=path)

        assert killed.world.people.keys() == {RESIDENT}


def test_no_snapshot_yet_is_an_empty_world(path: Path, clock: ManualClock) -> None:
    assert Sandbox(TOKEN, clock, snapshot=path).world.people == {}
