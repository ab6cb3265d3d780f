"""Private chats: messages and commands of residents and workers."""

from collections.abc import Callable, Coroutine
from dataclasses import replace

from telegram import Update
from telegram.ext import ContextTypes

from civic.people import Person
from civic.refusals import Refusal
from handlers import incoming
from handlers.desk import Desk
from services import consent, conversation, holds, joining, privacy, progress, reports, roster
from services.act import Act
from services.posts import Post

Context = ContextTypes.DEFAULT_TYPE
Command = Callable[[Act, Person, str], None]


class Private:
    """Handlers of private chats."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def message(self, update: Update, _context: Context) -> None:
        """Anything that is said."""
        message, user = incoming.said(update)
        ours = incoming.read(message, user, incoming.received_at(update))

        def use_case(act: Act) -> None:
            conversation.receive(act, ours)

        await self._try(use_case, user.id, update.update_id, ours.text)

    async def edited(self, update: Update, _context: Context) -> None:
        """An edited message."""
        message, user = incoming.said(update)
        ours = incoming.read(message, user, incoming.received_at(update))
        await self._try(lambda act: conversation.edit(act, ours), user.id, update.update_id)

    async def start(self, update: Update, _context: Context) -> None:
        """「/start」, with the payload of a link."""
        message, user = incoming.said(update)
        payload = incoming.after_command(message)

        def use_case(act: Act) -> None:
            person = joining.start(act, conversation.meet(act, incoming.account(user)), payload)
            if not person.consented:
                consent.ask(act, person)

        await self._try(use_case, user.id, update.update_id)

    async def report(self, update: Update, _context: Context) -> None:
        """「/有事 …」: the rest is a request; alone, it asks for one."""
        message, user = incoming.said(update)
        text = incoming.after_command(message)
        if not text:
            await self._command(update, lambda act, person, _: _post(act, person, "ask.words"))
            return
        ours = replace(incoming.read(message, user, incoming.received_at(update)), text=text)
        await self._try(lambda act: conversation.report(act, ours), user.id, update.update_id, text)

    def command(self, run: Command) -> Callable[[Update, Context], Coroutine[None, None, None]]:
        """A handler for a command of people who have agreed to the privacy notice."""

        async def handler(update: Update, _context: Context) -> None:
            await self._command(update, run)

        return handler

    async def membership(self, update: Update, _context: Context) -> None:
        """Somebody blocked the bot, or took that back."""
        changed = update.my_chat_member
        if changed and changed.new_chat_member.status in incoming.GONE:
            await self._desk.perform(lambda act: consent.unreachable(act, changed.chat.id), update.update_id)

    async def _command(self, update: Update, run: Command) -> None:
        message, user = incoming.said(update)
        rest = incoming.after_command(message)

        def use_case(act: Act) -> None:
            person = conversation.meet(act, incoming.account(user))
            if not person.consented:
                consent.ask(act, person)
                return
            act.tx.prompts.clear(person.id)
            run(act, person, rest)

        await self._try(use_case, user.id, update.update_id)

    async def _try(self, use_case: Callable[[Act], None], chat_id: int, update_id: int, *texts: str) -> None:
        try:
            await self._desk.perform(use_case, update_id, *texts)
        except Refusal as refusal:
            await self._desk.refuse(chat_id, refusal, update_id)


def tell_progress(act: Act, person: Person, rest: str) -> None:
    """「/进度」, with or without a number."""
    progress.tell(act, person, rest)


def tell_mine(act: Act, person: Person, _words: str) -> None:
    """「/我的」."""
    progress.tell_mine(act, person)


def tell_tasks(act: Act, person: Person, _words: str) -> None:
    """「/任务」."""
    progress.tell_tasks(act, person)


def tell_help(act: Act, person: Person, _words: str) -> None:
    """「/帮助」."""
    _post(act, person, "help")


def tell_privacy(act: Act, person: Person, _words: str) -> None:
    """「/隐私」."""
    _post(act, person, "consent.notice")


def my_data(act: Act, person: Person, _words: str) -> None:
    """「/我的数据」."""
    privacy.export(act, person)


def forget(act: Act, person: Person, _words: str) -> None:
    """「/注销」."""
    privacy.ask_to_forget(act, person)


def report_official(act: Act, person: Person, _words: str) -> None:
    """「/举报」."""
    reports.tell(act, person)


def hold(act: Act, person: Person, rest: str) -> None:
    """「/保留 编号」."""
    holds.hold(act, person, rest)


def release(act: Act, person: Person, rest: str) -> None:
    """「/解除保留 编号」."""
    holds.release(act, person, rest)


def cancel(act: Act, person: Person, _words: str) -> None:
    """「/取消」: the open question is not answered, the draft not filed."""
    waiting = act.tx.notes.draft(person.id)
    act.tx.notes.discard_draft(person.id)
    _post(act, person, "told.dropped" if waiting else "told.cancelled")


def tell_staff(act: Act, person: Person, rest: str) -> None:
    """「/人员」, with or without a place: who serves there, for administrators."""
    roster.show(act, person, rest)


def _post(act: Act, person: Person, template: str, **params: object) -> None:
    act.tx.outbox.put(Post(person.chat_id, template, params))
