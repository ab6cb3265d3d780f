"""How much each word speaks for each answer: the lists of ``lexicon/*.toml`` and the taxonomy's seed words, weighed."""

import tomllib
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

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


class LexiconError(ValueError):
    """A lexicon that cannot be used. The message names the file and every faulty entry."""


def load_kinds(taxonomy: Taxonomy, path: Path) -> Weights:
    """Weigh the seed words of ``taxonomy`` and the lists of ``path``, which go before. Raises ``LexiconError``."""
    weights = {word: dict(codes) for word, codes in _seeds(taxonomy).items()}
    for word, codes in load_lists(path, taxonomy).items():
        weights.setdefault(word, {}).update(codes)
    return {
        word: {code: weight * (EMERGENCY_FACTOR if code.startswith(EMERGENCY) else 1) for code, weight in codes.items()}
        for word, codes in weights.items()
    }


def load_lists(path: Path, answers: Collection[str]) -> Weights:
    """Weigh the words of the lists in ``path``, whose tables are some of ``answers``. Raises ``LexiconError``."""
    entries = read_table(path)
    if faults := [fault for answer, entry in entries.items() for fault in _faults(answers, answer, entry)]:
        raise LexiconError("\n".join(f"{path.name} {fault}" for fault in faults))
    weights: dict[str, dict[str, float]] = {}
    for answer, entry in entries.items():
        for name, words in entry.items():
            for word in words:
                weights.setdefault(word.lower(), {})[answer] = LISTS[name]
    return weights


def read_table(path: Path) -> dict[str, Any]:
    """Read a file of the lexicon. Raises ``LexiconError`` where it is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:  # covers broken TOML and broken UTF-8
        raise LexiconError(f"{path.name}: {error}") from error


def _seeds(taxonomy: Taxonomy) -> Weights:
    claims = Counter(word.lower() for kind in taxonomy.values() for word in kind.words)
    weights: dict[str, dict[str, float]] = {}
    for code, kind in taxonomy.items():
        factor = GENERAL_FACTOR if code.startswith(GENERAL) else 1.0
        for word in map(str.lower, kind.words):
            # Long words are specific, shared ones are not.
            weights.setdefault(word, {})[code] = SEED * factor * min(len(word), 4) / 4 / claims[word]
    return weights


def _faults(answers: Collection[str], answer: str, entry: Any) -> list[str]:
    if answer not in answers:
        return [f"[{answer}]: not known"]
    if not isinstance(entry, dict):
        return [f"[{answer}]: must be a table"]
    faults: list[str] = []
    seen: dict[str, str] = {}
    for name, words in entry.items():
        if name not in LISTS:
            faults.append(f"[{answer}] {name}: no such list, only {' '.join(LISTS)}")
        elif not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
            faults.append(f"[{answer}] {name}: must be a list of words")
        else:
            faults += [f"[{answer}] {name}: {word} stands in {seen[word]} already" for word in words if word in seen]
            seen.update(dict.fromkeys(words, name))
    return faults
