"""How much each word speaks for each answer: the lists of ``lexicon/*.toml`` and the taxonomy's seed words, weighed.

An entry of a list is a word, or a rule: ``消火栓&没水`` counts where both words are, ``租房!公租房`` where the one is and the other is not,
``^停车`` where the word is in the heading of a letter. Several files may be read one upon the other; what a later one says of a word and an
answer goes before.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from civic.kinds import Taxonomy
from civic.lexicon import Adopted, Fault, LexiconError, Wrong
from nlp.features import HEADING_FACTOR

LISTS = {"sure": 4.0, "likely": 2.0, "hint": 1.0, "mute": 0.0}
"""What a word counts by the list it stands in."""

SEED = 3.0
"""What a seed word counts that is in no list, before it is shared among the kinds that claim it."""

GENERAL, EMERGENCY = "S", "A"
"""Two groups of kinds that weigh less. The words of the one are found in requests of every kind (建议, 咨询, 感谢 …). Those of the
other raise the question of danger, which is asked apart; they change the kind only where little else speaks."""

GENERAL_FACTOR, EMERGENCY_FACTOR = 0.25, 0.7

LOCAL = 2
"""How many times as much those words count that were chosen for the very place, by who knows it."""

ADOPTED = LOCAL * LISTS["sure"]
"""What a word counts that was adopted: staff said so several times, and an administrator once more."""

Weights = Mapping[str, Mapping[str, float]]
"""By word, then by answer."""

_MARKS = re.compile("([&!])")
_HEADING = "^"
_AT_LINE = re.compile(r"at line (\d+)")
"""Where tomllib says that a file is no TOML."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A word that counts with all of ``needs`` and none of ``forbids`` only, or in the ``heading`` only, wherever its company is."""

    word: str
    needs: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    heading: bool = False

    def holds(self, words: Mapping[str, float]) -> bool:
        """Whether a text, whose ``words`` count so much and hold the rule's own, is one in which it counts."""
        if self.heading and words[self.word] != HEADING_FACTOR:
            return False
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


def with_adopted(words: Weights, adopted: Iterable[Adopted]) -> Weights:
    """Weigh the words that are ``adopted``, all that ``words`` say of them included: what those say of a word and a kind goes before."""
    more: dict[str, dict[str, float]] = {}
    for word, code in adopted:
        more.setdefault(word, {})[code] = ADOPTED
    return {word: {**codes, **words.get(word, {})} for word, codes in _lessened(more).items()}


def load_lists(answers: Collection[str], *paths: Path) -> Lexicon:
    """Weigh the words of the lists in ``paths``, whose tables are some of ``answers``. Raises ``LexiconError``.

    Those of the second path and later ones are a deployment's own.
    """
    words: dict[str, dict[str, float]] = {}
    rules: dict[Rule, dict[str, float]] = {}
    for number, path in enumerate(paths):
        factor = LOCAL if number else 1
        for answer, name, entry in _entries(path, answers):
            weight = LISTS[name] * factor
            if (rule := parse_rule(entry)) != Rule(rule.word):
                rules.setdefault(rule, {})[answer] = weight
            else:
                words.setdefault(rule.word, {})[answer] = weight
    return Lexicon(words, rules)


def parse_rule(entry: str) -> Rule:
    """Read an entry of a list; one that asks for nothing is a plain word."""
    word, *rest = _MARKS.split(entry.lower())
    company = list(zip(rest[::2], rest[1::2], strict=True))
    needs, forbids = (tuple(each for mark, each in company if mark == wanted) for wanted in "&!")
    return Rule(word.removeprefix(_HEADING), needs, forbids, word.startswith(_HEADING))


def read_table(path: Path) -> dict[str, Any]:
    """Read a file of the lexicon. Raises ``LexiconError`` where it cannot be read or is not TOML."""
    try:
        text = path.read_text(encoding="utf-8")
    except (UnicodeDecodeError, OSError) as error:
        raise LexiconError([Fault(Wrong.UNREADABLE, path.name, str(error))]) from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = int(at[1]) if (at := _AT_LINE.search(str(error))) else len(text.splitlines())
        raise LexiconError([Fault(Wrong.NO_TOML, path.name, str(error), line)]) from error


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
    if found := [each for answer, lists in table.items() for each in _faults(answers, answer, lists)]:
        lines = path.read_text(encoding="utf-8").splitlines()
        raise LexiconError(_placed(path.name, lines, each) for each in found)
    return [
        (answer, name, entry) for answer, lists in table.items() for name, entries in lists.items() for entry in entries
    ]


@dataclass(frozen=True, slots=True)
class _Found:
    """A fault before its line is known: in which answer, list and entry; what it does not concern is empty."""

    wrong: Wrong
    detail: str
    answer: str
    name: str = ""
    entry: str = ""


def _placed(file: str, lines: list[str], found: _Found) -> Fault:
    """Say where it stands: the line of its table, or that of the entry after it."""
    at = next((number for number, line in enumerate(lines) if line.strip() == f"[{found.answer}]"), 0)
    if sought := f'"{found.entry}"' if found.entry else found.name:
        at = next((number for number in range(len(lines) - 1, at, -1) if sought in lines[number]), at)
    table = f"[{found.answer}]{f' {found.name}' if found.name else ''}"
    return Fault(found.wrong, file, found.detail, at + 1, table, found.entry)


def _faults(answers: Collection[str], answer: str, lists: Any) -> list[_Found]:
    if answer not in answers:
        return [_Found(Wrong.UNKNOWN, "not known", answer)]
    if not isinstance(lists, dict):
        return [_Found(Wrong.NO_TABLE, "must be a table", answer)]
    faults: list[_Found] = []
    seen: dict[str, str] = {}
    for name, entries in lists.items():
        if name not in LISTS:
            faults.append(_Found(Wrong.NO_LIST, f"no such list, only {' '.join(LISTS)}", answer, name))
        elif not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
            faults.append(_Found(Wrong.NO_WORDS, "must be a list of words", answer, name))
        else:
            faults += [
                _Found(Wrong.NO_ENTRY, f"{entry!r} is no word and no rule", answer, name, entry)
                for entry in entries
                if not _is_entry(entry)
            ]
            faults += [
                _Found(Wrong.TWICE, f"{entry} stands in {seen[entry]} already", answer, name, entry)
                for entry in entries
                if entry in seen
            ]
            seen.update(dict.fromkeys(entries, name))
    return faults


def _is_entry(entry: str) -> bool:
    words = _MARKS.split(entry.removeprefix(_HEADING))[::2]
    return all(word.strip() and _HEADING not in word for word in words)
