"""What people do in chats: open a bot, send, edit and delete messages."""

from typing import Any

from sandbox.errors import ControlError
from sandbox.jsonio import JSON
from sandbox.world.chats import Chat
from sandbox.world.content import build, text_fields
from sandbox.world.entities import cut_at_units
from sandbox.world.members import Member
from sandbox.world.people import ANONYMOUS_ADMIN
from sandbox.world.polls import Polls

TEXT_LIMIT = 4096
# What a forwarded message brings along from the original.
_NOT_FORWARDED = frozenset({
    "message_id",
    "from",
    "sender_chat",
    "chat",
    "date",
    "edit_date",
    "reply_to_message",
    "reply_markup",
    "media_group_id",
    "author_signature",
})  # fmt: skip


class Talk(Polls):
    """A person's side of a conversation."""

    def open_private(self, person: int, bot: int | None = None) -> Chat:
        """Return a person's chat with a bot; the first time it comes into being."""
        account, human = self.bot(bot), self.person(person)
        key = (account.id, person)
        if key not in self.private:
            chat = Chat(person, "private", label=human.label, names=human.names(), bot=account.id)
            chat.members = {person: Member(person), account.id: Member(account.id)}
            self.private[key] = chat
            self.note_chat(chat)
        return self.private[key]

    def start(self, person: int, payload: str = "", bot: int | None = None) -> JSON:
        """Press START, or open a deep link with its payload; this also ends a block."""
        self.block(person, blocked=False, bot=bot)
        return self.send(person, person, text=f"/start {payload}".strip(), bot=bot)

    def block(self, person: int, *, blocked: bool, bot: int | None = None) -> None:
        """Block the bot as a person, or unblock it."""
        chat = self.open_private(person, bot)
        if chat.blocked != blocked:
            by = self.user(person)
            self.set_member(chat, Member(chat.bot, "kicked" if blocked else "member"), by)
            self.note("people", None, self.person(person).view(blocked=blocked))

    def send(
        self,
        person: int,
        chat: int,
        *,
        caption: str | None = None,
        reply_to: int | None = None,
        media_group_id: str | None = None,
        forward_from: JSON | None = None,
        anonymous: bool | None = None,
        file_size: int = 0,
        raw: JSON | None = None,
        bot: int | None = None,
        **content: Any,
    ) -> JSON:
        """Send a message as a person; a text too long for one goes out in several, the first is returned."""
        place = self._place_to_write(person, chat, bot)
        sender, head = self._sender(place, person, anonymous)
        if reply_to is not None:
            head["reply_to_message"] = self._embedded(place, reply_to)
        if media_group_id is not None:
            head["media_group_id"] = media_group_id
        if forward_from is not None:
            head["forward_origin"], content = self._forward(forward_from, content)
        bodies = [content.pop("forward")] if "forward" in content else self._bodies(content, caption, file_size)
        sent = [self.post(place, sender, {**head, **body, **(raw or {})}) for body in bodies]
        self._note_polls(place, sent)
        self._close_used_keyboard(place, person, content.get("text"))
        return sent[0]

    def edit(
        self, person: int, chat: int, message_id: int, text: str | None = None, caption: str | None = None
    ) -> JSON:
        """Change a message's words as its author; returns the message."""
        place = self.chat(chat)
        message = self._own_message(place, person, message_id)
        key, words = ("text", text) if text is not None else ("caption", caption)
        if words is None or (key == "text" and "text" not in message):
            raise ControlError("nothing in this message can be changed so")
        message.pop("entities" if key == "text" else "caption_entities", None)
        message.update(text_fields(words, key), edit_date=self.now())
        self.tell("edit", "edited_message", place, message)
        return message

    def delete(self, person: int, chat: int, message_id: int) -> None:
        """Delete a message as its author; bots hear nothing of it, as on Telegram."""
        place = self.chat(chat)
        self._own_message(place, person, message_id)
        self.remove_message(place, message_id)

    def remove_message(self, chat: Chat, message_id: int) -> None:
        """Take a message out of a chat."""
        del chat.messages[message_id]
        if message_id in chat.pinned:
            chat.pinned.remove(message_id)
        self.note("delete", chat, {"message_id": message_id})

    def _place_to_write(self, person: int, chat: int, bot: int | None) -> Chat:
        place = self.open_private(person, bot) if chat == person else self.chat(chat, bot)
        if not place.has(person) or place.migrated_to:
            raise ControlError(f"person {person} cannot write into chat {chat}")
        if place.private and place.blocked:
            raise ControlError("the person has blocked the bot: start it again first")
        if place.member(person).status == "restricted" and not place.member(person).rights.get("can_send_messages"):
            raise ControlError(f"person {person} is muted in chat {chat}")
        return place

    def _sender(self, chat: Chat, person: int, anonymous: bool | None) -> tuple[JSON, JSON]:
        """Return `from`, and with an anonymous administrator `sender_chat`."""
        member = chat.member(person)
        if not (member.anonymous if anonymous is None else anonymous):
            return self.user(person), {}
        if chat.type != "supergroup" or not member.admin:
            raise ControlError("only administrators of a supergroup can write anonymously")
        return ANONYMOUS_ADMIN, {"sender_chat": chat.shown()}

    def _embedded(self, chat: Chat, message_id: int) -> JSON:
        if message := chat.embedded(message_id):
            return message
        raise ControlError(f"no message {message_id} in chat {chat.id}")

    def _forward(self, source: JSON, content: JSON) -> tuple[JSON, JSON]:
        """Return the forward's origin and its content (of the original, or the given one under a hidden name)."""
        if "hidden_name" in source:
            origin = {"type": "hidden_user", "date": self.now(), "sender_user_name": source["hidden_name"]}
            return origin, content
        original = self._embedded(self.chat(source["chat"]), source["message_id"])
        return forward_origin(original), {"forward": forwarded(original)}

    def _own_message(self, chat: Chat, person: int, message_id: int) -> JSON:
        message = chat.messages.get(message_id)
        faces = {person} | ({ANONYMOUS_ADMIN["id"]} if chat.member(person).anonymous else set())
        if message is None or message["from"]["id"] not in faces:
            raise ControlError(f"person {person} has no message {message_id} in chat {chat.id}")
        return message

    def _bodies(self, content: JSON, caption: str | None, file_size: int) -> list[JSON]:
        text = content.get("text")
        pieces = [{"text": piece} for piece in cut_at_units(text, TEXT_LIMIT)] if isinstance(text, str) else []
        return [build(self, content | piece, caption, file_size) for piece in pieces or [{}]]

    def _note_polls(self, chat: Chat, messages: list[JSON]) -> None:
        for message in messages:
            if "poll" in message:
                self.register_poll(chat, message, chat.bot)

    def _close_used_keyboard(self, chat: Chat, person: int, text: Any) -> None:
        """A one-time keyboard folds away once one of its buttons was used."""
        markup = chat.keyboards.get(person, {})
        captions = {
            button if isinstance(button, str) else button["text"]
            for row in markup.get("keyboard", ())
            for button in row
        }
        if markup.get("one_time_keyboard") and text in captions:
            del chat.keyboards[person]
            self.note_chat(chat)


def forward_origin(message: JSON) -> JSON:
    """Return the `MessageOrigin` of a message that is forwarded now (a forward keeps its first origin)."""
    if "forward_origin" in message:
        return dict(message["forward_origin"])
    if "sender_chat" in message:
        return {"type": "chat", "date": message["date"], "sender_chat": message["sender_chat"]}
    return {"type": "user", "date": message["date"], "sender_user": message["from"]}


def forwarded(message: JSON) -> JSON:
    """Return what of a message goes along when it is forwarded or copied."""
    return {key: value for key, value in message.items() if key not in _NOT_FORWARDED}
