"""What a bot writes with formatting: entities of its own, and HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.api.markdown import parse_markdown
from sandbox.errors import ApiError
from tests.sandbox.conftest import RESIDENT
from tests.sandbox.kit import Bot, Refused


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>急</b>件", "急件", [("bold", 0, 1)]),
        ("<i>a<b>b</b></i>", "ab", [("italic", 0, 2), ("bold", 1, 1)]),
        ("a &lt;b&gt; &amp; c", "a <b> & c", []),
        ("<code>/help</code>", "/help", [("code", 0, 5)]),
        ('<a href="https://example.com/?a=1&amp;b=2">看</a>', "看", [("text_link", 0, 1)]),
        ("😀<u>字</u>", "😀字", [("underline", 2, 1)]),
        ("<blockquote>引</blockquote>", "引", [("blockquote", 0, 1)]),
        ("<b></b>空", "空", []),
    ],
)
async def test_html(bot: Bot, source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    message = await bot.say(RESIDENT, source, parse_mode="HTML")

    found = [(each["type"], each["offset"], each["length"]) for each in message.get("entities", [])]
    assert (message["text"], found) == (text, entities)


async def test_a_link_keeps_its_address(bot: Bot) -> None:
    message = await bot.say(RESIDENT, '<a href="https://example.com/?a=1&amp;b=2">看</a>', parse_mode="html")

    assert message["entities"][0]["url"] == "https://example.com/?a=1&b=2"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<b>急", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ("字<h1>x</h1>", 'can\'t parse entities: Unsupported start tag "h1" at byte offset 3'),
        ("<b>a</i>", 'can\'t parse entities: Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a</b>", "can't parse entities: Unexpected end tag at byte offset 1"),
        ("1 < 2", "can't parse entities: Unsupported start tag at byte offset 2"),
    ],
)
async def test_broken_html_is_refused(bot: Bot, source: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        await bot.say(RESIDENT, source, parse_mode="HTML")

    assert refused.value.words == f"Bad Request: {words}"


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("*急*件", "急件", [("bold", 0, 1)]),
        ("_a*b*_", "ab", [("italic", 0, 2), ("bold", 1, 1)]),
        ("__a__ ~b~ ||c||", "a b c", [("underline", 0, 1), ("strikethrough", 2, 1), ("spoiler", 4, 1)]),
        (r"1\. 3\-2\-501 \(急\)", "1. 3-2-501 (急)", []),
        ("`/help` 😀*字*", "/help 😀字", [("code", 0, 5), ("bold", 8, 1)]),
        ("```python\nx = 1\n```", "x = 1", [("pre", 0, 5)]),
        ("[看](https://example.com/a\\)b)", "看", [("text_link", 0, 1)]),
        (">引\n>文\n后", "引\n文\n后", [("blockquote", 0, 3)]),
        ("a*b*\n>c", "ab\nc", [("bold", 1, 1), ("blockquote", 3, 1)]),
    ],
)
async def test_markdown(bot: Bot, source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    message = await bot.say(RESIDENT, source, parse_mode="MarkdownV2")

    found = [(each["type"], each["offset"], each["length"]) for each in message.get("entities", [])]
    assert (message["text"], found) == (text, entities)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("1. 急", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("a > b", "Character '>' is reserved and must be escaped with the preceding '\\'"),
        ("急*件", "Can't find end of Bold entity at byte offset 3"),
        ("*a_b*c_", "Can't find end of Italic entity at byte offset 6"),
        ("`a", "Can't find end of Code entity at byte offset 0"),
        ("[a] b", "Can't find end of TextLink entity at byte offset 2"),
        ("a]", "Character ']' is reserved and must be escaped with the preceding '\\'"),
    ],
)
async def test_broken_markdown_is_refused(bot: Bot, source: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        await bot.say(RESIDENT, source, parse_mode="MarkdownV2")

    assert refused.value.words == f"Bad Request: can't parse entities: {words}"


@given(words=st.text(alphabet="*_~|`[]()>\\\n.a字😀", max_size=30))
def test_whatever_is_marked_up_is_read_or_refused(words: str) -> None:
    try:
        text, entities = parse_markdown(words)
    except ApiError:
        return
    units = len(text.encode("utf-16-le")) // 2
    assert all(0 <= each["offset"] < each["offset"] + each["length"] <= units for each in entities)


async def test_entities_move_with_the_trimmed_text(bot: Bot) -> None:
    message = await bot.say(RESIDENT, "  急件 ", entities=[{"type": "bold", "offset": 2, "length": 9}])

    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 2}]


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"entities": [{"type": "bold"}]}, "can't parse entities: field offset must be specified"),
        ({"entities": "no json"}, "can't parse entities JSON object"),
        ({"entities": {}}, "can't parse entities: expected Array"),
        ({"parse_mode": "Telepathic"}, "unsupported parse_mode"),
    ],
)
async def test_malformed_entities_are_refused(bot: Bot, params: dict[str, object], words: str) -> None:
    with pytest.raises(Refused) as refused:
        await bot.say(RESIDENT, "急件", **params)

    assert refused.value.words == f"Bad Request: {words}"
