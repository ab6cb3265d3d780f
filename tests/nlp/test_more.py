"""What goes on with a request just made: told by learned patterns, and never where somebody names a matter of their own."""

from pathlib import Path

import pytest

from civic.understanding import Intent
from nlp.evaluation import read_rows
from nlp.more import LONGEST
from nlp.patterns import MORE, Patterns, PatternTable
from nlp.patterns_learning import learn_more, more_in
from nlp.tables import SHIPPED
from tests.nlp.kit import shares


@pytest.mark.parametrize("text", ["快点来修", "已经三个月了", "就是我家楼下那个", "每天晚上都这样", "越来越大了"])
def test_what_names_no_matter_goes_on(classifier, text):
    assert classifier.understand(text).more


@pytest.mark.parametrize(
    "text", ["路灯不亮", "电梯又坏了", "停水了", "谢谢", "什么时候来", "不用修了", "你好", "光明-261123-001"]
)
def test_what_names_one_or_has_its_own_answer_does_not(classifier, text):
    assert classifier.understand(text).more == ()


def test_its_words_are_named_as_they_were_written(classifier):
    understood = classifier.understand("快點來修")
    assert understood.more
    assert all(word in "快點來修" for word in understood.more)


def test_whoever_writes_much_says_what_it_is_about(classifier):
    assert not classifier.understand("快点来修" * LONGEST).more


def test_messages_followed_by_more_in_a_hand_that_nobody_learned_from(classifier):
    rows = read_rows(Path(__file__).with_name("more.csv"))
    found, wrong = shares(rows, "more", lambda text: classifier.understand(text).more)
    assert found >= 0.83
    assert wrong <= 0.05


@pytest.mark.parametrize("name", ["plain_1", "plain_2", "unseen", "unseen_2", "unseen_3"])
def test_few_requests_are_taken_for_more_of_another(classifier, name):
    rows = read_rows(Path(__file__).parent / "said" / f"{name}.csv")
    requests = [row["text"] for row in rows if row["intent"] == Intent.REQUEST and row["danger"] == "0"]
    assert sum(bool(classifier.understand(text).more) for text in requests) <= 0.07 * len(requests)


@pytest.mark.parametrize("text", ["3号楼坏了", "3号楼又坏了", "麻烦过来一趟", "太吵了"])
def test_what_says_that_something_is_wrong_and_not_what_is_vague(classifier, text):
    assert classifier.understand(text).vague


@pytest.mark.parametrize(
    "text", ["3号楼电梯又坏了", "停水了", "冻死了", "快来人啊着火了", "谢谢", "什么时候来", "我家也停水了"]
)
def test_what_says_it_is_not(classifier, text):
    assert not classifier.understand(text).vague


def test_of_a_hand_that_nobody_learned_from_most_vague_requests_are_asked_about_and_few_others(classifier):
    rows = read_rows(Path(__file__).with_name("vague.csv"))
    understood = {row["text"]: classifier.understand(row["text"]) for row in rows}
    filed = [row for row in rows if understood[row["text"]].files and not understood[row["text"]].danger]
    found, wrong = shares(filed, "vague", lambda text: understood[text].vague)
    assert found >= 0.7
    assert wrong <= 0.08


def test_it_is_learned_from_short_messages_that_say_so_and_from_requests(classifier):
    rows = [
        {"more": "1", "text": "快点来"},
        {"more": "0", "text": "灯坏了"},
        {"intent": "request", "text": "停水"},
        {"intent": "dissatisfied", "text": "没人管"},
        {"intent": "request", "text": "水" * (LONGEST + 1)},
    ]
    assert more_in(rows, classifier._tables.speller) == [("快点来", True), ("灯坏了", False), ("停水", False)]


def test_a_table_has_the_one_answer():
    pytest.importorskip("sklearn")
    said = [
        (f"{text}{end}", more) for text, more in (("快点来", True), ("灯坏了", False)) for end in ("", "啊", "呀", "！")
    ]
    patterns = Patterns(learn_more(said))
    assert patterns.answers == (MORE,)
    assert patterns.read("快点来人").scores[MORE] > 0 > patterns.read("灯坏了").scores[MORE]
    with pytest.raises(ValueError, match="go on"):
        learn_more(said[:4])


def test_the_shipped_table_has_it_too():
    assert PatternTable.read(SHIPPED / "more_learned.jsonl").answers == (MORE,)


@pytest.mark.parametrize("text", ["好的", "好的。", "嗯", "知道了！", "OK", "👍", "👍🏻"])
def test_a_nod_is_told_and_goes_on_with_nothing(classifier, text):
    understood = classifier.understand(text)
    assert (understood.nod, understood.more) == (True, ())


@pytest.mark.parametrize("text", ["好的谢谢", "不好", "好的电梯又坏了", "不用了", "？", ""])
def test_what_says_more_is_no_nod(classifier, text):
    assert not classifier.understand(text).nod
