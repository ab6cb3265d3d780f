"""Learning what patterns of characters say of intents and of danger, from labelled messages. Needs scikit-learn, never at run time.

Rows have the columns intent, danger ("1" or "0") and text. Letters of the hotline have no intent: they are requests, and those without
danger are learned from too, for what reads like a letter is hardly ever an emergency.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from civic.understanding import Intent
from nlp.evaluation import Row, whole_text
from nlp.numbers import without_numbers
from nlp.patterns import DANGER, Keys, Numbers, Table, patterns, rows_of
from nlp.text import Speller

FEWEST = 3
"""Messages in which a pattern must stand to be learned."""

MOST = 96_000
"""Patterns that are kept: those that bear most on any answer, as a first fit shows. The second is made with them alone."""

COST = 2.0
ALARMED = 2.0
"""How much more it costs to miss a danger than to see one that there is not."""


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


def learn_said(messages: Sequence[Said]) -> Table:
    """Learn a table with an answer for each intent and one for danger.

    Raises ``ImportError`` where scikit-learn is missing and ``ValueError`` where there are fewer than three intents, or no danger.
    """
    if len({said.intent for said in messages}) < 3 or not any(said.danger for said in messages):
        raise ValueError("there must be messages of at least three intents, and some of danger")
    found = [patterns(said.text) for said in messages]
    keys, times = np.unique(np.concatenate(found), return_counts=True)
    keys, times = keys[times >= FEWEST], times[times >= FEWEST]
    rarity = 1 + np.log(len(messages) / times)
    bearing = np.abs(_fitted(found, messages, keys, rarity).weights)
    strongest = np.sort(np.argsort(-(bearing / bearing.max(axis=0)).max(axis=1))[:MOST])
    return _fitted(found, messages, keys[strongest], rarity[strongest])


def _fitted(found: Iterable[Keys], messages: Sequence[Said], keys: Keys, rarity: Numbers) -> Table:
    # An extra.
    from scipy.sparse import csr_matrix  # noqa: PLC0415
    from sklearn.preprocessing import normalize  # noqa: PLC0415
    from sklearn.svm import LinearSVC  # noqa: PLC0415

    rows = [rows_of(keys, each) for each in found]
    columns, ends = np.concatenate(rows), np.cumsum([0, *map(len, rows)])
    matrix = normalize(csr_matrix((rarity[columns], columns, ends), shape=(len(messages), len(keys))))
    intents = LinearSVC(C=COST, random_state=0)
    danger = LinearSVC(C=COST, random_state=0, class_weight={True: ALARMED, False: 1})
    intents.fit(matrix, [said.intent for said in messages])
    danger.fit(matrix, [said.danger for said in messages])
    return Table(
        (*intents.classes_.tolist(), DANGER),
        np.concatenate([intents.intercept_, danger.intercept_]),
        keys,
        rarity,
        np.concatenate([intents.coef_, danger.coef_]).T * rarity[:, None],
    )
