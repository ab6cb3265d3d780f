"""Which posts may be sent now: one at a time a chat, oldest first, chats in turn. Memory only; the outbox is the truth."""

from collections.abc import Iterable
from datetime import datetime
from heapq import heappop, heappush

from services.delivery import Waiting


class Lanes:
    """A lane a chat.

    A row with ``not_before`` stands beside its lane until then and blocks nobody; a row that is being sent, or has to be tried
    again, blocks the later ones of its chat.
    """

    def __init__(self) -> None:
        self.after = 0
        """The highest id read from the outbox."""
        self._lanes: dict[int, list[int]] = {}
        self._open: dict[int, None] = {}
        """Chats whose next row may go, in the order of their turns."""
        self._taken: dict[int, int] = {}
        self._busy: set[int] = set()
        self._held: list[tuple[datetime, int, int]] = []
        self._paused: list[tuple[datetime, int]] = []

    def add(self, rows: Iterable[Waiting]) -> None:
        """Rows with ids above ``after``."""
        for row in rows:
            self.after = max(self.after, row.id)
            if row.not_before is None:
                self._queue(row.chat_id, row.id)
            else:
                heappush(self._held, (row.not_before, row.id, row.chat_id))

    def take(self, now: datetime, room: int) -> list[int]:
        """At most ``room`` rows to send now, no two of one chat. Each is to be given back with ``finish`` or ``again``."""
        self._release(now)
        taken: list[int] = []
        while self._open and len(taken) < room:
            chat = next(iter(self._open))
            del self._open[chat]
            row = heappop(self._lanes[chat])
            self._busy.add(chat)
            self._taken[row] = chat
            taken.append(row)
        return taken

    def finish(self, row: int) -> None:
        """It needs no more sending."""
        self._free(self._taken.pop(row))

    def again(self, row: int, at: datetime) -> None:
        """It is the next of its chat, which waits until then."""
        chat = self._taken.pop(row)
        heappush(self._lanes[chat], row)
        heappush(self._paused, (at, chat))

    def reset(self, unclaimed: Iterable[int]) -> None:
        """Forget all rows but those being sent, so that the outbox is read anew; rows taken but not claimed are forgotten too."""
        for row in unclaimed:
            self._busy.discard(self._taken.pop(row))
        self.after = 0
        self._open.clear()
        self._held.clear()
        self._lanes = {chat: [] for chat in self._busy}

    def ready(self) -> bool:
        """Whether ``take`` would give something, at the moment of its last call."""
        return bool(self._open)

    def next_moment(self) -> datetime | None:
        """When a row or chat that waits may go."""
        return min((queue[0][0] for queue in (self._held, self._paused) if queue), default=None)

    def _queue(self, chat: int, row: int) -> None:
        heappush(self._lanes.setdefault(chat, []), row)
        if chat not in self._busy:
            self._open.setdefault(chat)

    def _release(self, now: datetime) -> None:
        while self._paused and self._paused[0][0] <= now:
            self._free(heappop(self._paused)[1])
        while self._held and self._held[0][0] <= now:
            _, row, chat = heappop(self._held)
            self._queue(chat, row)

    def _free(self, chat: int) -> None:
        self._busy.discard(chat)
        if self._lanes[chat]:
            self._open.setdefault(chat)
        else:
            del self._lanes[chat]
