"""Signatures of cases: a sketch to be looked at first, and all that is compared closely.

The sketch stands with the case, in the index of those that may be followed, so that a window is read from a few pages. A row of its own
holds the rest: the number of pairs of characters, those pairs (16 bits each), and the others as JSON.
"""

import struct
from collections.abc import Collection, Sequence
from datetime import datetime

import numpy as np
from sqlalchemy import bindparam, select, update

from civic.joint import JOINABLE
from civic.signatures import SKETCH_BITS, sketch
from civic.understanding import Signature, Spot
from storage.sql import Row, Session, Statement, among, insert
from storage.tables import cases, signatures
from storage.values import array, dump, load, stamp

LEAST = 0.03
"""Of the nearness to itself: what is less near is not looked at closely. The same matter in other words was never below 0.04."""

_BYTES = SKETCH_BITS // 8

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
    rest = {
        "kinds": signature.kinds,
        "things": signature.things,
        "troubles": signature.troubles,
        "spot": signature.spot,
        "landmarks": signature.landmarks,
    }
    pairs = sorted(signature.pairs)
    return struct.pack(f"<H{len(pairs)}H", len(pairs), *pairs) + dump(rest).encode()


def unpacked(body: bytes) -> Signature:
    """The signature of a row."""
    (count,) = struct.unpack_from("<H", body)
    rest = load(body[2 + 2 * count :].decode())
    return Signature(
        tuple(rest["kinds"]),
        frozenset(rest["things"]),
        frozenset(rest["troubles"]),
        frozenset(struct.unpack_from(f"<{count}H", body, 2)),
        Spot(**rest["spot"]),
        frozenset(rest["landmarks"]),
    )


def _written(signature: Signature) -> bytes:
    return sketch(signature).to_bytes(_BYTES, "little")


def _nearest(mine: bytes, rows: Sequence[Row], most: int) -> list[int]:
    """Ids of the cases whose sketches have most in common with ``mine``, nearest first.

    What is the same counts for as much as it is of what the other says: a long text has something of everything.
    """
    if not rows:
        return []
    ids, kept = zip(*rows, strict=True)
    bits = np.frombuffer(mine, np.uint64)
    theirs = np.frombuffer(b"".join(kept), np.uint64).reshape(len(ids), -1)
    common, said = (np.bitwise_count(each).sum(axis=1, dtype=np.int64) for each in (theirs & bits, theirs))
    nearness = common**2 / np.maximum(said, 1)
    least = LEAST * np.bitwise_count(bits).sum()
    return [ids[at] for at in np.lexsort((ids, -nearness))[:most] if nearness[at] >= least]
