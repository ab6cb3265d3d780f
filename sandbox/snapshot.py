"""Keeping the world across restarts: one JSON file, written atomically a moment after each change.

The bytes of files lie beside it (`<snapshot>.files/`), each written once under its hash, so that a snapshot with many
photos stays quick to write. What was ordered for tests (faults, limits, latency) is not kept.
"""

import asyncio
from collections import deque
from datetime import timedelta
from pathlib import Path
from typing import Any

from sandbox.jsonio import JSON, Fragment, dumps, loads
from sandbox.world import World
from sandbox.world.chats import Chat
from sandbox.world.files import StoredFile
from sandbox.world.members import Member
from sandbox.world.people import Bot, Person, Webhook
from sandbox.world.state import Callback, Counters, Poll
from sandbox.world.updates import Update, UpdateQueue

# Seconds of real time between a change and its writing: changes come in bursts.
PAUSE = 0.5
FOREVER = 86_400.0
GAP = 1000


class Keeper:
    """Writes the world to its snapshot while it runs, and reads it at the start."""

    def __init__(self, world: World, path: Path) -> None:
        self._world = world
        self._path = path
        self._blobs = path.with_name(path.name + ".files")
        self._task: asyncio.Task[None] | None = None

    def restore(self) -> None:
        """Fill the world from the snapshot, if there is one."""
        if self._path.exists():
            load(self._world, loads(self._path.read_bytes()))
            blobs = {file.blob for file in self._world.files.files.values()}
            self._world.files.blobs.update({blob: (self._blobs / blob).read_bytes() for blob in blobs})

    def start(self) -> None:
        """Begin to follow the changes."""
        self._task = asyncio.create_task(self._follow())

    async def close(self) -> None:
        """Stop following and write a last time."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        self._write(dumps(dump(self._world)), dict(self._world.files.blobs))

    async def _follow(self) -> None:
        written = 0
        while True:
            if self._world.changes.count == written:
                await self._world.changes.wait(FOREVER)
            await asyncio.sleep(PAUSE)
            written = self._world.changes.count
            await asyncio.to_thread(self._write, dumps(dump(self._world)), dict(self._world.files.blobs))

    def _write(self, state: bytes, blobs: dict[str, bytes]) -> None:
        """Write bytes first, then the state that names them, each by renaming a finished file."""
        self._blobs.mkdir(parents=True, exist_ok=True)
        for name, data in blobs.items():
            if not (self._blobs / name).exists():
                _replace(self._blobs / name, data)
        _replace(self._path, state)


def _replace(path: Path, data: bytes) -> None:
    unfinished = path.with_name(path.name + ".part")
    unfinished.write_bytes(data)
    unfinished.replace(path)


def dump(world: World) -> JSON:
    """Return the world as a structure that `dumps` can write (it knows dataclasses)."""
    return {
        "offset_s": world.clock.offset.total_seconds(),
        "counters": world.counters,
        "event_seq": world.events.seq,
        "people": list(world.people.values()),
        "bots": [_dump_bot(bot) for bot in world.bots.values()],
        "chats": list(world.all_chats()),
        "files": list(world.files.files.values()),
        "callbacks": list(world.callbacks.values()),
        "polls": list(world.polls.values()),
    }


def load(world: World, state: JSON) -> None:
    """Fill an empty world from what `dump` returned.

    Ids go on with a gap: after a kill the snapshot is a moment old, and a bot may know ids that it does not.
    """
    world.clock.advance(max(timedelta(seconds=state["offset_s"]) - world.clock.offset, timedelta()))
    world.counters = Counters(**{noun: number + GAP for noun, number in state["counters"].items()})
    world.events.seq = state["event_seq"] + GAP
    world.people = {person["id"]: Person(**person) for person in state["people"]}
    for bot in state["bots"]:
        _load_bot(world, bot)
    for fields in state["chats"]:
        chat = _load_chat(fields)
        if chat.private:
            world.private[chat.bot, chat.id] = chat
        else:
            world.groups[chat.id] = chat
    for file in state["files"]:
        world.files.add(StoredFile(**file))
    world.callbacks = {callback["id"]: Callback(**callback) for callback in state["callbacks"]}
    world.polls = {poll["id"]: Poll(**{**poll, "votes": _by_id(poll["votes"])}) for poll in state["polls"]}


def _dump_bot(bot: Bot) -> JSON:
    queue = bot.queue
    return {
        "token": bot.token,
        "name": bot.name,
        "username": bot.username,
        "privacy": bot.privacy,
        "webhook": bot.webhook,
        "commands": bot.commands,
        "texts": bot.texts,
        "next_update": queue.next_id,
        "allowed": queue.allowed,
        "waiting": [[each.id, each.lane, each.expires, Fragment(each.body)] for each in queue.waiting],
    }


def _load_bot(world: World, fields: JSON) -> None:
    bot = world.add_bot(fields["token"], fields["name"], fields["username"], privacy=fields["privacy"])
    bot.webhook = Webhook(**fields["webhook"]) if fields["webhook"] else None
    bot.commands, bot.texts = fields["commands"], fields["texts"]
    _load_queue(bot.queue, fields)


def _load_queue(queue: UpdateQueue, fields: JSON) -> None:
    queue.next_id, queue.allowed = fields["next_update"] + GAP, tuple(fields["allowed"])
    queue.waiting = deque(Update(id_, lane, expires, dumps(body)) for id_, lane, expires, body in fields["waiting"])


def _load_chat(fields: JSON) -> Chat:
    fields["members"] = {int(id_): Member(**member) for id_, member in fields["members"].items()}
    fields["messages"], fields["keyboards"] = _by_id(fields["messages"]), _by_id(fields["keyboards"])
    fields["last_message_id"] += GAP
    return Chat(**fields)


def _by_id(values: dict[str, Any]) -> dict[int, Any]:
    """Give a mapping its integer keys back, which JSON has not."""
    return {int(id_): value for id_, value in values.items()}
