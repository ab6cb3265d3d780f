"""How much each word speaks for each answer: the lists of ``lexicon/*.toml`` and the taxonomy's seed words, weighed.

An entry of a list is a word, or a rule on several: ``消火栓&没水`` counts where both words are, ``租房!公租房`` where the one is and the
other is not. Several files may be read one upon the other; what a later one says of a word and an answer goes before.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from civic.kinds import Taxonomy

LISTS = {"sure": 4.0, "likely": 2.0, "hint": 1.0, "mute": 0.0}
"""What a word counts by the list it stands in."""

SEED = 3.0
"""What a seed word counts that is in no list, before it is shared among the kinds that claim it."""

GENERAL, EMERGENCY = "S", "A"
"""Two groups of kinds that weigh less. The words of the one are found in requests of every kind (建议, 咨询, 感谢 …). Those of the
other raise the question of danger, which is asked apart; they change the kind only where little else speaks."""

GENERAL_FACTOR, EMERGENCY_FACTOR = 0.25, 0.7

Weights = Mapping[str, Mapping[str, float]]
"""By word, then by answer."""

_MARKS = re.compile("([&!])")


class LexiconError(ValueError):
    """A lexicon that cannot be used. The message names the file, the line and the entry of every fault."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A word that counts in company only: with all of ``needs`` and none of ``forbids``."""

    word: str
    needs: tuple[str, ...]
    forbids: tuple[str, ...]

    def holds(self, words: Collection[str]) -> bool:
        """Whether a text of ``words``, in which the rule's own word is, keeps the company asked for."""
        return all(word in words for word in self.needs) and not any(word in words for word in self.forbids)


@dataclass(frozen=True)
class Lexicon:
    """Weights by word and by rule."""

    words: Weights
    rules: Mapping[Rule, Mapping[str, float]] = field(default_factory=dict)

    @property
    def own_words(self) -> set[str]:
        """Every word that must not be cut apart."""
        company = {word for rule in self.rules for word in (rule.word, *rule.needs, *rule.forbids)}
        return company | set(self.words)


_Key = TypeVar("_Key", str, Rule)


def load_kinds(taxonomy: Taxonomy, *paths: Path) -> Lexicon:
    """Weigh the seed words of ``taxonomy`` and the lists of ``paths``, which go before. Raises ``LexiconError``."""
    lists = load_lists(taxonomy, *paths)
    words = {word: dict(codes) for word, codes in _seeds(taxonomy).items()}
    for word, codes in lists.words.items():
        words.setdefault(word, {}).update(codes)
    return Lexicon(_lessened(words), _lessened(lists.rules))


def load_lists(answers: Collection[str], *paths: Path) -> Lexicon:
    """Weigh the words of the lists in ``paths``, whose tables are some of ``answers``. Raises ``LexiconError``."""
    words: dict[str, dict[str, float]] = {}
    rules: dict[Rule, dict[str, float]] = {}
    for path in paths:
        for answer, name, entry in _entries(path, answers):
            if (rule := parse_rule(entry)).needs or rule.forbids:
                rules.setdefault(rule, {})[answer] = LISTS[name]
            else:
                words.setdefault(rule.word, {})[answer] = LISTS[name]
    return Lexicon(words, rules)


def parse_rule(entry: str) -> Rule:
    """Read an entry of a list; one without company is a plain word."""
    word, *rest = _MARKS.split(entry.lower())
    company = list(zip(rest[::2], rest[1::2], strict=True))
    return Rule(
        word, tuple(each for mark, each in company if mark == "&"), tuple(each for mark, each in company if mark == "!")
    )


def read_table(path: Path) -> dict[str, Any]:
    """Read a file of the lexicon. Raises ``LexiconError`` where it cannot be read or is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:  # covers broken TOML (which names the line), broken UTF-8 and no file
        raise LexiconError(f"{path.name}: {error}") from error


def _lessened(weights: Mapping[_Key, Mapping[str, float]]) -> dict[_Key, dict[str, float]]:
    return {
        key: {code: weight * (EMERGENCY_FACTOR if code.startswith(EMERGENCY) else 1) for code, weight in codes.items()}
        for key, codes in weights.items()
    }


def _seeds(taxonomy: Taxonomy) -> Weights:
    claims = Counter(word.lower() for kind in taxonomy.values() for word in kind.words)
    weights: dict[str, dict[str, float]] = {}
    for code, kind in taxonomy.items():
        factor = GENERAL_FACTOR if code.startswith(GENERAL) else 1.0
        for word in map(str.lower, kind.words):
            # Long words are specific, shared ones are not.
            weights.setdefault(word, {})[code] = SEED * factor * min(len(word), 4) / 4 / claims[word]
    return weights


def _entries(path: Path, answers: Collection[str]) -> list[tuple[str, str, str]]:
    table = read_table(path)
    if faults := [fault for answer, lists in table.items() for fault in _faults(answers, answer, lists)]:
        text = path.read_text(encoding="utf-8")
        raise LexiconError("\n".join(f"{path.name} {_line(text, *where)}: {wrong}" for where, wrong in faults))
    return [
        (answer, name, entry) for answer, lists in table.items() for name, entries in lists.items() for entry in entries
    ]


Where = tuple[str, str, str]
"""Answer, list and entry; what a fault does not concern is empty."""


def _line(text: str, answer: str, name: str, entry: str) -> str:
    """Say where an entry stands: the line of its table, or that of the entry after it."""
    lines = text.splitlines()
    at = next((number for number, line in enumerate(lines) if line.strip() == f"[{answer}]"), 0)
    if sought := f'"{entry}"' if entry else name:
        at = next((number for number in range(len(lines) - 1, at, -1) if sought in lines[number]), at)
    return f"line {at + 1} [{answer}]{f' {name}' if name else ''}"


def _faults(answers: Collection[str], answer: str, lists: Any) -> list[tuple[Where, str]]:
    if answer not in answers:
        return [((answer, "", ""), "not known")]
    if not isinstance(lists, dict):
        return [((answer, "", ""), "must be a table")]
    faults: list[tuple[Where, str]] = []
    seen: dict[str, str] = {}
    for name, entries in lists.items():
        if name not in LISTS:
            faults.append(((answer, name, ""), f"no such list, only {' '.join(LISTS)}"))
        elif not isinstance(entries, list) or not all(map(_is_entry, entries)):
            faults.append(((answer, name, ""), "must be a list of words"))
        else:
            faults += [
                ((answer, name, entry), f"{entry} stands in {seen[entry]} already")
                for entry in entries
                if entry in seen
            ]
            seen.update(dict.fromkeys(entries, name))
    return faults


def _is_entry(entry: Any) -> bool:
    return isinstance(entry, str) and all(part.strip() for part in _MARKS.split(entry))
