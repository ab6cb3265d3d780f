"""Notes (记录): what people wrote and sent about a case, one note a message. Files are kept by reference only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NoteKind(StrEnum):
    """Why a note was written."""

    REQUEST = "request"
    SUPPLEMENT = "supplement"
    REPLY = "reply"
    REASON = "reason"
    """Why a worker declined or asked to go a rung up, and what was done so far."""
    ANSWER = "answer"
    VERDICT = "verdict"
    """Why the resident is not satisfied."""


class FileKind(StrEnum):
    """What a file is; the messenger's own words."""

    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    AUDIO = "audio"
    DOCUMENT = "document"
    VIDEO_NOTE = "video_note"


@dataclass(frozen=True, slots=True)
class File:
    """A file that lies with the messenger."""

    kind: FileKind
    file_id: str


@dataclass(frozen=True, slots=True)
class Note:
    """One message about a case. While ``case_id`` is ``None`` it waits for the rest of the request (草稿, at most 24 h).

    ``message_id`` and ``album`` are the messenger's, so that an edit, or the next photo of an album, finds its note; ``point`` is
    latitude and longitude in degrees.
    """

    author_id: int
    kind: NoteKind
    at: datetime
    text: str = ""
    file: File | None = None
    point: tuple[float, float] | None = None
    case_id: int | None = None
    message_id: int | None = None
    album: str | None = None
