"""Changing the bot's own messages: words, captions, media, keyboards."""

from sandbox.api.access import own_message, writable_chat
from sandbox.api.calls import Call
from sandbox.api.formatting import read_caption, read_text
from sandbox.api.markup import read_markup
from sandbox.api.media import media_content
from sandbox.api.params import Params
from sandbox.errors import NOT_MODIFIED, bad_request
from sandbox.jsonio import JSON
from sandbox.world.files import KINDS

_TEXT = frozenset({"text", "entities"})
_CAPTION = frozenset({"caption", "caption_entities"})
_MEDIA = _CAPTION | KINDS.keys()


def edit_message_text(call: Call) -> JSON:
    """Give a text message other words."""
    new = read_text(call.params)
    return _edit(call, _TEXT, new, "text", "there is no text in the message to edit")


def edit_message_caption(call: Call) -> JSON:
    """Give media another caption."""
    new = read_caption(call.params)
    return _edit(call, _CAPTION, new, *_NEEDS_MEDIA)


def edit_message_media(call: Call) -> JSON:
    """Put other media in place of the old."""
    item = call.params.object("media")
    if not item or item.get("type") not in KINDS:
        raise bad_request("media not specified" if not item else "can't parse InputMedia: type is unknown")
    new = media_content(call, item["type"], item.get("media")) | read_caption(Params(item))
    return _edit(call, _MEDIA, new, *_NEEDS_MEDIA)


def edit_message_reply_markup(call: Call) -> JSON:
    """Give a message other buttons."""
    return _edit(call, frozenset(), {}, "message_id", "")


_NEEDS_MEDIA = ("", "there is no caption in the message to edit")


def _edit(call: Call, replaced: frozenset[str], new: JSON, needed: str, words: str) -> JSON:
    """Replace these fields and the keyboard (an edit without one takes it away); tell the people."""
    markup = read_markup(call.params)
    chat = writable_chat(call)
    message = own_message(call, chat)
    if not (needed in message if needed else message.keys() & KINDS.keys()):
        raise bad_request(words)
    if markup.inline:
        new = {**new, "reply_markup": markup.inline}
    fields = replaced | {"reply_markup"}
    if {key: value for key, value in message.items() if key in fields} == new:
        raise bad_request(NOT_MODIFIED)
    for key in fields & message.keys():
        del message[key]
    message.update(new, edit_date=call.world.now())
    call.world.note("edit", chat, message)
    return message


TABLE = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
}
