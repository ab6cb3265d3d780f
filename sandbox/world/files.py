"""Files as Telegram keeps them: bytes once, a `file_id` for each use, and the JSON of each kind of media."""

import hashlib
import struct
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.errors import bad_request
from sandbox.jsonio import JSON

WRONG_FILE = "wrong file identifier/HTTP URL specified"
# The longer side of the smaller copies that Telegram makes of a photo; the largest it keeps is the last.
PHOTO_SIDES = (90, 320, 800, 1280)
UNREADABLE_PHOTO = (1280, 960)


@dataclass(slots=True)
class StoredFile:
    """One file under one `file_id`; photos have one for each size, all with the same bytes."""

    file_id: str
    unique_id: str
    kind: str
    blob: str
    size: int
    path: str
    name: str = ""
    mime: str = ""
    width: int = 0
    height: int = 0
    sizes: list[str] = field(default_factory=list)

    def head(self) -> JSON:
        """Return the fields that every kind of media begins with."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": self.size}

    def file(self) -> JSON:
        """Return Telegram's `File`, as getFile answers."""
        return {**self.head(), "file_path": self.path}


@dataclass(slots=True, frozen=True)
class Kind:
    """How one kind of media is named and shown."""

    prefix: str
    folder: str
    suffix: str
    mime: str
    fields: Callable[[StoredFile], JSON]


def _nothing(_: StoredFile) -> JSON:
    return {}


def _named(file: StoredFile) -> JSON:
    return {key: value for key, value in (("file_name", file.name), ("mime_type", file.mime)) if value}


def _picture(file: StoredFile) -> JSON:
    return {"width": file.width or 640, "height": file.height or 480}


def _moving(file: StoredFile) -> JSON:
    return {**_picture(file), "duration": 3, **_named(file)}


def _sound(file: StoredFile) -> JSON:
    return {"duration": 3, **_named(file)}


KINDS: dict[str, Kind] = {
    "photo": Kind("AgAC", "photos", "jpg", "", _picture),
    "document": Kind("BQAC", "documents", "bin", "application/octet-stream", _named),
    "voice": Kind("AwAC", "voice", "oga", "audio/ogg", lambda file: {"duration": 3, "mime_type": file.mime}),
    "video": Kind("BAAC", "videos", "mp4", "video/mp4", _moving),
    "animation": Kind("CgAC", "animations", "mp4", "video/mp4", _moving),
    "audio": Kind("CQAC", "music", "mp3", "audio/mpeg", _sound),
    "video_note": Kind("DQAC", "video_notes", "mp4", "", lambda _: {"length": 240, "duration": 3}),
    "sticker": Kind(
        "CAAC",
        "stickers",
        "webp",
        "",
        lambda _: {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False},
    ),
}


class FileStore:
    """All files of the world, found by `file_id` or by download path."""

    def __init__(self) -> None:
        self.files: dict[str, StoredFile] = {}
        self.blobs: dict[str, bytes] = {}
        self._paths: dict[str, str] = {}

    def store(self, kind: str, data: bytes, name: str = "", mime: str = "", size: int = 0) -> StoredFile:
        """Keep `data` as media of `kind`; `size` pretends another size. Returns the file (of a photo: the largest)."""
        blob = hashlib.sha256(data).hexdigest()
        self.blobs[blob] = data
        make = self._store_photo if kind == "photo" else self._store_one
        return make(StoredFile("", "", kind, blob, size or len(data), "", name, mime or KINDS[kind].mime))

    def add(self, file: StoredFile) -> None:
        """Register a file that already has its ids."""
        self.files[file.file_id] = file
        self._paths[file.path] = file.blob

    def get(self, file_id: str) -> StoredFile:
        """Return a file; raises the Bot API's 400 when there is none."""
        try:
            return self.files[file_id]
        except KeyError:
            raise bad_request(WRONG_FILE) from None

    def content(self, file: StoredFile) -> JSON:
        """Return the message fields that show this file, e.g. {"photo": [...]} or {"voice": {...}}."""
        if file.kind == "photo":
            return {"photo": [self._shown(self.files[file_id]) for file_id in file.sizes]}
        content = {file.kind: self._shown(file)}
        if file.kind == "animation":
            content["document"] = {**file.head(), **_named(file)}
        return content

    def read(self, file_id: str) -> bytes:
        """Return the bytes behind a `file_id`."""
        return self.blobs[self.get(file_id).blob]

    def download(self, path: str) -> bytes | None:
        """Return the bytes behind a `file_path`, or None."""
        blob = self._paths.get(path)
        return None if blob is None else self.blobs[blob]

    def _shown(self, file: StoredFile) -> JSON:
        return {**file.head(), **KINDS[file.kind].fields(file)}

    def _store_one(self, file: StoredFile) -> StoredFile:
        kind = KINDS[file.kind]
        number = len(self.files)
        digest = hashlib.sha256(f"{number}:{file.kind}:{file.blob}".encode()).digest()
        file.file_id = kind.prefix + urlsafe_b64encode(digest).decode().rstrip("=")
        file.unique_id = "AQAD" + urlsafe_b64encode(digest[:9]).decode()
        suffix = file.name.rpartition(".")[2] if "." in file.name else kind.suffix
        file.path = f"{kind.folder}/file_{number}.{suffix}"
        self.add(file)
        return file

    def _store_photo(self, photo: StoredFile) -> StoredFile:
        width, height = image_size(self.blobs[photo.blob]) or UNREADABLE_PHOTO
        longest = min(max(width, height), PHOTO_SIDES[-1])
        sides = [side for side in PHOTO_SIDES if side < longest] + [longest]
        made = [self._photo_copy(photo, width, height, side) for side in sides]
        for copy in made:
            copy.sizes = [each.file_id for each in made]
        return made[-1]

    def _photo_copy(self, photo: StoredFile, width: int, height: int, side: int) -> StoredFile:
        scale = side / max(width, height)
        shown = (max(1, round(width * scale)), max(1, round(height * scale)))
        return self._store_one(StoredFile("", "", "photo", photo.blob, photo.size, "", photo.name, photo.mime, *shown))


def image_size(data: bytes) -> tuple[int, int] | None:
    """Return (width, height) of PNG or JPEG data, or None when it is neither."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        return struct.unpack(">II", data[16:24])
    if data.startswith(b"\xff\xd8"):
        return _jpeg_size(data)
    return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Walk the JPEG's segments to its frame header (SOF0 to SOF15, less the three markers that are none)."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
