"""Terms: which words of a text may be learned, and which are never even looked at; words that were adopted act."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.lexicon import Adopted
from civic.redaction import redact
from nlp.classifier import KeywordClassifier

HALL = "四号楼下面的桌球室太吵了睡不着"


def terms(classifier: KeywordClassifier, text: str) -> frozenset[str]:
    [found] = classifier.terms([text])
    return found


@pytest.mark.parametrize(
    ("text", "word"),
    [(HALL, "桌球室"), ("樓下桌球室太吵", "桌球室"), ("地下室有蝙蝠，很吓人", "蝙蝠"), ("天井里有马蜂", "马蜂")],
    ids=[
        "a word of the dictionary",
        "in traditional characters",
        "a rare one",
        "a name by the dictionary, listed as a word",
    ],
)
def test_words_of_the_dictionary_and_of_the_lists_are(classifier, text, word):
    assert word in terms(classifier, text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (HALL, "四号楼"),
        ("晚上没有路灯", "晚上"),
        ("希望小区里没有噪音", "希望"),
        ("北京路的路灯不亮", "北京"),
        ("王建国家的狗咬人", "王建国"),
        ("找居委会没人管", "居委会主任"),
        ("打电话13800000000没人接", "13800000000"),
        ("楼下KTV太吵", "ktv"),
        ("灯坏了", "灯"),
    ],
    ids=[
        "a door",
        "a common word",
        "a commoner one",
        "a place",
        "a person",
        "not in the text",
        "digits",
        "letters",
        "one character",
    ],
)
def test_doors_names_digits_and_common_words_are_not(classifier, text, word):
    assert word not in terms(classifier, text)


@pytest.mark.parametrize(
    "text",
    ["我是3号楼2单元501的欧阳建军", "电话13812345678，微信abc12345", "身份证110101199003071234", "车牌鲁A12345挡路"],
)
def test_of_what_redaction_hides_nothing_is_left(classifier, text):
    hidden = set(text) - set(redact(text))
    assert not any(set(word) & hidden for word in terms(classifier, redact(text)))


@settings(deadline=None, max_examples=10)
@given(texts=st.lists(st.text(max_size=60), max_size=20))
def test_of_any_text_terms_are_chinese_words_that_fit_a_button(classifier, texts):
    found = classifier.terms(texts)
    assert len(found) == len(texts)
    assert all(2 <= len(word) <= 8 and word.isalpha() for each in found for word in each)


@pytest.mark.parametrize(
    ("word", "code", "known"),
    [
        ("电梯", "C03", True),
        ("桌球室", "I05", False),
        ("麻将馆", "I05", True),
        ("电梯", "I05", False),
        ("不存在的词", "I05", False),
    ],
    ids=["listed", "in no list", "learned", "listed for another", "no word"],
)
def test_whether_a_word_speaks_for_a_kind(classifier, word, code, known):
    assert classifier.speaks(word, code) is known


class TestAdopted:
    def test_words_act_from_the_start_and_are_named(self, classifier, taxonomy):
        taught = KeywordClassifier(taxonomy, adopted=[Adopted("桌球室", "I05")])
        assert classifier.evidence(HALL, "I05").get("桌球室", 0.0) < 1
        best = taught.rank(HALL)[0]
        assert (best.code, best.words[0]) == ("I05", "桌球室")
        assert taught.evidence(HALL, "I05")["桌球室"] > 1
        assert taught.speaks("桌球室", "I05")

    def test_reading_again_takes_those_of_now_and_counts(self, taxonomy):
        changing = KeywordClassifier(taxonomy)
        before = changing.reload()
        assert changing.reload([Adopted("桌球室", "I05")]) == before + 1
        assert changing.understand(HALL).guesses[0].words[0] == "桌球室"
        assert changing.reload() == before
        assert changing.evidence(HALL, "I05").get("桌球室", 0.0) < 1

    def test_laid_over_what_is_loaded_they_act_as_when_all_is_read(self, taxonomy, tmp_path):
        own, words = tmp_path / "own.toml", [Adopted("桌球室", "I05"), Adopted("蝙蝠", "G05"), Adopted("煤气", "D03")]
        own.write_text('[I05]\nlikely = ["台球"]', encoding="utf-8")
        changing, read = KeywordClassifier(taxonomy, own), KeywordClassifier(taxonomy, own, adopted=words)
        texts = (HALL, "地下室有蝙蝠，很吓人", "煤气费涨了", "楼道灯不亮", "你好")
        before = [changing.understand(text) for text in texts]
        assert before[0] != read.understand(HALL)
        own.write_text("[I99]", encoding="utf-8")  # is not read again
        changing.adopt(words)
        assert [changing.understand(text) for text in texts] == [read.understand(text) for text in texts]
        assert [changing.rank(text) for text in texts] == [read.rank(text) for text in texts]
        changing.adopt([])
        assert [changing.understand(text) for text in texts] == before

    def test_a_word_that_said_nothing_before_decides(self, classifier, taxonomy):
        taught = KeywordClassifier(taxonomy, adopted=[Adopted("蝙蝠", "G05")])
        assert classifier.rank("地下室有蝙蝠，很吓人")[0].code != "G05"
        assert taught.understand("地下室有蝙蝠，很吓人").guesses[0].code == "G05"

    def test_the_files_of_a_deployment_go_before(self, taxonomy, tmp_path):
        own = tmp_path / "own.toml"
        own.write_text('[I05]\nmute = ["桌球室"]', encoding="utf-8")
        muted = KeywordClassifier(taxonomy, own, adopted=[Adopted("桌球室", "I05")])
        assert muted.evidence(HALL, "I05").get("桌球室", 0.0) == 0.0
        assert muted.speaks("桌球室", "I05")
