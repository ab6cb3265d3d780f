"""The chain of the journal: every event carries a hash over its stored values and the hash of the event before it.

Whoever changes, removes or slips in an event has to change every later hash, and with them the head, which is printed, posted and
kept elsewhere: an earlier head that is no prefix of the journal any more gives it away. What is hashed is what is stored (JSON of
the row's values, in the order of ``VALUES``), so that the chain can be checked without knowing what any event means.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Self

import orjson

from storage.errors import ChainBroken

GENESIS = bytes(32)
VALUES = ("subject", "subject_id", "kind", "at", "actor_id", "data")
"""The columns that are hashed, after the id and before the hash itself."""

RECENT = 1000
"""How many of the latest events are checked at every start; all of them are checked by ``youshi verify`` and every night."""

_WHOLE = f"SELECT id, {', '.join(VALUES)}, hash FROM journal WHERE id > ? ORDER BY id"
_LINK = "SELECT id, hash FROM journal WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Head:
    """Where a journal ends, or once ended: the number of its last event, and that event's hash."""

    id: int = 0
    hash: bytes = GENESIS

    def __str__(self) -> str:
        return f"{self.id}:{self.hash.hex()}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The head that somebody noted down; raises ``ValueError``."""
        number, _, digest = text.strip().partition(":")
        head = cls(int(number), bytes.fromhex(digest))
        if head.id < 0 or len(head.hash) != len(GENESIS):
            raise ValueError(text)
        return head


def link(head: Head, values: Iterable[object]) -> Head:
    """The head once an event with these values has been added."""
    number = head.id + 1
    return Head(number, sha256(head.hash + orjson.dumps((number, *values))).digest())


def verify(raw: sqlite3.Connection, against: Head = Head()) -> Head:
    """Follow the chain from its beginning and give its head, at any length in little memory.

    Raises ``ChainBroken`` where an event is not what it was, and where ``against`` (an earlier head) is not on the way.
    """
    head, met = Head(), against.id == 0
    for number, *values, kept in raw.execute(_WHOLE, (0,)):
        head = _next(head, number, values, kept)
        met = met or head == against
    if not met:
        raise ChainBroken(f"the journal does not go on from {against}")
    return head


def check_recent(raw: sqlite3.Connection) -> None:
    """Follow the last stretch of the chain. Raises ``ChainBroken``."""
    (last,) = raw.execute("SELECT max(id) FROM journal").fetchone()
    start = max((last or 0) - RECENT, 0)
    before = raw.execute(_LINK, (start,)).fetchone()
    if start and before is None:
        raise ChainBroken(f"event {start} of the journal is missing")
    head = Head(*before) if before else Head()
    for number, *values, kept in raw.execute(_WHOLE, (start,)):
        head = _next(head, number, values, kept)


def _next(head: Head, number: int, values: list[Any], kept: bytes) -> Head:
    head = link(head, values)
    if (number, kept) != (head.id, head.hash):
        raise ChainBroken(f"event {head.id} of the journal is not what it was")
    return head
