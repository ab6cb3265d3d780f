"""Photos, documents, albums, voice; files and their download."""

import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.errors import ControlError
from sandbox.world import World
from sandbox.world.files import KINDS, FileStore, image_size
from tests.sandbox.conftest import RESIDENT
from tests.sandbox.kit import Bot, Refused

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + struct.pack(">II", 3000, 1500)
JPEG = b"\xff\xd8" + b"\xff\xe0\x00\x04ab" + b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 480, 640) + b"\0" * 5

SENDERS = {
    "photo": "sendPhoto",
    "document": "sendDocument",
    "voice": "sendVoice",
    "video": "sendVideo",
    "animation": "sendAnimation",
    "audio": "sendAudio",
    "video_note": "sendVideoNote",
    "sticker": "sendSticker",
}


async def refusal(bot: Bot, method: str, **params: Any) -> str:
    """Return the words of a refused call."""
    with pytest.raises(Refused) as refused:
        await bot(method, chat_id=RESIDENT, **params)
    return refused.value.words


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_goes_out_and_is_fetched_again(bot: Bot, world: World, kind: str) -> None:
    message = await bot(SENDERS[kind], chat_id=RESIDENT, files={kind: b"bytes of " + kind.encode()})
    shown = message[kind][-1] if kind == "photo" else message[kind]

    file = await bot("getFile", file_id=shown["file_id"])
    again = await bot(SENDERS[kind], chat_id=RESIDENT, **{kind: shown["file_id"]})

    assert world.files.download(file["file_path"]) == b"bytes of " + kind.encode()
    assert again[kind] == message[kind]


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_comes_in(bot: Bot, world: World, kind: str) -> None:
    world.send(RESIDENT, RESIDENT, **{kind: True})

    assert kind in await bot.only("message")


@pytest.mark.parametrize(
    ("data", "size"), [(PNG, (3000, 1500)), (JPEG, (640, 480)), (b"junk", None), (b"\xff\xd8\xff", None)]
)
def test_the_size_of_a_picture_is_read_from_its_header(data: bytes, size: tuple[int, int] | None) -> None:
    assert image_size(data) == size


@given(st.binary(max_size=64))
def test_any_bytes_make_a_photo(data: bytes) -> None:
    files = FileStore()

    sizes = files.content(files.store("photo", b"\xff\xd8" + data))["photo"]

    assert all(size["width"] > 0 and size["height"] > 0 for size in sizes)


async def test_a_photo_comes_in_sizes_up_to_1280(bot: Bot) -> None:
    message = await bot("sendPhoto", chat_id=RESIDENT, files={"photo": PNG})

    assert [(size["width"], size["height"]) for size in message["photo"]] == [
        (90, 45), (320, 160), (800, 400), (1280, 640),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({}, "Bad Request: there is no photo in the request"),
        ({"photo": "nonsense"}, "Bad Request: wrong file identifier/HTTP URL specified"),
        ({"photo": "https://example.com/a.jpg"}, "Bad Request: failed to get HTTP URL content"),
        ({"photo": "attach://missing"}, "Bad Request: can't parse InputMedia: attached file not found"),
        ({"files": {"photo": b""}}, "Bad Request: file must be non-empty"),
        ({"files": {"photo": b"p"}, "caption": "字" * 1025}, "Bad Request: message caption is too long"),
    ],
)
async def test_photos_that_are_refused(bot: Bot, params: dict[str, Any], words: str) -> None:
    assert await refusal(bot, "sendPhoto", **params) == words


async def test_a_document_is_no_photo(bot: Bot, world: World) -> None:
    file = world.files.store("document", b"d", "表.xlsx")

    assert (
        await refusal(bot, "sendPhoto", photo=file.file_id) == "Bad Request: can't use file of type Document as Photo"
    )


async def test_captions_have_entities(bot: Bot) -> None:
    message = await bot("sendPhoto", chat_id=RESIDENT, files={"photo": b"p"}, caption="见 /help")

    assert message["caption_entities"] == [{"type": "bot_command", "offset": 2, "length": 5}]


async def test_an_album_is_several_messages_of_one_group(bot: Bot) -> None:
    media = [{"type": "photo", "media": f"attach://{name}", "caption": name} for name in ("a", "b")]

    album = await bot("sendMediaGroup", chat_id=RESIDENT, media=media, files={"a": b"1", "b": b"2"})

    assert [message["caption"] for message in album] == ["a", "b"]
    assert len({message["media_group_id"] for message in album}) == 1


@pytest.mark.parametrize(
    ("media", "words"),
    [
        ([{"type": "photo", "media": "x"}], "wrong number of media in the album: there must be from 2 to 10"),
        ([{"type": "photo", "media": "x"}, {"type": "document", "media": "x"}],
         "can't use the media of the specified type in the album"),
        ([{"type": "sticker", "media": "x"}] * 2, "can't use the media of the specified type in the album"),
        ([{"media": "x"}] * 2, "can't parse media: field type must be specified"),
    ],
)  # fmt: skip
async def test_albums_that_are_refused(bot: Bot, media: list[dict[str, str]], words: str) -> None:
    assert await refusal(bot, "sendMediaGroup", media=media) == f"Bad Request: {words}"


async def test_an_album_of_a_person(bot: Bot, world: World) -> None:
    for caption in ("电梯", None):
        world.send(RESIDENT, RESIDENT, photo=True, caption=caption, media_group_id="7")

    first, second = [payload for _, payload in await bot.fresh()]

    assert (first["media_group_id"], first["caption"]) == ("7", "电梯")
    assert second["media_group_id"] == "7"


async def test_other_media_take_the_place_of_the_old(bot: Bot, world: World) -> None:
    sent = await bot("sendPhoto", chat_id=RESIDENT, files={"photo": b"p"}, caption="旧")
    document = world.files.store("document", b"d")
    place = {"chat_id": RESIDENT, "message_id": sent["message_id"]}

    edited = await bot("editMessageMedia", **place, media={"type": "document", "media": document.file_id})
    captioned = await bot("editMessageCaption", **place, caption="新")

    assert "photo" not in edited
    assert "caption" not in edited
    assert captioned["caption"] == "新"


async def test_a_file_too_large_for_bots(bot: Bot, world: World) -> None:
    world.send(RESIDENT, RESIDENT, document=True, file_size=50 * 1024 * 1024)
    document = (await bot.only("message"))["document"]

    assert document["file_size"] == 50 * 1024 * 1024
    assert await refusal(bot, "getFile", file_id=document["file_id"]) == "Bad Request: file is too big"
    assert (
        await refusal(bot, "getFile", file_id="nonsense")
        == "Bad Request: wrong file_id or the file is temporarily unavailable"
    )


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"text": " "},
        {"smell": "roses"},
        {"photo": "nonsense"},
        {"text": "a", "photo": True},
    ],
)
def test_messages_people_cannot_send(world: World, content: dict[str, Any]) -> None:
    with pytest.raises(ControlError):
        world.send(RESIDENT, RESIDENT, **content)


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"location": {"latitude": 30, "longitude": 120}}, "location"),
        ({"contact": {"phone_number": "+8613800000000", "first_name": "住户", "user_id": RESIDENT}}, "contact"),
        ({"poll": {"question": "几点?", "options": ["七", "八"]}}, "poll"),
        ({"dice": True}, "dice"),
        ({"dice": "🎯"}, "dice"),
    ],
)
async def test_other_content_of_a_person(bot: Bot, world: World, content: dict[str, Any], field: str) -> None:
    world.send(RESIDENT, RESIDENT, **content)

    assert field in await bot.only("message")


async def test_forwards_of_a_person(bot: Bot, world: World, group: int) -> None:
    said = world.send(RESIDENT, group, text="群里的话")
    world.bot().queue.drop_all()
    world.send(RESIDENT, RESIDENT, forward_from={"chat": group, "message_id": said["message_id"]})
    world.send(RESIDENT, RESIDENT, forward_from={"hidden_name": "路人"}, text="转来的话")

    known, hidden = [payload for _, payload in await bot.fresh()]

    assert (known["text"], known["forward_origin"]["sender_user"]["id"]) == ("群里的话", RESIDENT)
    assert (hidden["text"], hidden["forward_origin"]["sender_user_name"]) == ("转来的话", "路人")
    with pytest.raises(Refused, match="message can't be edited"):
        await bot("editMessageText", chat_id=RESIDENT, message_id=known["message_id"], text="x")


async def test_nobody_has_profile_photos(bot: Bot) -> None:
    assert (await bot("getUserProfilePhotos", user_id=RESIDENT))["total_count"] == 0
    with pytest.raises(Refused, match="user not found"):
        await bot("getUserProfilePhotos", user_id=999)
