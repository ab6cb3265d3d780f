"""Reading building, unit, floor and room as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.understanding import Spot
from nlp.spot import find_spot
from nlp.text import normalise

FOUND = {
    "3号楼2单元501漏水": ("3", "2", None, "501"),
    "三号楼二单元": ("3", "2", None, None),
    "十二号楼三单元1201室": ("12", "3", None, "1201"),
    "二十一栋": ("21", None, None, None),
    "一百零二栋": ("102", None, None, None),
    "二零三号楼": ("203", None, None, None),
    "３号楼２单元５０１": ("3", "2", None, "501"),
    "03号楼": ("3", None, None, None),
    "3-2-501暖气不热": ("3", "2", None, "501"),
    "3-501": ("3", None, None, "501"),
    "10-1201没水": ("10", None, None, "1201"),
    "3#501": ("3", None, None, "501"),
    "3#2单元102": ("3", "2", None, "102"),
    "3#楼": ("3", None, None, None),
    "7幢": ("7", None, None, None),
    "A座": ("A", None, None, None),
    "b座12层1203": ("B", None, "12", "1203"),
    "a3栋902": ("A3", None, None, "902"),
    "3号楼东单元": ("3", "东", None, None),
    "3号楼12楼": ("3", None, "12", None),
    "二单元三楼": (None, "2", "3", None),
    "住五楼的老人": (None, None, "5", None),
    "一楼商铺": (None, None, "1", None),
    "负一楼停车场": (None, None, "-1", None),
    "第3层": (None, None, "3", None),
    "101室": (None, None, None, "101"),
    "3号楼二单元五零一": ("3", "2", None, "501"),
    "七栋一二零三室": ("7", None, None, "1203"),
    "3栋一单元": ("3", "1", None, None),
    "3号楼道灯坏了": ("3", None, None, None),
    "整栋楼都停水，我在5号楼": ("5", None, None, None),
}

NOTHING = [
    "",
    "地下车库",
    "楼上太吵",
    "一栋楼",
    "两栋楼之间",
    "这栋居民楼",
    "共18层",
    "33层高的楼",
    "五层楼房",
    "20多层",
    "3号下午停水",
    "幸福路3号",
    "10号线地铁",
    "13812345678",
    "0571-88881234",
    "2025-2026年度",
    "上午8-10点",
    "12-1-3",
    "花了500元",
    "12-500元",
    "3座桥",
    "每层楼",
]


@pytest.mark.parametrize(("text", "spot"), FOUND.items())
def test_a_spot_is_read(text, spot):
    assert find_spot(normalise(text)) == Spot(*spot)


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_spot_is_none(text):
    assert not find_spot(normalise(text))


@given(st.integers(1, 999), st.integers(1, 20), st.integers(100, 9999))
def test_the_short_form_says_the_same_as_the_long(building, unit, room):
    short = find_spot(f"{building}-{unit}-{room}")
    assert short == find_spot(f"{building}号楼{unit}单元{room}") == Spot(str(building), str(unit), None, str(room))


@given(st.text("零〇一二两三四五六七八九十百0123456789-#号楼栋幢座单元层室负第a "))
def test_no_numeral_however_odd_is_an_error(text):
    find_spot(text)
