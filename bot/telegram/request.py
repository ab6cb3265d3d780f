"""HTTP for python-telegram-bot, on aiohttp and orjson.

httpx, which the library uses by default, costs more than all the rest of an update: its pool slows down with every waiting
request and it drops idle connections after 5 s.

What is raised where no answer came::

    NetworkError            the connection broke: it may have taken effect
    ├── TimedOut            no answer in time: it may have taken effect
    └── UnsentError         no connection: it has certainly not taken effect

The text of aiohttp's exceptions may hold the address, and the address holds the token: their kind is named, they are not chained.
"""

from datetime import timedelta
from typing import Any, Final

import aiohttp
import orjson
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

JSON: Final = {"Content-Type": "application/json"}
KEEP_ALIVE: Final = 75.0
"""Seconds that an idle connection is kept: a quiet bot need not shake hands for every message."""

UNSENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
)


class UnsentError(NetworkError):
    """No connection was made, so that the request has certainly not taken effect."""


class SlowDownError(TelegramError):
    """429 to a call of the library. Its own ``RetryAfter`` warns about itself whenever it is made."""

    def __init__(self, retry_after: timedelta) -> None:
        super().__init__(f"Too many requests: retry after {retry_after.total_seconds():g} s")
        self.retry_after = retry_after


def certainly_unsent(error: BaseException) -> bool:
    """Whether the request that failed has certainly not taken effect."""
    return isinstance(error, UnsentError)


def retry_after(answer: object) -> timedelta:
    """The wait that the answer to a request asks for; a second where a proxy on the way made the answer up."""
    match answer:
        case {"parameters": {"retry_after": int(seconds)}}:
            return timedelta(seconds=seconds)
        case _:
            return timedelta(seconds=1)


def parse(payload: bytes) -> dict[str, Any] | None:
    """The answer, ``None`` when it is not the Bot API's."""
    try:
        answer = orjson.loads(payload)
    except orjson.JSONDecodeError:
        return None
    return answer if isinstance(answer, dict) and "ok" in answer else None


class AiohttpRequest(BaseRequest):
    """One session with a pool of ``connections``; the time-outs are seconds."""

    __slots__ = ("_connections", "_proxy", "_session", "_timeout")

    def __init__(
        self,
        *,
        connections: int = 128,
        read_timeout: float = 15.0,
        connect_timeout: float = 5.0,
        proxy: str | None = None,
    ) -> None:
        self._connections = connections
        self._proxy = proxy
        # aiohttp counts waiting for the pool as connecting.
        self._timeout = aiohttp.ClientTimeout(total=None, connect=connect_timeout, sock_read=read_timeout)
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds."""
        return self._timeout.sock_read

    async def initialize(self) -> None:
        """Open the session; nothing happens when it is open."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=self._connections, keepalive_timeout=KEEP_ALIVE, ttl_dns_cache=300
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                timeout=self._timeout,
                proxy=self._proxy,
            )

    async def shutdown(self) -> None:
        """Close the session and its connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        *_other_timeouts: object,
        **_named_timeouts: object,
    ) -> tuple[int, bytes]:
        """What the library's own calls go through. Raises ``SlowDownError`` for a 429, and as ``exchange`` does."""
        body = None if request_data is None else _body(request_data)
        seconds = read_timeout if isinstance(read_timeout, int | float) else self.read_timeout
        status, payload = await self.exchange(url, body, method=method, read_timeout=seconds)
        if status == 429:
            raise SlowDownError(retry_after(parse(payload)))
        return status, payload

    async def exchange(
        self,
        url: str,
        body: bytes | aiohttp.FormData | None,
        *,
        method: str = "POST",
        read_timeout: float | None = None,
    ) -> tuple[int, bytes]:
        """Send ``body`` (bytes are JSON) and give back the answer's status and bytes, whatever they are.

        Raises ``UnsentError``, ``TimedOut`` or ``NetworkError`` where no answer came.
        """
        if self._session is None:
            raise RuntimeError("the request is not initialized")
        timeout = self._timeout
        if read_timeout is not None and read_timeout != timeout.sock_read:
            timeout = aiohttp.ClientTimeout(total=None, connect=timeout.connect, sock_read=read_timeout)
        headers = JSON if isinstance(body, bytes) else None
        try:
            async with self._session.request(method, url, data=body, headers=headers, timeout=timeout) as response:
                return response.status, await response.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            fault = _fault(error)
        raise fault  # outside of the clause, so that what aiohttp raised is not its context

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer. Unlike the library's own it logs nothing: what a proxy answers may repeat the address."""
        answer = parse(payload)
        if answer is None:
            raise TelegramError("Invalid server response")
        return answer


def _fault(error: Exception) -> NetworkError:
    kind = type(error).__name__
    if isinstance(error, UNSENT):
        return UnsentError(kind)
    return TimedOut(kind) if isinstance(error, TimeoutError) else NetworkError(kind)


def _body(data: RequestData) -> bytes | aiohttp.FormData:
    if not data.contains_files:
        return orjson.dumps(data.parameters)
    form = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mimetype) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mimetype)
    return form
