"""The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>, as one ASGI application."""

import asyncio
import inspect
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from sandbox.api.body import read_params
from sandbox.api.calls import Call, CallLog
from sandbox.api.faults import BAD_GATEWAY, Fault, Faults
from sandbox.api.limits import Limits
from sandbox.api.line import cut, hold, respond
from sandbox.api.methods import METHODS
from sandbox.api.params import Params
from sandbox.api.webhooks import Webhooks
from sandbox.errors import ApiError, not_found, unauthorized
from sandbox.jsonio import dumps
from sandbox.pulse import Pulse
from sandbox.world import World
from sandbox.world.people import Bot


class BotApi:
    """Answers bots' calls, with the faults, latency and limits that are ordered."""

    def __init__(self, world: World, *, limits: bool) -> None:
        self.world = world
        self.faults = Faults()
        self.limits = Limits(limits)
        self.log = CallLog()
        self.latency = 0.0
        self.closing = Pulse()
        self.webhooks = Webhooks(world, self.execute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one call."""
        token, method = scope["path_params"]["token"], scope["path_params"]["method"].lower()
        try:
            bot = self._bot(token)
            params = await read_params(scope, receive)
        except ApiError as error:
            await respond(send, error.code, _failure(error))
            return
        entry = self.log.add(bot.id, method, params, self.world.clock.now().timestamp())
        fault = self.faults.pick(method)
        if self.latency or (fault and fault.delay_ms):
            await asyncio.sleep(self.latency + (fault.delay_ms / 1000 if fault else 0))
        if fault is None or fault.after_effect:
            status, body = await self.execute(bot, method, params)
            entry["answer"] = body
        if fault:
            entry["fault"] = fault.kind
            await self._suffer(fault, receive, send)
        else:
            await respond(send, status, body)

    async def execute(self, bot: Bot, method: str, params: Params) -> tuple[int, bytes]:
        """Carry a call out; returns the HTTP status and the JSON answer."""
        try:
            handler = METHODS.get(method.lower())
            if handler is None:
                raise not_found()
            result: Any = handler(Call(self.world, bot, params, self.limits, self.webhooks))
            if inspect.iscoroutine(result):
                result = await result
        except ApiError as error:
            return error.code, _failure(error)
        return 200, dumps({"ok": True, "result": result})

    async def download(self, request: Request) -> Response:
        """Serve a file that getFile gave the path of."""
        try:
            self._bot(request.path_params["token"])
            data = self.world.files.download(request.path_params["path"])
            if data is None:
                raise not_found()
        except ApiError as error:
            return Response(_failure(error), error.code, media_type="application/json")
        return Response(data, media_type="application/octet-stream")

    def open(self) -> None:
        """Begin, or begin again: let polls wait, take webhook deliveries up."""
        self.closing.open()
        for bot in self.world.bots.values():
            bot.queue.pulse.open()
        self.webhooks.resume()

    async def close(self) -> None:
        """End long polls, held connections and webhook deliveries."""
        self.closing.close()
        for bot in self.world.bots.values():
            bot.queue.close()
        await self.webhooks.close()

    def _bot(self, token: str) -> Bot:
        bot = self.world.bots.get(int(token.partition(":")[0] or 0)) if token.partition(":")[0].isdecimal() else None
        if bot is None or bot.token != token:
            raise unauthorized()
        return bot

    async def _suffer(self, fault: Fault, receive: Receive, send: Send) -> None:
        """Answer as the fault wants it, or do not answer."""
        if error := fault.error():
            await respond(send, error.code, _failure(error))
        elif fault.kind == "502":
            await respond(send, 502, BAD_GATEWAY, b"text/html")
        else:
            if fault.kind == "half_open":
                await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4096")]})
                await send({"type": "http.response.body", "body": b'{"ok":', "more_body": True})
            if fault.kind != "reset":
                await hold(receive, self.closing)
            await cut(receive)


def _failure(error: ApiError) -> bytes:
    answer: dict[str, Any] = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        answer["parameters"] = error.parameters
    return dumps(answer)
