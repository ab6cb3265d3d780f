"""The web application: Telegram's webhook, the health page and the metrics. Nothing that comes in is ever shown back."""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

WEBHOOK_PATH: Final = "/telegram"
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
MOST_BYTES: Final = 1_000_000
"""An update is some kilobytes; what is larger is refused before it is read."""

Receive = Callable[[bytes], Awaitable[None]]
Health = Callable[[], Awaitable[Mapping[str, object]]]
"""The health page's values; ``ok`` says whether all is well."""
Metrics = Callable[[], Awaitable[bytes]]
METRICS_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


def build_app(receive: Receive, health: Health, metrics: Metrics, secret: str | None) -> Starlette:
    """The application. Without a secret there is no webhook."""

    async def webhook(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), (secret or "").encode()):
            return Response(status_code=401)
        body = await _read(request)
        if body is None:
            return Response(status_code=413)
        await receive(body)
        return Response(status_code=200)

    async def health_page(_request: Request) -> Response:
        values = await health()
        return JSONResponse(values, status_code=200 if values["ok"] else 503)

    async def metrics_page(_request: Request) -> Response:
        return Response(await metrics(), media_type=METRICS_TYPE)

    routes = [Route("/healthz", health_page), Route("/metrics", metrics_page)]
    if secret:
        routes.append(Route(WEBHOOK_PATH, webhook, methods=["POST"]))
    return Starlette(routes=routes)


async def _read(request: Request) -> bytes | None:
    """The body, or ``None`` when it says that it is too large, or is whatever it says."""
    if int(request.headers.get("Content-Length", 0)) > MOST_BYTES:
        return None
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return None
    return body
