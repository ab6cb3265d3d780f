"""Danger: found when it is now or when that is unclear, not when it is imagined, denied, over or a play of characters."""

from pathlib import Path

import pytest

from nlp.evaluation import read_rows
from tests.nlp.kit import shares

NOW = {
    "A01": [
        "楼下着火了快来人",
        "厨房冒烟了",
        "3号楼楼道里全是烟",
        "有人家里烧起来了！",
        "去年着火过，现在又着火了",
        "楼上起火，怕烧下来",
    ],
    "A02": ["厨房闻到一股煤气味", "楼道里天然气泄漏", "燃气报警器一直在响", "屋里有股臭鸡蛋的味道"],
    "A03": [
        "电梯困人了",
        "我被困在电梯里",
        "门不开灯也灭了，我和孩子在电梯里",
        "电梯里有两个人出不来",
        "电梯突然往下掉",
        "电梯卡住了我们都关在里面，电梯里灯灭了",
    ],
    "A04": ["电线掉下来了还在冒火花", "路灯杆带电，有人被电了", "刚才孩子触电了"],
    "A05": ["楼上扔酒瓶下来", "有人高空抛物差点砸到孩子", "空调外机要掉了"],
    "A06": ["外墙瓷砖一直往下掉", "后墙塌了", "外墙大面积脱落"],
    "A07": ["路边井盖没了", "门口路面塌陷", "孩子掉井里了"],
    "A08": [
        "有个老人晕倒在花坛边",
        "我妈摔倒了起不来",
        "邻居喘不上气了",
        "楼道里有人躺着叫不应",
        "孩子被锁在车里了",
        "有人溺水",
    ],
    "A09": ["楼下有人拿刀砍人", "隔壁在打老婆，一直喊救命", "有人撬门", "一个男的一直跟着我", "老公又打我了"],
    "A10": ["我不想活了", "有人站在楼顶", "她说要割腕", "活着真没什么意思"],
    "A11": ["孩子走丢了", "老人不见了，穿蓝衣服", "我爸老年痴呆，早上出门走了"],
    "A12": ["地下车库进水了", "雨水倒灌进一楼", "积水没过膝盖了"],
}

NOT_NOW = [
    "3号楼电梯又坏了,老人下不来",
    "看着火车站那边修路",
    "消防通道被占，一旦着火后果不堪设想",
    "如果有人困在电梯里怎么办",
    "万一煤气泄漏谁负责",
    "担心外墙脱落砸到人",
    "去年我们楼着火过，希望检查灭火器",
    "上次电梯困人之后物业也没修",
    "曾经有孩子走丢",
    "没有着火，是饭店油烟",
    "楼下没人受伤，没有人打架",
    "希望多做火灾演练",
    "请组织触电知识讲座",
    "电线私拉容易引起火灾",
    "飞线充电存在着火隐患",
    "2024年3月地库进水，至今没赔",
    "我被广场舞困扰很久了",
    "孩子补课太贵",
    "店里跳楼价甩卖，喇叭太吵",
    "家里没气了，燃气卡怎么充",
    "打架子鼓太吵",
    "有人在楼顶抽烟，怕着火",
    "别的小区电动车都烧起来了，我们也该管管",
    "漏电保护开关老跳闸",
    "申请救命钱补助",
]


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in NOW.items() for text in texts])
def test_a_present_danger_is_found_and_its_words_are_named(classifier, code, text):
    danger = classifier.understand(text).danger
    assert danger.now
    assert danger.code == code
    assert danger.words


def test_no_word_is_named_within_another(classifier):
    words = classifier.understand("电线掉下来了还在冒火花").danger.words
    assert all(word in "电线掉下来了还在冒火花" for word in words)
    assert not any(one in other for one in words for other in words if one != other)


@pytest.mark.parametrize("text", NOT_NOW)
def test_what_only_sounds_like_danger_is_none(classifier, text):
    assert not classifier.understand(text).danger


@pytest.mark.parametrize(
    "disguise", ["着\u200b火了", "着\u202e火了", "着\x00火了", "　着火了　", "着火了" + "啊" * 9_000]
)
def test_no_disguise_hides_it(classifier, disguise):
    assert classifier.understand(disguise).danger.code == "A01"


def test_a_late_sentence_counts_like_the_first(classifier):
    assert classifier.understand("小区绿化没人管。" * 600 + "楼下着火了！").danger


def test_a_guard_holds_for_its_own_sentence_only(classifier):
    assert classifier.understand("去年物业换过灭火器。楼下着火了").danger
    assert classifier.understand("楼下着火了。去年也着火过").danger


def test_every_kind_of_emergency_has_signs(classifier, taxonomy):
    emergencies = {code for code in taxonomy if code.startswith("A")}
    assert set(NOW) == emergencies


@pytest.mark.parametrize(
    "text",
    [
        "您好，领导，我们楼着火了，请马上派人，非常感谢",
        "您好，我是3号楼的业主，我家楼上住户厨房起火了，物业电话打不通，希望社区赶紧联系消防，谢谢",
        "社区的同志你好，我反映个情况，2单元有位老人晕倒在楼道，麻烦安排人看看",
        "请问能不能来人看看，家里燃气报警器一直响",
        "領導您好，電梯困人了",
        "俺家楼下着火了，咋整",
    ],
)
def test_who_is_polite_in_danger_is_heard(classifier, text):
    assert classifier.understand(text).danger


def test_what_speaks_against_a_danger_is_named(classifier):
    danger = classifier.understand("昨天有人被困电梯").danger
    assert danger is not None
    assert not danger.now
    assert danger.against
    assert all(word in "昨天有人被困电梯" for word in danger.against)


def test_who_is_desperate_or_beaten_is_heard_in_few_words(classifier):
    """By a hand that nobody learned from; half of the dangers name neither."""
    rows = read_rows(Path(__file__).with_name("quiet.csv"))
    found, wrong = shares(rows, "danger", lambda text: classifier.understand(text).danger)
    assert found >= 0.93
    assert wrong <= 0.05
