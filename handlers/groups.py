"""Groups: commands of administrators, and what happens to the group itself. Everything else said in a group is none of the bot's."""

from telegram import ChatMember, ChatMemberRestricted, Update
from telegram.ext import ContextTypes

from civic.refusals import NotAllowed, Refusal
from handlers import incoming
from handlers.desk import Desk, known
from services import ballots, topics
from services.act import Act
from services.posts import Post

Context = ContextTypes.DEFAULT_TYPE


class Groups:
    """Handlers of group chats."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def bind(self, update: Update, _context: Context) -> None:
        """「/绑定 小区名」. Strangers get no answer: a group is not the place to discuss rights."""
        message, user, chat = update.effective_message, update.effective_user, update.effective_chat
        if message is None or chat is None:
            return
        if user is None or not incoming.is_person(user) or message.sender_chat is not None:
            await self._say(chat.id, "refusal.Anonymous", update.update_id)
            return
        words = incoming.after_command(message)

        def use_case(act: Act) -> None:
            person = known(act, user.id)
            if person is None:
                raise NotAllowed
            topics.bind(act, person, chat.id, words)

        try:
            await self._desk.perform(use_case, update.update_id)
        except Refusal:
            await self._desk.perform(lambda _act: None, update.update_id)

    async def membership(self, update: Update, _context: Context) -> None:
        """The bot was added to a group, where it says how to bind it, or shut out of it, or may not speak any more."""
        changed = update.my_chat_member
        if changed is None:
            return
        chat_id, was, now = changed.chat.id, _speaks(changed.old_chat_member), _speaks(changed.new_chat_member)
        if was is now:
            return
        added = now and changed.old_chat_member.status in incoming.GONE

        def use_case(act: Act) -> None:
            if added:
                _greet(act, chat_id)
            ballots.reach(act, chat_id, reached=now)

        await self._desk.perform(use_case, update.update_id)

    async def member(self, update: Update, _context: Context) -> None:
        """Somebody left: a roll stays as it was (fault 23)."""
        changed = update.chat_member
        if changed is None or changed.new_chat_member.status not in incoming.GONE:
            return
        chat_id, account = changed.chat.id, changed.new_chat_member.user.id

        def use_case(act: Act) -> None:
            if person := act.tx.people.by_chat(account):
                ballots.left(act, chat_id, person.id)

        await self._desk.perform(use_case, update.update_id)

    async def migrated(self, update: Update, _context: Context) -> None:
        """The group became a supergroup: everything follows to its new id (fault 21)."""
        message = update.effective_message
        if message and message.migrate_to_chat_id:
            old, new = message.chat.id, message.migrate_to_chat_id
            await self._desk.perform(lambda act: act.tx.groups.migrate(old, new), update.update_id)

    async def _say(self, chat_id: int, template: str, update_id: int) -> None:
        await self._desk.perform(lambda act: act.tx.outbox.put(Post(chat_id, template)), update_id)


def _speaks(member: ChatMember) -> bool:
    """Whether the bot can say anything there."""
    if isinstance(member, ChatMemberRestricted):
        return member.can_send_messages
    return member.status not in incoming.GONE


def _greet(act: Act, chat_id: int) -> None:
    """Say how a group is bound, unless it is."""
    if act.tx.groups.get(chat_id) is None:
        act.tx.outbox.put(Post(chat_id, "told.hello_group"))
