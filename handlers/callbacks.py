"""Button presses: the payload is verified, its code leads to a use case, and the one who tapped reads a toast."""

from datetime import datetime

from telegram import CallbackQuery, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from civic.refusals import ConsentMissing, Refusal
from handlers import incoming
from handlers.buttons import Code, Signer
from handlers.desk import Desk
from handlers.doings import DOINGS, TEACHING, Tap
from services import conversation, denials
from services.act import Act
from services.posts import Toast

MOST_UNITS = 200
"""UTF-16 units of an answer to a tap (``answerCallbackQuery`` of the Bot API)."""

_MORE = "…"


class Anonymous(Refusal):
    """An anonymous administrator, a channel or a bot has no identity here (fault 27)."""


_BEFORE_CONSENT = frozenset({Code.AGREE, Code.REFUSE, Code.DIAL})


class Callbacks:
    """The one handler of all inline buttons."""

    def __init__(self, desk: Desk, signer: Signer) -> None:
        self._desk = desk
        self._signer = signer

    async def press(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Do what the button says and answer the tap; an answer that comes too late is no loss, what was done stands."""
        query = update.callback_query
        if query is None:
            return
        received_at = incoming.received_at(update)
        try:
            code, toast = await self._desk.perform(lambda act: self._do(act, query, received_at), update.update_id)
            if code in TEACHING:
                await self._desk.adopt()
        except Refusal as refusal:
            account = incoming.account(query.from_user)
            await self._desk.perform(lambda act, no=refusal: denials.note(act, account.chat_id, no), update.update_id)  # type: ignore[misc]
            toast = Toast(f"refusal.{refusal.key}", refusal.values, alert=True)
        try:
            if toast is None:
                await query.answer()
            else:
                text = self._desk.writer.say(toast.template, toast.params).clipped(MOST_UNITS, _MORE)
                await query.answer(text.plain, show_alert=toast.alert)
        except TelegramError:
            return

    def _do(self, act: Act, query: CallbackQuery, received_at: datetime) -> tuple[Code, Toast | None]:
        if not incoming.is_person(query.from_user):
            raise Anonymous
        chat_id = query.message.chat.id if query.message else query.from_user.id
        press = self._signer.read(query.data or "", chat_id, act.now)
        person = conversation.meet(act, incoming.account(query.from_user))
        if not person.consented and press.code not in _BEFORE_CONSENT and chat_id > 0:
            raise ConsentMissing
        return press.code, DOINGS[press.code](act, Tap(person, press, received_at))
