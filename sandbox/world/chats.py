"""Chats: their members and messages, and how Telegram shows them (its `Chat`)."""

import hashlib
from collections.abc import Container
from dataclasses import dataclass, field

from sandbox.jsonio import JSON
from sandbox.world.members import ADMIN_RIGHTS, PERMISSIONS, Member

# Fields of a message that hold another message: embedded copies never nest further.
NESTING = ("reply_to_message", "pinned_message")


@dataclass(slots=True)
class Chat:
    """A conversation; messages are kept as Telegram's own JSON, in order of their ids."""

    id: int
    type: str
    title: str = ""
    label: str = ""
    names: JSON = field(default_factory=dict)
    bot: int = 0
    members: dict[int, Member] = field(default_factory=dict)
    messages: dict[int, JSON] = field(default_factory=dict)
    reactions: dict[str, list[JSON]] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    keyboards: dict[int, JSON] = field(default_factory=dict)
    last_message_id: int = 0
    migrated_to: int = 0

    @property
    def private(self) -> bool:
        """Whether this is a person's chat with one bot."""
        return self.type == "private"

    @property
    def blocked(self) -> bool:
        """Whether the person has blocked the bot of this private chat."""
        return self.member(self.bot).status == "kicked"

    def shown(self) -> JSON:
        """Return Telegram's `Chat`."""
        return {"id": self.id, "type": self.type, **(self.names if self.private else {"title": self.title})}

    def full(self) -> JSON:
        """Return Telegram's `ChatFullInfo`."""
        gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
        shown: JSON = {
            **self.shown(),
            "accent_color_id": abs(self.id) % 7,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(gifts, False),
        }
        if self.pinned:
            shown["pinned_message"] = self.embedded(self.pinned[-1])
        if not self.private:
            shown["permissions"] = {right: right not in ADMIN_RIGHTS for right in PERMISSIONS}
        if "username" in self.names:
            shown["active_usernames"] = [self.names["username"]]
        return shown

    def view(self, bots: Container[int]) -> JSON:
        """Return the control API's `Chat`; the bots stand apart from the people."""
        present = [member for member in self.members.values() if member.present]
        shown: JSON = {
            "id": self.id,
            "type": self.type,
            "title": self.title or self.names["first_name"],
            "members": [member.view() for member in present if member.id not in bots],
            "bots": [member.view() for member in present if member.id in bots],
            "pinned": self.pinned[-1] if self.pinned else None,
            "reply_keyboard": self.keyboards or None,
        }
        if self.label:
            shown["label"] = self.label
        if self.migrated_to:
            shown["migrated_to"] = self.migrated_to
        return shown

    def member(self, id_: int) -> Member:
        """Return an account's standing; a stranger has left, as Telegram puts it."""
        return self.members.get(id_) or Member(id_, "left")

    def has(self, id_: int) -> bool:
        """Tell whether an account is in this chat."""
        return self.member(id_).present

    def embedded(self, message_id: int) -> JSON | None:
        """Return a message as other messages and updates quote it, or None when it is gone."""
        message = self.messages.get(message_id)
        return message and {key: value for key, value in message.items() if key not in NESTING}

    def instance(self) -> str:
        """Return the `chat_instance` of callback queries: stable, and not the chat's id."""
        digest = hashlib.sha256(f"chat-instance:{self.bot}:{self.id}".encode()).digest()
        return str(int.from_bytes(digest[:8], signed=True))
