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

    def __init__(self, address: str, group: int) -> None:
        self.address, self.group = address, group
        self._line = HTTPConnection(urlsplit(address).netloc, timeout=30)

    def ask(self, method: str, path: str, /, **body: Any) -> Any:
        self._line.request(method, path, json.dumps(body) if body else None)
        answer = self._line.getresponse()
        content = json.loads(answer.read())
        assert answer.status == 200, (path, body, content)
        return content

    def upload(self, name: str) -> str:
        """A picture that somebody is going to send; every one has an id of its own."""
        part = f'--part\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n{name}\r\n--part--\r\n'
        kind = {"Content-Type": "multipart/form-data; boundary=part"}
        self._line.request("POST", "/control/upload", part, kind)
        file_id: str = json.loads(self._line.getresponse().read())["file_id"]
        return file_id

    def post(self, path: str, /, **body: Any) -> Any:
        return self.ask("POST", f"/control{path}", **body)

    def says(self, person: int, text: str) -> None:
        self.post("/send", **{"as": person, "chat": person, "text": text})

    def sends(self, person: int, photo: str, caption: str) -> None:
        self.post("/send", **{"as": person, "chat": person, "photo": photo, "caption": caption})

    def presses(self, person: int, message_id: int, data: str, chat: int | None = None) -> None:
        self.post("/press", **{"as": person, "chat": chat or person, "message_id": message_id, "data": data})

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
    """A sandbox with so many people (accounts 1, 2, …) who have all opened the bot, and a group of a few of them.

    It ends with its standard input.
    """
    command = [sys.executable, "-m", "tests.proof.world", str(people)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            address, group = process.stdout.readline().split()
            yield World(address, int(group))
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(20)


async def _serve(people: int) -> None:
    box = Sandbox(TOKEN, Clock())
    for account in range(1, people + 1):
        box.world.add_person(f"用户{account}", person_id=account)
        box.world.open_private(account)
    group = box.world.add_group("议事群", 1, list(range(2, min(people, 12))), bot="administrator").id
    box.world.bots[int(TOKEN.partition(":")[0])].queue.drop_all()
    async with serve(box) as address:
        print(address, group, flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
