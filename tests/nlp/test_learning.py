"""Learning: from made-up messages to a readable table that the run time uses, and how it is measured."""

from pathlib import Path

import pytest

import nlp
from civic.lexicon import LexiconError
from nlp import learned
from nlp.classifier import KeywordClassifier
from nlp.courses import subject_of, whole_text
from nlp.evaluation import read_rows
from nlp.learned import Entry, Table
from nlp.learning import Course, Example, learn
from nlp.ranking import Ranker
from nlp.report import Judged, report
from nlp.weights import Lexicon

EXAMPLES = Path(nlp.__file__).with_name("examples")

ROWS = [
    {"title": title, "label": label}
    for label, titles in {
        "水": ["水管又爆了", "家里没水用", "水表走得太快", "自来水发黄", "小区停水三天", "水压太低"],
        "路": ["路面全是坑", "修路修了一年", "路口没有红绿灯", "马路塌了", "断头路何时通", "路灯下的路太窄"],
        "校": ["学校收费不合理", "孩子入学难", "老师体罚学生", "幼儿园报名", "学区怎么划", "学校食堂太差"],
    }.items()
    for title in titles
]


@pytest.fixture(scope="module")
def subject(taxonomy):
    pytest.importorskip("sklearn")
    return subject_of(ROWS, "label", taxonomy)


@pytest.fixture(scope="module")
def table(subject):
    return learn(subject.examples(ROWS), subject.course)


def test_what_was_learned_is_guessed_again_and_explained(subject, table):
    ranker = Ranker(Lexicon({}), table)
    assert sum(ranker.weigh(subject.words(row["title"])).best() == row["label"] for row in ROWS) >= 16
    best, *_ = ranker.weigh(subject.words("学校收费太高")).guesses()
    assert best.code == "校"
    assert best.words
    assert ranker.weigh(subject.words("邻居家的水渗下来")).best() == "水"


def test_a_table_is_read_as_it_was_written(table, tmp_path):
    path = tmp_path / "learned.toml"
    path.write_text(learned.write(table), encoding="utf-8")
    read = learned.read(path)
    assert learned.write(read) == path.read_text(encoding="utf-8")
    assert read.words.keys() == table.words.keys()


def test_learning_twice_finds_the_same(subject, table):
    assert learned.write(learn(subject.examples(ROWS), subject.course)) == learned.write(table)


def test_scales_may_be_fitted_to_other_messages(subject):
    examples = subject.examples(ROWS)
    assert learn(examples[::2], subject.course, examples[1::2]).sharpness > 0


def test_two_answers_are_told_apart_too(subject):
    rows = ROWS[:12]
    ranker = Ranker(Lexicon({}), learn(subject.examples(rows), subject.course))
    assert sum(ranker.weigh(subject.words(row["title"])).best() == row["label"] for row in rows) >= 10


def test_one_answer_is_none():
    with pytest.raises(ValueError, match="two answers"):
        learn([Example(["水"], ("水",))], Course(Lexicon({}), with_patterns=False))


def test_names_and_foreign_letters_stay_out_of_the_table_but_words_of_the_lists_do_not():
    course = Course(Lexicon({"5g": {"D06": 1.0}}), with_patterns=True, barred={"北京"}.__contains__)
    assert [course.learnable(word) for word in ("电梯", "5g", "北京", "~北京", "a市", "~")] == [1, 1, 0, 0, 0, 0]


def test_our_own_answers_are_learned_beside_our_lists(taxonomy):
    kinds = subject_of([{"label": "C03|D01"}], "label", taxonomy)
    assert kinds.course.lexicon.words
    assert kinds.shipped() is not None
    matters = subject_of([{"kind": "咨询"}], "kind", taxonomy)
    assert matters.examples([{"kind": "咨询|投诉", "text": "灯"}])[0].labels == ("inquiry", "complaint")
    assert subject_of(ROWS, "label", taxonomy).shipped() is None


def test_title_and_text_are_one_message():
    assert whole_text({"title": "灯坏", "text": "三天了"}) == "灯坏\n三天了"
    assert whole_text({"text": "三天了"}) == "三天了"


@pytest.mark.parametrize(
    "text", ["", "lexicon = 1", 'lexicon = 1\nsmoothing = 1\nsharpness = 1\nbias = {}\n[words]\n"灯" = "much"', "[["]
)
def test_what_is_no_table_is_refused_by_name(text, tmp_path):
    path = tmp_path / "learned.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"learned\.toml"):
        learned.read(path)


@pytest.mark.parametrize("odd", ['引"号\\', "it's", "两 个", "一\n二", "\t", "'''", "\\u4e00"])
def test_answers_and_words_may_hold_anything(odd, tmp_path):
    table = Table({odd: Entry(1.0, {odd: 1.5, "b": -0.25})}, {odd: 0.5}, 1.0, 2.0, 3.0, {odd: {odd: 1.0}})
    path = tmp_path / "learned.toml"
    path.write_text(learned.write(table), encoding="utf-8")
    assert learned.read(path) == table


def test_the_report_counts(classifier):
    right = classifier.rank("楼道灯不亮")
    judged = [
        Judged("1", ("C04",), right),
        Judged("2", ("C03", "C04"), right),
        Judged("3", ("A01",), right),
        Judged("4", ("B01",), ()),
    ]
    found = report(judged)
    assert (found.messages, found.first, found.three, found.group) == (4, 0.5, 0.5, 0.5)
    assert found.kinds[-1] == ("C04", 2, pytest.approx(2 / 3), 1.0, pytest.approx(0.8))
    assert ("A01", "C04", 1) in found.confusions
    assert found.worst[0][:3] == ("3", "A01", "C04")
    assert 0 <= found.calibration_error <= 1
    assert (found.asked, found.misses_asked, found.after_asking) == (0.25, 0.5, 0.5)  # no guess is asked about, in vain
    assert "first 0.500" in "\n".join(found.lines())
    assert found.as_json()["macro_f1"] == pytest.approx(0.8 / 3)


def test_a_deployments_words_go_before_and_are_read_again_whole_or_not_at_all(taxonomy, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text('[I04]\nsure = ["鬼步"]', encoding="utf-8")
    classifier = KeywordClassifier(taxonomy, own)
    assert classifier.rank("鬼步")[0].code == "I04"
    own.write_text('[I03]\nsure = ["鬼步"]', encoding="utf-8")
    classifier.reload()
    assert classifier.rank("鬼步")[0].code == "I03"
    own.write_text('[I99]\nsure = ["鬼步"]', encoding="utf-8")
    with pytest.raises(LexiconError, match=r"own\.toml line 1 \[I99\]"):
        classifier.reload()
    assert classifier.rank("鬼步")[0].code == "I03"
    assert classifier.evidence("鬼步", "I03")["鬼步"] > 0


def test_invented_messages_of_every_kind_are_understood(classifier, taxonomy):
    rows = read_rows(EXAMPLES / "kinds.csv")
    assert {row["label"] for row in rows} == taxonomy.keys()
    judged = [Judged(row["title"], (row["label"],), classifier.rank(row["title"])) for row in rows]
    found = report(judged)
    assert found.first >= 0.8
    assert found.three >= 0.93
