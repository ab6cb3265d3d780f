"""Photos, documents, voice and other media; albums."""

from collections.abc import Callable
from functools import partial
from typing import Any

from sandbox.api.calls import Call
from sandbox.api.formatting import read_caption
from sandbox.api.media import media_content
from sandbox.api.params import Params
from sandbox.api.sending import send, send_all
from sandbox.errors import bad_request
from sandbox.jsonio import JSON

ALBUM_KINDS = ("photo", "video", "document", "audio")
ALBUM_SIZE = range(2, 11)
# Documents and music go into an album only among themselves.
_UNMIXED = frozenset({"document", "audio"})
_WITHOUT_CAPTION = frozenset({"sticker", "video_note"})


def send_media(kind: str, call: Call) -> JSON:
    """Send one file of `kind`."""
    caption = {} if kind in _WITHOUT_CAPTION else read_caption(call.params)
    return send(call, media_content(call, kind, call.params.values.get(kind)) | caption)


def send_media_group(call: Call) -> list[JSON]:
    """Send an album: several messages with one `media_group_id`."""
    items = call.params.objects("media", "type", "media")
    if len(items) not in ALBUM_SIZE:
        raise bad_request("wrong number of media in the album: there must be from 2 to 10")
    kinds = {item["type"] for item in items}
    if not kinds <= set(ALBUM_KINDS) or (len(kinds) > 1 and kinds & _UNMIXED):
        raise bad_request("can't use the media of the specified type in the album")
    album = {"media_group_id": str(13_000_000_000_000_000 + call.world.counters.message)}
    contents = [album | media_content(call, item["type"], item["media"]) | _caption(item) for item in items]
    return send_all(call, contents)


def _caption(item: JSON) -> JSON:
    return read_caption(Params(item))


TABLE: dict[str, Callable[[Call], Any]] = {
    "sendPhoto": partial(send_media, "photo"),
    "sendDocument": partial(send_media, "document"),
    "sendVoice": partial(send_media, "voice"),
    "sendVideo": partial(send_media, "video"),
    "sendAudio": partial(send_media, "audio"),
    "sendAnimation": partial(send_media, "animation"),
    "sendVideoNote": partial(send_media, "video_note"),
    "sendSticker": partial(send_media, "sticker"),
    "sendMediaGroup": send_media_group,
}
