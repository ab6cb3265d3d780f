"""Likeness on pairs made up for it: the same matter in other words, and the same topic only."""

from pathlib import Path

import pytest

from civic.signatures import LIKELY, likeness
from nlp.likeness import Signer
from nlp.tables import SHIPPED
from nlp.weights import read_table

PAIRS = [
    line.split("\t")
    for line in (Path(__file__).with_name("said") / "pairs.tsv").read_text(encoding="utf-8").splitlines()
]
SIGNER = Signer(read_table(SHIPPED / "likeness.toml"))


def signed(text, classifier):
    understood = classifier.understand(text)
    return SIGNER.sign(text, understood.guesses, understood.spot, understood.landmarks)


@pytest.fixture(scope="module")
def likely(classifier):
    def sign(text):
        return signed(text, classifier)

    return lambda one, other: likeness(sign(one), sign(other)) >= LIKELY


@pytest.mark.parametrize(("answer", "least", "most"), [("same", 0.85, 1.0), ("different", 0.0, 0.11)])
def test_the_same_matter_is_found_and_the_same_topic_is_not_taken_for_it(likely, answer, least, most):
    pairs = [(one, other) for said, one, other in PAIRS if said == answer]
    assert len(pairs) >= 140
    assert least <= sum(likely(*pair) for pair in pairs) / len(pairs) <= most


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3号楼电梯坏了，老人下不来", "3号楼电梯坏了，老人下不来！！"),
        ("楼道灯不亮", "你好，麻烦反映一下，楼道灯不亮，谢谢"),
        ("北门垃圾没人收", "北门的垃圾三天没人收了"),
    ],
)
def test_near_duplicates_are_found(likely, one, other):
    assert likely(one, other)


def test_other_doors_keep_apart(likely):
    assert not likely("3号楼停水了", "5号楼停水了")
    assert not likely("北门路灯不亮", "南门路灯不亮")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("西门的门禁坏了", "西大门门禁坏了"),
        ("单元门的门禁坏了", "大门门禁坏了"),
    ],
)
def test_only_gates_that_have_a_name_do(likely, one, other):
    assert likely(one, other)


def test_what_holds_a_cue_by_chance_is_left_out(classifier):
    troubles = signed("消防通道堵了怎么办", classifier).troubles
    assert "wanted" not in troubles
    assert "blocked" in troubles


def test_no_thing_is_called_like_a_trouble():
    table = read_table(SHIPPED / "likeness.toml")
    assert not table["things"].keys() & table["troubles"].keys()  # they are looked for together
