"""Where the code says something: every place that names a template, with the names of the parameters that it gives, read off the source.

So the catalogue is checked against what the services really give it, and a new post is in the tests as soon as it is written.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from civic.refusals import Refusal
from civic.topics import Attendance
from handlers import callbacks, desk, private  # noqa: F401 - their refusals count too
from nlp.taxonomy import load_taxonomy
from services.alarms import Alarm
from services.answers import ASKED_FOR

ROOMS = ("civic", "services", "handlers", "bot")

REFUSALS = {each.__name__: each for each in Refusal.__subclasses__()}

BUILT: Mapping[str, list[str]] = {
    "alarm.": list(Alarm),
    "alarm.over_": list(Alarm),
    "guide.": [kind.code for kind in load_taxonomy().values() if not kind.ordinary],
    "ask.channel_": [kind.code for kind in load_taxonomy().values() if not kind.ordinary],
    "odd.": ["sticker", "animation", "contact", "poll", "dice", "other"],
    "prompt.": list(ASKED_FOR),
    "refusal.": [],
    "toast.": list(Attendance),
}
"""Templates that are put together: how they begin, and their ends. Refusals are read off where they are raised."""


@dataclass(frozen=True)
class Speaker:
    """A function that says something: which argument is the template, and where the parameters come from."""

    template: int
    params: int | None = None
    keywords: bool = False
    always: frozenset[str] = frozenset()


SPEAKERS: Mapping[str, Speaker] = {
    "Post": Speaker(1, 2),
    "Toast": Speaker(0, 1),
    "_card": Speaker(3, 4),
    "_post": Speaker(2, keywords=True),
    "_done": Speaker(2, keywords=True, always=frozenset({"number"})),
    "close": Speaker(3, keywords=True),
    "_say": Speaker(1),
    "_courtesy": Speaker(0, always=frozenset({"name"})),
    "tell_administrators": Speaker(1, 2),
    "tell_initiator": Speaker(2, 3, always=frozenset({"topic_id", "title", "number", "place", "meets_at"})),
}
PASS_ON = {"tell_administrators", "tell_initiator", "_card", "_post", "_done", "close", "_say", "_tell", "route"}
"""Functions whose own body passes on the template that it was given."""


@dataclass(frozen=True)
class Site:
    """One place that says something."""

    where: str
    template: str
    keys: frozenset[str]

    def __str__(self) -> str:
        return f"{self.template} at {self.where}"


Scopes = list[ast.FunctionDef | ast.AsyncFunctionDef]


@cache
def sites() -> tuple[Site, ...]:
    """All of them."""
    trees = _trees()
    everywhere = _functions(trees.values())
    readers = ((tree, _Reader(name, {**everywhere, **_functions([tree])})) for name, tree in trees.items())
    return tuple(site for tree, reader in readers for site in reader.read(tree, []))


def keys_of(function: str) -> frozenset[str]:
    """The names in what a function gives back, such as ``basics`` of ``services/views.py``."""
    call = ast.Call(ast.Name(function), [], [])
    return frozenset(_Reader("", _functions(_trees().values()))._keys(call, []))


@cache
def _trees() -> Mapping[str, ast.Module]:
    root = Path(__file__).parents[2]
    files = [file for room in ROOMS for file in sorted((root / room).rglob("*.py"))]
    return {str(file.relative_to(root)): ast.parse(file.read_text("utf-8")) for file in files}


def _functions(trees: Iterable[ast.AST]) -> Mapping[str, ast.FunctionDef]:
    nodes = (node for tree in trees for node in ast.walk(tree))
    return {node.name: node for node in nodes if isinstance(node, ast.FunctionDef)}


class _Reader:
    def __init__(self, file: str, functions: Mapping[str, ast.FunctionDef]) -> None:
        self.file = file
        self.functions = functions

    def read(self, node: ast.AST, scopes: Scopes) -> Iterator[Site]:
        inside = [*scopes, node] if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else scopes
        if isinstance(node, ast.Call):
            yield from self._call(node, scopes)
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name | ast.IfExp | ast.Call):
            yield from self._raise(node, scopes)
        for child in ast.iter_child_nodes(node):
            yield from self.read(child, inside)

    def _call(self, call: ast.Call, scopes: Scopes) -> Iterator[Site]:
        speaker = SPEAKERS.get(_name(call.func))
        if speaker is None or len(call.args) <= speaker.template:
            return
        keys = set(speaker.always)
        if speaker.params is not None and len(call.args) > speaker.params:
            keys |= self._keys(call.args[speaker.params], scopes)
        for keyword in call.keywords if speaker.keywords else ():
            keys |= {keyword.arg} if keyword.arg else self._keys(keyword.value, scopes)
        for template in self._templates(call.args[speaker.template], scopes):
            yield self._site(call, template, keys)

    def _raise(self, node: ast.Raise, scopes: Scopes) -> Iterator[Site]:
        called = {each.func: each for each in ast.walk(node) if isinstance(each, ast.Call)}
        for each in ast.walk(node):
            if isinstance(each, ast.Name) and each.id in REFUSALS:
                keywords = called[each].keywords if each in called else []
                yield self._site(each, f"refusal.{each.id}", {keyword.arg or "" for keyword in keywords})

    def _site(self, node: ast.expr, template: str, keys: set[str]) -> Site:
        return Site(f"{self.file}:{node.lineno}", template, frozenset(keys))

    def _templates(self, node: ast.expr, scopes: Scopes) -> list[str]:
        match node:
            case ast.Constant(value=str(words)):
                return [words]
            case ast.IfExp(body=one, orelse=other):
                return self._templates(one, scopes) + self._templates(other, scopes)
            case ast.JoinedStr(values=[ast.Constant(value=str(start)), ast.FormattedValue()]):
                return [start + end for end in BUILT[start]]
        assert scopes[-1].name in PASS_ON or _name(node) not in {"template", "key"}, f"{self.file}:{node.lineno}"
        return []

    def _keys(self, node: ast.expr, scopes: Scopes) -> set[str]:
        """The names in an expression that gives parameters."""
        match node:
            case ast.Dict(keys=names):
                return {name.value for name in names if isinstance(name, ast.Constant) and isinstance(name.value, str)}
            case ast.BinOp(op=ast.BitOr(), left=left, right=right):
                return self._keys(left, scopes) | self._keys(right, scopes)
            case ast.Name(id=name):
                assigned = [each.value for each in ast.walk(scopes[-1]) if _assigns(each, name)]
                return set().union(*(self._keys(value, scopes) for value in assigned))
            case ast.Call(func=function) if _name(function) in self.functions:
                called = self.functions[_name(function)]
                given = [each.value for each in ast.walk(called) if isinstance(each, ast.Return) and each.value]
                return set().union(*(self._keys(value, [called]) for value in given))
        return set()


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _assigns(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Assign) and _name(node.targets[0]) == name
