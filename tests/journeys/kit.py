"""People of the sample neighbourhood, acting over HTTP as their apps would: they write, tap, and read what comes."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp

from tests.patience import PATIENCE

Message = dict[str, Any]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


class Control:
    """The sandbox's control API."""

    def __init__(self, address: str, http: aiohttp.ClientSession) -> None:
        self.address = address
        self._http = http

    async def post(self, path: str, **body: Any) -> Any:
        async with self._http.post(f"{self.address}/control{path}", json=body) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def get(self, path: str, **query: Any) -> Any:
        async with self._http.get(f"{self.address}/control{path}", params=query) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def upload(self, kind: str, name: str, content: bytes) -> str:
        form = aiohttp.FormData({"kind": kind})
        form.add_field("file", content, filename=name)
        async with self._http.post(f"{self.address}/control/upload", data=form) as answer:
            assert answer.status == 200, await answer.text()
            return str((await answer.json())["file_id"])

    async def seq(self) -> int:
        return int((await self.get("/wait", after=0, timeout=0))["seq"])

    async def until(self, check: Callable[[], Any], what: str) -> Any:
        """Wait for events until the awaited check gives something."""
        async with asyncio.timeout(PATIENCE):
            while True:
                seq = await self.seq()
                if found := await check():
                    return found
                await self.get("/wait", after=seq, timeout=5)
        raise AssertionError(what)


@dataclass
class Person:
    """Somebody with an app. ``chat`` is their private chat with the bot unless another is given."""

    control: Control
    id: int

    async def says(self, text: str, chat: int | None = None, **more: Any) -> Message:
        return await self.control.post("/send", **{"as": self.id, "chat": chat or self.id, "text": text, **more})

    async def sends(self, chat: int | None = None, **content: Any) -> Message:
        return await self.control.post("/send", **{"as": self.id, "chat": chat or self.id, **content})

    async def sends_photo(self, caption: str = "", **more: Any) -> Message:
        file_id = await self.control.upload("photo", "photo.png", PNG)
        return await self.sends(photo=file_id, caption=caption, **more)

    async def edits(self, message: Message, text: str) -> None:
        await self.control.post(
            "/edit", **{"as": self.id, "chat": self.id, "message_id": message["message_id"], "text": text}
        )

    async def opens(self, payload: str = "") -> None:
        await self.control.post("/start", **{"as": self.id, "payload": payload})

    async def messages(self, chat: int | None = None) -> list[Message]:
        return await self.control.get(f"/chats/{chat or self.id}/messages", **{"as": self.id, "limit": 100})

    async def reads(self, *words: str, chat: int | None = None, times: int = 1) -> Message:
        """The latest message of the bot that has all of these words, as soon as there are so many of them."""
        said: list[str] = []

        async def look() -> Message | None:
            mine = [each for each in await self.messages(chat) if each.get("from", {}).get("is_bot")]
            said[:] = [words_of(each) for each in mine]
            found = [each for each in mine if all(word in words_of(each) for word in words)]
            return found[-1] if len(found) >= times else None

        try:
            message: Message = await self.control.until(look, "")
        except TimeoutError:
            raise AssertionError(f"{self.id} never read {words}, but:\n" + "\n---\n".join(said[-8:])) from None
        return message

    async def taps(self, caption: str, chat: int | None = None, on: Message | None = None) -> str:
        """Tap the latest button with this caption (of a message, if one is given); gives the toast."""

        async def look() -> tuple[int, str] | None:
            for message in reversed(await self.messages(chat)):
                if on is not None and message["message_id"] != on["message_id"]:
                    continue
                for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                    for button in row:
                        if caption in button["text"]:
                            return message["message_id"], button["callback_data"]
            return None

        try:
            message_id, data = await self.control.until(look, caption)
        except TimeoutError:
            raise AssertionError(f"{self.id} never saw a button {caption}: {await self.captions(chat)}") from None
        return await self.presses(message_id, data, chat)

    async def presses(self, message_id: int, data: str, chat: int | None = None) -> str:
        body = {"as": self.id, "chat": chat or self.id, "message_id": message_id, "data": data}
        pressed = await self.control.post("/press", **body)
        answer = await self.control.get(f"/callbacks/{pressed['callback_query_id']}", timeout=PATIENCE)
        assert answer["answered"], f"nobody answered the tap of {data}"
        return answer.get("text") or ""

    async def captions(self, chat: int | None = None) -> list[str]:
        return [caption for message in await self.messages(chat) for caption in captions(message)]


def words_of(message: Message) -> str:
    return str(message.get("text") or message.get("caption") or "")


def captions(message: Message) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def number_of(message: Message) -> str:
    """The case's number on its card."""
    return words_of(message).split("　")[0].strip()


DAY = timedelta(days=1)
