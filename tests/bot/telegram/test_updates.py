"""Raw updates: hostile text, wrong types, and nothing lost that can be told apart."""

import json
from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram import updates

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters()), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (rb'{"text":"3\u53f7\u697c"}', "3号楼"),
        (rb'{"text":"a\u0000b"}', "a\ufffdb"),
        (rb'{"text":"a\ud83db"}', "a\ufffdb"),
        (rb'{"text":"a\ude00b"}', "a\ufffdb"),
        (rb'{"text":"\ud83d\ude00"}', "😀"),
        (b'{"text":"a\xff\xfeb"}', "a\ufffd\ufffdb"),
        (rb'{"text":"\\u0000"}', "\\u0000"),
    ],
)
def test_what_no_text_may_hold_is_replaced(raw, text):
    assert updates.read(raw) == {"text": text}


@pytest.mark.parametrize("raw", [b"", b"<html>", b"{", b"[" * 100_000, b'{"text":"a\nb"}'])
def test_what_cannot_be_read_is_a_value_error(raw):
    with pytest.raises(ValueError):  # noqa: PT011 - whatever the parser says
        updates.read(raw)


@given(values)
def test_what_was_read_can_be_stored(value):
    found = updates.read(json.dumps(value).encode())
    text = json.dumps(found, ensure_ascii=False)
    text.encode()
    assert "\\u0000" not in text.replace("\\\\", "")


@pytest.mark.parametrize(
    ("update", "lane"),
    [
        ({"update_id": 1, "message": {"chat": {"id": 7}}}, 7),
        ({"message": {"chat": {"id": -100}}, "update_id": 1}, -100),
        ({"update_id": 1, "edited_message": {"chat": {"id": 7}}}, 7),
        ({"update_id": 1, "callback_query": {"from": {"id": 5}, "message": {"chat": {"id": 7}}}}, 7),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": 7}}}, 7),
        ({"update_id": 1, "callback_query": {"from": {"id": 5}, "inline_message_id": "x"}}, 0),
        ({"update_id": 1, "poll": {"id": "x"}}, 0),
        ({"update_id": 1, "message": "no"}, 0),
        ({"update_id": 1, "message": {"chat": {"id": "7"}}}, 0),
        ({"update_id": 1, "message": {"chat": {"id": 2**70}}}, 0),
        ({"update_id": 1}, 0),
    ],
)
def test_the_lane_is_the_chat(update, lane):
    assert updates.lane(update) == lane


def test_only_what_has_an_id_is_kept():
    batch = [
        {"update_id": 1},
        {"update_id": "2"},
        {},
        [],
        None,
        3,
        {"update_id": -1},
        {"update_id": 2**63},
        {"update_id": 5},
    ]
    assert [row.update_id for row in updates.rows(batch, NOW)] == [1, 5]


def test_a_row_holds_the_update_as_it_came():
    update = {"update_id": 1, "message": {"chat": {"id": 7}, "text": "3号楼", "future_field": [1, 2.5, None]}}
    (row,) = updates.rows([update], NOW)
    assert orjson.loads(row.body) == update
    assert (row.lane, row.received_at) == (7, NOW)


def test_an_integer_of_any_size_is_kept():
    (row,) = updates.rows([{"update_id": 1, "message": {"id": 2**80}}], NOW)
    assert json.loads(row.body)["message"]["id"] == 2**80


@given(values.map(lambda value: {"update_id": 1, "message": value}))
def test_rows_never_fail(update):
    (row,) = updates.rows([updates.read(json.dumps(update).encode())], NOW)
    assert json.loads(row.body)["update_id"] == 1


def test_what_cannot_be_read_is_saved_by_its_id():
    raw = b'{"update_id": 77, "message": {"text": ' + b"[" * 50
    row = updates.salvage(raw, NOW)
    assert (row.update_id, row.lane, row.body) == (77, 0, raw)
    assert updates.salvage(b"<html>", NOW) is None
