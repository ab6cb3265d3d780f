"""The control API's addresses: reading the world, following it, acting on it, setting up faults and time."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from sandbox.api.app import BotApi
from sandbox.api.body import BODY_LIMIT, read_upload
from sandbox.control.actions import act
from sandbox.control.streams import answer_to, audience, stream
from sandbox.errors import ApiError, ControlError
from sandbox.jsonio import JSON, Fragment, dumps, loads
from sandbox.world.files import KINDS

NextMoment = Callable[[], Awaitable[datetime | None]]
Endpoint = Callable[[Request], Awaitable[Response]]

LONGEST_WAIT = 300.0


class Control:
    """The endpoints, bound to one sandbox."""

    def __init__(self, api: BotApi, next_moment: NextMoment | None, reset: Callable[[], None]) -> None:
        self._api = api
        self._world = api.world
        self._next_moment = next_moment
        self._reset = reset

    def routes(self) -> list[BaseRoute]:
        """Return the routes; what is not read or set up here is an action."""
        table: list[tuple[str, str, Endpoint]] = [
            ("GET", "/state", self.state),
            ("GET", "/chats/{chat}/messages", self.messages),
            ("GET", "/commands", self.commands),
            ("GET", "/wait", self.wait),
            ("GET", "/events", self.events),
            ("GET", "/log", self.log),
            ("GET", "/file/{file_id}", self.file),
            ("GET", "/callbacks/{id}", self.callback),
            ("GET", "/clock", self.clock),
            ("POST", "/clock", self.move_clock),
            ("GET", "/faults", self.faults),
            ("POST", "/faults", self.add_fault),
            ("DELETE", "/faults", self.clear_faults),
            ("POST", "/limits", self.set_limits),
            ("POST", "/latency", self.set_latency),
            ("POST", "/upload", self.upload),
            ("POST", "/reset", self.reset),
            ("POST", "/{action}", self.act),
        ]
        return [
            Route(f"/control{path}", _guarded(endpoint), methods=[method], name=endpoint.__name__)
            for method, path, endpoint in table
        ]

    async def state(self, _: Request) -> Response:
        """Everything but messages."""
        return _answer({**self._world.view(), "limits": self._api.limits.on, "seq": self._world.events.seq})

    async def messages(self, request: Request) -> Response:
        """The newest messages of a chat after a message id, in order."""
        person = _number(request, "as")
        chat = self._world.chat(int(request.path_params["chat"]))
        if person is not None and not chat.has(person):
            raise ControlError(f"person {person} is not in chat {chat.id}")
        after, limit = _number(request, "after") or 0, _number(request, "limit") or 100
        newer = [message for id_, message in chat.messages.items() if id_ > after]
        return _answer(newer[-limit:])

    async def commands(self, request: Request) -> Response:
        """The command menu that a chat shows."""
        chat = _number(request, "chat")
        kind = "all_private_chats" if chat is None or chat > 0 else "all_group_chats"
        menus = self._world.bot().commands
        keys = (dumps([[("type", scope)], ""]).decode() for scope in (kind, "default"))
        return _answer(next((menus[key] for key in keys if key in menus), []))

    async def wait(self, request: Request) -> Response:
        """Events newer than `after` that match, as soon as there are any."""
        wanted = audience(self._world, _number(request, "as"), _number(request, "chat"))
        found = await self._world.events.wait(_number(request, "after") or 0, wanted, _seconds(request))
        seq = found[-1].seq if found else self._world.events.seq
        return _answer({"events": [Fragment(event.body) for event in found], "seq": seq})

    async def events(self, request: Request) -> Response:
        """A stream of events; a browser that comes back says where it stopped."""
        after = _number(request, "after")
        last = request.headers.get("last-event-id")
        start = int(last) if last else self._world.events.seq if after is None else after
        wanted = audience(self._world, _number(request, "as"), _number(request, "chat"))
        return StreamingResponse(stream(self._world, start, wanted), media_type="text/event-stream")

    async def log(self, request: Request) -> Response:
        """Every Bot API call so far."""
        return _answer(self._api.log.after(_number(request, "after") or 0))

    async def file(self, request: Request) -> Response:
        """A file's bytes, for the page."""
        file = self._world.files.get(request.path_params["file_id"])
        data = self._world.files.read(file.file_id)
        media_type = "image/jpeg" if file.kind == "photo" and not file.mime else file.mime or "application/octet-stream"
        headers = {"x-content-type-options": "nosniff", "content-security-policy": "sandbox"}
        return Response(data, media_type=media_type, headers=headers)

    async def callback(self, request: Request) -> Response:
        """The bot's answer to a press."""
        return _answer(await answer_to(self._world, request.path_params["id"], _seconds(request)))

    async def clock(self, _: Request) -> Response:
        """The present moment, and the bot's next due one."""
        clock = self._world.clock
        due = await self._next_moment() if self._next_moment else None
        shown = {"now": clock.now().isoformat(), "offset_s": int(clock.offset.total_seconds())}
        return _answer({**shown, "next": due.isoformat() if due else None})

    async def move_clock(self, request: Request) -> Response:
        """Move time forward: by seconds, to a moment, or to the bot's next due moment."""
        body = await _body(request)
        now = self._world.clock.now()
        if "advance_s" in body:
            step = timedelta(seconds=float(body["advance_s"]))
        elif "to" in body:
            step = datetime.fromisoformat(body["to"]) - now
        else:
            due = await self._next_moment() if self._next_moment and body.get("to_next") else None
            if due is None:
                raise ControlError("say advance_s, to or to_next; there may be no next moment")
            step = max(due - now, timedelta())
        self._world.clock.advance(step)
        return await self.clock(request)

    async def faults(self, _: Request) -> Response:
        """The faults that are still to come."""
        return _answer(self._api.faults.view())

    async def add_fault(self, request: Request) -> Response:
        """Order a fault."""
        self._api.faults.add(**await _body(request))
        return await self.faults(request)

    async def clear_faults(self, request: Request) -> Response:
        """Cancel all faults."""
        self._api.faults.clear()
        return await self.faults(request)

    async def set_limits(self, request: Request) -> Response:
        """Switch Telegram's sending limits on or off."""
        self._api.limits.on = bool((await _body(request))["on"])
        return _answer({"on": self._api.limits.on})

    async def set_latency(self, request: Request) -> Response:
        """Delay every Bot API answer."""
        self._api.latency = float((await _body(request))["ms"]) / 1000
        return _answer({"ms": self._api.latency * 1000})

    async def upload(self, request: Request) -> Response:
        """Keep a file that a person is going to send."""
        async with request.form(max_part_size=BODY_LIMIT) as form:
            kind, file = form.get("as", "photo"), form.get("file")
            if kind not in KINDS or not isinstance(file, UploadFile):
                raise ControlError(f"a form with file and as ({', '.join(KINDS)}) is needed")
            upload = await read_upload(file)
        return _answer(self._world.files.store(str(kind), upload.data, upload.name, upload.mime).head())

    async def reset(self, _: Request) -> Response:
        """Empty the world."""
        self._reset()
        return _answer({"ok": True})

    async def act(self, request: Request) -> Response:
        """Do something in the world."""
        return _answer(act(self._world, request.path_params["action"], await _body(request)))


def _guarded(endpoint: Endpoint) -> Endpoint:
    """Turn refusals and malformed values into 400 {"error"}."""

    async def guarded(request: Request) -> Response:
        try:
            return await endpoint(request)
        except (ControlError, ApiError, KeyError, TypeError, ValueError) as error:
            return _answer({"error": f"missing {error}" if isinstance(error, KeyError) else str(error)}, 400)

    return guarded


def _answer(value: Any, status: int = 200) -> Response:
    return Response(dumps({"ok": True} if value is None else value), status, media_type="application/json")


async def _body(request: Request) -> JSON:
    body = loads(await request.body() or b"{}")
    if not isinstance(body, dict):
        raise ControlError("the body is a JSON object")
    return body


def _number(request: Request, name: str) -> int | None:
    value = request.query_params.get(name)
    return int(value) if value else None


def _seconds(request: Request) -> float:
    return min(float(request.query_params.get("timeout", "5")), LONGEST_WAIT)
