"""Messages of words and places, chat actions, copies and forwards, answers to presses, reactions, deletions."""

from sandbox.api.access import readable_chat, writable_chat
from sandbox.api.calls import Call
from sandbox.api.formatting import clean, read_caption, read_text
from sandbox.api.sending import send
from sandbox.errors import QUERY_TOO_OLD, ControlError, bad_request
from sandbox.jsonio import JSON
from sandbox.world.buttons import PRESS_LIFETIME
from sandbox.world.chats import Chat
from sandbox.world.entities import utf16_length
from sandbox.world.state import SERVICE
from sandbox.world.talk import forward_origin, forwarded

ANSWER_LIMIT = 200
TWO_DAYS = 172_800
# A die's faces; every throw here shows the same one, so that tests repeat.
DICE = {"🎲": 6, "🎯": 6, "🏀": 5, "⚽": 5, "🎳": 6, "🎰": 64}
ACTIONS = frozenset(
    f"{verb}_{what}"
    for verb, things in {
        "upload": ("photo", "video", "voice", "document", "video_note"),
        "record": ("video", "voice", "video_note"),
        "choose": ("sticker",),
        "find": ("location",),
    }.items()
    for what in things
) | {"typing"}


def send_message(call: Call) -> JSON:
    """Send text."""
    return send(call, read_text(call.params))


def send_location(call: Call) -> JSON:
    """Send a point on the map."""
    return send(call, {"location": {name: call.params.number(name) for name in ("latitude", "longitude")}})


def send_contact(call: Call) -> JSON:
    """Send a phone contact."""
    names = ("phone_number", "first_name", "last_name", "vcard")
    contact = {name: clean(call.params.text(name)) for name in names if call.params.has(name)}
    for name in names[:2]:
        if name not in contact:
            raise bad_request(f"{name.replace('_', ' ')} is empty")
    return send(call, {"contact": contact})


def send_dice(call: Call) -> JSON:
    """Throw a die."""
    emoji = call.params.text("emoji", "🎲")
    if emoji not in DICE:
        raise bad_request("wrong emoji specified")
    return send(call, {"dice": {"emoji": emoji, "value": DICE[emoji] // 2}})


def send_chat_action(call: Call) -> bool:
    """Show that the bot is busy."""
    action = call.params.text("action")
    chat = writable_chat(call)
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    call.world.note("action", chat, {"action": action, "from": call.bot.user()})
    return True


def copy_message(call: Call) -> JSON:
    """Send the content of a message again, without its origin."""
    content = forwarded(_source(call))
    content.pop("forward_origin", None)
    if call.params.values.get("caption") is not None and "text" not in content:
        content = {key: value for key, value in content.items() if not key.startswith("caption")}
        content |= read_caption(call.params)
    return {"message_id": send(call, content)["message_id"]}


def forward_message(call: Call) -> JSON:
    """Send a message again, with its origin."""
    message = _source(call)
    return send(call, {"forward_origin": forward_origin(message), **forwarded(message)})


def answer_callback_query(call: Call) -> bool:
    """Answer a button press with a toast, an alert or nothing."""
    callback = call.world.callbacks.get(call.params.text("callback_query_id"))
    if callback is None or callback.bot != call.bot.id or call.world.now() - callback.at > PRESS_LIFETIME:
        raise bad_request(QUERY_TOO_OLD)
    text = clean(call.params.text("text"))
    if utf16_length(text) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    url = call.params.text("url")
    if url and not url.startswith((f"https://t.me/{call.bot.username}", f"t.me/{call.bot.username}", "tg://")):
        raise bad_request("URL_INVALID")
    call.world.answer(callback, {"text": text, "show_alert": call.params.flag("show_alert"), "url": url})
    return True


def set_message_reaction(call: Call) -> bool:
    """Put the bot's reaction under a message."""
    chat = readable_chat(call)
    reactions = call.params.array("reaction") or []
    if any(not isinstance(each, dict) or each.get("type") != "emoji" or not each.get("emoji") for each in reactions):
        raise bad_request("REACTION_INVALID")
    try:
        call.world.set_reaction(chat, call.params.integer("message_id"), call.bot.id, reactions)
    except ControlError:
        raise bad_request("message to react not found") from None
    return True


def delete_message(call: Call) -> bool:
    """Delete a message."""
    chat = readable_chat(call)
    message_id = call.params.integer("message_id")
    if message_id not in chat.messages:
        raise bad_request("message to delete not found")
    _refuse_deletion(call, chat, chat.messages[message_id])
    call.world.remove_message(chat, message_id)
    return True


def delete_messages(call: Call) -> bool:
    """Delete several messages; those that are gone already are passed over."""
    chat = readable_chat(call)
    for message_id in call.params.array("message_ids") or ():
        if message := chat.messages.get(int(message_id)):
            _refuse_deletion(call, chat, message)
            call.world.remove_message(chat, int(message_id))
    return True


def _refuse_deletion(call: Call, chat: Chat, message: JSON) -> None:
    """Bots delete what is at most two days old: their own, all in a private chat, others' only by right."""
    if call.world.now() - message["date"] > TWO_DAYS:
        raise bad_request("message can't be deleted for everyone")
    own = message["from"]["id"] == call.bot.id
    if not own and not chat.private and not chat.member(call.bot.id).may("can_delete_messages"):
        raise bad_request("message can't be deleted")


def _source(call: Call) -> JSON:
    """Return the message to copy or forward."""
    chat = readable_chat(call, "from_chat_id")
    message = chat.messages.get(call.params.integer("message_id"))
    if message is None:
        raise bad_request("message to copy not found")
    if not SERVICE.isdisjoint(message):
        raise bad_request("message can't be copied")
    return message


TABLE = {
    "sendMessage": send_message,
    "sendLocation": send_location,
    "sendContact": send_contact,
    "sendDice": send_dice,
    "sendChatAction": send_chat_action,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
    "answerCallbackQuery": answer_callback_query,
    "setMessageReaction": set_message_reaction,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
