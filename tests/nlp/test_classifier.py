"""The classifier as a whole: kinds and matters of invented messages, and that nothing at all breaks it."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.lexicon import LexiconError
from civic.understanding import Matter, Understanding
from nlp.classifier import KeywordClassifier

KINDS = {
    "3号楼电梯又坏了,老人下不来": "C03",
    "楼道灯不亮，晚上摸黑上楼": "C04",
    "没暖气，家里只有十五度": "D04",
    "下水道堵了，污水从地漏往外冒": "C02",
    "顶楼一下雨就漏水": "C01",
    "物业费涨价没有公示": "B02",
    "想成立业委会，怎么弄": "O01",
    "门口有人摆摊占道经营": "P01",
    "楼下饭店油烟太大": "J01",
    "广场舞音响吵到半夜": "I03",
    "工地夜间施工睡不着": "I02",
    "邻居遛狗不牵绳": "M01",
    "流浪猫越来越多": "M03",
    "垃圾三天没人清运": "G01",
    "消防通道停满了车": "F01",
    "电动车推进电梯上楼充电": "E05",
    "小区装几个充电桩吧": "E06",
    "有人私装地锁": "E04",
    "一楼私自搭建阳光房": "K01",
    "隔壁砸承重墙": "K02",
    "楼上群租隔断住了十几个人": "K04",
    "树枝挡住窗户，请修剪": "H01",
    "有人在绿地种菜": "H02",
    "自来水发黄有味": "D01",
    "宽带没信号": "D06",
    "孩子入学学区怎么划分": "Q05",
    "社保卡怎么异地报销": "Q03",
    "老板拖欠工资": "R03",
    "健身房跑路不退款": "R01",
    "门禁刷卡没反应": "B05",
    "老旧小区什么时候改造": "O04",
    "小广告贴满楼道": "G06",
    "蟑螂老鼠太多": "G05",
    "快递柜乱收费，快递不上门": "Q08",
}

MATTERS = {
    "请问高龄补贴需要什么材料": Matter.INQUIRY,
    "水管爆了": Matter.HELP,
    "请求帮忙修一下楼道灯": Matter.HELP,
    "投诉物业不作为": Matter.COMPLAINT,
    "楼下酒吧扰民没人管": Matter.COMPLAINT,
    "举报无证黑作坊": Matter.REPORT,
    "建议增设公交站": Matter.SUGGESTION,
    "表扬网格员小李，点赞": Matter.PRAISE,
}


@pytest.mark.parametrize(("text", "code"), KINDS.items())
def test_the_kind_is_among_the_three_shown_and_explained(classifier, text, code):
    guesses = classifier.understand(text).guesses[:3]
    assert code in [guess.code for guess in guesses]
    assert all(guess.words for guess in guesses)


def test_most_first_choices_are_right(classifier):
    right = sum(classifier.understand(text).guesses[0].code == code for text, code in KINDS.items())
    assert right >= 0.9 * len(KINDS)


@pytest.mark.parametrize(("text", "matter"), MATTERS.items())
def test_the_matter_is_told(classifier, text, matter):
    assert classifier.understand(text).matter is matter


def test_words_of_danger_do_not_change_the_kind_of_an_ordinary_request(classifier):
    understood = classifier.understand("一旦着火消防车进不来，消防通道被堵死了")
    assert understood.guesses[0].code == "F01"
    assert not understood.danger


@settings(deadline=None)
@given(st.text(st.characters(), max_size=300))
def test_no_text_breaks_it_and_the_answer_is_always_the_same(classifier, text):
    understood = classifier.understand(text)
    assert isinstance(understood, Understanding)
    assert classifier.understand(text) == understood


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "电梯",
                "着火",
                "没有",
                "一旦",
                "3号楼",
                "幸福-261122-003",
                "。",
                "，",
                "\n",
                "\ud83d",
                "\u202e",
                "谢谢",
                "投诉",
                "🔥",
                "-",
                "百",
                "…",
            ]
        ),
        max_size=60,
    ).map("".join)
)
def test_no_mixture_of_its_own_words_breaks_it(classifier, text):
    assert classifier.understand(text) == classifier.understand(text)


@pytest.mark.parametrize(
    "piece",
    [
        "水",
        "。",
        "电梯，",
        "着火。",
        "3-",
        "一",
        "十",
        "a",
        "1",
        " ",
        "\u200b",
        "\ud800",
        "没有井盖…",
        "🔥",
        "火车站着",
        "(",
        "\n",
        "-261122",
    ],
)
def test_ten_thousand_characters_of_anything_are_finished_with(classifier, piece):
    assert isinstance(classifier.understand(piece * (10_000 // len(piece) + 1)), Understanding)


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(), min_size=1, max_size=8).map(lambda piece: piece * 1_500))
def test_repeated_pieces_are_finished_with(classifier, piece):
    assert isinstance(classifier.understand(piece), Understanding)


def test_threads_see_the_same(classifier):
    texts = [*KINDS, *MATTERS] * 3
    alone = [classifier.understand(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(classifier.understand, texts)) == alone


def test_threads_may_begin_together(taxonomy):
    cold = KeywordClassifier(taxonomy)
    with ThreadPoolExecutor(4) as pool:
        assert len({repr(each) for each in pool.map(cold.understand, ["3号楼电梯又坏了，老人下不来"] * 8)}) == 1


@pytest.mark.parametrize("files", [{"own": "own.toml"}, {"learned": "learned.toml"}])
def test_a_fault_in_files_of_a_deployment_is_found_at_once(taxonomy, tmp_path, files):
    [(use, name)] = files.items()
    (tmp_path / name).write_text("[I99]", encoding="utf-8")
    with pytest.raises(LexiconError, match=name):
        KeywordClassifier(taxonomy, **{use: tmp_path / name})


def test_another_process_says_the_same_and_nothing_else(classifier):
    program = (
        "from nlp.taxonomy import load_taxonomy; from nlp.classifier import KeywordClassifier\n"
        "classifier = KeywordClassifier(load_taxonomy())\n"
        f"print([classifier.understand(text) for text in {list(KINDS)!r}])"
    )
    environment = {"PYTHONHASHSEED": "7", "PYTHONUTF8": "1"}
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, env=environment)
    assert said.stderr == b""
    assert said.stdout.decode("utf-8").strip() == str([classifier.understand(text) for text in KINDS])


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        ("俺家下税道堵了", "C02", "下税道"),
        ("電梯困人了，裡面有兩個人", "A03", "電梯"),
        ("dt坏了，老人下不来", "C03", "dt"),
    ],
)
def test_words_are_named_as_they_were_written(classifier, text, code, word):
    understood = classifier.understand(text)
    words = [word for guess in understood.guesses for word in guess.words]
    assert code in [guess.code for guess in understood.guesses[:3]] + [understood.danger and understood.danger.code]
    assert all(written in text for written in words)
    assert any(word in written for written in words)


def test_words_of_a_danger_that_is_not_present_are_named_as_written_too(classifier):
    text = "萬一電梯困人了怎麼辦"
    danger = classifier.understand(text).danger
    assert danger is not None
    assert not danger
    assert all(word in text for word in danger.words + danger.against)
    assert danger.against
