"""Messages of every kind, as the messenger sends them, become ours."""

from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Message, Update, User

from civic.notes import File, FileKind
from handlers import incoming
from handlers.incoming import LONGEST_NAME
from services.incoming import Account, Incoming
from tests.handlers.values import NOW

USER = {"id": 501, "is_bot": False, "first_name": "张", "last_name": "三"}
FILE = {"file_id": "f1", "file_unique_id": "u1"}
SIZED = {**FILE, "width": 1, "height": 1}
LASTING = {**FILE, "duration": 1}
PHOTO = [{**SIZED, "file_id": "small"}, {**SIZED, "file_id": "large"}]
DOCUMENT = {"document": FILE}
PLACE = {"latitude": 36.5, "longitude": 115.5}
CHAT = {"id": -100, "type": "channel", "title": "公告"}
ORIGIN = {"type": "hidden_user", "date": 1, "sender_user_name": "某人"}
POLL = {
    "id": "1",
    "question": "?",
    "options": [],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
STICKER = {**SIZED, "is_animated": False, "is_video": False, "type": "regular"}
VENUE = {"location": PLACE, "venue": {"location": PLACE, "title": "社区", "address": "1号"}}
ANIMATION = {"animation": {**SIZED, "duration": 1}, **DOCUMENT}


def message(**content: Any) -> Message:
    said = {"message_id": 9, "date": 1, "chat": {"id": 501, "type": "private"}, "from": USER, **content}
    read = Message.de_json(said, None)
    assert read is not None
    return read


def read(**content: Any) -> Incoming:
    said = message(**content)
    assert said.from_user
    return incoming.read(said, said.from_user, NOW)


def ours(**fields: Any) -> Incoming:
    return Incoming(Account(501, "张 三"), 9, NOW, **fields)


KINDS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "text": ({"text": "灯坏了"}, {"text": "灯坏了"}),
    "photo": ({"photo": PHOTO}, {"file": File(FileKind.PHOTO, "large")}),
    "photo with words": (
        {"photo": PHOTO, "caption": "灯"},
        {"text": "灯", "file": File(FileKind.PHOTO, "large")},
    ),
    "album": ({"photo": PHOTO, "media_group_id": "g"}, {"file": File(FileKind.PHOTO, "large"), "album": "g"}),
    "video": ({"video": {**SIZED, "duration": 1}}, {"file": File(FileKind.VIDEO, "f1")}),
    "voice": ({"voice": LASTING}, {"file": File(FileKind.VOICE, "f1")}),
    "audio": ({"audio": LASTING}, {"file": File(FileKind.AUDIO, "f1")}),
    "round video": ({"video_note": {**LASTING, "length": 1}}, {"file": File(FileKind.VIDEO_NOTE, "f1")}),
    "document": (DOCUMENT, {"file": File(FileKind.DOCUMENT, "f1")}),
    "50 MB": ({"document": {**FILE, "file_size": 50 * 2**20}}, {"file": File(FileKind.DOCUMENT, "f1")}),
    "location": ({"location": PLACE}, {"point": (36.5, 115.5)}),
    "venue": (VENUE, {"point": (36.5, 115.5)}),
    "animation": (ANIMATION, {"odd": "animation"}),
    "animation with words": ({**ANIMATION, "caption": "水管喷了"}, {"text": "水管喷了"}),
    "sticker": ({"sticker": STICKER}, {"odd": "sticker"}),
    "contact": ({"contact": {"phone_number": "1", "first_name": "李"}}, {"odd": "contact"}),
    "poll": ({"poll": POLL}, {"odd": "poll"}),
    "dice": ({"dice": {"value": 1, "emoji": "🎲"}}, {"odd": "dice"}),
    "story": ({"story": {"chat": CHAT, "id": 1}}, {"odd": "other"}),
    "game": ({"game": {"title": "", "description": "", "photo": []}}, {"odd": "other"}),
    "not yet invented": ({"hologram": {"file_id": "x"}}, {"odd": "other"}),
    "forwarded": ({"text": "灯", "forward_origin": ORIGIN}, {"text": "灯", "forwarded": True}),
    "forwarded picture": (
        {"photo": PHOTO, "forward_origin": ORIGIN},
        {"file": File(FileKind.PHOTO, "large"), "forwarded": True},
    ),
    "10,000 characters": ({"text": "长" * 10_000}, {"text": "长" * 10_000}),
}


@pytest.mark.parametrize(("content", "fields"), KINDS.values(), ids=KINDS.keys())
def test_every_kind_of_message(content: dict[str, Any], fields: dict[str, Any]) -> None:
    assert read(**content) == ours(**fields)


def test_a_long_name_is_shortened() -> None:
    account = incoming.account(User(501, "长" * 200, False))
    assert account == Account(501, "长" * LONGEST_NAME)


@pytest.mark.parametrize(
    ("user", "somebody"),
    [
        (User(501, "住户甲", is_bot=False), True),
        (User(502, "机器人", is_bot=True), False),
        (User(1087968824, "Group", is_bot=True), False),
        (User(1087968824, "Group", is_bot=False), False),
        (User(777000, "Telegram", is_bot=False), False),
        (None, False),
    ],
)
def test_anonymous_administrators_channels_and_bots_are_nobody(user: User | None, somebody: bool) -> None:
    assert incoming.is_person(user) is somebody


def test_the_moment_of_reception_comes_with_the_update() -> None:
    update = Update.de_json({"update_id": 1, incoming.RECEIVED_AT: NOW}, None)
    assert incoming.received_at(update) == datetime(2026, 11, 22, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("/有事 灯坏了", "灯坏了"),
        ("/有事　灯坏了", "灯坏了"),
        ("/有事\n灯坏了\n水也停了", "灯坏了\n水也停了"),
        ("/report@youshi_bot  灯坏了 ", "灯坏了"),
        ("/有事", ""),
        ("/有事  ", ""),
    ],
)
def test_what_follows_a_command_whatever_blank_stands_between(text: str, rest: str) -> None:
    assert incoming.after_command(message(text=text)) == rest
