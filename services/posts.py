"""Posts: what the program wants said, before it has words. The handlers render them; the courier delivers them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final


class Promise(StrEnum):
    """What is promised of a post's delivery (``docs/reliability``)."""

    CARD = "card"
    """Status on a living message: an edit, idempotent; a newer one supersedes those that wait."""
    CRITICAL = "critical"
    """At least once; a repeat says so."""
    BULK = "bulk"
    """At most once; unknowns are counted."""


UNSAY: Final = "unsay"
"""The template of a post without words: it takes back the message of its chat whose ``message_id`` is among its parameters."""


@dataclass(frozen=True, slots=True)
class Post:
    """One message to one chat.

    ``template`` names the words in the catalogue and ``params`` (JSON values; moments as UTC epoch seconds under names ending in
    ``_at`` or ``_by``) fill them. With a ``slot`` the chat has one living message of that name: the first post sends it, later
    ones edit it. ``not_before`` holds it back; ``pin`` pins it once sent; ``reply_to`` is a message of the same chat.
    ``carries`` is the case whose words or files it brings to somebody who serves it, so that it can be taken back (``keeping.Carried``).
    """

    chat_id: int
    template: str
    params: Mapping[str, object] = field(default_factory=dict)
    promise: Promise = Promise.CRITICAL
    slot: str | None = None
    not_before: datetime | None = None
    reply_to: int | None = None
    pin: bool = False
    carries: int | None = None


@dataclass(frozen=True, slots=True)
class Toast:
    """The answer to a button press: a line that passes, or with ``alert`` a box to close."""

    template: str
    params: Mapping[str, object] = field(default_factory=dict)
    alert: bool = False
