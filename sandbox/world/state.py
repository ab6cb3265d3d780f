"""The state of the world and its innermost moves: keep a message, tell who sees it, change who is in a chat.

What people and bots do stands in the modules beside this one; they all end here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.clock import Clock
from sandbox.errors import ControlError
from sandbox.jsonio import JSON, Fragment, dumps
from sandbox.pulse import Pulse
from sandbox.world.chats import Chat
from sandbox.world.events import EventLog
from sandbox.world.files import FileStore
from sandbox.world.members import Member
from sandbox.world.people import ANONYMOUS_ADMIN, TELEGRAM, Bot, Person
from sandbox.world.updates import UpdateQueue

# A bot in privacy mode sees these all the same; the last three it even sees when it caused them.
SERVICE = frozenset({
    "new_chat_members",
    "group_chat_created",
    "supergroup_chat_created",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "new_chat_title",
    "left_chat_member",
    "pinned_message",
})  # fmt: skip
OWN_SERVICE = frozenset({"new_chat_title", "left_chat_member", "pinned_message"})


@dataclass(slots=True)
class Counters:
    """The next ids to give out."""

    person: int = 7_000_001
    group: int = 4_000_000_001
    message: int = 0
    query: int = 0


@dataclass(slots=True)
class Callback:
    """A pressed button, and the bot's answer to it once there is one."""

    id: str
    bot: int
    person: int
    chat: int
    at: int
    answer: JSON | None = None


@dataclass(slots=True)
class Poll:
    """Where a poll stands, and who voted for what; its public face is the message's own JSON."""

    id: str
    bot: int
    chat: int
    message_id: int
    votes: dict[int, list[int]] = field(default_factory=dict)


class State:
    """Everything there is, found by id."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.counters = Counters()
        self.bots: dict[int, Bot] = {}
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Chat] = {}
        self.private: dict[tuple[int, int], Chat] = {}
        self.callbacks: dict[str, Callback] = {}
        self.polls: dict[str, Poll] = {}
        self.files = FileStore()
        self.events = EventLog()
        self.changes = Pulse()

    def now(self) -> int:
        """Return the present moment in Unix seconds, as Telegram dates things."""
        return int(self.clock.now().timestamp())

    def add_bot(self, token: str, name: str, username: str, *, privacy: bool = True) -> Bot:
        """Add a bot account; its id is the token's first part."""
        queue = UpdateQueue(self.now, on_change=self.changes.beat)
        bot = Bot(int(token.partition(":")[0]), token, name, username, queue, privacy)
        self.bots[bot.id] = bot
        return bot

    def bot(self, id_: int | None = None) -> Bot:
        """Return a bot; without an id the first."""
        if id_ is None:
            return next(iter(self.bots.values()))
        if id_ not in self.bots:
            raise ControlError(f"no bot {id_}")
        return self.bots[id_]

    def person(self, id_: int) -> Person:
        """Return a person, who must exist."""
        if id_ not in self.people:
            raise ControlError(f"no person {id_}")
        return self.people[id_]

    def user(self, id_: int) -> JSON:
        """Return anybody's Telegram `User`."""
        if account := self.people.get(id_) or self.bots.get(id_):
            return account.user()
        return next((user for user in (ANONYMOUS_ADMIN, TELEGRAM) if user["id"] == id_), TELEGRAM)

    def find_chat(self, id_: int, bot: int | None = None) -> Chat | None:
        """Return a group by its id, or the private chat of a person with a bot."""
        return self.groups.get(id_) if id_ < 0 else self.private.get((self.bot(bot).id, id_))

    def chat(self, id_: int, bot: int | None = None) -> Chat:
        """Return a chat, which must exist."""
        if chat := self.find_chat(id_, bot):
            return chat
        raise ControlError(f"no chat {id_}")

    def all_chats(self) -> Iterator[Chat]:
        """Go through private chats, then groups."""
        yield from self.private.values()
        yield from self.groups.values()

    def bots_in(self, chat: Chat) -> list[Bot]:
        """Return the bots that are in a chat."""
        if chat.private:
            return [self.bots[chat.bot]]
        return [bot for bot in self.bots.values() if chat.member(bot.id).present]

    def post(self, chat: Chat, sender: JSON, content: JSON) -> JSON:
        """Put a message into a chat, tell who may see it, and return it."""
        message = {
            "message_id": self._next_message_id(chat),
            "from": sender,
            "chat": chat.shown(),
            "date": self.now(),
            **content,
        }
        chat.messages[message["message_id"]] = message
        self.tell("message", "message", chat, message)
        return message

    def tell(self, event: str, kind: str, chat: Chat, message: JSON) -> None:
        """Show a new or changed message to the people (as an event) and to the bots (as an update)."""
        body = dumps(message)
        self.note(event, chat, Fragment(body))
        for bot in self.bots_in(chat):
            if self._sees(bot, chat, message):
                bot.queue.add(kind, body, chat.id)

    def note(self, event: str, chat: Chat | None, data: Any, person: int | None = None) -> None:
        """Write an event down and mark the world as changed."""
        self.events.add(event, chat.id if chat else None, data, person)
        self.changes.beat()

    def view_chat(self, chat: Chat) -> JSON:
        """Return the control API's `Chat`."""
        return chat.view(self.bots)

    def note_chat(self, chat: Chat) -> None:
        """Tell the page that a chat looks different now."""
        self.note("chat", chat, self.view_chat(chat))

    def set_member(self, chat: Chat, new: Member, by: JSON) -> None:
        """Change an account's standing and tell those whom Telegram tells."""
        old = chat.member(new.id)
        chat.members[new.id] = new
        user = self.user(new.id)
        change = {
            "chat": chat.shown(),
            "from": by,
            "date": self.now(),
            "old_chat_member": old.shown(user),
            "new_chat_member": new.shown(user),
        }
        self.note("member", chat, {**change, "chat": self.view_chat(chat)})
        body = dumps(change)
        for bot in self.bots.values():
            if bot.id == new.id:
                bot.queue.add("my_chat_member", body, chat.id)
            elif chat.member(bot.id).admin:
                bot.queue.add("chat_member", body, chat.id)

    def _next_message_id(self, chat: Chat) -> int:
        """Count within a supergroup; private chats and basic groups share one sequence."""
        if chat.type == "supergroup":
            chat.last_message_id += 1
            return chat.last_message_id
        self.counters.message += 1
        chat.last_message_id = self.counters.message
        return chat.last_message_id

    def _sees(self, bot: Bot, chat: Chat, message: JSON) -> bool:
        """Apply Telegram's rules for bots in groups, privacy mode among them."""
        sender = message["from"]["id"]
        if sender == bot.id:
            return not OWN_SERVICE.isdisjoint(message)
        if sender in self.bots and SERVICE.isdisjoint(message):
            return False
        if chat.private or not bot.privacy or chat.member(bot.id).admin:
            return True
        return _is_addressed(bot, message) or not SERVICE.isdisjoint(message)


def _is_addressed(bot: Bot, message: JSON) -> bool:
    """Tell whether a message replies to the bot, or begins with a command that is not another bot's."""
    replied = message.get("reply_to_message")
    if replied and replied["from"]["id"] == bot.id:
        return True
    text = message.get("text") or message.get("caption") or ""
    entities = message.get("entities") or message.get("caption_entities") or ()
    if not any(entity["type"] == "bot_command" and entity["offset"] == 0 for entity in entities):
        return False
    _, _, addressee = text.split(maxsplit=1)[0].partition("@")
    return not addressee or addressee.lower() == bot.username.lower()
