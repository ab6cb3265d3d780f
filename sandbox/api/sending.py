"""Putting a bot's message into a chat: the steps that all sending methods share."""

from sandbox.api.access import writable_chat
from sandbox.api.calls import Call
from sandbox.api.markup import read_markup
from sandbox.errors import bad_request
from sandbox.jsonio import JSON
from sandbox.world.chats import Chat


def send(call: Call, content: JSON) -> JSON:
    """Send one message with this content and the call's reply, keyboard and options; returns the message."""
    return send_all(call, [content])[0]


def send_all(call: Call, contents: list[JSON]) -> list[JSON]:
    """Send messages that belong together; they pass the limits all or none."""
    markup = read_markup(call.params)
    chat = writable_chat(call)
    head = _head(call, chat)
    call.limits.charge(call.bot.id, chat, call.world.clock.now().timestamp(), len(contents))
    if markup.inline:
        head["reply_markup"] = markup.inline
    sent = [call.world.post(chat, call.bot.user(), {**head, **content}) for content in contents]
    if markup.reply:
        _set_keyboard(call, chat, markup.reply, sent[-1])
    return sent


def _head(call: Call, chat: Chat) -> JSON:
    """Return the message fields that stem from the call's options."""
    head: JSON = {}
    if replied := _replied(call, chat):
        head["reply_to_message"] = replied
    if call.params.flag("protect_content"):
        head["has_protected_content"] = True
    if preview := call.params.object("link_preview_options"):
        head["link_preview_options"] = preview
    return head


def _replied(call: Call, chat: Chat) -> JSON | None:
    """Return the message that is replied to; `reply_to_message_id` is the older way to say it."""
    reply = call.params.object("reply_parameters") or {
        "message_id": call.params.integer("reply_to_message_id"),
        "allow_sending_without_reply": call.params.flag("allow_sending_without_reply"),
    }
    if not reply["message_id"]:
        return None
    message = chat.embedded(int(reply["message_id"]))
    if message is None and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return message


def _set_keyboard(call: Call, chat: Chat, markup: JSON, message: JSON) -> None:
    """Show a reply keyboard to the people it is for, or take it away; a selective one is for few."""
    people = [id_ for id_ in chat.members if id_ in call.world.people and chat.has(id_)]
    if markup.get("selective") and not chat.private:
        replied = message.get("reply_to_message", {}).get("from", {}).get("id")
        mentioned = {entity["user"]["id"] for entity in message.get("entities", ()) if "user" in entity}
        people = [id_ for id_ in people if id_ == replied or id_ in mentioned]
    for person in people:
        chat.keyboards.pop(person, None)
        if not markup.get("remove_keyboard"):
            chat.keyboards[person] = markup
    call.world.note_chat(chat)
