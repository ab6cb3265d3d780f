"""One bot's queue of updates, with the Bot API server's own rules for offsets, expiry and rival pollers."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.errors import OTHER_POLLER, WEBHOOK_SET, conflict
from sandbox.pulse import Pulse

DAY = 86_400
FIRST_UPDATE = 300_000_001
# An offset further ahead than this cannot stem from this queue: the server then starts from the head.
FORESIGHT = 10
# Telegram sends these only to bots that ask for them by name.
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True, eq=False)
class Update:
    """A waiting update: its JSON is frozen when it happens, later edits do not change it."""

    id: int
    lane: int
    expires: int
    body: bytes


@dataclass(slots=True)
class UpdateQueue:
    """Updates in order, until an offset or a webhook's 200 confirms them."""

    now: Callable[[], int]
    waiting: deque[Update] = field(default_factory=deque)
    next_id: int = FIRST_UPDATE
    allowed: tuple[str, ...] = ()
    on_change: Callable[[], None] = lambda: None
    pulse: Pulse = field(default_factory=Pulse)
    _poller: asyncio.Future[None] | None = None
    _soonest_expiry: int = 0

    def wants(self, kind: str) -> bool:
        """Tell whether the bot asked for this kind of update (nothing asked: all but the special ones)."""
        return kind in self.allowed if self.allowed else kind not in ON_REQUEST

    def add(self, kind: str, body: bytes, lane: int, lifetime: int = DAY) -> None:
        """Queue `{"update_id": ..., kind: body}` if the bot wants it; `lane` keeps one chat's order in webhooks."""
        if not self.wants(kind):
            return
        whole = b'{"update_id":%d,"%s":%s}' % (self.next_id, kind.encode(), body)
        expires = self.now() + lifetime
        self._soonest_expiry = min(self._soonest_expiry, expires) if self.waiting else expires
        self.waiting.append(Update(self.next_id, lane, expires, whole))
        self.next_id += 1
        self._end_poll()
        self.pulse.beat()
        self.on_change()

    def take(self, offset: int, limit: int) -> list[Update]:
        """Confirm everything before `offset` and return up to `limit` of the rest, oldest first."""
        self._expire()
        if self.waiting:
            self._confirm_before(self._first_wanted(offset))
        return [update for update, _ in zip(self.waiting, range(limit), strict=False)]

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Update]:
        """Like `take`, but wait for the first update up to `seconds`; a later poll ends this one with 409."""
        self.terminate(OTHER_POLLER)
        batch = self.take(offset, limit)
        if batch or seconds <= 0 or self.pulse.closed:
            return batch
        loop = asyncio.get_running_loop()
        self._poller = poller = loop.create_future()
        alarm = loop.call_later(seconds, _finish, poller)
        try:
            await poller
        finally:
            alarm.cancel()
            if self._poller is poller:
                self._poller = None
        return self.take(offset, limit)

    def confirm(self, update: Update) -> None:
        """Forget one update: the webhook has accepted it."""
        if update in self.waiting:
            self.waiting.remove(update)
            self.on_change()

    def drop_all(self) -> None:
        """Forget everything that waits (`drop_pending_updates`)."""
        self.waiting.clear()
        self.on_change()

    def pending(self) -> int:
        """Count what waits and has not expired."""
        self._expire()
        return len(self.waiting)

    def terminate(self, words: str = WEBHOOK_SET) -> None:
        """End a running poll with 409 in these words."""
        if self._poller and not self._poller.done():
            self._poller.set_exception(conflict(words))
        self._poller = None

    def close(self) -> None:
        """Answer polls at once from now on, if with nothing: the server is going down."""
        self.pulse.close()
        self._end_poll()

    def _first_wanted(self, offset: int) -> int:
        if offset < 0:
            return self.next_id + offset
        return 0 if offset > self.next_id + FORESIGHT else offset

    def _confirm_before(self, first: int) -> None:
        before = len(self.waiting)
        while self.waiting and self.waiting[0].id < first:
            self.waiting.popleft()
        if len(self.waiting) != before:
            self.on_change()

    def _expire(self) -> None:
        now = self.now()
        if now < self._soonest_expiry:
            return
        self.waiting = deque(update for update in self.waiting if update.expires > now)
        self._soonest_expiry = min((update.expires for update in self.waiting), default=now)

    def _end_poll(self) -> None:
        if self._poller:
            _finish(self._poller)


def _finish(poller: asyncio.Future[None]) -> None:
    if not poller.done():
        poller.set_result(None)
