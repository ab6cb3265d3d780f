"""The line to the sandbox without the network: what the program sends goes straight to the Bot API's code, faults and all.

Everything else is the program's own; only ``AiohttpRequest.exchange`` is replaced. No answer is no answer at once, not after seconds.
"""

from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import orjson
from telegram.error import NetworkError, TimedOut

from bot.telegram.request import AiohttpRequest, UnsentError
from sandbox import Sandbox
from sandbox.api.faults import BAD_GATEWAY
from sandbox.api.params import Params, Upload
from tests.proof.world import TOKEN

EXPECTED = (
    "chat not found",
    "blocked by the user",
    "wrong file identifier",
    "not modified",
    "query is too old",
    "message to edit not found",
    "not a member",
    "upgraded to a supergroup",
)
"""What Telegram may refuse whatever the program does."""

_SILENT = {"timeout": TimedOut, "reset": NetworkError, "half_open": NetworkError}


class Wire:
    """One line, to be put in place of the request's own ``exchange``."""

    def __init__(self, box: Sandbox) -> None:
        self.box = box
        self.bot = box.world.bot(int(TOKEN.partition(":")[0]))
        self.refused: Counter[str] = Counter()
        self.effects: Counter[int] = Counter()
        """How many messages came to each chat."""
        self.unsent: Callable[[], bool] = lambda: False
        """Whether no connection is made this time."""

    @property
    def exchange(self) -> Callable[..., Awaitable[tuple[int, bytes]]]:
        async def exchange(_request: AiohttpRequest, url: str, body: Any, **_options: Any) -> tuple[int, bytes]:
            return await self._exchange(url.rpartition("/")[2].lower(), _params(body))

        return exchange

    async def _exchange(self, method: str, params: Params) -> tuple[int, bytes]:
        if self.unsent():
            raise UnsentError("no connection")
        fault = self.box.api.faults.pick(method)
        status, answer = 200, b'{"ok":true,"result":true}'
        if fault is None or fault.after_effect:
            status, answer = await self.box.api.execute(self.bot, method, params)
            self._note(method, params, status, answer)
        if fault is None:
            return status, answer
        if fault.kind in _SILENT:
            raise _SILENT[fault.kind](fault.kind)
        error = fault.error()
        if error is None:
            return 502, BAD_GATEWAY
        return error.code, orjson.dumps(
            {"ok": False, "error_code": error.code, "description": error.description, "parameters": error.parameters}
        )

    def _note(self, method: str, params: Params, status: int, answer: bytes) -> None:
        if status == 200 and method == "sendmessage":
            self.effects[params.integer("chat_id")] += 1
        if status == 400:
            description = str(orjson.loads(answer)["description"])
            if not any(words in description for words in EXPECTED):
                self.refused[f"{method}: {description}"] += 1


def _params(body: Any) -> Params:
    if body is None:
        return Params({})
    if isinstance(body, bytes):
        return Params(orjson.loads(body))
    assert isinstance(body, aiohttp.FormData)
    params = Params({})
    for options, _, value in body._fields:
        if "filename" in options:
            content = value if isinstance(value, bytes) else bytes(value.read())
            params.uploads[options["name"]] = Upload(options["filename"], "application/octet-stream", content)
        else:
            params.values[options["name"]] = value
    return params
