"""Telegram's sending limits: a message a second in a private chat, 20 a minute in a group, 30 a second in all.

Switched on by the control API; measured on the sandbox's clock, so that a test needs no real seconds.
"""

from collections import deque
from dataclasses import dataclass, field
from math import ceil

from sandbox.errors import too_many_requests
from sandbox.world.chats import Chat

# How many messages in how many seconds.
OVERALL = (30, 1.0)
PRIVATE = (1, 1.0)
GROUP = (20, 60.0)


@dataclass(slots=True)
class Limits:
    """What was sent lately, for each bot and each of its chats."""

    on: bool = False
    _sent: dict[tuple[int, int], deque[float]] = field(default_factory=dict)

    def charge(self, bot: int, chat: Chat, now: float, messages: int = 1) -> None:
        """Count messages that are about to be sent; raises 429 when they are too many."""
        if not self.on:
            return
        windows = (((bot, 0), OVERALL), ((bot, chat.id), PRIVATE if chat.private else GROUP))
        wait = max(self._wait(key, limit, now) for key, limit in windows)
        if wait > 0:
            raise too_many_requests(ceil(wait))
        for key, _ in windows:
            self._sent[key].extend([now] * messages)

    def _wait(self, key: tuple[int, int], limit: tuple[int, float], now: float) -> float:
        """Return how long the window stays full."""
        most, seconds = limit
        sent = self._sent.setdefault(key, deque())
        while sent and sent[0] <= now - seconds:
            sent.popleft()
        return sent[len(sent) - most] + seconds - now if len(sent) >= most else 0.0
