"""The wire itself: answering, holding a connection without an answer, and cutting it."""

import asyncio

from starlette.types import Receive, Send

from sandbox.pulse import Pulse

FOREVER = 86_400.0


async def respond(send: Send, status: int, body: bytes, content_type: bytes = b"application/json") -> None:
    """Send a whole answer."""
    headers = [(b"content-type", content_type), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def hold(receive: Receive, closing: Pulse) -> None:
    """Say nothing until the client gives up or the server closes."""
    waits = [asyncio.ensure_future(receive()), asyncio.ensure_future(closing.wait(FOREVER))]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)


async def cut(receive: Receive) -> None:
    """Break the connection under the request.

    ASGI has no word for that, so uvicorn's transport is reached through its `receive`; under a server without one the
    application's silent return is all there is.
    """
    transport = getattr(getattr(receive, "__self__", None), "transport", None)
    if transport is not None:
        transport.abort()
        await receive()
