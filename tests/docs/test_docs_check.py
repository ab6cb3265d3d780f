"""The checker of documents and measures proves itself: each fault put into a small sound tree is found, and by one line."""

from pathlib import Path

import pytest

from bot.settings import PREFIX, Settings
from tests import docs_check

ENUM = 'class Colour(StrEnum):\n    """Colours."""\n\n    RED = "红色"\n'

SOUND = {
    "README.md": "[the manual](docs/operations.md#top) [elsewhere](https://example.cn/x) `[no](link)`\n",
    "README.zh-CN.md": "",
    "CHANGELOG.md": "```\n[no](link)\n```\n",
    "docs/operations.md": " ".join(f"`{PREFIX}{name.upper()}`" for name in Settings.model_fields),
    "docs/glossary.md": "| colour | 颜色 | `Colour` |",
    "docs/architecture.md": "civic/   the rules\n",
    "civic/__init__.py": '"""规则在这里."""\n',
    "civic/colours.py": f'"""颜色."""\n\n{ENUM}',
}

FAULTS: dict[str, tuple[str, str, str]] = {
    "a link to nowhere": ("docs/operations.md", " [x](../missing.md)", "leads to ../missing.md"),
    "a picture that is not there": ("README.md", "\n![x](docs/images/x.png)", "leads to docs/images/x.png"),
    "a page in a folder of its own": ("docs/decisions/0001.md", "[x](0002.md)", "docs/decisions/0001.md: leads to"),
    "a term without a definition": ("civic/shades.py", ENUM.replace("Colour", "Shade"), "`Shade` of civic/shades.py"),
    "a room nobody knows": ("cellar/__init__.py", "", "the room cellar/ is missing"),
    "a long file": ("civic/long.py", "x = 1\n" * 301, "301 lines"),
    "a long function": ("civic/long.py", "def f():\n" + "    x = 1\n" * 50, "f has 51 lines"),
    "a proof that is not there": (
        "docs/reliability.md",
        "| 1 | `bot/test_x.py::test_1` |",
        "tests/bot/test_x.py has no test_1",
    ),
    "words in the code": ("civic/words.py", 'x = f"{1}好的 {2}"\n', "'好的 ' belongs into the catalogue"),
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, content in SOUND.items():
        put(tmp_path / name, content)
    return tmp_path


def put(file: Path, content: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text((file.read_text("utf-8") if file.exists() else "") + content, "utf-8")


def faults(tree: Path) -> list[str]:
    return [fault for check in docs_check.CHECKS for fault in check(tree)]


def test_a_sound_tree_has_no_faults(tree: Path) -> None:
    assert faults(tree) == []
    assert docs_check.main(tree) == 0


@pytest.mark.parametrize(("name", "content", "words"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_found(tree: Path, capsys: pytest.CaptureFixture[str], name: str, content: str, words: str) -> None:
    put(tree / name, content)
    assert docs_check.main(tree) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert words in line


def test_a_setting_that_is_not_described_is_found(tree: Path) -> None:
    manual = tree / "docs/operations.md"
    manual.write_text(manual.read_text("utf-8").replace(f"{PREFIX}TOKEN", f"{PREFIX}TOKENS"), "utf-8")
    assert faults(tree) == [f"docs/operations.md: {PREFIX}TOKEN is not described"]


@pytest.mark.parametrize("missing", ["README.md", "README.zh-CN.md", "CHANGELOG.md"])
def test_a_page_that_is_missing_is_found(tree: Path, missing: str) -> None:
    (tree / missing).unlink()
    assert faults(tree) == [f"{missing}: is missing"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("civic/roles.py", 'NAMES = {"红邻书记": 1}\n'),
        ("handlers/routes.py", 'COMMANDS = ("进度",)\n'),
        ("storage/tables.py", "x = 1\n" * 301),
        ("storage/migrations/versions/0001.py", "x = 1\n" * 301),
    ],
)
def test_tables_of_words_and_of_data_may_be_what_they_are(tree: Path, name: str, content: str) -> None:
    put(tree / name, content)
    assert faults(tree) == []
