"""From the messenger's message to ours."""

from datetime import datetime

from telegram import Message, Update, User

from civic.notes import File, FileKind
from civic.refusals import NotFound
from services.incoming import Account, Incoming

ANONYMOUS_ADMINISTRATOR = 1087968824
LINKED_CHANNEL = 777000
_NOBODY = frozenset({ANONYMOUS_ADMINISTRATOR, LINKED_CHANNEL})

_ODD = ("sticker", "contact", "poll", "dice")
"""Content that cannot be part of a request and has an answer of its own; whatever else is unknown is ``other``."""

LONGEST_NAME = 64

GONE = frozenset({"left", "kicked"})
"""The state in a chat of who is not there any more; of the bot, in a private chat, whom somebody has blocked."""

RECEIVED_AT = "received_at"
"""Under this key of ``Update.api_kwargs`` the engine says when the update was received."""


def received_at(update: Update) -> datetime:
    """When the update was received, which is what counts where somebody may be too late."""
    moment: datetime = update.api_kwargs[RECEIVED_AT]
    return moment


def account(user: User) -> Account:
    """The account of somebody who writes."""
    return Account(user.id, user.full_name[:LONGEST_NAME])


def is_person(user: User | None) -> bool:
    """Whether there is somebody behind it: not a bot, a channel, or an anonymous administrator (fault 27)."""
    return user is not None and not user.is_bot and user.id not in _NOBODY


def said(update: Update) -> tuple[Message, User]:
    """The message of an update, and who wrote it; raises ``NotFound`` where it has neither."""
    message, user = update.effective_message, update.effective_user
    if message is None or user is None:
        raise NotFound
    return message, user


def read(message: Message, user: User, received_at: datetime) -> Incoming:
    """A message of a private chat."""
    text = message.text or message.caption or ""
    file = _file(message)
    location = message.location
    odd = None if text or file or location else _odd(message)
    if message.animation:
        file, odd = None, None if text else "animation"
    return Incoming(
        account=account(user),
        message_id=message.message_id,
        received_at=received_at,
        text=text,
        file=file,
        point=(location.latitude, location.longitude) if location else None,
        album=message.media_group_id,
        forwarded=message.forward_origin is not None,
        odd=odd,
    )


def after_command(message: Message) -> str:
    """What follows a command, whatever blank stands between: a space, a wide one, the end of the line."""
    _, *rest = (message.text or "/").split(maxsplit=1)
    return "".join(rest).strip()


def _file(message: Message) -> File | None:
    if message.photo:
        return File(FileKind.PHOTO, message.photo[-1].file_id)
    for kind in (FileKind.VIDEO, FileKind.VOICE, FileKind.AUDIO, FileKind.VIDEO_NOTE, FileKind.DOCUMENT):
        if found := getattr(message, kind):
            return File(kind, found.file_id)
    return None


def _odd(message: Message) -> str:
    return next((name for name in _ODD if getattr(message, name)), "other")
