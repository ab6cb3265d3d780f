"""The writer: moments on the wall, places and spots, quotes, and what people wrote on every page."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.buttons import Code
from handlers.render import Renderer
from handlers.render.writer import LONGEST_QUOTE, Writer
from handlers.words import Catalogue, catalogue, clean, units
from services.delivery import Delivery
from services.posts import Promise
from tests.handlers.values import FREE, NOW, SHANGHAI, posts

HOSTILE = "\u202e**{case}**<b>🏠\x00\ud83d\u2066\u061c\x85\r" + "🏠老" * 1400
CASE_CARDS = ("case.resident", "case.worker")


@pytest.mark.parametrize(
    ("utc", "read"),
    [
        (datetime(2026, 11, 22, 2, 30, tzinfo=UTC), "11月22日（周日）10:30"),
        (datetime(2026, 11, 22, 16, 0, tzinfo=UTC), "11月22日（周日）24:00"),
        (datetime(2026, 11, 22, 16, 1, tzinfo=UTC), "11月23日（周一）00:01"),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), "12月31日（周四）24:00"),
        (datetime(2027, 1, 1, 1, 5, 59, tzinfo=UTC), "1月1日（周五）09:05"),
        (datetime(2028, 2, 29, 16, 0, tzinfo=UTC), "2月29日（周二）24:00"),
    ],
)
def test_moments_are_those_of_the_wall_and_midnight_ends_its_day(writer: Writer, utc: datetime, read: str) -> None:
    assert writer.moment(utc.timestamp()) == read


def test_names_that_end_in_at_or_by_are_moments(writer: Writer) -> None:
    assert writer.say("list.line_until", {"until_at": NOW.timestamp()}).plain.endswith("11月22日（周日）10:30")


@pytest.mark.parametrize(
    ("spot", "read"),
    [
        ({}, "幸福小区"),
        ({"building": "3", "unit": "2", "floor": "5", "room": "501"}, "幸福小区 3号楼 2单元 5楼 501"),
        ({"building": "A", "floor": "-1"}, "幸福小区 A座 负1楼"),
        ({"building": "A3", "unit": "东", "room": "501"}, "幸福小区 A3号楼 东单元 501"),
        ({"unit": "甲"}, "幸福小区 甲单元"),
    ],
)
def test_a_spot_is_named_as_it_is_on_the_doors(writer: Writer, spot: dict[str, str], read: str) -> None:
    assert writer.where({"place": "幸福小区", "spot": spot}) == read
    assert writer.where({"place": "幸福小区"}) == "幸福小区"


def test_a_long_quote_is_clipped_and_says_so(writer: Writer, words: Catalogue) -> None:
    quote = writer.quote("🏠" * LONGEST_QUOTE)
    assert units(quote.plain) <= LONGEST_QUOTE
    assert quote.plain.endswith("🏠" + words.raw("clipped"))


@given(st.text(st.characters(exclude_categories=())))
def test_a_quote_is_cleaned_like_everything_else(said: str) -> None:
    quote = Writer(catalogue(), SHANGHAI).quote(said)
    assert quote.plain == clean(quote.plain)


def test_a_card_without_words_has_no_line_for_them(renderer: Renderer) -> None:
    cards = {template: params for template, params in posts() if template in CASE_CARDS}
    for template, params in cards.items():
        assert "💬" in renderer.page(template, {**params, "text": "电梯"}).text.plain
        assert "💬" not in renderer.page(template, {**params, "text": ""}).text.plain


def test_a_card_that_asks_for_the_kind_has_a_button_each_and_a_way_to_the_others(renderer: Renderer) -> None:
    card = next(params for template, params in posts() if template == "case.resident") | {"actions": ["rekind"]}
    asking = renderer.page("case.resident", {**card, "kinds_asked": [("A01", "火情"), ("C03", "电梯")]})
    meant = [[(button.caption, button.code, button.arg) for button in row] for row in asking.rows]
    assert meant[:3] == [[("火情", Code.KIND, "A01")], [("电梯", Code.KIND, "C03")], [("都不是", Code.GROUPS, "")]]
    assert "哪一类" in asking.text.plain
    assert "哪一类" not in renderer.page("case.resident", {**card, "kinds_asked": []}).text.plain


def _hostile(params: dict[str, Any]) -> dict[str, Any]:
    """The same parameters, with whatever somebody may have written as wild as can be."""
    changed = {key: HOSTILE if key in FREE and params[key] else value for key, value in params.items()}
    if params.get("workers"):
        changed["workers"] = [(1, "\u202e甲\u2066")]
    if params.get("choices"):
        changed["choices"] = [(1, "\u202e甲\u2066") if isinstance(each, tuple) else each for each in params["choices"]]
    return changed


def test_whatever_people_write_every_message_can_be_sent_and_read(renderer: Renderer) -> None:
    written = [(template, params) for template, params in posts() if _hostile(params) != params]
    for template, params in written:
        sent = renderer(Delivery(1, 1, template, _hostile(params), Promise.CARD, "card", None, None, False, 1, False))
        assert sent.text == clean(sent.text), template
        assert 0 < units(sent.text) <= 4096, template
        whole = sent.text.encode("utf-16-le")
        for entity in sent.entities:
            assert whole[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le"), template
        captions = [button["text"] for row in sent.markup["inline_keyboard"] for button in row] if sent.markup else []
        assert captions == [clean(caption) for caption in captions], template


def test_a_repeat_says_so_first_and_the_bold_runs_move_with_it(renderer: Renderer) -> None:
    params = {"name": "住户甲", "place": "幸福小区"}
    first, again = (
        renderer(Delivery(1, 1, "welcome", params, Promise.CRITICAL, None, None, None, False, 1, repeat))
        for repeat in (False, True)
    )
    assert again.text == "（补发，可能重复）\n" + first.text
    assert {entity["offset"] - units(again.text) for entity in again.entities} == {
        entity["offset"] - units(first.text) for entity in first.entities
    }
