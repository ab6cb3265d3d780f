"""What happened, as the page and the tests follow it: a numbered log that can be waited on and streamed."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.jsonio import dumps
from sandbox.pulse import Pulse

KEPT = 20_000


@dataclass(slots=True, frozen=True)
class Event:
    """One thing that happened; `person` narrows the audience to one (a toast is seen by who pressed the button)."""

    seq: int
    type: str
    chat: int | None
    person: int | None
    body: bytes


class EventLog:
    """The latest events, and the pulse that wakes who waits for more."""

    def __init__(self) -> None:
        self.seq = 0
        self.pulse = Pulse()
        self._events: deque[Event] = deque(maxlen=KEPT)

    def add(self, type_: str, chat: int | None, data: Any, person: int | None = None) -> None:
        """Write an event down; its data is frozen now."""
        self.seq += 1
        head = {"seq": self.seq, "type": type_, "chat": chat, "data": data}
        self._events.append(Event(self.seq, type_, chat, person, dumps(head)))
        self.pulse.beat()

    def after(self, seq: int, wanted: Callable[[Event], bool]) -> list[Event]:
        """Return the events newer than `seq` that are wanted, oldest first."""
        newer: list[Event] = []
        for event in reversed(self._events):
            if event.seq <= seq:
                break
            if wanted(event):
                newer.append(event)
        return newer[::-1]

    async def wait(self, seq: int, wanted: Callable[[Event], bool], seconds: float) -> list[Event]:
        """Return `after(seq, wanted)` as soon as it is not empty, or empty when the time is over."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while not (found := self.after(seq, wanted)):
            left = deadline - loop.time()
            if left <= 0 or self.pulse.closed:
                return []
            await self.pulse.wait(left)
        return found
