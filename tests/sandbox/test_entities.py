"""Entities as Telegram finds them, in UTF-16 code units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.world.entities import clip_entities, find_entities, merge_entities, utf16_length


def found(text: str) -> list[tuple[str, str]]:
    """Return (kind, the words it covers) for each entity."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return [
        (entity["type"], raw[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le"))
        for entity in find_entities(text)
    ]


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("3号楼电梯又坏了", []),
        ("/start", [("bot_command", "/start")]),
        ("/start abc", [("bot_command", "/start")]),
        ("请用 /help 看看", [("bot_command", "/help")]),
        ("/start@youshi_sandbox_bot x", [("bot_command", "/start@youshi_sandbox_bot")]),
        ("/start你好", []),
        ("/帮助", []),
        ("a/b", []),
        ("1/2 和 5/6", []),
        ("</b>", []),
        ("/" + "a" * 65, []),
        ("/start，谢谢", [("bot_command", "/start")]),
        ("问 @zhuhu_a 吧", [("mention", "@zhuhu_a")]),
        ("@ab", []),
        ("a@bcd", []),
        ("#电梯 坏了", [("hashtag", "#电梯")]),
        ("#123", []),
        ("a#tag", []),
        ("写信给 wuye@example.com 吧", [("email", "wuye@example.com")]),
        ("见 https://example.com/a?b=c。", [("url", "https://example.com/a?b=c")]),
        ("见 https://example.com/a.", [("url", "https://example.com/a")]),
        ("example.com 和 www.gov.cn/x", [("url", "example.com"), ("url", "www.gov.cn/x")]),
        ("http://127.0.0.1:8300/", [("url", "http://127.0.0.1:8300/")]),
        ("e.g. 3.5 元", []),
        ("3.com", [("url", "3.com")]),
        ("打 +86 138 0000 0000", [("phone_number", "+86 138 0000 0000")]),
        ("打 119", []),
        ("😀 /help 😀 @zhuhu_a", [("bot_command", "/help"), ("mention", "@zhuhu_a")]),
    ],
)
def test_what_telegram_finds(text: str, entities: list[tuple[str, str]]) -> None:
    assert found(text) == entities


def test_offsets_count_utf16_units() -> None:
    assert find_entities("😀😀 /help") == [{"type": "bot_command", "offset": 5, "length": 5}]


def test_own_entities_seal_what_they_cover() -> None:
    own = [{"type": "code", "offset": 0, "length": 5}, {"type": "bold", "offset": 6, "length": 9}]
    text = "/help @zhuhu_a"

    kinds = [entity["type"] for entity in merge_entities(own, find_entities(text))]

    assert kinds == ["code", "bold", "mention"]


def test_entities_are_cut_to_the_text() -> None:
    bold = {"type": "bold", "offset": 1, "length": 10}

    assert clip_entities("字字", [bold]) == [{"type": "bold", "offset": 1, "length": 1}]
    assert clip_entities("字字", [bold], shift=1) == [{"type": "bold", "offset": 0, "length": 2}]
    assert clip_entities("字", [{**bold, "offset": 5}]) == []


mixed = st.text(alphabet=st.sampled_from("ab1 /@#.:+中😀\ud800，\n"), max_size=60)


@given(mixed)
def test_entities_are_in_order_inside_the_text_and_apart(text: str) -> None:
    at = 0
    for entity in find_entities(text):
        assert entity["offset"] >= at
        assert entity["length"] > 0
        at = entity["offset"] + entity["length"]
    assert at <= utf16_length(text)


@given(mixed)
def test_text_around_moves_entities_and_nothing_else(text: str) -> None:
    moved = find_entities("😀 " + text + " 😀")

    assert [entity["type"] for entity in moved] == [entity["type"] for entity in find_entities(text)]
    assert [entity["offset"] - 3 for entity in moved] == [entity["offset"] for entity in find_entities(text)]
