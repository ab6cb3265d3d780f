"""The sandbox as a process of its own, and a plain client for it: whoever forks must have neither threads nor an event loop."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sandbox import Clock, Sandbox, serve

TOKEN = "1000000001:sandbox-token"
ROOT = Path(__file__).parents[2]


class World:
    """What people do, what goes wrong, and what was called."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._line = HTTPConnection(urlsplit(address).netloc, timeout=30)

    def ask(self, method: str, path: str, /, **body: Any) -> Any:
        self._line.request(method, path, json.dumps(body) if body else None)
        answer = self._line.getresponse()
        content = json.loads(answer.read())
        assert answer.status == 200, (path, body, content)
        return content

    def post(self, path: str, /, **body: Any) -> Any:
        return self.ask("POST", f"/control{path}", **body)

    def says(self, person: int, text: str) -> None:
        self.post("/send", **{"as": person, "chat": person, "text": text})

    def presses(self, person: int, message_id: int, data: str) -> None:
        self.post("/press", **{"as": person, "chat": person, "message_id": message_id, "data": data})

    def messages(self, person: int, limit: int = 20) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask("GET", f"/control/chats/{person}/messages?limit={limit}")
        return found

    def fault(self, **fault: Any) -> None:
        self.post("/faults", **fault)

    def heal(self) -> None:
        self.ask("DELETE", "/control/faults")

    def passes(self, seconds: float) -> float:
        """Move the clock; by how many seconds it is ahead now."""
        return float(self.post("/clock", advance_s=seconds)["offset_s"])

    def pending(self) -> int:
        return int(self.ask("GET", f"/bot{TOKEN}/getWebhookInfo")["result"]["pending_update_count"])

    def log(self, after: int) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = self.ask("GET", f"/control/log?after={after}")
        return entries


@contextmanager
def world(people: int) -> Iterator[World]:
    """A sandbox with so many people (accounts 1, 2, …) who have all opened the bot; it ends with its standard input."""
    command = [sys.executable, "-m", "tests.proof.world", str(people)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield World(process.stdout.readline().strip())
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(20)


async def _serve(people: int) -> None:
    box = Sandbox(TOKEN, Clock())
    for account in range(1, people + 1):
        box.world.add_person(f"用户{account}", person_id=account)
        box.world.open_private(account)
    async with serve(box) as address:
        print(address, flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
