"""Signatures of cases: a sketch to be looked at first, and all that is compared closely.

A row is the sketch, the number of pairs of characters, those pairs (16 bits each), and the rest as JSON.
"""

import struct
from collections.abc import Collection
from datetime import datetime
from heapq import nlargest

from sqlalchemy import bindparam, select

from civic.joint import JOINABLE
from civic.signatures import SKETCH_BITS, sketch
from civic.understanding import Signature, Spot
from storage.sql import Session, Statement, among, insert
from storage.tables import cases, signatures
from storage.values import array, dump, load, stamp

LEAST = 0.03
"""Of the nearness to itself: what is less near is not looked at closely. The same matter in other words was never below 0.04."""

_SKETCH = SKETCH_BITS // 8
_COUNT = struct.Struct("<H")

_KEEP = Statement(insert(signatures).values(case_id=bindparam("case_id"), body=bindparam("body")))
_NEAR = Statement(
    select(cases.c.id, signatures.c.body)
    .join_from(cases, signatures, signatures.c.case_id == cases.c.id)
    .where(
        among(cases.c.place_id, "places"), cases.c.filed_at >= bindparam("since"), cases.c.state.in_(sorted(JOINABLE))
    )
)


class Signatures:
    """Fits ``services.ports.Signatures``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, case_id: int, signature: Signature) -> None:
        self._session.run(_KEEP, case_id=case_id, body=packed(signature))

    def near(
        self, signature: Signature, places: Collection[int], since: datetime, most: int
    ) -> tuple[tuple[int, Signature], ...]:
        mine = sketch(signature)
        least = LEAST * mine.bit_count()
        rows = self._session.rows(_NEAR, places=array(places), since=stamp(since))
        looked_at = ((_nearness(mine, body), -case_id, body) for case_id, body in rows)
        nearest = nlargest(most, (each for each in looked_at if each[0] >= least))
        return tuple((-number, unpacked(body)) for _, number, body in nearest)


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
    head = sketch(signature).to_bytes(_SKETCH, "little") + _COUNT.pack(len(pairs))
    return head + struct.pack(f"<{len(pairs)}H", *pairs) + dump(rest).encode()


def unpacked(body: bytes) -> Signature:
    """The signature of a row."""
    (count,) = _COUNT.unpack_from(body, _SKETCH)
    start = _SKETCH + _COUNT.size
    rest = load(body[start + 2 * count :].decode())
    return Signature(
        tuple(rest["kinds"]),
        frozenset(rest["things"]),
        frozenset(rest["troubles"]),
        frozenset(struct.unpack_from(f"<{count}H", body, start)),
        Spot(**rest["spot"]),
        frozenset(rest["landmarks"]),
    )


def _nearness(mine: int, body: bytes) -> float:
    """How much of two sketches is the same, for as much as the other says: a long text has something of everything."""
    theirs = int.from_bytes(body[:_SKETCH], "little")
    common = (mine & theirs).bit_count()
    return common * common / theirs.bit_count() if common else 0.0
