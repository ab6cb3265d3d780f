"""Which chat and which message a call is about, and whether the bot may: Telegram's checks, in its words."""

from sandbox.api.calls import Call
from sandbox.errors import UPGRADED, ApiError, bad_request, forbidden
from sandbox.jsonio import JSON
from sandbox.world.chats import Chat

_GONE = {"kicked": "bot was kicked from the {} chat", "left": "bot is not a member of the {} chat"}


def readable_chat(call: Call, name: str = "chat_id") -> Chat:
    """Return the chat a call names; raises what Telegram raises for chats the bot cannot see."""
    chat = call.world.find_chat(_chat_id(call, name), call.bot.id)
    if chat is None:
        raise _unknown_chat(call, name)
    if chat.type == "supergroup":
        _refuse_outsider(call, chat)
    return chat


def writable_chat(call: Call) -> Chat:
    """Return the chat a call wants to write into, if the bot may."""
    chat = readable_chat(call)
    if chat.private:
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        return chat
    if chat.migrated_to:
        raise bad_request(UPGRADED, migrate_to_chat_id=chat.migrated_to)
    _refuse_outsider(call, chat)
    member = chat.member(call.bot.id)
    if member.status == "restricted" and not member.rights.get("can_send_messages"):
        raise bad_request("not enough rights to send text messages to the chat")
    return chat


def own_message(call: Call, chat: Chat) -> JSON:
    """Return the bot's own message that a call wants to edit."""
    message = chat.messages.get(call.params.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != call.bot.id or "forward_origin" in message:
        raise bad_request("message can't be edited")
    return message


def require_right(call: Call, chat: Chat, right: str, words: str) -> None:
    """Raise 400 in these words when the bot lacks an administrator's right in a group."""
    if not chat.private and not chat.member(call.bot.id).may(right):
        raise bad_request(f"not enough rights to {words}")


def _chat_id(call: Call, name: str) -> int:
    text = call.params.text(name).strip()
    if not text:
        raise bad_request(f"{name} is empty")
    try:
        return int(text)
    except ValueError:
        raise bad_request("chat not found") from None


def _unknown_chat(call: Call, name: str) -> ApiError:
    """Tell a stranger, of whom Telegram knows nothing here, from a person who never opened the bot."""
    if _chat_id(call, name) in call.world.people:
        return forbidden("bot can't initiate conversation with a user")
    return bad_request("chat not found")


def _refuse_outsider(call: Call, chat: Chat) -> None:
    if words := _GONE.get(chat.member(call.bot.id).status):
        raise forbidden(words.format(chat.type))
