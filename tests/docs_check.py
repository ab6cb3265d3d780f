"""What no other tool checks: documents against the code, and the measures of the house. Run by ``make check``.

``python -m tests.docs_check`` prints one line a fault and ends with 1 when there is any.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.settings import PREFIX, Settings

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "civic", "handlers", "nlp", "sandbox", "services", "storage", "web")

MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 50
TABLES = {"storage/tables.py"}
"""Data rather than code: as long as it needs to be. Migrations are, too."""

SPEECHLESS = ("bot", "civic", "handlers", "services", "storage", "web")
"""Rooms in which nobody is spoken to: what people read stands in the catalogue."""
VOCABULARY = {
    "bot/cli.py": "the roles, as the operator types them",
    "bot/sandboxed.py": "the name of the product",
    "bot/sample/__init__.py": "the sample neighbourhood",
    "civic/likeness.py": "words that say nothing of the matter",
    "civic/moments.py": "moments, as people write them",
    "civic/places.py": "what places are called behind their names",
    "civic/redaction.py": "what stands around telephones, plates and names",
    "civic/roles.py": "other names of the roles",
    "handlers/routes.py": "the commands, as people type them",
    "services/whereabouts.py": "what stands before 小区 where it is no name",
    "storage/migrations/versions/0006_shown.py": "a role, as it is stored",
}

_LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?[^)]*\)")
_CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_PROOF = re.compile(r"`([\w/]+\.py)::(\w+)`")
_CHINESE = re.compile("[\u3400-\u9fff].*[\u3400-\u9fff]", re.DOTALL)

Functions = ast.FunctionDef | ast.AsyncFunctionDef
Documented = ast.Module | ast.ClassDef | Functions


def links(root: Path) -> Iterator[str]:
    """Every relative link leads to something."""
    pages = [root / name for name in ("README.md", "README.zh-CN.md", "CHANGELOG.md")]
    for page in [*pages, *sorted((root / "docs").rglob("*.md"))]:
        if not page.exists():
            yield f"{page.relative_to(root)}: is missing"
            continue
        for target in _LINK.findall(_CODE.sub("", page.read_text("utf-8"))):
            path = target.partition("#")[0]
            if path and "://" not in target and not target.startswith("mailto:") and not (page.parent / path).exists():
                yield f"{page.relative_to(root)}: leads to {target}, which is not there"


def settings(root: Path) -> Iterator[str]:
    """Every setting is described to the operator."""
    described = _read(root / "docs/operations.md") + _read(root / "README.md")
    for name in Settings.model_fields:
        if not re.search(rf"\b{PREFIX}{name.upper()}\b", described):
            yield f"docs/operations.md: {PREFIX}{name.upper()} is not described"


def terms(root: Path) -> Iterator[str]:
    """Every word for states and kinds that the rules use stands in the glossary."""
    glossary = _read(root / "docs/glossary.md")
    for path, tree in _trees(root, ("civic",)):
        for node in ast.walk(tree):
            if _is_vocabulary(node) and f"`{node.name}`" not in glossary:
                yield f"docs/glossary.md: `{node.name}` of {path} is missing"


def rooms(root: Path) -> Iterator[str]:
    """Every room stands in the architecture."""
    architecture = _read(root / "docs/architecture.md")
    for room in sorted(path.parent.name for path in root.glob("*/__init__.py")):
        if not re.search(rf"^{room}/\s", architecture, re.MULTILINE):
            yield f"docs/architecture.md: the room {room}/ is missing"


def measures(root: Path) -> Iterator[str]:
    """Files and functions are short enough to be read."""
    for path, tree in _trees(root, ROOMS):
        lines = len((root / path).read_text("utf-8").splitlines())
        if lines > MOST_LINES and path not in TABLES and "/migrations/" not in path:
            yield f"{path}: {lines} lines, at most {MOST_LINES}"
        for node in ast.walk(tree):
            length = node.end_lineno - node.lineno + 1 if isinstance(node, Functions) and node.end_lineno else 0
            if length > MOST_LINES_OF_A_FUNCTION and isinstance(node, Functions) and "/migrations/" not in path:
                yield f"{path}:{node.lineno}: {node.name} has {length} lines, at most {MOST_LINES_OF_A_FUNCTION}"


def words(root: Path) -> Iterator[str]:
    """No words for people stand in the code: they are in the catalogue, where they are checked."""
    for path, tree in _trees(root, SPEECHLESS):
        if path not in VOCABULARY:
            yield from (f"{path}:{node.lineno}: {node.value!r} belongs into the catalogue" for node in _said(tree))


def proofs(root: Path) -> Iterator[str]:
    """Every test that is named as a proof exists."""
    for file, test in _PROOF.findall(_read(root / "docs/reliability.md")):
        if f"def {test}(" not in _read(root / "tests" / file):
            yield f"docs/reliability.md: tests/{file} has no {test}"


CHECKS: tuple[Callable[[Path], Iterator[str]], ...] = (links, settings, terms, rooms, measures, words, proofs)


def main(root: Path = ROOT) -> int:
    """Print every fault; 1 when there is any."""
    faults = [fault for check in CHECKS for fault in check(root)]
    for fault in faults:
        print(fault)
    return int(bool(faults))


def _said(node: ast.AST) -> Iterator[ast.Constant]:
    """The Chinese strings below a node that are neither docstrings nor the values of an enumeration."""
    if _is_vocabulary(node):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _CHINESE.search(node.value):
        yield node
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)):
            yield from _said(child)


def _is_vocabulary(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and any(isinstance(b, ast.Name) and b.id == "StrEnum" for b in node.bases)


def _trees(root: Path, among: tuple[str, ...]) -> Iterator[tuple[str, ast.Module]]:
    for file in (file for room in among for file in sorted((root / room).rglob("*.py"))):
        yield file.relative_to(root).as_posix(), ast.parse(file.read_text("utf-8"))


def _read(file: Path) -> str:
    return file.read_text("utf-8") if file.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
