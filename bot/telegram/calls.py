"""Which calls of the Bot API say what is to be said. One message carries a text, or one file or album with a caption, or a point."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final

from bot.telegram.api import Files
from bot.telegram.pieces import pieces
from civic.notes import File, FileKind
from handlers.outgoing import Outgoing, Upload
from services.delivery import Delivery

CAPTION: Final = 1024
"""UTF-16 units that a caption holds."""
ALBUM: Final = 10

Media = File | Upload

METHODS: Final = {
    FileKind.PHOTO: "sendPhoto",
    FileKind.VIDEO: "sendVideo",
    FileKind.VOICE: "sendVoice",
    FileKind.AUDIO: "sendAudio",
    FileKind.DOCUMENT: "sendDocument",
    FileKind.VIDEO_NOTE: "sendVideoNote",
}
IN_ALBUMS: Final = frozenset({FileKind.PHOTO, FileKind.VIDEO})
WITHOUT_CAPTION: Final = frozenset({FileKind.VIDEO_NOTE})
ENTITIES: Final = frozenset({"entities", "caption_entities"})


@dataclass(frozen=True, slots=True)
class Call:
    """One call."""

    method: str
    arguments: dict[str, object]
    files: Files = field(default_factory=dict)

    def plain(self) -> "Call":
        """The same without entities."""
        return replace(self, arguments={name: it for name, it in self.arguments.items() if name not in ENTITIES})


def sending(delivery: Delivery, outgoing: Outgoing) -> list[Call]:
    """The calls that send it, in order; the last one's message is the one to edit later."""
    calls = list(_parts(outgoing))
    if outgoing.markup is not None and calls[-1].method != "sendMediaGroup":
        calls[-1].arguments["reply_markup"] = outgoing.markup
    for call in calls:
        call.arguments["chat_id"] = delivery.chat_id
    if delivery.reply_to is not None:
        reply = {"message_id": delivery.reply_to, "allow_sending_without_reply": True}
        calls[0].arguments["reply_parameters"] = reply
    return calls


def editing(delivery: Delivery, outgoing: Outgoing) -> Call:
    """The call that changes the living message; only its words and buttons can change."""
    *_, last = _parts(outgoing)
    named = {"sendMessage": ("editMessageText", "text", "entities")}
    method, text, entities = named.get(last.method, ("editMessageCaption", "caption", "caption_entities"))
    return Call(
        method,
        {
            "chat_id": delivery.chat_id,
            "message_id": delivery.message_id,
            text: outgoing.text,
            entities: outgoing.entities or None,
            "reply_markup": outgoing.markup,
        },
    )


def deleting(delivery: Delivery) -> Call:
    """The call that takes a message back."""
    return Call("deleteMessage", {"chat_id": delivery.chat_id, "message_id": delivery.params["message_id"]})


def _parts(outgoing: Outgoing) -> Iterator[Call]:
    bundles = list(_bundles(outgoing.files))
    if len(bundles) == 1 and outgoing.point is None and _fits(bundles[0], outgoing):
        yield _media(bundles[0], {"caption": outgoing.text or None, "caption_entities": outgoing.entities or None})
        return
    for bundle in bundles:
        yield _media(bundle, {})
    if outgoing.point is not None:
        latitude, longitude = outgoing.point
        yield Call("sendLocation", {"latitude": latitude, "longitude": longitude})
    if outgoing.text or not (bundles or outgoing.point):
        for text, entities in pieces(outgoing.text, outgoing.entities):
            yield Call("sendMessage", {"text": text, "entities": entities or None})


def _bundles(files: Sequence[Media]) -> Iterator[Sequence[Media]]:
    """Photos and videos that follow each other go as albums, all else one by one."""
    for together, run in groupby(files, lambda file: file.kind in IN_ALBUMS):
        items, size = list(run), ALBUM if together else 1
        for start in range(0, len(items), size):
            yield items[start : start + size]


def _fits(bundle: Sequence[Media], outgoing: Outgoing) -> bool:
    """Whether the words can be the caption, with the buttons below."""
    if len(outgoing.text.encode("utf-16-le", "surrogatepass")) // 2 > CAPTION or bundle[0].kind in WITHOUT_CAPTION:
        return not outgoing.text
    return len(bundle) == 1 or outgoing.markup is None


def _media(bundle: Sequence[Media], words: dict[str, object]) -> Call:
    if len(bundle) > 1:
        return _album(bundle, words)
    (file,) = bundle
    method, name = METHODS[file.kind], file.kind.value
    if isinstance(file, Upload):
        return Call(method, words, {name: (file.name, file.content)})
    return Call(method, {name: file.file_id, **words})


def _album(bundle: Sequence[Media], words: dict[str, object]) -> Call:
    files = {f"file{n}": (file.name, file.content) for n, file in enumerate(bundle) if isinstance(file, Upload)}
    media: list[dict[str, object]] = [
        {"type": file.kind.value, "media": f"attach://file{n}" if isinstance(file, Upload) else file.file_id}
        for n, file in enumerate(bundle)
    ]
    media[0] |= {name: it for name, it in words.items() if it is not None}
    return Call("sendMediaGroup", {"media": media}, files)
