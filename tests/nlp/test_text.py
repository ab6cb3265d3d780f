"""Reading texts: one width, one script, slips mended, nothing invisible, bounded, and everything still found where it stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.tables import SHIPPED
from nlp.text import LONGEST, Speller, normalise
from nlp.weights import read_table

SLIPS = read_table(SHIPPED / "slips.toml")
SPELLER = Speller(SLIPS)


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("３号楼２单元", "3号楼2单元"),
        ("ＫＴＶ太吵", "ktv太吵"),
        ("着\u200b火\u200d了", "着火了"),
        ("\u202e着火\u202c", "着火"),
        ("停\x00水", "停水"),
        ("停\ud800水\udfff", "停水"),
        ("a\u3000b\tc", "a b c"),
        ("幸福－261122—003", "幸福-261122-003"),
        ("停水,停电!真的?;", "停水，停电！真的？；"),
        ("停水，停电！真的？；", "停水，停电！真的？；"),
        ("一\r\n二", "一\n二"),
        ("  \n ", ""),
        ("❤️", "❤"),
        ("電梯壞了，裡面有兩個人", "电梯坏了，里面有两个人"),
    ],
)
def test_texts_are_brought_to_one_form(raw, plain):
    assert normalise(raw) == plain


def test_a_text_of_any_length_is_bounded():
    assert len(normalise("水" * (LONGEST + 5))) == LONGEST


@given(st.text(st.characters()))
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(st.characters()))
def test_what_comes_out_can_be_written_anywhere(text):
    assert "\x00" not in normalise(text).encode("utf-8").decode("utf-8")


READ = {
    "水管暴了": "水管爆了",
    "俺家木有水": "我家没有水",
    "俺们楼道旮旯里埋汰得很": "我们楼道角落里脏得很",
    "晌午拾掇了": "中午收拾了",
    "WY不管": "物业不管",
    "dt 坏了": "电梯 坏了",
    "wifi没信号": "wifi没信号",
    "加v:wy_123": "加v:wy_123",
    "充电装置坏了": "充电装置坏了",
    "房子烧毁了": "房子烧毁了",
    "電剃壞了": "电梯坏了",
    "1️⃣号楼🔥": "1号楼🔥",
    "İ俺": "İ我",
    "消.防.通.道被堵": "消防通道被堵",
    "3 号 楼 一 单 元": "3 号楼一单元",
    "灯坏了 快 来": "灯坏了 快 来",
    "🐀太多": "老鼠太多",
    "skd油烟": "烧烤店油烟",
}


@pytest.mark.parametrize(("raw", "read"), READ.items())
def test_what_is_meant_is_read(raw, read):
    assert SPELLER.read(raw).text == read


@pytest.mark.parametrize(
    ("raw", "word", "written"),
    [
        ("家里水管暴了", "爆了", "管暴了"),
        ("  ＷＹ不管", "物业", "ＷＹ"),
        ("電梯困人", "电梯", "電梯"),
        ("着\u200b火了", "着火", "着\u200b火"),
        ("俺家木有水", "没有水", "木有水"),
        ("俺家", "电梯", "电梯"),
        ("俺家", "", ""),
    ],
)
def test_a_word_is_shown_as_it_was_written(raw, word, written):
    assert SPELLER.read(raw).written(word) == written


MIXTURES = st.lists(
    st.sampled_from(
        [*SLIPS["typing"], *SLIPS["dialect"], *SLIPS["initials"], *SLIPS["emoji"], "\u200b", "İ", " ", "電", "，", "a"]
    ),
    max_size=12,
).map("".join)


@given(MIXTURES | st.text(st.characters(), max_size=80))
def test_everything_read_stood_somewhere_in_order(raw):
    reading = SPELLER.read(raw)
    assert len(reading.text) == len(reading.starts) == len(reading.ends)
    assert all(0 <= start < end <= len(raw) for start, end in zip(reading.starts, reading.ends, strict=True))
    assert list(reading.starts) == sorted(reading.starts)
    assert list(reading.ends) == sorted(reading.ends)
    assert reading.text == reading.text.strip()


@given(st.text("灯坏了很久吵，。123", max_size=60))
def test_what_holds_nothing_to_mend_stands_where_it_stood(raw):
    reading = SPELLER.read(raw)
    assert reading.text == normalise(raw)
    assert all(reading.written(character) == character for character in reading.text)
