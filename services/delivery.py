"""Values of the way in and the way out: received updates, and posts being delivered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.posts import Promise


@dataclass(frozen=True, slots=True)
class Received:
    """One update as it came: ``body`` is its raw JSON, ``lane`` the chat whose updates are worked on in order."""

    update_id: int
    lane: int
    body: bytes
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A post that is ready to be sent, or will be at ``not_before``."""

    id: int
    chat_id: int
    not_before: datetime | None


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
