"""The composition root: every part of the running program is made and joined here, and taken apart in the right order."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial

from telegram import BotCommand
from telegram.error import TelegramError

from bot.auditor import Auditor
from bot.clock import Steadiness, SystemClock
from bot.heart import Heart
from bot.jobs import Knocker, knocking
from bot.logs import logger
from bot.nightly import Nightly
from bot.settings import Settings
from bot.telegram.application import App, Line, build_application, initialize
from bot.telegram.courier import Courier
from bot.telegram.dispatcher import Dispatcher
from bot.telegram.intake import Intake
from bot.telegram.limits import Limiter
from bot.telegram.polling import ALLOWED, Polling
from bot.telegram.verdicts import Judge
from bot.vitals import Monitor
from handlers.buttons import Signer
from handlers.desk import Desk
from handlers.render import Renderer
from handlers.render.writer import Writer
from handlers.routes import COMMANDS, routes
from handlers.words import catalogue
from nlp.classifier import KeywordClassifier
from nlp.places import Ear
from nlp.taxonomy import load_taxonomy
from services import consent, lexicon, privacy
from services.act import Town
from services.delivery import Received
from services.ports import Clock, Tx
from services.posts import Post
from storage.store import SqliteStore
from storage.transaction import Transaction

log = logger(__name__)

SIGNING_KEY = "signing_key"
OWNER = "bot_id"


class OtherBotsDatabase(Exception):
    """The database holds what another bot was told, such as the sandbox's; chats and ids in it mean nothing to this one."""


@dataclass(frozen=True, slots=True)
class Program:
    """The parts that somebody outside needs to reach."""

    store: SqliteStore
    desk: Desk
    knocker: Knocker
    courier: Courier
    dispatcher: Dispatcher
    intake: Intake
    line: Line
    clock: Clock
    monitor: Monitor
    auditor: Auditor
    nightly: Nightly

    async def settle(self) -> None:
        """Wait until everything received is worked on, due timers are done, and posts that can go are gone."""
        await self.dispatcher.settled()
        await self.knocker.knock()
        await self.courier.settled()


@asynccontextmanager
async def open_program(settings: Settings, token: str, address: str, clock: Clock) -> AsyncIterator[Program]:
    """Everything but the way in: the database, the handlers, the courier and the knocker, running."""
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(await SqliteStore.open(settings.database))
        line = build_application(token, address)
        await initialize(line)
        stack.push_async_callback(line.application.shutdown)
        bot = line.application.bot
        store.bot_id = bot.id
        await store.run(lambda tx: _claim(tx, bot.id))
        taxonomy = load_taxonomy()
        writer = Writer(catalogue(), settings.zone)
        town = Town(taxonomy, settings.calendar, bot.username)
        adopted = await store.run(lexicon.adopted)
        classifier = KeywordClassifier(taxonomy, settings.lexicon, settings.learned, adopted)
        desk = Desk(store, clock, classifier, Ear(), town, writer)
        signer = Signer(await store.run(_signing_key))
        line.application.add_handlers(routes(desk, signer))
        dispatcher = Dispatcher(line.application, store, on_dead=tell_dead)
        renderer = Renderer(writer, signer, clock)
        judge = Judge(partial(_blocked, desk), _migrated, partial(_stuck, desk))
        courier = Courier(store, line.api, renderer, clock, judge, Limiter(settings.sends_a_second))
        store.on_posts(courier.wake)
        intake = Intake(store, dispatcher, clock, partial(_apologise, line, writer))
        monitor = Monitor(store, intake, clock, settings.data_dir, polls=settings.webhook_url is None)
        auditor = Auditor(monitor, desk)
        # The sandbox's clock is there to be set; the machine's is not.
        steadiness = Steadiness(clock.now()) if isinstance(clock, SystemClock) else None
        knocker = Knocker(desk, auditor, steadiness)
        nightly = Nightly(store, desk, auditor, settings)
        program = Program(store, desk, knocker, courier, dispatcher, intake, line, clock, monitor, auditor, nightly)
        await stack.enter_async_context(_running(courier.run, courier.stop))
        stack.push_async_callback(dispatcher.drain)
        await stack.enter_async_context(monitor.measuring())
        heart = Heart(store, desk)
        await heart.wake()
        await nightly.look_ahead()
        await stack.enter_async_context(knocking(knocker, heart, auditor, nightly))
        resuming = intake.resume()
        stack.callback(asyncio.create_task(_introduce(program, line.application, writer, resuming)).cancel)
        stack.callback(resuming.cancel)
        yield program


async def poll(program: Program) -> None:
    """Long polling, until cancelled; raises ``PollingEndedError``."""
    await Polling(program.line.api, program.intake, program.clock).run()


async def set_webhook(program: Program, settings: Settings) -> None:
    """Tell Telegram where to send updates."""
    if settings.webhook_url and settings.webhook_secret:
        await program.line.application.bot.set_webhook(
            str(settings.webhook_url), secret_token=settings.webhook_secret.get_secret_value(), allowed_updates=ALLOWED
        )


def tell_dead(tx: Tx, received: Received) -> None:
    """Whoever wrote what could not be worked on is told that it is kept; groups are left alone (fault 8)."""
    if received.lane > 0:
        tx.outbox.put(Post(received.lane, "told.dead", {"update_id": received.update_id}))


async def _apologise(line: Line, writer: Writer, chat_id: int) -> None:
    await line.api.call("sendMessage", {"chat_id": chat_id, "text": writer.raw("told.cannot_keep")})


async def _introduce(program: Program, application: App, writer: Writer, resuming: asyncio.Task[None]) -> None:
    """Tell Telegram the commands and what the bot is, then load the tokeniser; who has been waiting is answered before that."""
    try:
        commands = [BotCommand(name, writer.raw(f"commands.{name}")) for name in COMMANDS]
        await application.bot.set_my_commands(commands)
        await application.bot.set_my_description(writer.raw("description.full"))
        await application.bot.set_my_short_description(writer.raw("description.short"))
    except TelegramError:
        log.warning("the command menu could not be set")
    await asyncio.wait({resuming})
    await program.settle()
    await program.desk.warm()


@asynccontextmanager
async def _running(run: Callable[[], Awaitable[None]], stop: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    task = asyncio.ensure_future(run())
    try:
        yield
    finally:
        await stop()
        with suppress(asyncio.CancelledError):
            await task


def _claim(tx: Transaction, bot_id: int) -> None:
    """The first bot that opens a database owns it."""
    owner = tx.meta.get(OWNER)
    if owner is None:
        tx.meta.set(OWNER, str(bot_id))
    elif owner != str(bot_id):
        raise OtherBotsDatabase


def _signing_key(tx: Transaction) -> bytes:
    """The key of the buttons; made once, so that old keyboards keep working."""
    key = tx.meta.get(SIGNING_KEY)
    if key is None:
        key = secrets.token_hex(32)
        tx.meta.set(SIGNING_KEY, key)
    return bytes.fromhex(key)


def _blocked(desk: Desk, tx: Tx, chat_id: int) -> None:
    consent.unreachable(desk.scene(tx), chat_id)


def _stuck(desk: Desk, tx: Tx, chat_id: int, message_id: int) -> None:
    privacy.stuck(desk.scene(tx), chat_id, message_id)


def _migrated(tx: Tx, old: int, new: int) -> None:
    tx.groups.migrate(old, new)
