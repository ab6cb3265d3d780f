"""The control API over HTTP: acting, reading, following, moving time."""

import asyncio
import json
from datetime import datetime, timedelta

import aiohttp
import pytest

from sandbox import ManualClock, Sandbox, serve
from sandbox.world import World
from tests.sandbox.conftest import RESIDENT, SECRETARY, WORKER
from tests.sandbox.kit import BOT, TOKEN, ControlRefused, Wire


async def test_people_and_groups_are_made_and_listed(wire: Wire) -> None:
    person = await wire.post("people", name="住户", label="居民", username="xm")
    same = await wire.post("people", name="别名", id=person["id"])
    owner = await wire.post("people", name="书记", id=77)
    group = await wire.post(
        "groups", title="议事会", owner=77, members=[person["id"]], admins=[person["id"]], kind="group", bot="member"
    )

    state = await wire.get("state")

    assert same == person == {
        "id": person["id"], "first_name": "住户", "username": "xm", "label": "居民", "blocked": False,
    }  # fmt: skip
    assert state["people"] == [person, owner]
    assert state["chats"] == [group]
    assert group["members"] == [
        {"person": 77, "status": "creator"},
        {"person": person["id"], "status": "administrator"},
    ]
    assert group["bots"] == [{"person": BOT, "status": "member"}]
    assert (state["bot"]["id"], state["limits"]) == (BOT, False)


@pytest.mark.parametrize(
    ("word", "body"),
    [
        ("dance", {}),
        ("people", {}),
        ("people", {"name": "x", "colour": "red"}),
        ("send", {"as": 404, "chat": 404, "text": "x"}),
        ("press", {"as": RESIDENT, "chat": RESIDENT, "message_id": 999, "text": "x"}),
        ("send", {"as": RESIDENT, "chat": RESIDENT, "location": {"latitude": 1}}),
        ("clock", {}),
        ("clock", {"to_next": True}),
        ("clock", {"advance_s": -5}),
        ("limits", {}),
        ("latency", {"ms": "long"}),
    ],
)
async def test_what_cannot_be_done_is_said(wire: Wire, world: World, word: str, body: dict[str, object]) -> None:
    with pytest.raises(ControlRefused):
        await wire.post(word, body)


async def test_a_body_that_is_no_object(wire: Wire) -> None:
    for body in (b"[]", b"{"):
        async with wire.http.post(f"{wire.address}/control/send", data=body) as response:
            assert response.status == 400
            assert (await response.json())["error"]


async def test_messages_are_read_from_where_one_stopped(wire: Wire, world: World) -> None:
    ids = [world.send(RESIDENT, RESIDENT, text=str(number))["message_id"] for number in range(5)]

    newest = await wire.get(f"chats/{RESIDENT}/messages", limit=2, person=RESIDENT)
    later = await wire.get(f"chats/{RESIDENT}/messages", after=ids[1])

    assert [message["text"] for message in newest] == ["3", "4"]
    assert [message["text"] for message in later] == ["2", "3", "4"]
    with pytest.raises(ControlRefused):
        await wire.get(f"chats/{RESIDENT}/messages", person=WORKER)


async def test_waiting_returns_with_the_event(wire: Wire, world: World) -> None:
    seq = (await wire.get("state"))["seq"]
    waiting = asyncio.create_task(wire.get("wait", after=seq, chat=RESIDENT, person=RESIDENT, timeout=10))
    await wire.get("state")
    world.start(WORKER)
    world.send(RESIDENT, RESIDENT, text="在吗")

    answer = await waiting

    assert [(event["type"], event["data"]["text"]) for event in answer["events"]] == [("message", "在吗")]
    assert answer["seq"] == answer["events"][-1]["seq"] > seq


async def test_waiting_in_vain_ends(wire: Wire, world: World) -> None:
    assert await wire.get("wait", after=world.events.seq, timeout=0.01) == {"events": [], "seq": world.events.seq}


async def test_people_see_only_their_own_chats_and_toasts(wire: Wire, world: World, group: int) -> None:
    world.start(WORKER)
    sent = (await wire.call("sendMessage", chat_id=group, text="票", reply_markup={
        "inline_keyboard": [[{"text": "赞成", "callback_data": "yes"}]]}))[1]["result"]  # fmt: skip
    press = await wire.post("press", {"as": WORKER}, chat=group, message_id=sent["message_id"], text="赞成")
    await wire.call("answerCallbackQuery", callback_query_id=press["callback_query_id"], text="已记录")

    seen = {
        person: {(event["type"], event["chat"]) for event in (await wire.get("wait", person=person))["events"]}
        for person in (RESIDENT, WORKER)
    }

    assert ("answer", group) in seen[WORKER] - seen[RESIDENT]
    assert ("message", group) in seen[WORKER] & seen[RESIDENT]
    assert ("message", WORKER) in seen[WORKER] - seen[RESIDENT]


async def test_an_answer_is_waited_for(wire: Wire, world: World) -> None:
    sent = (await wire.call("sendMessage", chat_id=RESIDENT, text="票", reply_markup={
        "inline_keyboard": [[{"text": "赞成", "callback_data": "yes"}]]}))[1]["result"]  # fmt: skip
    press = await wire.post("press", {"as": RESIDENT}, chat=RESIDENT, message_id=sent["message_id"], data="yes")
    path = f"callbacks/{press['callback_query_id']}"
    assert await wire.get(path, timeout=0) == {"answered": False}
    waiting = asyncio.create_task(wire.get(path, timeout=10))
    await wire.get("state")
    await wire.call("answerCallbackQuery", **press, text="已记录")

    assert await waiting == {"answered": True, "text": "已记录", "show_alert": False, "url": ""}
    with pytest.raises(ControlRefused):
        await wire.get("callbacks/1")


async def test_events_are_streamed_and_taken_up_again(wire: Wire, world: World) -> None:
    async def read(count: int, **headers: str) -> list[dict[str, object]]:
        """Read the first data lines of the stream."""
        found = []
        async with wire.http.get(f"{wire.address}/control/events", headers=headers, params={"as": RESIDENT}) as stream:
            async for line in stream.content:
                if line.startswith(b"data: "):
                    found.append(json.loads(line.removeprefix(b"data: ")))
                    if len(found) == 1:
                        world.send(RESIDENT, RESIDENT, text="在吗")
                if len(found) == count:
                    return found
        raise AssertionError("the stream ended")

    hello, first = await read(2)
    _, again, latest = await read(3, **{"Last-Event-ID": str(hello["seq"])})

    assert hello["type"] == "hello"
    assert first == again
    assert latest["seq"] == world.events.seq


async def test_the_clock_is_moved(wire: Wire, clock: ManualClock) -> None:
    start = clock.now()

    moved = await wire.post("clock", advance_s=3600)
    await wire.post("clock", to=(start + timedelta(hours=2)).isoformat())

    assert moved == {"now": (start + timedelta(hours=1)).isoformat(), "offset_s": 3600, "next": None}
    assert clock.now() == start + timedelta(hours=2)
    [*_, event] = (await wire.get("wait"))["events"]
    assert (event["type"], event["data"]["offset_s"]) == ("clock", 7200)


async def test_the_clock_jumps_to_the_bots_next_moment(clock: ManualClock) -> None:
    due = clock.now() + timedelta(days=1)

    async def next_moment() -> datetime:
        return due

    async with serve(Sandbox(TOKEN, clock, next_moment=next_moment)) as address, aiohttp.ClientSession() as http:
        wire = Wire(address, http)
        assert (await wire.get("clock"))["next"] == due.isoformat()
        for _ in range(2):
            await wire.post("clock", to_next=True)
            assert clock.now() == due


async def test_files_go_up_and_come_back(wire: Wire, world: World) -> None:
    form = aiohttp.FormData({"as": "document"}, quote_fields=False)
    form.add_field("file", b"<script>", filename="表.html", content_type="text/html")
    async with wire.http.post(f"{wire.address}/control/upload", data=form) as response:
        file = await response.json()

    message = await wire.post("send", {"as": RESIDENT}, chat=RESIDENT, document=file["file_id"])

    assert message["document"]["file_name"] == "表.html"
    async with wire.http.get(f"{wire.address}/control/file/{file['file_id']}") as response:
        assert await response.read() == b"<script>"
        assert response.headers["content-security-policy"] == "sandbox"
    async with wire.http.post(f"{wire.address}/control/upload", data={"as": "smell"}) as response:
        assert response.status == 400


async def test_the_menu_of_a_chat_is_its_scopes_or_the_default(wire: Wire, world: World, group: int) -> None:
    menu = [{"command": "help", "description": "帮助"}]
    assert await wire.get("commands", chat=RESIDENT) == []
    await wire.call("setMyCommands", commands=menu)
    await wire.call("setMyCommands", commands=[], scope={"type": "all_group_chats"})

    assert await wire.get("commands", chat=RESIDENT) == menu
    assert await wire.get("commands", chat=group) == []


async def test_every_call_is_logged(wire: Wire, world: World, clock: ManualClock) -> None:
    await wire.call("sendMessage", chat_id=RESIDENT, text="好")
    await wire.call("sendMessage", chat_id=1, text="好")

    first, second = await wire.get("log")

    assert (first["method"], first["args"], first["at"]) == (
        "sendmessage", {"chat_id": RESIDENT, "text": "好"}, clock.now().timestamp(),
    )  # fmt: skip
    assert (first["answer"]["ok"], second["answer"]["ok"]) == (True, False)
    assert await wire.get("log", after=first["seq"]) == [second]


async def test_limits_and_latency_are_switched(wire: Wire, world: World) -> None:
    assert await wire.post("limits", on=True) == {"on": True}
    assert await wire.post("latency", ms=5) == {"ms": 5.0}

    statuses = [(await wire.call("sendMessage", chat_id=RESIDENT, text="好"))[0] for _ in range(2)]

    assert statuses == [200, 429]


async def test_members_come_go_and_change(wire: Wire, world: World, group: int) -> None:
    await wire.post("promote", chat=group, person=WORKER, rights={"can_pin_messages": False}, anonymous=True)
    await wire.post("kick", chat=group, person=RESIDENT)
    await wire.post("bot", chat=group, status="member")
    await wire.post("title", chat=group, title="新名字")
    await wire.post("block", {"as": RESIDENT}, blocked=True)

    state = await wire.get("state")

    [shown] = [chat for chat in state["chats"] if chat["id"] == group]
    assert shown["title"] == "新名字"
    assert shown["members"] == [
        {"person": SECRETARY, "status": "creator"},
        {"person": WORKER, "status": "administrator", "anonymous": True},
    ]
    assert shown["bots"] == [{"person": BOT, "status": "member"}]
    assert [person["blocked"] for person in state["people"] if person["id"] == RESIDENT] == [True]
    with pytest.raises(ControlRefused, match="blocked"):
        await wire.post("send", {"as": RESIDENT}, chat=RESIDENT, text="x")


async def test_people_edit_and_delete_only_their_own(wire: Wire, world: World, group: int) -> None:
    message = await wire.post("send", {"as": RESIDENT}, chat=group, photo=True, caption="电体")
    place = {"chat": group, "message_id": message["message_id"]}

    edited = await wire.post("edit", {"as": RESIDENT, **place}, caption="电梯")

    assert edited["caption"] == "电梯"
    for impossible in ({"as": WORKER, "caption": "x"}, {"as": RESIDENT, "text": "x"}, {"as": RESIDENT}):
        with pytest.raises(ControlRefused):
            await wire.post("edit", {**place, **impossible})
    await wire.post("delete", {"as": RESIDENT, **place})
    assert message["message_id"] not in world.chat(group).messages


async def test_a_reset_empties_the_world(wire: Wire, world: World, group: int) -> None:
    await wire.post("faults", kind="500")

    await wire.post("reset")

    state = await wire.get("state")
    assert (state["people"], state["chats"], await wire.get("faults")) == ([], [], [])
    assert (await wire.call("getMe"))[0] == 200
