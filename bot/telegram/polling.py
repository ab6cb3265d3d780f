"""Long polling that loses nothing: the offset that confirms updates is raised after they have been committed.

What ends it::

    PollingEndedError
    ├── TokenRefusedError    401, and getMe says the same: the token was revoked
    └── OtherPollerError     409 again and again: somebody else polls with the token

All else passes: it waits and polls again.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final

import orjson
from telegram.error import NetworkError, TelegramError

from bot.blame import blame
from bot.logs import logger
from bot.telegram import updates
from bot.telegram.api import NO_SUCH_BOT, Api, RefusedError
from bot.telegram.intake import Intake
from services.delivery import Received
from services.ports import Clock

log = logger(__name__)

ALLOWED: Final = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")
"""``chat_member`` comes only when asked for."""
BATCH: Final = 100
SLACK: Final = 10.0
"""Seconds for the answer to a long poll to arrive after its time is over."""
CONFLICTS: Final = 8
CONFLICT_PAUSE: Final = 5.0
"""Together longer than a long poll: one left over from an earlier run has ended by then."""
LONGEST_PAUSE: Final = 30.0


class PollingEndedError(Exception):
    """Polling is of no use any more."""


class TokenRefusedError(PollingEndedError):
    """Telegram does not know the token."""


class OtherPollerError(PollingEndedError):
    """Another instance polls with the same token."""


class Polling:
    """``hold`` is how long Telegram holds a poll back when there is nothing, in seconds."""

    def __init__(
        self,
        api: Api,
        intake: Intake,
        clock: Clock,
        *,
        hold: int = 30,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._api = api
        self._intake = intake
        self._clock = clock
        self._hold = hold
        self._sleep = sleep
        self._offset: int | None = None
        self._limit = BATCH
        self._failures = 0
        self._conflicts = 0

    async def run(self) -> None:
        """Poll until cancelled; raises ``PollingEndedError``."""
        while True:
            try:
                await self._take(await self._fetch())
            except RefusedError as error:
                await self._refused(error)
            except Exception as error:  # noqa: BLE001 - the network or the disk: nothing was confirmed, it comes again
                await self._back_off(blame(error))
            else:
                self._failures = self._conflicts = 0

    async def _fetch(self) -> bytes:
        arguments = {
            "offset": self._offset,
            "limit": self._limit,
            "timeout": self._hold,
            "allowed_updates": ALLOWED,
        }
        return await self._api.raw("getUpdates", orjson.dumps(arguments), read_timeout=self._hold + SLACK)

    async def _take(self, payload: bytes) -> None:
        rows = self._rows(payload)
        await self._intake.take(rows)
        # Once an empty answer has confirmed all, the offset goes: after a quiet week Telegram begins anew with lower ids.
        self._offset = max(row.update_id for row in rows) + 1 if rows else None

    def _rows(self, payload: bytes) -> list[Received]:
        """A batch that nothing can read is fetched again one by one, so that only what is to blame is put aside."""
        now = self._clock.now()
        try:
            answer: Any = updates.read(payload)
        except ValueError as error:
            row = updates.salvage(payload, now) if self._limit == 1 else None
            self._limit = 1
            if row is None:
                raise NetworkError("an answer that is no JSON") from error
            return [row]
        if not isinstance(answer, dict) or not isinstance(answer.get("result"), list):
            raise NetworkError("an answer that is not the Bot API's")
        self._limit = BATCH
        return list(updates.rows(answer["result"], now))

    async def _refused(self, error: RefusedError) -> None:
        if error.status in NO_SUCH_BOT and await self._api.refuses_token():
            raise TokenRefusedError from None
        if error.status == 409:
            await self._conflict(error)
        elif error.status == 429:
            await self._sleep(error.retry_after / timedelta(seconds=1))
        else:
            await self._back_off(str(error.status))

    async def _conflict(self, error: RefusedError) -> None:
        if "webhook" in error.description:
            log.warning("a webhook is set and taken away")
            await self._remove_webhook()
            return
        self._conflicts += 1
        log.warning("somebody else polls", time=self._conflicts, of=CONFLICTS)
        if self._conflicts >= CONFLICTS:
            raise OtherPollerError from None
        await self._sleep(CONFLICT_PAUSE)

    async def _remove_webhook(self) -> None:
        try:
            await self._api.call("deleteWebhook", {})
        except TelegramError as error:
            await self._back_off(blame(error))

    async def _back_off(self, reason: str) -> None:
        pause = min(0.5 * 2**self._failures, LONGEST_PAUSE)
        self._failures = min(self._failures + 1, 10)
        log.warning("polling failed", again_in=pause, blame=reason)
        await self._sleep(pause)
