"""What the end of a delivery means: what is written to the outbox, and when its chat goes on.

The Bot API has no idempotency key, so a call without an answer is ambiguous. Cards and critical posts are sent again (an edit
changes nothing when it is repeated, anything else is marked as a repeat), bulk posts are not.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from telegram.error import NetworkError

from bot.blame import blame
from bot.logs import logger
from bot.telegram.api import RefusedError
from bot.telegram.request import certainly_unsent
from services.delivery import Delivery
from services.ports import Tx
from services.posts import UNSAY, Promise
from storage.errors import StorageError

log = logger(__name__)

LONGEST_WAIT: Final = timedelta(seconds=60)

OnBlocked = Callable[[Tx, int], None]
"""The chat cannot be reached: its person has blocked the bot, or the group has thrown it out."""
OnMigrated = Callable[[Tx, int, int], None]
"""The group is a supergroup now: old id, new id."""
OnStuck = Callable[[Tx, int, int], None]
"""A message that was to be taken back stays: chat, message."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """``write`` belongs into the next transaction. With ``wait`` the post stays the next of its chat, which waits so long.

    ``refused`` says that Telegram asked for the wait (429).
    """

    delivery_id: int
    write: Callable[[Tx], None]
    wait: timedelta | None = None
    refused: bool = False


class Judge:
    """Tells what to do; the rest of the program takes part by what it is given here, in the same transaction."""

    def __init__(self, on_blocked: OnBlocked, on_migrated: OnMigrated, on_stuck: OnStuck) -> None:
        self._on_blocked = on_blocked
        self._on_migrated = on_migrated
        self._on_stuck = on_stuck

    def sent(self, delivery: Delivery, *message_ids: int) -> Verdict:
        """It arrived as these messages; a message that was to be taken back is gone."""

        def write(tx: Tx) -> None:
            tx.outbox.sent(delivery.id, *message_ids)
            if (taken_back := _taken_back(delivery)) is not None:
                tx.carried.gone(delivery.chat_id, taken_back)

        return Verdict(delivery.id, write)

    def failed(self, delivery: Delivery, error: Exception) -> Verdict:
        """It did not, or nobody knows."""
        verdict = self._failed(delivery, error)
        log.warning(
            "delivery failed",
            delivery=delivery.id,
            tries=delivery.tries,
            again_in=None if verdict.wait is None else verdict.wait.total_seconds(),
            blame=error.status if isinstance(error, RefusedError) else blame(error),
        )
        return verdict

    def _failed(self, delivery: Delivery, error: Exception) -> Verdict:
        if isinstance(error, RefusedError):
            return self._refused(delivery, error)
        if certainly_unsent(error):
            return _again(delivery, _back_off(delivery))
        if isinstance(error, NetworkError | TimeoutError):
            return _ambiguous(delivery)
        return self._dead(delivery, blame(error))

    def _refused(self, delivery: Delivery, error: RefusedError) -> Verdict:
        if error.migrated_to is not None:
            return self._migrated(delivery, error.migrated_to)
        match error.status:
            case 429:
                return replace(_again(delivery, error.retry_after), refused=True)
            case 403:
                return self._blocked(delivery, error.description)
            case 401 | 404 | 409:  # whether the token is of any use is for the polling to find out
                return _again(delivery, _back_off(delivery))
            case status if status < 500:
                return self._dead(delivery, error.description)
        return _ambiguous(delivery)

    def _blocked(self, delivery: Delivery, reason: str) -> Verdict:
        dead = self._dead(delivery, reason)

        def write(tx: Tx) -> None:
            dead.write(tx)
            _tell(delivery, lambda: self._on_blocked(tx, delivery.chat_id))

        return replace(dead, write=write)

    def _dead(self, delivery: Delivery, reason: str) -> Verdict:
        def write(tx: Tx) -> None:
            tx.outbox.dead(delivery.id, reason)
            if (stays := _taken_back(delivery)) is not None:
                _tell(delivery, lambda: self._on_stuck(tx, delivery.chat_id, stays))

        return Verdict(delivery.id, write)

    def _migrated(self, delivery: Delivery, chat_id: int) -> Verdict:
        def write(tx: Tx) -> None:
            _tell(delivery, lambda: self._on_migrated(tx, delivery.chat_id, chat_id))
            tx.outbox.again(delivery.id, None, repeat=delivery.repeat)

        return Verdict(delivery.id, write, _back_off(delivery))


def _tell(delivery: Delivery, callback: Callable[[], None]) -> None:
    """What others make of it must not keep the courier from writing down what became of all the other posts."""
    try:
        callback()
    except StorageError:
        raise
    except Exception as error:  # noqa: BLE001 - a bug of theirs
        log.error("nobody took note of a delivery", delivery=delivery.id, blame=blame(error))  # noqa: TRY400 - without the text


def _ambiguous(delivery: Delivery) -> Verdict:
    if delivery.promise is Promise.BULK:
        return Verdict(delivery.id, lambda tx: tx.outbox.unknown(delivery.id))
    return _again(delivery, _back_off(delivery), may_have_arrived=delivery.message_id is None)


def _again(delivery: Delivery, wait: timedelta, *, may_have_arrived: bool = False) -> Verdict:
    repeat = delivery.repeat or may_have_arrived
    # The wait is the courier's: a moment in the row would let later posts of the chat overtake it.
    return Verdict(delivery.id, lambda tx: tx.outbox.again(delivery.id, None, repeat=repeat), wait)


def _taken_back(delivery: Delivery) -> int | None:
    """The message that it is to take back, where that is what it is for."""
    return int(str(delivery.params["message_id"])) if delivery.template == UNSAY else None


def _back_off(delivery: Delivery) -> timedelta:
    return min(timedelta(seconds=2 ** min(delivery.tries - 1, 10)), LONGEST_WAIT)
