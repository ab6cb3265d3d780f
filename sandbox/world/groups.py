"""What happens to groups: they are made, people come and go, gain and lose rights, and become supergroups."""

from dataclasses import replace

from sandbox.errors import ControlError
from sandbox.jsonio import JSON
from sandbox.world.chats import Chat
from sandbox.world.members import Member
from sandbox.world.talk import Talk

KINDS = frozenset({"group", "supergroup"})


class Groups(Talk):
    """A group's life, as its owner and members bring it about."""

    def add_group(
        self,
        title: str,
        owner: int,
        members: list[int],
        *,
        admins: list[int] | None = None,
        kind: str = "supergroup",
        bot: str | None = None,
        label: str = "",
    ) -> Chat:
        """Make a group; `bot` is the status that the bot gets in it, None leaves it out."""
        if kind not in KINDS:
            raise ControlError(f"kind is one of {', '.join(sorted(KINDS))}")
        chat = Chat(self._new_group_id(kind), kind, title=title, label=label)
        chat.members = {owner: Member(owner, "creator")}
        for each in [*members, *(admins or [])]:
            chat.members.setdefault(self.person(each).id, Member(each))
        for each in admins or []:
            chat.members[each].status = "administrator"
        self.groups[chat.id] = chat
        self.note_chat(chat)
        self.post(
            chat, self.user(owner), {"group_chat_created" if kind == "group" else "supergroup_chat_created": True}
        )
        if bot is not None:
            self.set_bot(chat.id, bot)
        return chat

    def join(self, chat: int, person: int) -> None:
        """Let a person join a group by its link."""
        self._enter(self._group(chat), Member(self.person(person).id), self.user(person))

    def leave(self, chat: int, person: int) -> None:
        """Leave a group."""
        self._exit(self._group(chat), Member(person, "left"), self.user(person))

    def kick(self, chat: int, person: int, by: int | None = None) -> None:
        """Throw a person out for good."""
        group = self._group(chat)
        self._exit(group, Member(person, "kicked"), self._acting(group, by))

    def promote(
        self, chat: int, person: int, rights: dict[str, bool] | None = None, *, anonymous: bool = False
    ) -> None:
        """Make a member an administrator; `rights` change what the usual ones are."""
        group = self._group(chat)
        old = self._present(group, person)
        status = "creator" if old.status == "creator" else "administrator"
        self.set_member(group, Member(person, status, rights or {}, anonymous), self._acting(group))

    def demote(self, chat: int, person: int) -> None:
        """Make an administrator an ordinary member again."""
        group = self._group(chat)
        self._present(group, person)
        self.set_member(group, Member(person), self._acting(group))

    def restrict(self, chat: int, person: int, rights: dict[str, bool] | None = None) -> None:
        """Take an ordinary member's permissions away, all but the given ones."""
        group = self._group(chat)
        self._present(group, person)
        self.set_member(group, Member(person, "restricted", rights or {}), self._acting(group))

    def set_bot(self, chat: int, status: str, rights: dict[str, bool] | None = None, bot: int | None = None) -> None:
        """Give the bot a status in a group: add it, promote it, restrict it, throw it out."""
        group, account = self._group(chat), self.bot(bot)
        new, by = Member(account.id, status, rights or {}), self._acting(group)
        was_in = group.member(account.id).present
        if new.present and not was_in:
            self._enter(group, new, by)
        elif was_in and not new.present:
            self._exit(group, new, by)
        else:
            self.set_member(group, new, by)

    def rename(self, chat: int, title: str, by: JSON | None = None) -> None:
        """Give a group another title."""
        group = self._group(chat)
        group.title = title
        self.note_chat(group)
        self.post(group, by or self._acting(group), {"new_chat_title": title})

    def migrate(self, chat: int) -> Chat:
        """Upgrade a basic group to a supergroup with a new id; the old one stays behind as a pointer."""
        old = self._group(chat)
        if old.type != "group" or old.migrated_to:
            raise ControlError("only a basic group can be upgraded, once")
        members = {id_: replace(member) for id_, member in old.members.items()}
        new = Chat(self._new_group_id("supergroup"), "supergroup", old.title, old.label, members=members)
        self.groups[new.id] = new
        by = self._acting(old)
        self.post(old, by, {"migrate_to_chat_id": new.id})
        old.migrated_to = new.id
        self.post(new, by, {"migrate_from_chat_id": old.id})
        self.note_chat(old)
        self.note_chat(new)
        return new

    def pin(self, chat: Chat, message_id: int, by: JSON) -> None:
        """Pin a message on top of the others; the chat says so."""
        if message_id in chat.pinned:
            chat.pinned.remove(message_id)
        chat.pinned.append(message_id)
        message = chat.embedded(message_id)
        self.note("pin", chat, message)
        self.post(chat, by, {"pinned_message": message})

    def unpin(self, chat: Chat, message_ids: list[int]) -> None:
        """Take messages down again."""
        for message_id in message_ids:
            chat.pinned.remove(message_id)
            self.note("unpin", chat, {"message_id": message_id})

    def _enter(self, chat: Chat, member: Member, by: JSON) -> None:
        if chat.member(member.id).present:
            raise ControlError(f"{member.id} is in chat {chat.id} already")
        self.set_member(chat, member, by)
        self.post(chat, by, {"new_chat_members": [self.user(member.id)]})

    def _exit(self, chat: Chat, member: Member, by: JSON) -> None:
        self._present(chat, member.id)
        self.post(chat, by, {"left_chat_member": self.user(member.id)})
        self.set_member(chat, member, by)

    def _group(self, id_: int) -> Chat:
        if id_ in self.groups:
            return self.groups[id_]
        raise ControlError(f"no group {id_}")

    def _present(self, chat: Chat, id_: int) -> Member:
        if chat.has(id_):
            return chat.members[id_]
        raise ControlError(f"{id_} is not in chat {chat.id}")

    def _acting(self, chat: Chat, by: int | None = None) -> JSON:
        """Return who does it: the given one, else the owner."""
        owner = next(member.id for member in chat.members.values() if member.status == "creator")
        return self.user(owner if by is None else by)

    def _new_group_id(self, kind: str) -> int:
        self.counters.group += 1
        return -self.counters.group if kind == "group" else -1_000_000_000_000 - self.counters.group
