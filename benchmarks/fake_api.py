"""A constant stand-in for the Bot API, made to cost nothing: it offers updates, takes the answers, and measures.

It runs in a process of its own and speaks to who started it in lines of JSON: ``listening`` with the port, ``begin`` when the warm-up
has been answered and the measured updates are offered, ``end`` with what was measured. Each update is a complaint in a private
chat of its own, so that the answer to it is known by the chat; calls to other chats (a worker's card) are counted beside.

    python -m benchmarks.fake_api --updates 3000 --sends 1 [--warm 200] [--latency-ms 0] [--rate 0]
"""

import argparse
import asyncio
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

import uvloop

FIRST_CHAT = 5_000_000
FIRST_UPDATE = 700_000_000
BATCH = 100
CONNECTIONS = 40
"""Webhook calls at a time, as Telegram makes them by default."""
PATIENCE = 300.0

TEXTS = (
    "{n}号楼2单元的电梯又坏了，这个月已经是第三次，报给物业也没有人来看，家里有老人每天上下楼很不方便，麻烦尽快安排人来修一下，谢谢",
    "{n}号楼楼下的路灯坏了快一个星期了，晚上回家一片漆黑什么都看不见，好几个邻居都差点摔跤，希望能尽快派人来换一下灯泡",
    "{n}号楼旁边的垃圾桶好几天没有人清运，垃圾堆得满地都是，天气一热味道特别大，苍蝇也多，一楼的住户连窗户都不敢开，请处理一下",
    "{n}号楼旁边的儿童滑梯坏了一大块，边上裂开了很锋利，孩子放学都在那里玩，容易划伤手，跟物业说了也没有修，麻烦派人来看看，修一修",
    "{n}号楼门口的下水道堵了三天了，污水流得到处都是，出门都要踩着砖头过去，报给物业也没有人来，投诉了几次都没有结果，请安排人来疏通",
    "{n}号楼前面的消防通道天天停满私家车，救护车都开不进来，和车主讲也不听，物业说管不了，希望有人来管一管",
)
ME = {"id": 1000000001, "is_bot": True, "first_name": "bench", "username": "bench_bot"}
OK = b'{"ok":true,"result":true}'
SENDING = re.compile(rb"(?:send|copy)\w+", re.IGNORECASE)
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
CHAT = re.compile(rb"chat_id\W{1,4}(-?\d+)")
ARGUMENT = {name: re.compile(rb"%b\W{1,4}(-?\d+)" % name) for name in (b"offset", b"limit", b"timeout")}

Reply = Callable[[bytes], None]


def update(number: int, text: str | None) -> bytes:
    """The ``number``-th update: a complaint, or ``text``, which may be a command."""
    chat = FIRST_CHAT + number
    person = {"id": chat, "first_name": "居民", "language_code": "zh-hans"}
    message: dict[str, Any] = {
        "message_id": 1,
        "date": 1_795_000_000,
        "chat": {"id": chat, "type": "private", "first_name": "居民"},
        "from": {**person, "is_bot": False},
        "text": text or TEXTS[number % len(TEXTS)].format(n=number % 97 + 1),
    }
    if text and text.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    return json.dumps({"update_id": FIRST_UPDATE + number, "message": message}).encode()


class FakeApi:
    """The updates, who has been offered which, and which are answered."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.updates = [update(number, options.text) for number in range(options.warm + options.updates)]
        self.latency = options.latency_ms / 1000
        self.sends = 0
        self.answers: Counter[int] = Counter()
        self.answered = asyncio.Event()
        self.offered_at: list[float] = []
        self.answered_at: dict[int, float] = {}
        self.target: str | None = None
        self.found = asyncio.Event()
        self._poll: tuple[int, int, Reply] | None = None
        self._webhooks: asyncio.Queue[bytes] = asyncio.Queue()
        self._wanted = (0, 0)
        self._message_id = 1

    def offer(self, count: int) -> None:
        """Make the next updates available."""
        now = time.perf_counter()
        first = len(self.offered_at)
        self.offered_at.extend([now] * count)
        if self.target is not None:
            for number in range(first, first + count):
                self._webhooks.put_nowait(self.updates[number])
        self._answer_poll()

    async def until(self, updates: int, sends: int) -> None:
        """Wait until so many updates are answered and so many messages sent in all."""
        self._wanted = (updates, sends)
        self.answered.clear()
        self._check()
        async with asyncio.timeout(PATIENCE):
            await self.answered.wait()

    def call(self, method: bytes, body: bytes, reply: Reply) -> None:
        """One call of the bot."""
        if method == b"getUpdates":
            self.found.set()
            values = {name: pattern.search(body) for name, pattern in ARGUMENT.items()}
            offset, limit = (int(found[1]) if found else 0 for found in (values[b"offset"], values[b"limit"]))
            hold = int(found[1]) if (found := values[b"timeout"]) else 0
            self._poll = poll = (max(offset - FIRST_UPDATE, 0), limit or BATCH, reply)
            self._answer_poll()
            if self._poll is poll:
                asyncio.get_running_loop().call_later(hold, self._give_up, poll)
        elif SENDING.fullmatch(method):
            self._sent(body, reply)
        elif method == b"getMe":
            reply(json.dumps({"ok": True, "result": ME}).encode())
        else:
            if method == b"setWebhook":
                self._find(body)
            reply(OK)

    async def webhook(self) -> None:
        """One of the connections by which webhook calls are made."""
        assert self.target is not None
        url = urlsplit(self.target)
        reader, writer = await _connected(url.hostname or "", url.port or 80)
        head = f"POST {url.path or '/'} HTTP/1.1\r\nHost: {url.netloc}\r\nContent-Type: application/json\r\nContent-Length: "
        while True:
            body = await self._webhooks.get()
            writer.write(f"{head}{len(body)}\r\n\r\n".encode() + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            if found := LENGTH.search(answer):
                await reader.readexactly(int(found[1]))

    def _find(self, body: bytes) -> None:
        given = json.loads(body) if body[:1] == b"{" else {k: v[0] for k, v in parse_qs(body.decode()).items()}
        self.target = given["url"]
        self.found.set()

    def _answer_poll(self) -> None:
        if self._poll is None:
            return
        offset, limit, reply = self._poll
        batch = self.updates[offset : min(offset + limit, len(self.offered_at))]
        if batch:
            self._poll = None
            reply(b'{"ok":true,"result":[' + b",".join(batch) + b"]}")

    def _give_up(self, poll: tuple[int, int, Reply]) -> None:
        if self._poll is poll:
            self._poll = None
            poll[2](b'{"ok":true,"result":[]}')

    def _sent(self, body: bytes, reply: Reply) -> None:
        found = CHAT.search(body)
        chat = int(found[1]) if found else 0
        self.sends += 1
        self._message_id += 1
        number = chat - FIRST_CHAT
        if 0 <= number < len(self.updates):
            self.answers[number] += 1
            self.answered_at.setdefault(number, time.perf_counter())
        reply(
            b'{"ok":true,"result":{"message_id":%d,"date":1795000000,"chat":{"id":%d,"type":"private","first_name":"x"},'
            b'"from":{"id":1000000001,"is_bot":true,"first_name":"bench"},"text":"ok"}}' % (self._message_id, chat)
        )
        self._check()

    def _check(self) -> None:
        if len(self.answered_at) >= self._wanted[0] and self.sends >= self._wanted[1]:
            self.answered.set()


async def _connected(host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """The library names its webhook before it listens there."""
    while True:
        try:
            return await asyncio.open_connection(host, port)
        except ConnectionRefusedError:
            await asyncio.sleep(0.01)


class Connection(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, one request at a time, as far as a client of the Bot API needs it."""

    def __init__(self, api: FakeApi) -> None:
        self._api = api
        self._loop = asyncio.get_running_loop()
        self._buffer = b""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end]
            found = LENGTH.search(head)
            whole = end + 4 + (int(found[1]) if found else 0)
            if len(self._buffer) < whole:
                return
            body, self._buffer = self._buffer[end + 4 : whole], self._buffer[whole:]
            method = head.split(b" ", 2)[1].rpartition(b"/")[2]
            self._api.call(method, body, self._later if self._api.latency else self._write)

    def _later(self, body: bytes) -> None:
        self._loop.call_later(self._api.latency, self._write, body)

    def _write(self, body: bytes) -> None:
        self._transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        )


def tell(event: str, **values: object) -> None:
    """One line to who started this."""
    print(json.dumps({"event": event, **values}), flush=True)


def percentile(values: list[float], share: float) -> float:
    """Of sorted values."""
    return values[min(int(len(values) * share), len(values) - 1)] if values else 0.0


async def feed(api: FakeApi, count: int, rate: float) -> None:
    """Offer at once, or so many a second whatever becomes of them."""
    if not rate:
        api.offer(count)
        return
    begun = time.perf_counter()
    for number in range(count):
        await asyncio.sleep(max(0.0, begun + number / rate - time.perf_counter()))
        api.offer(1)


async def measure(api: FakeApi, options: argparse.Namespace) -> dict[str, object]:
    """Warm up, then offer and wait for every answer."""
    await api.found.wait()
    tell("found")
    connections = [asyncio.create_task(api.webhook()) for _ in range(CONNECTIONS if api.target else 0)]
    await feed(api, options.warm, 0)
    await api.until(options.warm, options.warm * options.sends)
    tell("begin")
    total = options.warm + options.updates
    begun = time.perf_counter()
    await feed(api, options.updates, options.rate)
    all_offered = time.perf_counter()
    late = total - len(api.answered_at)
    await api.until(total, total * options.sends)
    seconds = time.perf_counter() - begun
    for connection in connections:
        connection.cancel()
    waits = sorted(api.answered_at[n] - api.offered_at[n] for n in range(options.warm, total))
    return {
        "seconds": seconds,
        "sends": api.sends,
        "once": all(api.answers[number] == 1 for number in range(total)),
        "waiting_at_the_end": late,
        "drained_s": begun + seconds - all_offered,
        "p50_ms": statistics.median(waits) * 1000,
        "p99_ms": percentile(waits, 0.99) * 1000,
    }


async def run(options: argparse.Namespace) -> None:
    """Serve until killed; a measurement is made once."""
    api = FakeApi(options)
    server = await asyncio.get_running_loop().create_server(partial(Connection, api), "127.0.0.1", 0)
    tell("listening", port=server.sockets[0].getsockname()[1])
    try:
        tell("end", **await measure(api, options))
    except TimeoutError:
        tell("failed", answered=len(api.answered_at), sends=api.sends)
    await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--updates", type=int, default=3000)
    parser.add_argument("--warm", type=int, default=200)
    parser.add_argument("--sends", type=int, default=1, help="messages that answer one update, in all")
    parser.add_argument("--latency-ms", type=float, default=0.0)
    parser.add_argument("--rate", type=float, default=0.0, help="updates a second; 0 offers all at once")
    parser.add_argument("--text", help="what everybody writes, in place of complaints")
    uvloop.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
