"""Signed payloads: what was signed is read back, and nothing else opens anything."""

from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from civic.understanding import Spot
from handlers.buttons import DAYS_VALID, Button, Code, Press, Signer, Stale, base36, keyboard, read_spot, with_spot
from services.views import spot_params
from tests.handlers.values import LARGEST, NOW

SIGNER = Signer(b"k" * 32)
CODES = st.sampled_from(Code)
IDS = st.integers(0, LARGEST)
ARGS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_", max_size=13)
CHATS = st.integers(1, 2**52)
BUTTON = Button("接单", Code.ACCEPT, 7, "x")
CHAT = 1004


@given(CODES, IDS, ARGS, CHATS)
def test_what_was_signed_is_read_back_and_fits(code: Code, subject: int, arg: str, chat: int) -> None:
    payload = SIGNER.sign(Button("", code, subject, arg), chat, NOW)
    assert SIGNER.read(payload, chat, NOW) == Press(code, subject, arg)
    assert len(payload.encode()) <= 64


@given(IDS)
def test_base36_is_read_back_by_int(number: int) -> None:
    assert int(base36(number), 36) == number


PARTS = st.none() | st.integers(1, 9999).map(str) | st.sampled_from(["东", "A12"])


@given(st.integers(0, 36**6), st.builds(Spot, PARTS, PARTS, PARTS, PARTS), st.integers(0, 36**4))
def test_a_spot_goes_with_a_number_and_fits(number: int, spot: Spot, place_id: int) -> None:
    arg = with_spot(number, spot_params(spot))
    assert read_spot(arg) == (number, spot)
    assert len(SIGNER.sign(Button("", Code.HEARD, place_id, arg), CHAT, NOW).encode()) <= 64


def test_a_number_alone_is_read_as_it_was_written_before() -> None:
    assert read_spot(base36(77)) == (77, Spot())


@given(CHATS.filter(lambda chat: chat != CHAT))
def test_a_forwarded_button_of_a_private_chat_opens_nothing(chat: int) -> None:
    payload = SIGNER.sign(BUTTON, CHAT, NOW)
    with pytest.raises(Stale):
        SIGNER.read(payload, chat, NOW)


def test_a_group_may_change_its_id_but_its_buttons_open_nothing_elsewhere() -> None:
    payload = SIGNER.sign(BUTTON, -5, NOW)
    assert SIGNER.read(payload, -1_000_000_000_005, NOW).subject_id == 7
    with pytest.raises(Stale):
        SIGNER.read(payload, CHAT, NOW)


@given(st.data())
def test_a_single_character_changed_is_a_forgery(data: st.DataObject) -> None:
    payload = SIGNER.sign(BUTTON, CHAT, NOW)
    place = data.draw(st.integers(0, len(payload) - 1))
    other = data.draw(st.characters(codec="ascii").filter(lambda character: character != payload[place]))
    with pytest.raises(Stale):
        SIGNER.read(payload[:place] + other + payload[place + 1 :], CHAT, NOW)


@given(st.integers(0, 40))
def test_a_truncated_payload_is_a_forgery(length: int) -> None:
    payload = SIGNER.sign(BUTTON, CHAT, NOW)
    with pytest.raises(Stale):
        SIGNER.read(payload[: min(length, len(payload) - 1)], CHAT, NOW)


@given(st.text(st.characters(exclude_categories=())))
@example("")
@example("....")
@example("\ud800.\ud800")
@example("1ac.7.x.zzz.签名")
def test_any_text_at_all_is_stale_and_nothing_else(data: str) -> None:
    with pytest.raises(Stale):
        SIGNER.read(data, CHAT, NOW)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Stale):
        Signer(b"o" * 32).read(SIGNER.sign(BUTTON, CHAT, NOW), CHAT, NOW)


@pytest.mark.parametrize("body", ["1zz.7.x", "0ac.7.x", "1.7.x", "1ac.7", "1ac.7.x.y", "1ac..x", "1ac.-.x"])
def test_a_form_that_is_not_in_use_any_more_is_stale(body: str) -> None:
    """Signed by us, but with a retired code or in an older form."""
    signed = f"{body}.{base36(10**6)}"
    with pytest.raises(Stale):
        SIGNER.read(f"{signed}.{SIGNER._signature(signed, CHAT)}", CHAT, NOW)


@pytest.mark.parametrize(("days", "valid"), [(0, True), (DAYS_VALID, True), (DAYS_VALID + 1, False)])
def test_a_button_lives_for_a_year(days: int, valid: bool) -> None:
    payload = SIGNER.sign(BUTTON, CHAT, NOW)
    later = NOW + timedelta(days=days)
    if valid:
        assert SIGNER.read(payload, CHAT, later).code is Code.ACCEPT
    else:
        with pytest.raises(Stale):
            SIGNER.read(payload, CHAT, later)


def test_a_keyboard_has_no_empty_rows_and_is_none_without_any() -> None:
    board = keyboard([[], [BUTTON], []], SIGNER, CHAT, NOW)
    assert board is not None
    assert [[button["text"] for button in row] for row in board["inline_keyboard"]] == [["接单"]]
    assert keyboard([[], []], SIGNER, CHAT, NOW) is None


def test_no_code_is_used_twice() -> None:
    assert len({code.value for code in Code}) == len(Code.__members__)
    assert all(len(code) == 2 for code in Code)
