"""The commands for the lexicon (词库), for administrators: their work takes time, and so stands between two transactions."""

from collections.abc import Awaitable, Callable
from typing import Concatenate, ParamSpec, TypeVar

from telegram import Update
from telegram.ext import ContextTypes

from civic.people import Person
from civic.refusals import ConsentMissing, Refusal
from handlers import incoming
from handlers.desk import Desk
from services import conversation, lexicon
from services.act import Act

Context = ContextTypes.DEFAULT_TYPE
P = ParamSpec("P")
T = TypeVar("T")


class Lexicon:
    """Handlers of these commands."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def suggestions(self, update: Update, _context: Context) -> None:
        """「/词库」: what staff's corrections suggest; 「/词库 词」: what was decided on a word."""
        await self._answer(update, self._suggest)

    async def reload(self, update: Update, _context: Context) -> None:
        """「/重载词库」: the lists are read again."""
        await self._answer(update, self._reload)

    async def _suggest(self, asked: "_Asked") -> None:
        if asked.rest:
            await asked.ends(lexicon.show_decided, asked.rest)
            return
        evidence = await asked.begins(lexicon.gather)
        await asked.ends(lexicon.show, await self._desk.suggest(evidence))

    async def _reload(self, asked: "_Asked") -> None:
        await asked.begins(lexicon.may_reload)
        await asked.ends(lexicon.tell_reloaded, await self._desk.reload())

    async def _answer(self, update: Update, work: Callable[["_Asked"], Awaitable[None]]) -> None:
        asked = _Asked(self._desk, update)
        try:
            await work(asked)
        except Refusal as refusal:
            await self._desk.refuse(asked.user.id, refusal, update.update_id)


class _Asked:
    """One command of somebody, and the transactions that answer it; the update is done with the last."""

    def __init__(self, desk: Desk, update: Update) -> None:
        message, self.user = incoming.said(update)
        self.rest = incoming.after_command(message)
        self._desk, self._update_id = desk, update.update_id

    async def begins(self, use_case: Callable[[Act, Person], T]) -> T:
        """The first of two use cases."""
        return await self._desk.perform(lambda act: use_case(act, self._person(act)), None)

    async def ends(
        self, use_case: Callable[Concatenate[Act, Person, P], None], *args: P.args, **more: P.kwargs
    ) -> None:
        """The last use case."""
        await self._desk.perform(lambda act: use_case(act, self._person(act), *args, **more), self._update_id)

    def _person(self, act: Act) -> Person:
        person = conversation.meet(act, incoming.account(self.user))
        if not person.consented:
            raise ConsentMissing
        act.tx.prompts.clear(person.id)
        return person
