"""One message as it came in a private chat, free of the messenger's own types."""

from dataclasses import dataclass
from datetime import datetime

from civic.notes import File, Note, NoteKind


@dataclass(frozen=True, slots=True)
class Account:
    """Who writes: the messenger's account and the name it shows."""

    chat_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message. ``odd`` names content that cannot be part of a request (a sticker, a poll …); ``point`` is (latitude, longitude)."""

    account: Account
    message_id: int
    received_at: datetime
    text: str = ""
    file: File | None = None
    point: tuple[float, float] | None = None
    album: str | None = None
    forwarded: bool = False
    odd: str | None = None

    def note(self, author_id: int, kind: NoteKind, case_id: int | None = None) -> Note:
        """The message as a note."""
        return Note(
            author_id, kind, self.received_at, self.text, self.file, self.point, case_id, self.message_id, self.album
        )
