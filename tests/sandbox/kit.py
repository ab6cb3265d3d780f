"""Short words for the tests: a bot's calls and a tester's hands, in process or over HTTP, all of it judged."""

import json
from dataclasses import dataclass
from typing import Any

import aiohttp

from sandbox import Sandbox
from sandbox.api.params import Params, Upload
from sandbox.jsonio import loads
from tests.patience import PATIENCE
from tests.sandbox.judge import Judge

TOKEN = "1000000001:sandbox-token"
BOT = 1000000001

Answer = dict[str, Any]


class Refused(Exception):
    """The stand-in refused a call."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer["description"])
        self.code: int = answer["error_code"]
        self.words: str = answer["description"]
        self.parameters: dict[str, int] = answer.get("parameters", {})


@dataclass
class Bot:
    """A bot that calls the stand-in without HTTP in between; every answer goes before the judge."""

    box: Sandbox
    judge: Judge | None
    id: int = BOT

    async def __call__(self, method: str, *, files: dict[str, bytes] | None = None, **params: Any) -> Any:
        uploads = {name: Upload(f"{name}.bin", "", data) for name, data in (files or {}).items()}
        _, body = await self.box.api.execute(self.box.world.bot(self.id), method, Params(params, uploads))
        return self.result(method, loads(body))

    def result(self, method: str, answer: Answer) -> Any:
        if self.judge:
            assert self.judge.answer_faults(method, answer) == []
        if not answer["ok"]:
            raise Refused(answer)
        return answer["result"]

    async def say(self, chat: int, text: str = "好", **params: Any) -> Answer:
        return await self("sendMessage", chat_id=chat, text=text, **params)

    async def updates(self, offset: int = 0, **params: Any) -> list[Answer]:
        return await self("getUpdates", offset=offset, **params)

    async def fresh(self) -> list[tuple[str, Any]]:
        """Return what came since the last call, as (kind, payload), and confirm it."""
        batch = await self.updates()
        if batch:
            await self.updates(batch[-1]["update_id"] + 1)
        return [next((key, value) for key, value in update.items() if key != "update_id") for update in batch]

    async def only(self, kind: str) -> Any:
        """Return the payload of the one fresh update, which must be of this kind."""
        [(found, payload)] = await self.fresh()
        assert found == kind
        return payload


@dataclass
class Wire:
    """HTTP to a served sandbox."""

    address: str
    http: aiohttp.ClientSession

    async def get(self, path: str, **query: Any) -> Any:
        async with self.http.get(f"{self.address}/control/{path}", params=_query(query)) as response:
            return _checked(response.status, await response.json())

    async def post(self, word: str, body: Answer | None = None, **fields: Any) -> Any:
        data = json.dumps({**(body or {}), **fields})
        async with self.http.post(f"{self.address}/control/{word}", data=data) as response:
            return _checked(response.status, await response.json())

    async def delete(self, word: str) -> Any:
        async with self.http.delete(f"{self.address}/control/{word}") as response:
            return _checked(response.status, await response.json())

    def method(self, name: str, token: str = TOKEN) -> str:
        return f"{self.address}/bot{token}/{name}"

    async def call(self, name: str, token: str = TOKEN, **params: Any) -> tuple[int, Answer]:
        async with self.http.post(self.method(name, token), json=params) as response:
            return response.status, await response.json()

    async def heard(self, text: str) -> Answer:
        """Wait until a bot has said something that contains `text`; returns the message."""
        after = 0
        while True:
            answer = await self.get("wait", after=after, timeout=PATIENCE)
            assert answer["events"], f"never heard {text}"
            for event in answer["events"]:
                if event["type"] in {"message", "edit"} and _says(event["data"], text):
                    return event["data"]
            after = answer["seq"]


class ControlRefused(Exception):
    """The control API answered 400."""


def _checked(status: int, answer: Any) -> Any:
    if status != 200:
        raise ControlRefused(answer["error"])
    return answer


def _says(message: Answer, text: str) -> bool:
    words = (message.get("text"), message.get("caption"), message.get("poll", {}).get("question"))
    return bool(message["from"]["is_bot"]) and any(text in each for each in words if each)


def _query(query: dict[str, Any]) -> dict[str, str]:
    return {("as" if key == "person" else key): str(value) for key, value in query.items()}
