"""Which posts may be sent now: one at a time a chat, oldest first, chats in turn. Memory only; the outbox is the truth."""

from collections.abc import Iterable
from datetime import datetime
from heapq import heappop, heappush

from bot.telegram.limits import Limiter
from services.delivery import Waiting


class Lanes:
    """A lane a chat.

    A row with ``not_before`` stands beside its lane until then and blocks nobody; a row that is being sent, or has to be tried
    again, blocks the later ones of its chat. Chats in which somebody waits for an answer go before those whose next row is part of
    a notice to many.
    """

    def __init__(self, limiter: Limiter) -> None:
        self.after = 0
        """The highest id read from the outbox."""
        self._limiter = limiter
        self._lanes: dict[int, list[int]] = {}
        self._open: tuple[dict[int, None], dict[int, None]] = ({}, {})
        """Chats whose next row may go, in the order of their turns: urgent ones, and the others."""
        self._bulk: set[int] = set()
        """Rows that are part of a notice to many."""
        self._taken: dict[int, int] = {}
        self._busy: set[int] = set()
        self._held: list[tuple[datetime, int, int]] = []
        self._paused: list[tuple[datetime, int]] = []
        self._closed_until: datetime | None = None

    def add(self, rows: Iterable[Waiting]) -> None:
        """Rows with ids above ``after``."""
        for row in rows:
            self.after = max(self.after, row.id)
            if row.bulk:
                self._bulk.add(row.id)
            if row.not_before is None:
                self._queue(row.chat_id, row.id)
            else:
                heappush(self._held, (row.not_before, row.id, row.chat_id))

    def take(self, now: datetime, room: int) -> list[int]:
        """At most ``room`` rows to send now, no two of one chat. Each is to be given back with ``finish`` or ``again``."""
        self._release(now)
        taken: list[int] = []
        for urgent, chats in zip((True, False), self._open, strict=True):
            while chats and len(taken) < room:
                self._closed_until = self._limiter.opens(now, urgent=urgent)
                if self._closed_until is not None:
                    return taken
                chat = next(iter(chats))
                del chats[chat]
                self._busy.add(chat)
                if (at := self._limiter.opens_for(chat, now)) is not None:
                    heappush(self._paused, (at, chat))
                    continue
                self._limiter.take(chat, now)
                row = heappop(self._lanes[chat])
                self._taken[row] = chat
                taken.append(row)
        return taken

    def finish(self, row: int) -> None:
        """It needs no more sending."""
        self._bulk.discard(row)
        self._free(self._taken.pop(row))

    def again(self, row: int, at: datetime, *, refused: bool = False) -> None:
        """It is the next of its chat, which waits until then; ``refused`` when Telegram said so (429)."""
        chat = self._taken.pop(row)
        heappush(self._lanes[chat], row)
        heappush(self._paused, (at, chat))
        if refused:
            self._limiter.refused(chat, at)

    def reset(self, unclaimed: Iterable[int]) -> None:
        """Forget all rows but those being sent, so that the outbox is read anew; rows taken but not claimed are forgotten too."""
        for row in unclaimed:
            self._busy.discard(self._taken.pop(row))
        self.after = 0
        for chats in self._open:
            chats.clear()
        self._held.clear()
        self._bulk.intersection_update(self._taken)
        self._lanes = {chat: [] for chat in self._busy}

    def ready(self) -> bool:
        """Whether ``take`` would give something, at the moment of its last call."""
        return self._closed_until is None and any(self._open)

    def next_moment(self) -> datetime | None:
        """When a row or chat that waits may go."""
        moments = [queue[0][0] for queue in (self._held, self._paused) if queue]
        if self._closed_until is not None and any(self._open):
            moments.append(self._closed_until)
        return min(moments, default=None)

    def _queue(self, chat: int, row: int) -> None:
        heappush(self._lanes.setdefault(chat, []), row)
        if chat not in self._busy:
            self._turn(chat)

    def _turn(self, chat: int) -> None:
        """The chat's next row has its turn among those of its kind."""
        urgent, others = self._open
        if self._lanes[chat][0] not in self._bulk:
            others.pop(chat, None)
            urgent.setdefault(chat)
        elif chat not in urgent:
            others.setdefault(chat)

    def _release(self, now: datetime) -> None:
        while self._paused and self._paused[0][0] <= now:
            self._free(heappop(self._paused)[1])
        while self._held and self._held[0][0] <= now:
            _, row, chat = heappop(self._held)
            self._queue(chat, row)

    def _free(self, chat: int) -> None:
        self._busy.discard(chat)
        if self._lanes[chat]:
            self._turn(chat)
        else:
            del self._lanes[chat]
