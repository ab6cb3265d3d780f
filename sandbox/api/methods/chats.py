"""Chats and their members, as a bot sees and changes them."""

from typing import Any

from sandbox.api.access import readable_chat, require_right, writable_chat
from sandbox.api.calls import Call
from sandbox.errors import bad_request
from sandbox.jsonio import JSON
from sandbox.world.chats import Chat

PIN_RIGHT = ("can_pin_messages", "manage pinned messages in the chat")


def get_chat(call: Call) -> JSON:
    """Return `ChatFullInfo`."""
    return readable_chat(call).full()


def get_chat_member(call: Call) -> JSON:
    """Return how an account stands to the chat."""
    chat = readable_chat(call)
    account = call.params.integer("user_id")
    if account not in call.world.people and account not in call.world.bots:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return chat.member(account).shown(call.world.user(account))


def get_chat_administrators(call: Call) -> list[JSON]:
    """Return the owner and the administrators; of the bots among them only the caller."""
    chat = readable_chat(call)
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    admins = [member for member in chat.members.values() if member.admin]
    shown = [member for member in admins if member.id not in call.world.bots or member.id == call.bot.id]
    return [member.shown(call.world.user(member.id)) for member in shown]


def get_chat_member_count(call: Call) -> int:
    """Count who is in the chat, bots too."""
    return sum(member.present for member in readable_chat(call).members.values())


def leave_chat(call: Call) -> bool:
    """Leave a group."""
    chat = writable_chat(call)
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    call.world.leave(chat.id, call.bot.id)
    return True


def create_chat_invite_link(call: Call) -> JSON:
    """Make an invite link."""
    chat = _administered(call)
    params = call.params
    call.world.counters.query += 1
    link: JSON = {
        "invite_link": f"https://t.me/+{abs(chat.id)}i{call.world.counters.query}",
        "creator": call.bot.user(),
        "creates_join_request": params.flag("creates_join_request"),
        "is_primary": False,
        "is_revoked": False,
    }
    if params.has("name"):
        link["name"] = params.text("name")
    for name in ("expire_date", "member_limit"):
        if params.integer(name):
            link[name] = params.integer(name)
    return link


def export_chat_invite_link(call: Call) -> str:
    """Make the chat's primary link."""
    return f"https://t.me/+{abs(_administered(call).id)}"


def pin_chat_message(call: Call) -> bool:
    """Pin a message."""
    chat = _pinnable(call)
    message_id = call.params.integer("message_id")
    if message_id not in chat.messages:
        raise bad_request("message to pin not found")
    call.world.pin(chat, message_id, call.bot.user())
    return True


def unpin_chat_message(call: Call) -> bool:
    """Unpin a message; without an id the one pinned last."""
    chat = _pinnable(call)
    wanted: Any = call.params.integer("message_id") or (chat.pinned[-1] if chat.pinned else None)
    if wanted not in chat.pinned:
        raise bad_request("message to unpin not found")
    call.world.unpin(chat, [wanted])
    return True


def unpin_all_chat_messages(call: Call) -> bool:
    """Unpin all messages."""
    chat = _pinnable(call)
    call.world.unpin(chat, list(chat.pinned))
    return True


def set_chat_title(call: Call) -> bool:
    """Give a group another title."""
    chat = writable_chat(call)
    require_right(call, chat, "can_change_info", "change chat title")
    title = call.params.text("title").strip()
    if chat.private or not 1 <= len(title) <= 128:
        raise bad_request("can't change chat title" if chat.private else "chat title is empty or too long")
    call.world.rename(chat.id, title, call.bot.user())
    return True


def _pinnable(call: Call) -> Chat:
    chat = writable_chat(call)
    require_right(call, chat, *PIN_RIGHT)
    return chat


def _administered(call: Call) -> Chat:
    chat = writable_chat(call)
    if chat.private:
        raise bad_request("can't manage invite links of a private chat")
    require_right(call, chat, "can_invite_users", "manage chat invite link")
    return chat


TABLE = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "createChatInviteLink": create_chat_invite_link,
    "exportChatInviteLink": export_chat_invite_link,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
    "setChatTitle": set_chat_title,
}
