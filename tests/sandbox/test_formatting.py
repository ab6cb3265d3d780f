"""What a bot writes with formatting: entities of its own, and HTML."""

import pytest

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
