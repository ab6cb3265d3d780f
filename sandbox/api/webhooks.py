"""Pushing updates to webhooks: in order within a chat, in parallel between chats, repeated until accepted."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import aiohttp

from sandbox.api.params import Params
from sandbox.jsonio import loads
from sandbox.world import World
from sandbox.world.people import Bot, Webhook
from sandbox.world.updates import Update

Execute = Callable[[Bot, str, Params], Awaitable[object]]

# Seconds of real time: the first pause after a failure, doubled up to the longest.
FIRST_PAUSE = 0.1
LONGEST_PAUSE = 60.0
ANSWER_TIMEOUT = 60.0
FOREVER = 86_400.0


@dataclass(slots=True)
class _Lane:
    """One chat's updates: one at a time, paused after a failure."""

    busy: bool = False
    pause: float = 0.0
    ready_at: float = 0.0


@dataclass(slots=True)
class _Courier:
    """Delivers one bot's updates to its webhook until it is cancelled."""

    owner: "Webhooks"
    bot: Bot
    hook: Webhook
    lanes: dict[int, _Lane] = field(default_factory=dict)

    async def run(self) -> None:
        """Start deliveries as lanes and connections become free, and wait for news otherwise."""
        loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as deliveries:
            while True:
                for update in self._startable(loop.time()):
                    self.lanes[update.lane].busy = True
                    deliveries.create_task(self._deliver(update))
                await self.bot.queue.pulse.wait(self._next_start(loop.time()))

    def _startable(self, now: float) -> list[Update]:
        """Return the oldest update of each free lane, as many as connections are free."""
        self.bot.queue.pending()
        free = self.hook.max_connections - sum(lane.busy for lane in self.lanes.values())
        chosen: dict[int, Update] = {}
        for update in self.bot.queue.waiting:
            if len(chosen) >= free:
                break
            lane = self.lanes.setdefault(update.lane, _Lane())
            if not lane.busy and lane.ready_at <= now:
                chosen.setdefault(update.lane, update)
        return list(chosen.values())

    def _next_start(self, now: float) -> float:
        pauses = [lane.ready_at - now for lane in self.lanes.values() if lane.ready_at > now]
        return min(pauses, default=FOREVER)

    async def _deliver(self, update: Update) -> None:
        lane = self.lanes[update.lane]
        error = await self._post(update)
        lane.busy = False
        if error:
            self.hook.last_error_date, self.hook.last_error_message = self.owner.world.now(), error
            lane.pause = min(max(FIRST_PAUSE, lane.pause * 2), LONGEST_PAUSE)
            lane.ready_at = asyncio.get_running_loop().time() + lane.pause
        else:
            del self.lanes[update.lane]
            self.bot.queue.confirm(update)
        self.bot.queue.pulse.beat()

    async def _post(self, update: Update) -> str:
        """Send one update; returns what went wrong, or nothing."""
        headers = {"Content-Type": "application/json"}
        if self.hook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.hook.secret
        try:
            async with self.owner.session().post(self.hook.url, data=update.body, headers=headers) as response:
                answer = await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            return _words(error)
        if not 200 <= response.status < 300:
            return f"Wrong response from the webhook: {response.status} {response.reason}"
        await self._obey(answer)
        return ""

    async def _obey(self, answer: bytes) -> None:
        """Carry out the method call that a webhook's answer may hold; its result is told to nobody."""
        try:
            call = loads(answer) if answer.startswith(b"{") else {}
        except ValueError:
            return
        if isinstance(call, dict) and "method" in call:
            await self.owner.execute(self.bot, str(call.pop("method")), Params(call))


class Webhooks:
    """All bots' webhooks, and the HTTP session that carries them."""

    def __init__(self, world: World, execute: Execute) -> None:
        self.world = world
        self.execute = execute
        self._session: aiohttp.ClientSession | None = None
        self._tasks: dict[int, asyncio.Task[None]] = {}

    def session(self) -> aiohttp.ClientSession:
        """Return the session, made on first use."""
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=ANSWER_TIMEOUT)
            self._session = aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=0))
        return self._session

    def set(self, bot: Bot, hook: Webhook | None) -> None:
        """Point a bot's updates at a webhook, or back at getUpdates."""
        bot.webhook = hook
        bot.queue.terminate()
        if task := self._tasks.pop(bot.id, None):
            task.cancel()
        if hook:
            self._tasks[bot.id] = asyncio.create_task(_Courier(self, bot, hook).run())
        self.world.changes.beat()

    def resume(self) -> None:
        """Take deliveries up again after a restart."""
        for bot in self.world.bots.values():
            if bot.webhook:
                self.set(bot, bot.webhook)

    async def close(self) -> None:
        """Stop all deliveries; what was not accepted stays queued."""
        tasks = list(self._tasks.values())
        self._tasks.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session:
            await self._session.close()
            self._session = None


def _words(error: Exception) -> str:
    return "Connection timed out" if isinstance(error, TimeoutError) else f"Connection failed: {error}"
