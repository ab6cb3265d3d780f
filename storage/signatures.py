"""Signatures of cases: a sketch to be looked at first, and all that is compared closely.

The sketch stands with the case, in the index of those that may be followed, so that a window is read from a few pages. It tells the
troubles; a row of its own holds all, as JSON.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

import numpy as np
from sqlalchemy import bindparam, select, update

from civic.joint import JOINABLE
from civic.signatures import TOLD
from civic.understanding import Signature, Spot
from storage.sql import Row, Session, Statement, among, insert
from storage.tables import cases, signatures
from storage.values import array, dump, load, stamp

LEAST = 0.1
"""What two must have in common to be looked at closely: with less nothing is likely (``civic.signatures``)."""

_SKETCHED = np.dtype([("trouble", np.uint16, TOLD), ("weight", np.uint8, TOLD)])
_WHOLE = 255  # a weight of one

_SKETCH = Statement(update(cases).values(sketch=bindparam("sketch")).where(cases.c.id == bindparam("case_id")))
_KEEP = Statement(
    insert(signatures)
    .values(case_id=bindparam("case_id"), body=bindparam("body"))
    .on_conflict_do_update(index_elements=[signatures.c.case_id], set_={"body": bindparam("body")})
)
_WINDOW = Statement(
    select(cases.c.id, cases.c.sketch).where(
        among(cases.c.place_id, "places"),
        cases.c.filed_at >= bindparam("since"),
        cases.c.state.in_(sorted(JOINABLE)),
        cases.c.sketch.is_not(None),
    )
)
_BODIES = Statement(select(signatures).where(among(signatures.c.case_id, "cases")))


class Signatures:
    """Fits ``services.ports.Signatures``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, case_id: int, signature: Signature) -> None:
        self._session.run(_SKETCH, case_id=case_id, sketch=_written(signature))
        self._session.run(_KEEP, case_id=case_id, body=packed(signature))

    def near(
        self, signature: Signature, places: Collection[int], since: datetime, most: int
    ) -> tuple[tuple[int, Signature], ...]:
        rows = self._session.rows(_WINDOW, places=array(places), since=stamp(since))
        nearest = _nearest(_written(signature), rows, most)
        bodies: dict[int, bytes] = {row[0]: row[1] for row in self._session.rows(_BODIES, cases=array(nearest))}
        return tuple((case_id, unpacked(bodies[case_id])) for case_id in nearest)


def packed(signature: Signature) -> bytes:
    """A signature as it stands in its row."""
    return dump(signature).encode()


def unpacked(body: bytes) -> Signature:
    """The signature of a row."""
    told = load(body.decode())
    weights = {name: tuple((answer, weight) for answer, weight in told[name]) for name in ("kinds", "troubles")}
    return Signature(**weights, spot=Spot(**told["spot"]), landmarks=frozenset(told["landmarks"]))


def _written(signature: Signature) -> bytes:
    """The sketch: the troubles by number, and how much speaks for each."""
    told = np.zeros((), _SKETCHED)
    for at, (code, weight) in enumerate(signature.troubles[:TOLD]):
        told["trouble"][at], told["weight"][at] = _number(code), round(_WHOLE * weight)
    return told.tobytes()


def _number(code: str) -> int:
    """The number of a trouble: its group's, its kind's in the group and its own (C03.1: 2, 3, 1)."""
    kind, _, number = code.partition(".")
    return ord(kind[0]) - ord("A") << 8 | int(kind[1:]) << 4 | int(number)


def _nearest(mine: bytes, rows: Sequence[Row], most: int) -> list[int]:
    """Ids of the cases whose troubles have most in common with ``mine``, nearest first."""
    if not rows:
        return []
    ids, kept = zip(*rows, strict=True)
    theirs = np.frombuffer(b"".join(kept), _SKETCHED)
    told = np.frombuffer(mine, _SKETCHED)[0]
    weights = np.zeros(1 << 16, np.float32)
    weights[told["trouble"]] = told["weight"] / np.float32(_WHOLE**2)
    nearness = (weights.take(theirs["trouble"]) * theirs["weight"]).sum(axis=1)
    return [ids[at] for at in np.lexsort((ids, -nearness))[:most] if nearness[at] >= LEAST]
