"""Cutting into words: ours win, jieba's own tokenizer is left alone, and nothing is written anywhere."""

import sys
import tempfile
import threading

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.words import Cutter, load_quick, load_reference

OWN = {"电梯坏", "没暖气", "不亮", "楼道灯", "电梯", "5g", "不热", "上学"}


@pytest.fixture(scope="module", params=[load_reference, load_quick])
def cutter(request):
    if request.param is load_quick:
        pytest.importorskip("rjieba")
    return Cutter(OWN, request.param)


@pytest.fixture(scope="module")
def both():
    pytest.importorskip("rjieba")
    return Cutter(OWN, load_reference), Cutter(OWN, load_quick)


@settings(deadline=None)
@given(st.text(st.characters() | st.sampled_from("电梯坏了没暖气不亮楼道灯上学热aG5.#%-，。 \n"), max_size=80))
def test_the_quick_one_cuts_as_the_reference_does(both, text):
    reference, quick = both
    text = text.encode("utf-8", "ignore").decode("utf-8")
    assert sorted(quick.cut(text)) == sorted(reference.cut(text))


def test_without_the_quick_one_the_reference_cuts(monkeypatch):
    monkeypatch.setitem(sys.modules, "rjieba", None)
    assert Cutter(OWN).cut("我家没暖气") == ["我家", "没暖气"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("电梯坏了", ["电梯坏", "了"]),
        ("我家没暖气", ["我家", "没暖气"]),
        ("我看着火车站", ["我", "看着", "火车站"]),
        ("", []),
        ("3-2-501", ["3", "-", "2", "-", "501"]),
    ],
)
def test_words_of_ours_win(cutter, text, words):
    assert cutter.cut(text) == words


def test_a_phrase_of_the_dictionary_is_cut_to_words_of_ours(cutter):
    assert cutter.cut("灯不亮") == ["灯", "不亮"]


def test_a_phrase_without_words_of_ours_stays_whole(cutter):
    assert cutter.cut("火车站") == ["火车站"]


def test_nothing_is_lost(cutter):
    text = "3号楼的电梯坏了，楼道灯也不亮 \n ok😀"
    assert "".join(cutter.cut(text)) == text


def test_the_global_tokenizer_knows_no_word_of_ours(cutter):
    cutter.warm()
    assert not jieba.dt.user_word_tag_tab
    assert "没暖气" not in jieba.dt.FREQ


def test_loading_needs_no_place_to_write_and_says_nothing(monkeypatch, capfd):
    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "gettempdir", lambda: "/nonexistent/place")
        words = Cutter({"没暖气"}, load_reference).cut("没暖气")
    assert words == ["没暖气"]
    assert capfd.readouterr() == ("", "")


def test_many_threads_may_cut_at_once_from_the_start():
    cutter = Cutter({"没暖气"})
    results: list[list[str]] = []
    threads = [threading.Thread(target=lambda: results.append(cutter.cut("我家没暖气"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [["我家", "没暖气"]] * 8
