"""The Bot API over HTTP: every way to pass parameters, tokens, files, and what is not there."""

import json
from io import BytesIO

import aiohttp
import pytest

from sandbox import Sandbox
from sandbox.world import World
from tests.sandbox.conftest import RESIDENT
from tests.sandbox.kit import BOT, TOKEN, Wire

MARKUP = {"inline_keyboard": [[{"text": "好", "callback_data": "ok"}]]}


async def test_a_json_body(wire: Wire, world: World) -> None:
    status, answer = await wire.call("sendMessage", chat_id=RESIDENT, text="好", reply_markup=MARKUP)

    assert (status, answer["ok"]) == (200, True)
    assert answer["result"]["reply_markup"] == MARKUP


async def test_a_form_with_json_inside(wire: Wire, world: World) -> None:
    form = {"chat_id": str(RESIDENT), "text": "一 & 二", "reply_markup": json.dumps(MARKUP), "protect_content": "True"}

    async with wire.http.post(wire.method("sendMessage"), data=form) as response:
        result = (await response.json())["result"]

    assert (result["text"], result["reply_markup"], result["has_protected_content"]) == ("一 & 二", MARKUP, True)


async def test_a_query_string(wire: Wire, world: World) -> None:
    async with wire.http.get(wire.method("sendMessage"), params={"chat_id": RESIDENT, "text": "好"}) as response:
        assert (await response.json())["result"]["text"] == "好"


async def test_a_multipart_form_with_a_file(wire: Wire, world: World) -> None:
    form = aiohttp.FormData({"chat_id": str(RESIDENT), "caption": "表"}, quote_fields=False)
    form.add_field("document", BytesIO(b"a,b\n" * 300_000), filename="表.csv", content_type="text/csv")

    async with wire.http.post(wire.method("sendDocument"), data=form) as response:
        document = (await response.json())["result"]["document"]

    assert (document["file_name"], document["mime_type"], document["file_size"]) == ("表.csv", "text/csv", 1_200_000)


async def test_a_file_is_downloaded_by_its_path(wire: Wire, box: Sandbox) -> None:
    stored = box.world.files.store("photo", b"some picture")
    _, answer = await wire.call("getFile", file_id=stored.file_id)
    address = f"{wire.address}/file/bot{{}}/{answer['result']['file_path']}"

    async with wire.http.get(address.format(TOKEN)) as response:
        assert await response.read() == b"some picture"
    async with wire.http.get(address.format("1000000001:wrong")) as response:
        assert response.status == 401
    async with wire.http.get(address.format(TOKEN) + "x") as response:
        assert await response.json() == {"ok": False, "error_code": 404, "description": "Not Found"}


@pytest.mark.parametrize("token", ["1000000001:wrong", "7:sandbox-token", "nonsense"])
async def test_a_wrong_token(wire: Wire, token: str) -> None:
    assert await wire.call("getMe", token) == (
        401,
        {"ok": False, "error_code": 401, "description": "Unauthorized"},
    )


async def test_an_unknown_method(wire: Wire) -> None:
    assert await wire.call("sendTelepathy") == (
        404,
        {"ok": False, "error_code": 404, "description": "Not Found"},
    )


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"{", "Bad Request: can't parse JSON object"),
        (b"[]", "Bad Request: object expected as request body"),
        (b'{"chat_id":11,"text":"\\ud800"}', "Bad Request: strings must be encoded in UTF-8"),
    ],
)
async def test_bodies_that_cannot_be_read(wire: Wire, world: World, body: bytes, words: str) -> None:
    headers = {"content-type": "application/json"}

    async with wire.http.post(wire.method("sendMessage"), data=body, headers=headers) as response:
        assert (response.status, (await response.json())["description"]) == (400, words)


async def test_a_broken_form(wire: Wire) -> None:
    headers = {"content-type": "multipart/form-data"}

    async with wire.http.post(wire.method("sendMessage"), data=b"x", headers=headers) as response:
        assert (response.status, (await response.json())["description"][:29]) == (400, "Bad Request: can't parse form")


async def test_a_body_beyond_all_measure(wire: Wire) -> None:
    headers = {"content-length": str(60 * 1024 * 1024)}

    async with wire.http.post(wire.method("sendDocument"), data=b"", headers=headers) as response:
        assert (await response.json())["description"] == "Request Entity Too Large"


async def test_lone_surrogates_of_a_person_reach_the_bot(wire: Wire, world: World) -> None:
    await wire.post("send", {"as": RESIDENT}, chat=RESIDENT, text="坏\ud800\x00字")

    _, answer = await wire.call("getUpdates", offset=-1)

    assert answer["result"][0]["message"]["text"] == "坏\ud800\x00字"


async def test_two_bots_live_apart(wire: Wire, world: World) -> None:
    world.add_bot("1000000002:other", "旁边", "other_bot")
    world.send(RESIDENT, RESIDENT, text="这里")
    world.send(RESIDENT, RESIDENT, text="在吗", bot=1000000002)

    _, mine = await wire.call("getUpdates", offset=-1)
    _, other = await wire.call("getUpdates", token="1000000002:other")

    assert mine["result"][0]["message"]["text"] == "这里"
    assert [update["message"]["text"] for update in other["result"]] == ["在吗"]
    assert (await wire.call("getMe", "1000000002:other"))[1]["result"]["id"] == 1000000002 != BOT


async def test_the_page_is_served(wire: Wire) -> None:
    async with wire.http.get(f"{wire.address}/") as response:
        assert response.status == 200
        assert (await response.text()).strip()
