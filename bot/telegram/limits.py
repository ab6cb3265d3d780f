"""How much may be sent, by Telegram's own figures: 30 messages a second in all, one a second in a chat, 20 a minute in a group.

Telegram bears short bursts in a private chat, so that an answer and its card need not wait for each other. A 429 tells a wait, and
not whether the chat has to wait or the whole bot: two chats at once that are told to wait mean the bot.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

TOTAL = 28.0
"""Messages a second to all chats together, two short of the limit, because Telegram counts seconds of its own."""
BURST = 2.0
PRIVATE = (1.0, 3.0)
GROUP = (15 / 60, 5.0)
"""Messages a second, and how many at once: never more than 20 in any minute in a group."""
RESERVED = 1.0
"""What a notice to many always leaves to those who wait for an answer."""


@dataclass(slots=True)
class _Bucket:
    """Holds ``burst`` messages at most and is filled at ``rate`` a second."""

    rate: float
    burst: float
    left: float = field(init=False)
    at: datetime | None = None

    def __post_init__(self) -> None:
        self.left = self.burst

    def wait(self, now: datetime, least: float = 1.0) -> timedelta | None:
        """How long until ``least`` are in it; ``None`` when they are."""
        if self.at is not None:
            self.left = min(self.burst, self.left + max((now - self.at).total_seconds(), 0.0) * self.rate)
        self.at = now
        return None if self.left >= least else timedelta(seconds=(least - self.left) / self.rate)

    def take(self) -> None:
        self.left -= 1

    def full(self, now: datetime) -> bool:
        return self.wait(now, self.burst) is None


class Limiter:
    """Tells when the next message may go. ``total`` is messages a second to all chats; 0 is for a server without limits."""

    def __init__(self, total: float = TOTAL) -> None:
        self._off = total <= 0
        self._all = _Bucket(total or 1.0, BURST)
        self._chats: dict[int, _Bucket] = {}
        self._refused: dict[int, datetime] = {}

    def opens(self, now: datetime, *, urgent: bool) -> datetime | None:
        """When anything may go at all; ``None`` for now."""
        self._refused = {chat: until for chat, until in self._refused.items() if until > now}
        if len(self._refused) > 1:
            return max(self._refused.values())
        wait = None if self._off else self._all.wait(now, 1.0 if urgent else 1.0 + RESERVED)
        return None if wait is None else now + wait

    def opens_for(self, chat: int, now: datetime) -> datetime | None:
        """When the chat may have its next message; ``None`` for now."""
        if self._off or chat not in self._chats:
            return None
        wait = self._chats[chat].wait(now)
        return None if wait is None else now + wait

    def take(self, chat: int, now: datetime) -> None:
        """A message goes to the chat."""
        if self._off:
            return
        if len(self._chats) > 1_000:
            self._chats = {each: bucket for each, bucket in self._chats.items() if not bucket.full(now)}
        bucket = self._chats.get(chat)
        if bucket is None:
            bucket = self._chats[chat] = _Bucket(*(PRIVATE if chat > 0 else GROUP), at=now)
        bucket.take()
        self._all.take()

    def refused(self, chat: int, until: datetime) -> None:
        """A 429: the chat has to wait until then."""
        self._refused[chat] = until
