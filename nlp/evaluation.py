"""How well messages are understood, counted on labelled rows.

Rows are those of the hotline data: ``label`` and ``kind`` may hold several answers parted by a bar where annotators differed, and any of
them is right; ``danger`` is "1", "0" or "?".
"""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from civic.understanding import Intent, Matter, Understanding

SHOWN = 3
"""Guesses offered as buttons on the card."""

MATTERS = {
    "咨询": Matter.INQUIRY,
    "求助": Matter.HELP,
    "投诉": Matter.COMPLAINT,
    "举报": Matter.REPORT,
    "建议": Matter.SUGGESTION,
    "表扬": Matter.PRAISE,
}

Row = Mapping[str, str]


class Understands(Protocol):
    """What is measured."""

    def understand(self, text: str) -> Understanding:
        """Understand one message."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares of rows (0 to 1): right first choice, right among those shown, right group, right matter, taken for a request.

    ``alarms`` is the share of rows without danger in which danger was seen.
    """

    rows: int
    first: float
    shown: float
    group: float
    matter: float
    request: float
    alarms: float


def read_rows(path: Path) -> list[Row]:
    """Read labelled rows from a CSV file with a header line."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def whole_text(row: Row) -> str:
    """Return a row's title and text as one message."""
    return "\n".join(part for part in (row.get("title"), row.get("text")) if part)


def evaluate(classifier: Understands, rows: Iterable[Row]) -> Scores:
    """Let ``classifier`` understand every row's title and text, and count. ``rows`` must not be empty."""
    tally = Counter(
        name for row in rows for name, hit in _hits(classifier.understand(whole_text(row)), row).items() if hit
    )
    total = tally["rows"]
    shares = {name: tally[name] / total for name in ("first", "shown", "group", "matter", "request")}
    return Scores(rows=total, alarms=tally["alarms"] / max(tally["safe"], 1), **shares)


def _hits(understood: Understanding, row: Row) -> dict[str, bool]:
    labels = set(row["label"].split("|"))
    codes = [guess.code for guess in understood.guesses[:SHOWN]]
    safe = row["danger"] == "0"
    return {
        "rows": True,
        "first": bool(labels & set(codes[:1])),
        "shown": bool(labels & set(codes)),
        "group": bool({label[0] for label in labels} & {code[0] for code in codes[:1]}),
        "matter": understood.matter in {MATTERS[kind] for kind in row["kind"].split("|")},
        "request": understood.intent is Intent.REQUEST,
        "safe": safe,
        "alarms": safe and bool(understood.danger),
    }
