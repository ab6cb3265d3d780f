"""The way in and the way out: received updates, posts being delivered, and the ports of the inbox and the outbox."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from services.posts import Post, Promise


@dataclass(frozen=True, slots=True)
class Received:
    """One update as it came: ``body`` is its raw JSON, ``lane`` the chat whose updates are worked on in order.

    ``place`` is its place in the inbox once it has been there.
    """

    update_id: int
    lane: int
    body: bytes
    received_at: datetime
    place: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A post that is ready to be sent, or will be at ``not_before``; ``bulk`` when nobody waits for it."""

    id: int
    chat_id: int
    not_before: datetime | None
    bulk: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """A post in the courier's hands. ``message_id`` is the living message to edit; ``repeat`` says that it may have arrived before."""

    id: int
    chat_id: int
    template: str
    params: Mapping[str, object]
    promise: Promise
    slot: str | None
    message_id: int | None
    reply_to: int | None
    pin: bool
    tries: int
    repeat: bool


class Inbox(Protocol):
    """Updates as they were received, keyed by their id: what was committed here is never lost and never worked on twice."""

    def receive(self, updates: Iterable[Received]) -> tuple[Received, ...]:
        """Keep those that are new, and give them back in order."""

    def waiting(self, after: int, limit: int) -> tuple[Received, ...]:
        """Those still to be worked on whose place is above ``after``, in order of it."""

    def waits_before(self, moment: datetime) -> bool:
        """Whether an update received before the moment is still to be worked on."""

    def done(self, update_id: int) -> None:
        """Worked on; its body is dropped, its key stays."""

    def failed(self, update_id: int) -> bool:
        """Count a failed try; true when that was the last and the update is now a dead letter, its body kept."""


class Outbox(Protocol):
    """Posts on their way out."""

    def put(self, post: Post) -> None:
        """Queue. A post with a slot replaces one of the same chat and slot that waits, and keeps that one's ``not_before``."""

    def viewers(self, slot: str) -> tuple[int, ...]:
        """The chats that have a living message (or one on its way) for the slot."""

    def ready(self, after: int, limit: int) -> tuple[Waiting, ...]:
        """Rows ready to send with an id above ``after``, in order of id."""

    def claim(self, ids: Iterable[int]) -> tuple[Delivery, ...]:
        """Mark rows as being sent, and give them as they are now; rows that are not ready any more are left out."""

    def sent(self, delivery_id: int, *message_ids: int) -> None:
        """Delivered as these messages; with a slot, the last is its living message from now on."""

    def again(self, delivery_id: int, not_before: datetime | None, *, repeat: bool) -> None:
        """Back to ready; ``repeat`` when it may have arrived already."""

    def unknown(self, delivery_id: int) -> None:
        """It may or may not have arrived and is not sent again."""

    def dead(self, delivery_id: int, reason: str) -> None:
        """It cannot be delivered."""

    def forget_card(self, chat_id: int, slot: str) -> None:
        """The living message is gone (deleted by somebody): the next post of the slot sends a new one."""

    def drop(self, case_id: int) -> None:
        """Posts that carry the case and were not sent yet are never sent."""

    def recover(self) -> int:
        """After a crash: rows that were being sent go back to ready, as repeats unless they edit; bulk ones are unknown. How many."""
