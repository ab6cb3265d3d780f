"""The lexicon (词库) as rules and use cases know it: a word that was adopted for a kind, and what can be wrong in a file of words."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Adopted(NamedTuple):
    """A word that speaks for a kind because an administrator decided so."""

    word: str
    kind: str


class Wrong(StrEnum):
    """What can be wrong in a file of words."""

    UNREADABLE = "unreadable"
    NO_TOML = "no_toml"
    UNKNOWN = "unknown"
    NO_TABLE = "no_table"
    NO_LIST = "no_list"
    NO_WORDS = "no_words"
    NO_ENTRY = "no_entry"
    TWICE = "twice"
    NOT_LEARNED = "not_learned"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the file, the line (0: the whole file), the table and list, the entry, and for those who operate what exactly is wrong."""

    wrong: Wrong
    file: str
    detail: str
    line: int = 0
    table: str = ""
    entry: str = ""

    def __str__(self) -> str:
        place = [f"line {self.line}" if self.line else "", self.table]
        return f"{' '.join([self.file, *filter(None, place)])}: {self.detail}"


class LexiconError(ValueError):
    """A lexicon that cannot be used. The message names the file, the line and the entry of every fault."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))
