"""Places heard where they are written wrong, and landmarks."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.places import Ear, Landmarks
from nlp.tables import SHIPPED
from nlp.weights import read_table

NAMES = (
    "幸福小区",
    "幸福家园",
    "安康小区",
    "光明里小区",
    "金色水岸花园",
    "阳光国际公寓",
    "福兴",
    "向阳社区",
    "中心广场",
)
LANDMARKS = Landmarks(**read_table(SHIPPED / "landmarks.toml"))

HEARD = {
    "我是辛福小区的": ("幸福小区",),
    "幸副小区停水": ("幸福小区",),
    "兴福家园3号楼": ("幸福家园",),
    "安康小去没水": ("安康小区",),
    "暗康小区": ("安康小区",),
    "光明李小区电梯坏了": ("光明里小区",),
    "金色水案花园": ("金色水岸花园",),
    "金色水暗花元": ("金色水岸花园",),
    "阳光国祭公寓": ("阳光国际公寓",),
    "金色小岸花园": ("金色水岸花园",),
    "在幸福小区": ("幸福小区",),
}

NOT_HEARD = ["", "小区停水了", "幸福", "复兴路修路", "我家很幸福", "安静的小区", "电梯坏了", "平安小区", "xingfu"]


@pytest.mark.parametrize(("text", "names"), HEARD.items())
def test_a_name_written_wrong_is_heard(text, names):
    assert Ear().heard(text, NAMES) == names


@pytest.mark.parametrize("text", NOT_HEARD)
def test_what_only_resembles_a_name_is_not(text):
    assert Ear().heard(text, NAMES) == ()


@given(st.text(max_size=60), st.lists(st.text(max_size=8), max_size=5))
def test_any_text_and_names_are_heard_out(text, names):
    heard = Ear().heard(text, names)
    assert set(heard) <= set(names)


def test_two_thousand_names_are_gone_through_soon():
    names = [
        f"幸福{a}{b}小区" for a in "东西南北中一二三四五六七八九十" for b in "苑园里府城湾庭居轩阁村家山水光明华丽"
    ] * 8
    ear = Ear()
    ear.heard("先听一遍幸福小区", names)
    begun = time.process_time()
    ear.heard("我家住在辛福东苑小区3号楼，楼道灯坏了很久没人修，麻烦派人来看看", names)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("text", "landmarks"),
    [
        ("北门路灯坏了", ("北门",)),
        ("地下车库进水，车库入口堵了", ("地下车库", "车库入口")),
        ("小区门口的中心广场", ("小区门口", "中心广场")),
        ("楼道灯坏了，楼道很黑", ("楼道",)),
        ("没水了", ()),
    ],
)
def test_landmarks_are_named_in_order(text, landmarks):
    assert LANDMARKS.find(text) == landmarks


@pytest.mark.parametrize(
    ("text", "findable"),
    [
        ("楼道灯不亮了", False),
        ("3号楼楼道灯不亮了", True),
        ("北门的路灯不亮了", True),
        ("单元门关不上", False),
        ("地下车库灯不亮", True),
        ("路灯坏了", False),
    ],
)
def test_where_to_come_is_told_by_a_spot_or_by_what_there_is_one_of(classifier, text, findable):
    assert classifier.understand(text).findable is findable
