"""What a post becomes: which calls, in which order, with what in which field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.calls import editing, sending
from civic.notes import File, FileKind
from handlers.outgoing import Outgoing, Upload
from services.delivery import Delivery
from services.posts import Promise

BUTTONS = {"inline_keyboard": [[{"text": "接单", "callback_data": "a"}]]}
BOLD = ({"type": "bold", "offset": 0, "length": 2},)
PHOTO, VIDEO, VOICE, DOCUMENT, NOTE = (
    File(kind, f"id-{kind}")
    for kind in (FileKind.PHOTO, FileKind.VIDEO, FileKind.VOICE, FileKind.DOCUMENT, FileKind.VIDEO_NOTE)
)
CODE = Upload(FileKind.PHOTO, "解纷码.png", b"PNG")


def delivery(**changes: object) -> Delivery:
    fields = {
        "id": 1, "chat_id": 7, "template": "", "params": {}, "promise": Promise.CARD, "slot": None, "message_id": None,
        "reply_to": None, "pin": False, "tries": 1, "repeat": False,
    }  # fmt: skip
    return Delivery(**{**fields, **changes})  # type: ignore[arg-type]


def calls(outgoing: Outgoing) -> list[str]:
    return [call.method for call in sending(delivery(), outgoing)]


def test_a_text():
    (call,) = sending(delivery(), Outgoing("已受理", BOLD, BUTTONS))
    assert call.method == "sendMessage"
    assert call.arguments == {"chat_id": 7, "text": "已受理", "entities": BOLD, "reply_markup": BUTTONS}


@pytest.mark.parametrize(
    ("file", "method", "field"),
    [
        (PHOTO, "sendPhoto", "photo"),
        (VIDEO, "sendVideo", "video"),
        (VOICE, "sendVoice", "voice"),
        (File(FileKind.AUDIO, "id-audio"), "sendAudio", "audio"),
        (DOCUMENT, "sendDocument", "document"),
    ],
)
def test_a_file_carries_words_and_buttons(file, method, field):
    (call,) = sending(delivery(), Outgoing("现场", BOLD, BUTTONS, (file,)))
    assert call.method == method
    assert call.arguments[field] == file.file_id
    assert call.arguments["caption"] == "现场"
    assert call.arguments["caption_entities"] == BOLD
    assert call.arguments["reply_markup"] == BUTTONS


def test_an_upload_goes_as_a_file():
    (call,) = sending(delivery(), Outgoing("请扫码", files=(CODE,)))
    assert call.files == {"photo": ("解纷码.png", b"PNG")}
    assert "photo" not in call.arguments


def test_an_album_carries_words_on_its_first_photo():
    (call,) = sending(delivery(), Outgoing("现场", BOLD, files=(PHOTO, CODE, VIDEO)))
    assert call.method == "sendMediaGroup"
    assert call.arguments["media"] == [
        {"type": "photo", "media": "id-photo", "caption": "现场", "caption_entities": BOLD},
        {"type": "photo", "media": "attach://file1"},
        {"type": "video", "media": "id-video"},
    ]
    assert call.files == {"file1": ("解纷码.png", b"PNG")}


def test_buttons_below_an_album_need_a_message():
    album, words = sending(delivery(), Outgoing("现场", BOLD, BUTTONS, (PHOTO, PHOTO)))
    assert [album.method, words.method] == ["sendMediaGroup", "sendMessage"]
    assert words.arguments["reply_markup"] == BUTTONS
    assert "reply_markup" not in album.arguments


@pytest.mark.parametrize(
    ("outgoing", "expected"),
    [
        (Outgoing("长" * 1024, files=(PHOTO,)), ["sendPhoto"]),
        (Outgoing("长" * 1025, files=(PHOTO,)), ["sendPhoto", "sendMessage"]),
        (Outgoing("😀" * 513, files=(PHOTO,)), ["sendPhoto", "sendMessage"]),
        (Outgoing("话", files=(NOTE,)), ["sendVideoNote", "sendMessage"]),
        (Outgoing(files=(NOTE,)), ["sendVideoNote"]),
        (Outgoing(files=(PHOTO,) * 12), ["sendMediaGroup", "sendMediaGroup"]),
        (Outgoing(files=(PHOTO,) * 11), ["sendMediaGroup", "sendPhoto"]),
        (Outgoing("话", files=(PHOTO, PHOTO, DOCUMENT, DOCUMENT)), ["sendMediaGroup", "sendDocument", "sendDocument", "sendMessage"]),
        (Outgoing(point=(30.25, 120.17)), ["sendLocation"]),
        (Outgoing("在这里", point=(30.25, 120.17)), ["sendLocation", "sendMessage"]),
        (Outgoing(), ["sendMessage"]),
    ],
)  # fmt: skip
def test_what_one_message_cannot_carry_is_several(outgoing, expected):
    assert calls(outgoing) == expected


def test_only_the_first_message_is_the_reply():
    first, second = sending(delivery(reply_to=5), Outgoing("在这里", point=(30.25, 120.17)))
    assert first.arguments["reply_parameters"] == {"message_id": 5, "allow_sending_without_reply": True}
    assert "reply_parameters" not in second.arguments


def test_an_edit_of_a_text():
    call = editing(delivery(message_id=9), Outgoing("办理中", BOLD, BUTTONS))
    assert call.method == "editMessageText"
    assert call.arguments == {
        "chat_id": 7,
        "message_id": 9,
        "text": "办理中",
        "entities": BOLD,
        "reply_markup": BUTTONS,
    }


def test_an_edit_of_a_photo_changes_its_caption():
    call = editing(delivery(message_id=9), Outgoing("办理中", files=(PHOTO,)))
    assert call.method == "editMessageCaption"
    assert call.arguments["caption"] == "办理中"


def test_an_edit_below_an_album_changes_the_text():
    assert editing(delivery(message_id=9), Outgoing("办理中", (), BUTTONS, (PHOTO, PHOTO))).method == "editMessageText"


def test_plain_is_without_entities():
    (text,) = sending(delivery(), Outgoing("已受理", BOLD))
    (photo,) = sending(delivery(), Outgoing("已受理", BOLD, files=(PHOTO,)))
    assert "entities" not in text.plain().arguments
    assert "caption_entities" not in photo.plain().arguments


files = st.lists(st.sampled_from([PHOTO, VIDEO, VOICE, DOCUMENT, NOTE, CODE]), max_size=25)


@given(st.text(max_size=1100), files, st.booleans(), st.none() | st.just((30.0, 120.0)))
def test_nothing_is_lost(text, files, buttons, point):
    made = sending(delivery(), Outgoing(text, (), BUTTONS if buttons else None, tuple(files), point))
    assert made
    assert all(call.arguments["chat_id"] == 7 for call in made)
    sent = sum(len(call.arguments["media"]) if call.method == "sendMediaGroup" else 1 for call in made)
    words = [call for call in made if call.method == "sendMessage"]
    assert sent == len(files) + (point is not None) + len(words)
    said = [call.arguments.get("text") or call.arguments.get("caption") or call.arguments.get("media", [{}])[0].get("caption")
            for call in made]  # fmt: skip
    assert not text or text in said
    if buttons and (text or not files):
        assert made[-1].arguments["reply_markup"] == BUTTONS
