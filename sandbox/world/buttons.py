"""What people do to messages that are there: press their buttons, react to them."""

from sandbox.errors import ControlError
from sandbox.jsonio import JSON, dumps
from sandbox.world.chats import Chat
from sandbox.world.groups import Groups
from sandbox.world.state import Callback

# Telegram keeps a button press for so long; afterwards neither update nor answer counts.
PRESS_LIFETIME = 150
KEPT_PRESSES = 10_000


class Buttons(Groups):
    """Presses and reactions."""

    def press(
        self,
        person: int,
        chat: int,
        message_id: int,
        *,
        data: str | None = None,
        row: int | None = None,
        col: int | None = None,
        text: str | None = None,
        bot: int | None = None,
    ) -> Callback:
        """Press an inline button, named by place or caption; `data` presses it even when it is not there (any more).

        Modified apps can send any data for any message with buttons, so a stand-in must let tests do it.
        """
        place = self.chat(chat, bot)
        message = place.messages.get(message_id)
        if message is None or not place.has(person):
            raise ControlError(f"no message {message_id} for person {person} in chat {chat}")
        if data is None:
            data = _button(message, row, col, text)
        callback = self._new_callback(place, message, person)
        query = {
            "id": callback.id,
            "from": self.user(person),
            "message": message,
            "chat_instance": place.instance(),
            "data": data,
        }
        self.note("callback", place, {**query, "message": {"message_id": message_id}}, person)
        self.bots[callback.bot].queue.add("callback_query", dumps(query), place.id, PRESS_LIFETIME)
        return callback

    def answer(self, callback: Callback, answer: JSON) -> None:
        """Let the bot answer a press; the first answer is the one that is shown."""
        if callback.answer is None:
            callback.answer = answer
            self.events.add("answer", callback.chat, {"callback_query_id": callback.id, **answer}, callback.person)
            self.changes.beat()

    def react(self, person: int, chat: int, message_id: int, emoji: str | None) -> None:
        """Put an emoji under a message as a person, or take it away."""
        new = [{"type": "emoji", "emoji": emoji}] if emoji else []
        self.set_reaction(self.chat(chat), message_id, person, new)

    def set_reaction(self, chat: Chat, message_id: int, actor: int, new: list[JSON]) -> None:
        """Change one account's reaction; bots that asked for it and administrate the chat hear of a person's."""
        if message_id not in chat.messages or not chat.has(actor):
            raise ControlError(f"no message {message_id} in chat {chat.id} for {actor}")
        key = f"{message_id}:{actor}"
        change = {
            "chat": chat.shown(),
            "message_id": message_id,
            "user": self.user(actor),
            "date": self.now(),
            "old_reaction": chat.reactions.get(key, []),
            "new_reaction": new,
        }
        chat.reactions[key] = new
        self.note("reaction", chat, change)
        for bot in self.bots_in(chat):
            if actor not in self.bots and (chat.private or chat.member(bot.id).admin):
                bot.queue.add("message_reaction", dumps(change), chat.id)

    def _new_callback(self, chat: Chat, message: JSON, person: int) -> Callback:
        author = message["from"]["id"]
        if author not in self.bots:
            raise ControlError("only a bot's messages have buttons")
        self.counters.query += 1
        if len(self.callbacks) >= KEPT_PRESSES:
            del self.callbacks[next(iter(self.callbacks))]
        id_ = str(4_000_000_000_000_000_000 + self.counters.query)
        self.callbacks[id_] = Callback(id_, author, person, chat.id, self.now())
        return self.callbacks[id_]


def _button(message: JSON, row: int | None, col: int | None, text: str | None) -> str:
    """Return the callback data of the button at (row, col) or with this caption."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    for at, line in enumerate(rows):
        for across, button in enumerate(line):
            if (text is not None and button["text"] == text) or (text is None and (at, across) == (row, col)):
                if "callback_data" in button:
                    return str(button["callback_data"])
                raise ControlError("that button opens a link")
    raise ControlError("there is no such button")
