"""``youshi words``: learning, measuring, explaining and predicting on the command line."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.exits import Exit
from storage.schema import migrate
from tests.bot.conftest import Youshi
from tests.patience import PATIENCE

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


def test_intents_and_danger_are_learned_into_a_table_of_patterns(youshi: Youshi, tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    rows, table = tmp_path / "said.csv", tmp_path / "said.jsonl"
    said = {"request,1": "着火了快来", "request,0": "灯坏了", "thanks,0": "谢谢你们", "progress,0": "修好了吗"}
    lines = [f"{labels},{text}{extra}" for labels, text in said.items() for extra in ("", "啊", "呀", "！")]
    rows.write_text("\n".join(["intent,danger,text", *lines]), encoding="utf-8")
    ended = youshi("words", "learn", str(rows), "--column", "intent", "--out", str(table))
    assert ended.code == Exit.CLEAN
    assert "of 16 messages" in ended.out
    head, *_ = table.read_text(encoding="utf-8").splitlines()
    assert [*json.loads(head)["bias"]] == ["progress", "request", "thanks", "danger"]
    rows.write_text("\n".join(["intent,danger,text", *lines[4:12]]), encoding="utf-8")
    assert "three intents" in youshi("words", "learn", str(rows), "--column", "intent", "--out", str(table)).err


def test_kinds_are_learned_into_a_table_of_patterns_where_asked(youshi: Youshi, tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    rows, table = tmp_path / "rows.csv", tmp_path / "kinds.jsonl"
    said = {"C04": "路灯不亮", "P04|E03": "车乱停", "I02": "装修太吵"}
    lines = [f"{labels},{text}{extra}" for labels, text in said.items() for extra in ("", "啊", "呀", "！")]
    rows.write_text("\n".join(["label,text", *lines]), encoding="utf-8")
    ended = youshi("words", "learn", str(rows), "--patterns", "--out", str(table))
    assert ended.code == Exit.CLEAN
    assert "patterns of 12 messages" in ended.out
    head, *lines = table.read_text(encoding="utf-8").splitlines()
    assert [*json.loads(head)["bias"]] == ["C04", "I02", "P04"]
    assert any("路灯" in line for line in lines)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("eval", "{rows}"), "name a table"),
        (("learn", "{rows}", "--patterns", "--judge", "{rows}"), "--judge fits shares"),
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


def test_an_explanation_says_what_is_asked(youshi: Youshi) -> None:
    assert "does not say what it is about" in youshi("words", "explain", "3号楼又坏了").out
    assert "does not say" not in youshi("words", "explain", "3号楼电梯又坏了").out


@pytest.fixture
def taught(tmp_path: Path) -> Path:
    """The folder of a database in which a word was adopted, another rejected, and a case corrected."""
    migrate(tmp_path / "youshi.db")
    with closing(sqlite3.connect(tmp_path / "youshi.db")) as raw, raw:
        raw.execute("INSERT INTO suggestions (word, kind, adopted) VALUES ('桌球室', 'I05', 1), ('蝙蝠', 'G05', 0)")
    return tmp_path


def test_words_that_were_adopted_act_and_are_marked(youshi: Youshi, taught: Path) -> None:
    assert "(adopted)" not in youshi("words", "explain", "楼下桌球室太吵").out
    ended = youshi("words", "explain", "楼下桌球室太吵", data_dir=taught)
    best = ended.out.splitlines()[1:3]
    assert best[0].startswith("I05")
    assert "桌球室" in best[1]
    assert best[1].count("(adopted)") == 1
    assert "(adopted)" not in youshi("words", "explain", "地下室有蝙蝠，很吓人", data_dir=taught).out


def test_what_lasts_and_came_back_is_named_with_its_words(youshi: Youshi) -> None:
    told = youshi("words", "explain", "楼道灯三个月没人修，又坏了，这是第三次报了").out.splitlines()[-1]
    assert told == "persistence days 90, happened unsaid, reported 3: 三个月没人修 又坏 第三次报"
    assert "persistence" not in youshi("words", "explain", "3号楼楼道灯不亮").out


def test_a_database_that_cannot_be_read_is_told_and_does_without(youshi: Youshi, tmp_path: Path) -> None:
    (tmp_path / "youshi.db").write_text("no database", "utf-8")
    ended = youshi("words", "explain", "3号楼电梯又坏了", data_dir=tmp_path)
    assert (ended.code, "C03" in ended.out) == (Exit.CLEAN, True)
    assert "Without the words adopted" in ended.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), Exit.USAGE, "nothing to learn from"),
        (("--corrections",), Exit.USAGE, "nothing to learn from"),
        (("--corrections", "--column", "kind"), Exit.USAGE, "column label"),
    ],
    ids=["no source", "no corrections yet", "not of kinds"],
)
def test_learning_needs_something_to_learn_from(
    youshi: Youshi, taught: Path, arguments: tuple[str, ...], code: Exit, said: str
) -> None:
    ended = youshi("words", "learn", *arguments, data_dir=taught)
    assert (ended.code, said in ended.err) == (code, True)


def test_corrections_are_asked_of_a_database_that_is_there(youshi: Youshi, tmp_path: Path) -> None:
    ended = youshi("words", "learn", "--corrections", data_dir=tmp_path / "nowhere")
    assert ended.code == Exit.DISK


def predict(lines: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "bot", "words", "predict"],
        input=lines,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
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
