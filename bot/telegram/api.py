"""The Bot API called by name, for the intake and the courier.

The library builds an object for every argument and parses every answer into objects: four times the cost of the request itself
(``benchmarks/``), for a message id. Handlers call the library's ``Bot``; the two paths that every message takes call this.

What a call raises::

    TelegramError
    ├── RefusedError        Telegram answered no: status, description, parameters
    └── NetworkError        it may have taken effect: no answer, or one that is not the Bot API's (an HTML 502)
        ├── TimedOut
        └── UnsentError     it has certainly not taken effect
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import aiohttp
import orjson
from telegram.error import NetworkError, TelegramError

from bot.telegram.request import AiohttpRequest, parse, retry_after

NO_SUCH_BOT: Final = frozenset({401, 404})
"""401 for a token that is not valid any more, 404 for one that never was."""

Files = Mapping[str, tuple[str, bytes]]
"""Field name to file name and content."""


class RefusedError(TelegramError):
    """Telegram answered, and the answer is no."""

    def __init__(self, status: int, answer: Mapping[str, Any]) -> None:
        self.status = status
        self.description = str(answer.get("description", ""))
        self.retry_after: timedelta = retry_after(answer)
        self.migrated_to: int | None = (answer.get("parameters") or {}).get("migrate_to_chat_id")
        super().__init__(f"{status} {self.description}")


class Api:
    """Calls of one bot; ``address`` is the Bot API's with the token, as ``Bot.base_url`` gives it."""

    def __init__(self, request: AiohttpRequest, address: str) -> None:
        self._request = request
        self._address = address

    async def call(
        self,
        method: str,
        arguments: Mapping[str, object],
        *,
        files: Files | None = None,
        read_timeout: float | None = None,
    ) -> Any:
        """The result of the method. Arguments are plain JSON; those that are ``None`` are left out."""
        given = {name: value for name, value in arguments.items() if value is not None}
        payload = await self.raw(
            method, _form(given, files) if files else orjson.dumps(given), read_timeout=read_timeout
        )
        answer = parse(payload)
        if answer is None:
            raise NetworkError("200 that is not the Bot API's")
        return answer.get("result")

    async def refuses_token(self) -> bool:
        """Whether Telegram says, asked once more and another way, that there is no such bot: one stray answer must end nothing."""
        try:
            await self.call("getMe", {})
        except RefusedError as error:
            return error.status in NO_SUCH_BOT
        except TelegramError:
            return False
        return False

    async def raw(self, method: str, body: bytes | aiohttp.FormData, *, read_timeout: float | None = None) -> bytes:
        """The whole answer as bytes, once it is known to be a yes."""
        status, payload = await self._request.exchange(f"{self._address}/{method}", body, read_timeout=read_timeout)
        if 200 <= status <= 299:
            return payload
        answer = parse(payload)
        if answer is None:
            raise NetworkError(f"{status} that is not the Bot API's")
        raise RefusedError(status, answer)


def _form(arguments: Mapping[str, object], files: Files) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
    for name, value in arguments.items():
        form.add_field(name, value if isinstance(value, str) else orjson.dumps(value).decode())
    for name, (filename, content) in files.items():
        form.add_field(name, content, filename=filename)
    return form
