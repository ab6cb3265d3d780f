"""``youshi words``: learning, measuring, explaining and predicting on the command line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.exits import Exit
from tests.bot.conftest import Youshi

ROWS = "title,label\n" + "".join(
    f"{title}{extra},{label}\n"
    for label, titles in {
        "水务": ("家里没水", "水管爆了", "水压太低"),
        "道路": ("路面有坑", "修路太慢", "路口堵车"),
    }.items()
    for title in titles
    for extra in ("", "怎么办", "没人管")
)


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_a_table_is_learned_and_measured(youshi: Youshi, rows: Path, tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    table = tmp_path / "table.toml"
    assert youshi("words", "learn", str(rows), "--out", str(table)).code == Exit.CLEAN
    assert "[words]" in table.read_text(encoding="utf-8")
    ended = youshi("words", "eval", str(rows), "--table", str(table), "--json")
    assert json.loads(ended.out)["macro_f1"] > 0.9
    assert "macro_f1" in youshi("words", "eval", str(rows), "--table", str(table)).out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("eval", "{rows}"), "name a table"),
        (("eval", "{rows}", "--column", "kind"), "has no column kind"),
        (("learn", "{rows}", "--column", "title", "--out", "/nowhere/at/all.toml"), ""),
        (("eval", "{rows}", "--table", "{rows}"), "rows.csv"),
    ],
)
def test_what_cannot_be_used_is_told(youshi: Youshi, rows: Path, arguments: tuple[str, ...], said: str) -> None:
    ended = youshi("words", *(each.format(rows=rows) for each in arguments))
    assert ended.code != Exit.CLEAN
    assert ended.code != Exit.INTERNAL
    assert said in ended.err


def test_an_explanation_names_kinds_and_words(youshi: Youshi) -> None:
    out = youshi("words", "explain", "3号楼电梯又坏了").out
    assert "C03" in out
    assert "电梯" in out


def predict(lines: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "bot", "words", "predict"],
        input=lines,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_thousand_lines_are_predicted_in_order() -> None:
    texts = [
        "楼道灯不亮",
        "你好",
        "",
        "🔥\ud83d".encode("utf-8", "replace").decode("utf-8"),
        "2单元电梯门不开灯也灭了，孩子在里面",
    ]
    lines = "".join(
        json.dumps({"id": number, "text": texts[number % len(texts)], "title": "题" if number % 2 else None}) + "\n"
        for number in range(1_000)
    )
    ended = predict(lines)
    assert ended.returncode == Exit.CLEAN
    told = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [each["id"] for each in told] == list(range(1_000))
    assert all(each.keys() == {"id", "kinds", "matter", "danger", "intent", "second", "place"} for each in told)
    assert told[0]["kinds"][0][0] == "C04"
    assert told[4]["danger"]["now"] is True
    assert told[4]["place"]["unit"] == "2"


@pytest.mark.parametrize("line", ["nonsense", "[1]", '{"id": 1, "text": 5}'])
def test_a_line_of_another_form_is_named(line: str) -> None:
    ended = predict(f'{{"id": 1, "text": "灯"}}\n{line}\n')
    assert ended.returncode == Exit.USAGE
    assert "line 2" in ended.stderr
