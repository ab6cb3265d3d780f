"""Inline buttons: short signed payloads (at most 64 bytes) that say what a tap means, about what.

A payload is ``1`` (its version), a code of two letters, the subject's id, an argument, the day it expires, and a signature; numbers
are in base 36. The signature also covers the private chat that the button was sent to, so a forwarded, forged or stale button, or
one from somebody else's chat, opens nothing (faults 28 and 39).
"""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b

from civic.refusals import Refusal
from civic.understanding import Spot
from handlers.outgoing import Markup
from handlers.words import clean

VERSION = "1"
DAYS_VALID = 365
"""Keyboards stay in chats for months; what a tap may still do is decided by the state it finds."""

_DAY = 86_400
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_SPOT = ("building", "unit", "floor", "room")


class Code(StrEnum):
    """What a tap means. A code, once given out, is never used for anything else."""

    AGREE = "ca"
    REFUSE = "cr"
    PLACE = "pl"
    HEARD = "hd"
    MISHEARD = "nh"
    FILE = "fd"
    SECOND = "sc"
    FILE_APART = "fa"
    JOIN = "jo"
    APART = "ja"
    PART = "jp"
    DROP = "dd"
    KINDS = "rk"
    GROUPS = "rg"
    KIND = "rt"
    RELOCATE = "rl"
    SUPPLEMENT = "su"
    WITHDRAW = "wd"
    WITHDRAW_YES = "wy"
    WITHDRAW_NO = "wn"
    DANGER = "dn"
    DIAL = "dt"
    ACCEPT = "ac"
    DECLINE = "de"
    ESCALATE = "es"
    REPLY = "re"
    CLOSE = "cl"
    ASSIGN = "as"
    ASSIGN_TO = "at"
    DELIBERATE = "tp"
    VERDICT = "vd"
    CANCEL = "xx"
    SHOW = "sh"
    MEETING = "mt"
    RESCHEDULE = "ms"
    ATTEND = "am"
    OPEN_VOTE = "ov"
    BALLOT = "vt"
    VOTE_DECIDE = "vx"
    MYDATA = "md"
    UNCONSENT = "cw"
    FORGET = "fg"
    FORGET_YES = "fy"
    FORGET_NO = "fn"
    REPORT = "rp"
    END_ROLE = "er"
    END_ROLE_YES = "ey"
    END_ROLE_NO = "en"
    ADOPT = "wa"
    REJECT = "wr"
    MEANT_INVITE = "mi"
    MEANT_LINK = "ml"
    MEANT_STAFF = "mp"
    NOT_MEANT = "mx"


class Stale(Refusal):
    """A payload that is not ours, not for this chat, or too old."""


@dataclass(frozen=True, slots=True)
class Press:
    """What a verified tap means."""

    code: Code
    subject_id: int
    arg: str


@dataclass(frozen=True, slots=True)
class Button:
    """A button before it is signed: its caption and meaning."""

    caption: str
    code: Code
    subject_id: int = 0
    arg: str = ""


class Signer:
    """Signs payloads and reads them back."""

    def __init__(self, key: bytes) -> None:
        self._hash = blake2b(key=key, digest_size=10)

    def sign(self, button: Button, chat_id: int, now: datetime) -> str:
        """The payload of a button for a chat."""
        expires = int(now.timestamp()) // _DAY + DAYS_VALID
        body = f"{VERSION}{button.code}.{base36(button.subject_id)}.{button.arg}.{base36(expires)}"
        return f"{body}.{self._signature(body, chat_id)}"

    def read(self, data: str, chat_id: int, now: datetime) -> Press:
        """What a payload means that was pressed in a chat; raises ``Stale`` when it does not hold."""
        body, _, signature = data.rpartition(".")
        if not hmac.compare_digest(_bytes(signature), _bytes(self._signature(body, chat_id))):
            raise Stale
        try:
            head, subject, arg, expires = body.split(".")
            press, last_day = Press(Code(head.removeprefix(VERSION)), int(subject, 36), arg), int(expires, 36)
        except ValueError:  # ours, but with a code or in a form that is not in use any more
            raise Stale from None
        if last_day < int(now.timestamp()) // _DAY:
            raise Stale
        return press

    def _signature(self, body: str, chat_id: int) -> str:
        """80 bits. Groups are not bound: a group's id changes when it becomes a supergroup, and its buttons are for everybody there."""
        signature = self._hash.copy()
        signature.update(_bytes(f"{max(chat_id, 0)}:{body}"))
        return urlsafe_b64encode(signature.digest()).decode().rstrip("=")


def keyboard(rows: list[list[Button]], signer: Signer, chat_id: int, now: datetime) -> Markup | None:
    """The rows as a keyboard, or ``None`` when there are no buttons."""
    signed = [
        [{"text": clean(button.caption), "callback_data": signer.sign(button, chat_id, now)} for button in row]
        for row in rows
        if row
    ]
    return {"inline_keyboard": signed} if signed else None


def with_spot(number: int, spot: Mapping[str, str]) -> str:
    """A number, and a spot where one is known, as one argument."""
    return "_".join((base36(number), *((spot.get(part, "") for part in _SPOT) if spot else ())))


def read_spot(arg: str) -> tuple[int, Spot]:
    """The number and the spot of an argument ``with_spot``."""
    number, *parts = arg.split("_")
    return int(number, 36), Spot(*(part or None for part in parts))


def _bytes(text: str) -> bytes:
    """A forged payload may be any text at all, halves of surrogate pairs included."""
    return text.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=1024)
def base36(number: int) -> str:
    """A number (0 or more) in base 36."""
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"
