"""The judge itself: it must find what is wrong, or its silence would prove nothing."""

from typing import Any

import pytest

from tests.sandbox.judge import Judge

USER = {"id": 1, "is_bot": False, "first_name": "住户"}
CHAT = {"id": 1, "type": "private", "first_name": "住户"}
MESSAGE = {"message_id": 1, "from": USER, "chat": CHAT, "date": 1, "text": "好"}


@pytest.fixture
def strict(judge: Judge | None) -> Judge:
    if judge is None:
        pytest.skip("no telegram-bot-api.json under $YOUSHI_SHARED/data: answers are not judged")
    return judge


def test_a_right_message_has_no_faults(strict: Judge) -> None:
    assert strict.faults("Message", MESSAGE) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"date": None}, "Message.date"),
        ({"date": "1"}, "Message.date"),
        ({"message_id": True}, "Message.message_id"),
        ({"nonsense": 1}, "Message.nonsense"),
        ({"from": {"id": 1, "first_name": "住户"}}, "is_bot"),
        ({"photo": [{"file_id": "a"}]}, "photo"),
        ({"reply_markup": {"inline_keyboard": [[{"caption": "x"}]]}}, "inline_keyboard"),
    ],
)
def test_a_wrong_message_is_found_out(strict: Judge, change: dict[str, Any], fault: str) -> None:
    faults = strict.faults("Message", {**MESSAGE, **change})

    assert faults
    assert all(fault in each for each in faults)


def test_a_missing_field_is_found_out(strict: Judge) -> None:
    assert strict.faults("User", {"id": 1, "is_bot": True}) == ["User.first_name: missing"]


def test_an_answer_of_the_wrong_type_is_found_out(strict: Judge) -> None:
    assert strict.answer_faults("getMe", {"ok": True, "result": True})
    assert strict.answer_faults("getMe", {"ok": False, "error_code": "400", "description": "x"})
    assert strict.answer_faults("getMe", {"ok": True, "result": USER, "extra": 1})


def test_a_member_is_judged_by_its_own_shape(strict: Judge) -> None:
    assert strict.faults("ChatMember", {"status": "left", "user": USER}) == []
    assert strict.faults("ChatMember", {"status": "administrator", "user": USER, "can_be_edited": True})
