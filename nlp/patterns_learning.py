"""Learning what patterns of characters say of intents, danger and kinds, from labelled messages. Needs scikit-learn, never at run time.

For intents and danger rows have the columns intent, danger ("1" or "0") and text. Letters of the hotline have no intent: they are requests,
and those without danger are learned from too, for what reads like a letter is hardly ever an emergency.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from civic.understanding import Intent
from nlp.classifier import WEIGHED
from nlp.evaluation import MATTERS, Row, whole_text
from nlp.features import heading_of
from nlp.more import LONGEST
from nlp.numbers import without_numbers
from nlp.patterns import DANGER, MORE, Keys, Numbers, PatternTable, found_in, patterns, rows_of
from nlp.text import Speller

FEWEST = 3
"""Messages in which a pattern must stand to be learned."""

MOST_SAID, MOST_KINDS, MOST_TROUBLES = 96_000, 48_000, 24_000
"""Patterns that are kept: those that bear most on any answer, as a first fit shows. The second is made with them alone."""

COST_SAID, COST_MORE, COST_KINDS, COST_TROUBLES = 2.0, 1.0, 0.5, 0.3
ALARMED = 2.0
"""How much more it costs to miss a danger than to see one that there is not."""

GOES_ON = 4.0
"""How much more it costs to miss what goes on with a message before than to see it where it does not."""

_EITHER = frozenset({Intent.DISSATISFIED, Intent.ME_TOO, Intent.OTHER, Intent.ADVERT, Intent.ABUSE})

STRENGTH = 7.0
"""How much patterns count beside the words that speak for kinds: chosen where chat messages and letters were both understood well.
``danger.KIND`` and ``MOST_KIND`` are on its scale."""

UNIT_SAID, UNIT_KINDS, UNIT_TROUBLES = 0.2, 0.4 * STRENGTH, 0.4
"""The step in which weights are kept. Much finer ones make tables larger and nothing better."""


@dataclass(frozen=True, slots=True)
class Said:
    """A normalised message, its intent, and whether it tells of danger that is happening."""

    text: str
    intent: str
    danger: bool = False


def said_in(rows: Iterable[Row], speller: Speller) -> list[Said]:
    """Read the messages of labelled rows as they are read when they are understood; of a letter its title alone, too."""
    return [
        Said(without_numbers(speller.read(text).text), row.get("intent") or Intent.REQUEST, row["danger"] == "1")
        for row in rows
        if row["danger"] == "0" or row.get("intent")
        for text in dict.fromkeys((whole_text(row), row.get("title")))
        if text
    ]


def learn_said(messages: Sequence[Said]) -> PatternTable:
    """Learn a table with an answer for each intent and one for danger.

    Raises ``ImportError`` where scikit-learn is missing and ``ValueError`` where there are fewer than three intents, or no danger.
    """
    if len({said.intent for said in messages}) < 3 or not any(said.danger for said in messages):
        raise ValueError("there must be messages of at least three intents, and some of danger")

    def fit(matrix: Any) -> _Fitted:
        intents = _machine(matrix, [said.intent for said in messages], COST_SAID)
        danger = _machine(matrix, [said.danger for said in messages], COST_SAID, {True: ALARMED, False: 1})
        return _Fitted(
            (*intents.classes_.tolist(), DANGER),
            np.concatenate([intents.intercept_, danger.intercept_]),
            np.concatenate([intents.coef_, danger.coef_]),
        )

    return _learn([patterns(said.text) for said in messages], fit, MOST_SAID, UNIT_SAID)


def more_in(rows: Iterable[Row], speller: Speller) -> list[tuple[str, bool]]:
    """Read short messages, and whether they go on with one before (column more).

    Those that only have an intent are told alone, so they do not; of complaints and talk nobody knows.
    """
    return [
        (without_numbers(speller.read(row["text"]).text), row.get(MORE) == "1")
        for row in rows
        if len(row["text"]) <= LONGEST and row.get("intent") not in _EITHER
    ]


def learn_more(messages: Sequence[tuple[str, bool]]) -> PatternTable:
    """Learn a table with one answer: that a message goes on with one before it.

    Raises ``ImportError`` where scikit-learn is missing and ``ValueError`` where all do, or none.
    """
    texts, more = [text for text, _ in messages], [each for _, each in messages]
    if len(set(more)) < 2:
        raise ValueError("there must be messages that go on with one before, and some that do not")

    def fit(matrix: Any) -> _Fitted:
        machine = _machine(matrix, more, COST_MORE, {True: GOES_ON, False: 1})
        return _Fitted((MORE,), machine.intercept_, machine.coef_)

    return _learn([patterns(text) for text in texts], fit, MOST_SAID, UNIT_SAID)


Filed = tuple[str, str]
"""A normalised message, and the kind of request (code), or trouble, that it is filed under."""


def filed_in(rows: Iterable[Row], column: str, speller: Speller) -> list[Filed]:
    """Read the messages of labelled rows as they are read when they are understood; of several kinds the first."""
    return [(without_numbers(speller.read(whole_text(row)).text)[:WEIGHED], row[column].split("|")[0]) for row in rows]


def learn_kinds(messages: Sequence[Filed]) -> PatternTable:
    """Learn a table with an answer for each kind of request.

    Raises ``ImportError`` where scikit-learn is missing and ``ValueError`` where there are fewer than three kinds.
    """
    found = [found_in(text, heading_of(text)) for text, _ in messages]
    return _learn(found, _sorting(messages, COST_KINDS, STRENGTH), MOST_KINDS, UNIT_KINDS)


def learn_matters(messages: Sequence[Filed]) -> PatternTable:
    """Learn a table with an answer for each kind of matter, by whose names messages are filed here.

    Raises ``ImportError`` where scikit-learn is missing and ``ValueError`` where there are fewer than three, or others.
    """
    if unknown := {name for _, name in messages} - MATTERS.keys():
        raise ValueError(f"no kind of matter: {' '.join(sorted(unknown))}")
    return learn_kinds([(text, MATTERS[name]) for text, name in messages])


def learn_troubles(messages: Sequence[Filed]) -> PatternTable:
    """Learn a table with an answer for each trouble, by which messages are filed here.

    Raises ``ImportError`` where scikit-learn is missing and ``ValueError`` where there are fewer than three troubles.
    """
    found = [patterns(text) for text, _ in messages]
    return _learn(found, _sorting(messages, COST_TROUBLES), MOST_TROUBLES, UNIT_TROUBLES)


@dataclass(frozen=True, slots=True)
class _Fitted:
    """What machines found: the bias of each answer, and its weights (a row) for the patterns."""

    answers: tuple[str, ...]
    bias: Numbers
    weights: Numbers


def _sorting(messages: Sequence[Filed], cost: float, strength: float = 1.0) -> Callable[[Any], _Fitted]:
    """What fits a machine to what messages are filed under, and counts it so many times."""
    labels = [label for _, label in messages]
    if len(set(labels)) < 3:
        raise ValueError("there must be messages of at least three kinds")

    def fit(matrix: Any) -> _Fitted:
        machine = _machine(matrix, labels, cost)
        return _Fitted((*machine.classes_.tolist(),), strength * machine.intercept_, strength * machine.coef_)

    return fit


def _learn(found: Sequence[Keys], fit: Callable[[Any], _Fitted], most: int, unit: float) -> PatternTable:
    """Learn by the patterns ``found`` in each message."""
    keys, times = np.unique(np.concatenate(found), return_counts=True)
    keys, times = keys[times >= FEWEST], times[times >= FEWEST]
    rarity = 1 + np.log(len(found) / times)
    bearing = np.abs(fit(_matrix(found, keys, rarity)).weights * rarity)
    strongest = np.sort(np.argsort(-(bearing / bearing.max(axis=1)[:, None]).max(axis=0))[:most])
    keys, rarity = keys[strongest], rarity[strongest]
    fitted = fit(_matrix(found, keys, rarity))
    units = (fitted.weights * rarity / unit).T
    units[np.abs(units) < 1] = 0  # two in three, which all together change nothing
    return PatternTable(
        fitted.answers, fitted.bias, unit, keys, rarity, units.round().clip(-127, 127).astype(np.int8, order="C")
    )


def _matrix(found: Sequence[Keys], keys: Keys, rarity: Numbers) -> Any:
    # An extra.
    from scipy.sparse import csr_matrix  # noqa: PLC0415
    from sklearn.preprocessing import normalize  # noqa: PLC0415

    rows = [rows_of(keys, each) for each in found]
    columns, ends = np.concatenate(rows), np.cumsum([0, *map(len, rows)])
    return normalize(csr_matrix((rarity[columns], columns, ends), shape=(len(found), len(keys))))


def _machine(matrix: Any, labels: Sequence[Any], cost: float, weights: dict[bool, float] | None = None) -> Any:
    from sklearn.svm import LinearSVC  # noqa: PLC0415

    return LinearSVC(C=cost, random_state=0, class_weight=weights).fit(matrix, labels)
