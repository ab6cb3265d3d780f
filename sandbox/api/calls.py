"""A Bot API call on its way through the stand-in, and the log of all calls for tests that check invariants."""

from collections import deque
from dataclasses import dataclass
from typing import Any

from sandbox.api.limits import Limits
from sandbox.api.params import Params
from sandbox.api.webhooks import Webhooks
from sandbox.jsonio import JSON, Fragment
from sandbox.world import World
from sandbox.world.people import Bot

KEPT = 200_000


@dataclass(slots=True, frozen=True)
class Call:
    """Who calls, with what, on which world."""

    world: World
    bot: Bot
    params: Params
    limits: Limits
    webhooks: Webhooks


class CallLog:
    """Every call with its arguments, answer, fault and moment."""

    def __init__(self) -> None:
        self.seq = 0
        self._entries: deque[JSON] = deque(maxlen=KEPT)

    def add(self, bot: int, method: str, params: Params, at: float) -> JSON:
        """Write a call down; the answer follows when it is known."""
        self.seq += 1
        entry: JSON = {
            "seq": self.seq,
            "bot": bot,
            "method": method,
            "args": params.values,
            "files": list(params.uploads),
            "at": at,
            "answer": None,
            "fault": None,
        }
        self._entries.append(entry)
        return entry

    def after(self, seq: int) -> list[JSON]:
        """Return the calls newer than `seq`."""
        return [shown(entry) for entry in self._entries if entry["seq"] > seq]


def shown(entry: JSON) -> JSON:
    """Return a log entry as JSON: the answer is kept as the bytes that were sent."""
    answer: Any = entry["answer"]
    return {**entry, "answer": Fragment(answer) if isinstance(answer, bytes) else answer}
