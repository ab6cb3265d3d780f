"""Commit, then send: the one loop that takes posts out of the outbox and to Telegram.

A turn is one transaction: what became of the last posts is written, new posts are read and the next ones claimed. Sending happens
between turns, one post a chat at a time. What a failed call means stands in ``verdicts``.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from telegram.error import TelegramError

from bot.blame import blame
from bot.logs import logger
from bot.telegram.api import Api, RefusedError
from bot.telegram.calls import Call, deleting, editing, sending
from bot.telegram.insisting import PAUSE, Sleep
from bot.telegram.lanes import Lanes
from bot.telegram.limits import Limiter
from bot.telegram.verdicts import Judge, Verdict
from handlers.outgoing import Outgoing
from services.delivery import Delivery, Waiting
from services.ports import Clock, Store, Tx
from services.posts import UNSAY

log = logger(__name__)

READ: Final = 500
"""Rows read of the outbox in a turn."""
LONGEST_SLEEP: Final = 60.0

NOT_MODIFIED: Final = "not modified"
ABSENT: Final = "not found"
GONE: Final = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message identifier is not specified",
)


class Courier:
    """At most ``limit`` posts are on their way at a time, each call for at most ``patience`` seconds.

    Who claims a post has it for ``lease`` seconds, all its calls together (a long text is many); then nobody knows what became of it,
    and it is judged so. What a process had claimed that has died, the next one takes back when it starts: one process holds the
    database.

    ``wake`` is to be called when posts were committed and when the clock has jumped.
    """

    def __init__(
        self,
        store: Store,
        api: Api,
        render: Callable[[Delivery], Outgoing],
        clock: Clock,
        judge: Judge,
        limiter: Limiter,
        *,
        limit: int = 48,
        patience: float = 20.0,
        lease: float = 120.0,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._store = store
        self._api = api
        self._render = render
        self._clock = clock
        self._judge = judge
        self._limit = limit
        self._patience = patience
        self._lease = lease
        self._sleep = sleep
        self._lanes = Lanes(limiter)
        self._verdicts: list[Verdict] = []
        self._said: dict[int, list[list[int]]] = {}
        """The messages of those calls of a post of several that have been made, so that a retry goes on from there."""
        self._flying: set[asyncio.Task[None]] = set()
        self._woken = asyncio.Event()
        self._settled = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """Look again. To be called on the event loop."""
        self._woken.set()
        self._settled.clear()

    async def settled(self) -> None:
        """Wait until nothing can be sent at this moment."""
        await self._settled.wait()

    async def run(self) -> None:
        """Deliver until ``stop``."""
        await self._recover()
        self.wake()
        while not (self._stopping and not self._flying and not self._verdicts):
            await self._rest()
            try:
                await self._turn()
            except Exception as error:  # noqa: BLE001 - the disk, or a bug: what was sent is remembered and written later
                log.warning("the outbox cannot be worked on", again_in=PAUSE, blame=blame(error))
                await self._sleep(PAUSE)
                self.wake()

    async def stop(self, within: float = 10.0) -> None:
        """Claim nothing more and let ``run`` end; what is on its way after ``within`` seconds is cut off and recovered later."""
        self._stopping = True
        self.wake()
        flying = set(self._flying)
        if flying:
            _, late = await asyncio.wait(flying, timeout=within)
            for task in late:
                task.cancel()
        self.wake()

    async def _recover(self) -> None:
        count = await self._store.run(lambda tx: tx.outbox.recover())
        if count:
            log.info("posts were being sent when the program ended", count=count)

    async def _rest(self) -> None:
        """Wait to be woken, or for the next row or chat to be let go."""
        moment = self._lanes.next_moment()
        timer = None
        if moment is not None:
            seconds = (moment - self._clock.now()).total_seconds()
            timer = asyncio.get_running_loop().call_later(min(max(seconds, 0.0), LONGEST_SLEEP), self.wake)
        await self._woken.wait()
        self._woken.clear()
        if timer is not None:
            timer.cancel()

    async def _turn(self) -> None:
        now = self._clock.now()
        verdicts = list(self._verdicts)
        room = 0 if self._stopping else self._limit - len(self._flying)
        taken: list[int] = []

        def exchange(tx: Tx) -> tuple[tuple[Waiting, ...], tuple[Delivery, ...]]:
            for verdict in verdicts:
                verdict.write(tx)
            rows = tx.outbox.ready(self._lanes.after, READ)
            self._lanes.add(rows)
            taken.extend(self._lanes.take(now, room))
            return rows, tx.outbox.claim(taken) if taken else ()

        try:
            rows, deliveries = await self._store.run(exchange)
        except BaseException:
            self._lanes.reset(taken)
            raise
        del self._verdicts[: len(verdicts)]
        for verdict in verdicts:
            self._close(verdict)
        self._fly(deliveries, taken)
        if len(rows) == READ or (self._lanes.ready() and len(self._flying) < self._limit and not self._stopping):
            self.wake()
        elif not self._flying and not self._verdicts and not self._woken.is_set():
            self._settled.set()

    def _close(self, verdict: Verdict) -> None:
        if verdict.wait is None:
            self._said.pop(verdict.delivery_id, None)
            self._lanes.finish(verdict.delivery_id)
        else:
            self._lanes.again(verdict.delivery_id, self._clock.now() + verdict.wait, refused=verdict.refused)

    def _fly(self, deliveries: tuple[Delivery, ...], taken: list[int]) -> None:
        for gone in set(taken) - {delivery.id for delivery in deliveries}:
            self._lanes.finish(gone)
        for delivery in deliveries:
            task = asyncio.create_task(self._deliver(delivery))
            self._flying.add(task)
            task.add_done_callback(self._landed)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._flying.discard(task)
        self.wake()

    async def _deliver(self, delivery: Delivery) -> None:
        try:
            async with asyncio.timeout(self._lease):
                message_ids = await self._do(delivery)
        except Exception as error:  # noqa: BLE001 - every failure has a verdict, a bug's too
            self._verdicts.append(self._judge.failed(delivery, error))
            return
        self._verdicts.append(self._judge.sent(delivery, *message_ids))
        if delivery.pin and delivery.message_id is None:
            self.wake()
            await self._pin(delivery, message_ids[-1])

    async def _do(self, delivery: Delivery) -> list[int]:
        if delivery.template != UNSAY:
            return await self._say(delivery, self._render(delivery))
        try:
            await self._bounded(deleting(delivery))
        except RefusedError as error:
            if error.status != 400 or ABSENT not in error.description.lower():
                raise
        return []

    async def _say(self, delivery: Delivery, outgoing: Outgoing) -> list[int]:
        """Edit the living message, or send; gives the messages that stand there now, the living one last."""
        if delivery.message_id is not None:
            if await self._edit(delivery, outgoing):
                return [delivery.message_id]
            delivery = replace(delivery, message_id=None)
        said = self._said.setdefault(delivery.id, [])
        for call in sending(delivery, outgoing)[len(said) :]:
            result = await self._call(call)
            # Of an album the first bears the words.
            said.append([each["message_id"] for each in (reversed(result) if isinstance(result, list) else [result])])
        return [message_id for messages in said for message_id in messages]

    async def _edit(self, delivery: Delivery, outgoing: Outgoing) -> bool:
        """False when there is nothing to edit any more: somebody has deleted it, or it is too old."""
        try:
            await self._call(editing(delivery, outgoing))
        except RefusedError as error:
            if error.status != 400:
                raise
            description = error.description.lower()
            if NOT_MODIFIED in description:
                return True
            if not any(sign in description for sign in GONE):
                raise
        else:
            return True
        slot = delivery.slot or ""
        await self._store.run(lambda tx: tx.outbox.forget_card(delivery.chat_id, slot))
        return False

    async def _call(self, call: Call) -> Any:
        """Make the call; once more without entities when these are what is refused."""
        try:
            return await self._bounded(call)
        except RefusedError as error:
            if error.status != 400 or "entit" not in error.description.lower():
                raise
        return await self._bounded(call.plain())

    async def _bounded(self, call: Call) -> Any:
        async with asyncio.timeout(self._patience):
            return await self._api.call(call.method, call.arguments, files=call.files)

    async def _pin(self, delivery: Delivery, message_id: int) -> None:
        try:
            await self._bounded(Call("pinChatMessage", {"chat_id": delivery.chat_id, "message_id": message_id}))
        except (TelegramError, TimeoutError) as error:
            log.warning("delivery is not pinned", delivery=delivery.id, blame=blame(error))
