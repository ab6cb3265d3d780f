"""Likeness: the same matter in other words is found, and another matter of the same thing is not taken for it."""

from pathlib import Path

import pytest

from civic.kinds import troubles_of
from civic.signatures import LIKELY, TOLD, likeness
from civic.understanding import Signature, Spot
from nlp.likeness import Signer
from nlp.patterns import Patterns, PatternTable
from nlp.tables import SHIPPED
from nlp.taxonomy import load_taxonomy
from nlp.troubles import Troubles

HERE = Path(__file__).parent
LEARNED = SHIPPED / "troubles_learned.jsonl"
PAIRS = [line.split("\t") for line in (HERE / "said/pairs.tsv").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def signed(classifier):
    return lambda text: classifier.understand(text).signature or Signature()


@pytest.fixture(scope="module")
def likely(signed):
    return lambda one, other: likeness(signed(one), signed(other)) >= LIKELY


@pytest.mark.parametrize(("answer", "least", "most"), [("same", 0.75, 1.0), ("different", 0.0, 0.2)])
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
        ("停水了", "早上起来一滴水都没有，脸都没法洗"),
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


def test_a_signature_tells_the_troubles_best_first(signed):
    codes, weights = zip(*signed("电梯停了，一动不动").troubles, strict=True)
    assert troubles_of(load_taxonomy())[codes[0]] == "电梯停了不动"
    assert len(codes) == TOLD
    assert list(weights) == sorted(weights, reverse=True)
    assert sum(weight * weight for weight in weights) == pytest.approx(1, abs=0.01)


def test_of_what_no_pattern_is_known_it_tells_none():
    signer = Signer(Troubles(Patterns(PatternTable.read(LEARNED))))
    assert signer.sign("ξψζ", (), Spot("3"), ()) == Signature(spot=Spot("3"))


def test_every_trouble_was_learned():
    troubles = troubles_of(load_taxonomy())
    assert set(PatternTable.read(LEARNED).answers) == troubles.keys()
