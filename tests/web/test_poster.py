"""The poster and its code: text is text, and the code is the link's."""

import struct
import xml.etree.ElementTree as ET
import zlib
from html.parser import HTMLParser

import pytest
import segno

from bot.operate import POSTER
from handlers.words import catalogue
from web.poster import poster, qr_png

LINK = "https://t.me/youshi_bot?start=xf"
BORDER, SCALE = 4, 16
HOSTILE = "</title><script>alert(1)</script>&amp;\"'{lead}{0}"


class Tags(HTMLParser):
    """Collects the tags and the words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def texts(place: str) -> dict[str, str]:
    return {name: catalogue().say(f"poster.{name}", {"place": place}).plain for name in POSTER}


@pytest.mark.parametrize("place", [HOSTILE, "<b>幸福</b>小区", "A&B 大厦", "{title}"])
def test_whatever_a_place_is_called_stays_text(place: str) -> None:
    plain, wild = Tags(poster(texts("幸福小区"), LINK)), Tags(poster(texts(place), LINK))
    assert wild.tags == plain.tags
    assert f"{place}的事" in wild.words
    assert "script" not in wild.tags


def test_the_page_needs_nothing_from_elsewhere_and_is_one_sheet() -> None:
    page = poster(texts("幸福小区"), LINK)
    assert not {"img", "link", "script", "iframe"} & set(Tags(page).tags)
    assert "url(" not in page
    assert "size: A4 portrait" in page
    assert all(words in Tags(page).words for words in texts("幸福小区").values())


@pytest.mark.parametrize("link", [LINK, "https://t.me/youshi_bot?start=" + "a" * 64])
def test_the_picture_is_the_codes_own_pattern_at_a_size_that_prints(link: str) -> None:
    """Without a decoder at hand: the dark and light squares of the picture are those that the standard gives for the link."""
    expected = [[bool(square & 1) for square in row] for row in segno.make(link, error="m", micro=False).matrix]
    dark = pixels(qr_png(link))
    size = len(expected)
    assert len(dark) == (size + 2 * BORDER) * SCALE >= 500
    squares = [row[SCALE // 2 :: SCALE] for row in dark[SCALE // 2 :: SCALE]]
    assert [row[BORDER:-BORDER] for row in squares[BORDER:-BORDER]] == expected
    quiet = squares[:BORDER] + squares[-BORDER:] + [row[:BORDER] + row[-BORDER:] for row in squares]
    assert not any(any(row) for row in quiet)


def test_the_pages_code_is_the_same_as_the_pictures() -> None:
    page = poster(texts("幸福小区"), LINK)
    svg = ET.fromstring(page[page.index("<svg") : page.index("</svg>") + 6])
    drawn = segno.make(LINK, error="m", micro=False).svg_inline(border=2, omitsize=True)
    assert ET.tostring(svg) == ET.tostring(ET.fromstring(drawn))


def pixels(png: bytes) -> list[list[bool]]:
    """Which pixels of a black-and-white PNG are dark."""
    place, chunks, data = 8, {}, b""
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        kind, content = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        chunks[kind] = content
        data += content if kind == b"IDAT" else b""
        place += 12 + length
    width, height, depth, colour = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    assert (depth, colour) == (1, 0)
    stride = 1 + (width + 7) // 8
    raw, above, rows = zlib.decompress(data), bytes(stride - 1), []
    for start in range(0, stride * height, stride):
        filtered, row = raw[start], raw[start + 1 : start + stride]
        assert filtered in {0, 2}  # as it is, or the difference to the row above
        above = bytes((here + up) % 256 for here, up in zip(row, above, strict=True)) if filtered else row
        rows.append(above)
    return [[not row[x // 8] >> (7 - x % 8) & 1 for x in range(width)] for row in rows]
