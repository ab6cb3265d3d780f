"""The catalogue against the code: every key is said by something, everything that is said has its words, and nothing is too long."""

import inspect
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from bot.operate import POSTER
from civic.refusals import Refusal
from handlers.buttons import Code
from handlers.doings import DOINGS
from handlers.render import PAGES, Renderer
from handlers.render.writer import Page, Writer
from handlers.routes import COMMANDS
from handlers.words import Catalogue, Text, catalogue, units
from services import places
from services.delivery import Delivery
from services.notices import NOTICES
from services.posts import Promise
from tests.handlers.sites import REFUSALS, sites
from tests.handlers.values import LARGEST, SHANGHAI, posts

POSTS = list(posts())
ALERTS = [
    (template, params) for template, params in POSTS if template.startswith(("toast.", "refusal.", "danger.dial"))
]
TOLD_IN_ALERTS = ["told.dropped", "told.cancelled"]


class Listening(Catalogue):
    """The catalogue, remembering which keys were asked for."""

    def __init__(self) -> None:
        super().__init__({key: catalogue().raw(key) for key in catalogue()})
        self.heard: set[str] = set()

    def raw(self, key: str) -> str:
        self.heard.add(key)
        return super().raw(key)

    def say(self, key: str, values: Mapping[str, Any] | None = None) -> Text:
        self.heard.add(key)
        return super().say(key, values)


def page(writer: Writer, template: str, params: Mapping[str, Any]) -> Page:
    make = PAGES.get(template)
    return make(writer, params) if make else Page(writer.say(template, params))


def delivery(template: str, params: Mapping[str, Any], *, repeat: bool = False, chat_id: int = 2**52) -> Delivery:
    return Delivery(1, chat_id, template, params, Promise.CRITICAL, None, None, None, False, 1, repeat)


def everything(words: Catalogue) -> Iterator[Text]:
    """All that anybody reads."""
    writer = Writer(words, SHANGHAI)
    yield from (page(writer, template, params).text for template, params in POSTS)
    yield from (words.say(f"import.{key}", {"line": 2, "column": "code", "value": "x"}) for key in import_problems())
    yield from (words.say(f"poster.{name}", {"place": "幸福小区"}) for name in POSTER)
    yield from (Text(words.raw(f"commands.{name}")) for name in COMMANDS)
    yield from (Text(words.raw(f"description.{name}")) for name in ("full", "short"))
    yield from (Text(words.raw(name)) for name in ("clipped", "repeat", "told.cannot_keep"))


def import_problems() -> set[str]:
    source = inspect.getsource(places)
    return set(re.findall(r'Problem\([^)]*?, (?:"\w+"|name), "(\w+)"', source))


def test_every_key_is_said_by_something_and_nothing_is_said_without_words() -> None:
    words = Listening()
    assert all(everything(words))
    assert words.heard == set(words)


def test_no_parameter_is_empty_or_left_standing() -> None:
    for text in everything(catalogue()):
        assert not re.search(r"\bNone\b|[{}]|\*\*|<", text.plain), text.plain


def test_every_template_that_is_more_than_its_words_is_used() -> None:
    assert {site.template for site in sites()} | {each for told in NOTICES.values() for _, each in told} >= set(PAGES)


def test_every_refusal_has_words_and_is_raised() -> None:
    assert set(REFUSALS) == {key.removeprefix("refusal.") for key in catalogue() if key.startswith("refusal.")}
    assert {f"refusal.{name}" for name in REFUSALS} <= {site.template for site in sites()}
    assert all(each.__mro__[1] is Refusal for each in REFUSALS.values())


def test_every_code_does_something_and_stands_on_a_button(writer: Writer) -> None:
    rows = [row for template, params in POSTS for row in page(writer, template, params).rows]
    assert set(DOINGS) == set(Code)
    assert {button.code for row in rows for button in row} == set(Code)


@pytest.mark.parametrize("repeat", [False, True])
def test_every_post_is_a_message_that_telegram_takes(renderer: Renderer, repeat: bool) -> None:
    for template, params in POSTS:
        sent = renderer(delivery(template, params, repeat=repeat))
        assert 0 < units(sent.text) <= 4096, template
        for entity in sent.entities:
            bold = sent.text.encode("utf-16-le")[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])]
            assert bold.decode("utf-16-le").strip(), template
        buttons = [button for row in sent.markup["inline_keyboard"] for button in row] if sent.markup else []
        assert all(0 < units(button["text"]) <= 64 for button in buttons), template
        assert all(len(button["callback_data"].encode()) <= 64 for button in buttons), template
        assert len(buttons) <= 100


def test_every_answer_to_a_tap_fits(writer: Writer) -> None:
    assert ALERTS
    for template, params in [*ALERTS, *((each, {}) for each in TOLD_IN_ALERTS)]:
        assert 0 < units(writer.say(template, params).plain) <= 200, template


def test_the_largest_ids_fit_into_a_button(renderer: Renderer) -> None:
    sent = renderer(delivery("ask.assign", {"case_id": LARGEST, "number": "", "workers": [(LARGEST, "网格员")]}))
    assert sent.markup
    assert len(sent.markup["inline_keyboard"][0][0]["callback_data"].encode()) <= 64


def test_the_menu_of_commands_and_the_description_fit(words: Catalogue) -> None:
    assert all(re.fullmatch(r"[a-z0-9_]{1,32}", name) for name in COMMANDS)
    assert all(1 <= units(words.raw(f"commands.{name}")) <= 256 for name in COMMANDS)
    assert units(words.raw("description.full")) <= 512
    assert units(words.raw("description.short")) <= 120
