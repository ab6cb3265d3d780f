"""Durable use cases a second: the store with 64 waiting, against plain sqlite3 one at a time, in one run on one disk.

One use case is the filing of a case as the program does it: the resident looked up, the number, the case, a note, an event, a timer,
two posts, and the received update marked done. Plain sqlite3 runs the very same statements by hand, with as few parameters as will
do, in a transaction each (WAL, synchronous=FULL as the store has it). The disk's floor is a page appended and fsynced: the quicker it
is, the less there is to gain by sharing a commit. Rounds are interleaved in alternating order; each figure is the median of its
rounds.

    python -m benchmarks.storage [--rounds 5] [--transactions 2000] [--waiting 64] [--directory DIR]
"""

import argparse
import asyncio
import hashlib
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvloop

from civic.calendar import Limit
from civic.cases import Case
from civic.events import Event, EventKind
from civic.kinds import Tier
from civic.ladder import Rung, Step
from civic.notes import Note, NoteKind
from civic.places import Place, PlaceKind
from civic.understanding import Matter, Spot
from services.delivery import Received
from services.ports import Subject, Timer, Tx
from services.posts import Post
from storage.connection import PRAGMAS
from storage.schema import migrate
from storage.store import SqliteStore
from storage.values import dump, stamp

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
TEXT = "3号楼2单元的电梯又坏了,老人下不来,昨天报过物业也没有人来看,麻烦尽快处理一下"
LADDER = tuple(Step(rung, 1, Limit(minutes=240), Limit(minutes=1440)) for rung in Rung)
PARAMS = {"number": "幸福-261122-001", "kind": "电梯故障", "place": "幸福小区", "answer_by": 1_795_000_000}


def found(tx: Tx) -> None:
    """The rows that a case refers to."""
    tx.places.put(Place(0, "XF", "幸福小区", PlaceKind.ESTATE))
    tx.people.add(101, "居民甲")


def filing(n: int) -> Callable[[Tx], Case]:
    """The use case that files the ``n``-th case."""

    def use_case(tx: Tx) -> Case:
        assert tx.people.by_chat(101) is not None
        number = f"幸福-261122-{tx.cases.count('幸福-261122'):03}"
        case = tx.cases.add(
            Case(0, number, 1, 1, "A01", Tier.SWIFT, Matter.HELP, TEXT, LADDER, NOW, NOW, NOW, Spot("3", "2"))
        )
        tx.notes.add(Note(1, NoteKind.REQUEST, NOW, TEXT, case_id=case.id, message_id=n))
        tx.journal.append(Subject.CASE, case.id, (Event(EventKind.FILED, NOW, 1, {"kind": "A01"}),))
        tx.timers.arm(Timer(Subject.CASE, case.id, "offered/0", NOW + timedelta(minutes=n)))
        for chat_id in (101, 102):
            tx.outbox.put(Post(chat_id, "case.card", PARAMS, slot=f"case/{case.id}"))
        return case

    return use_case


BY_HAND = """
SELECT * FROM people WHERE chat_id = 101
INSERT INTO counters (series, value) VALUES ('幸福-261122', 1) ON CONFLICT (series) DO UPDATE SET value = value + 1 RETURNING value
INSERT INTO cases (number, reporter_id, place_id, kind, tier, matter, text, ladder, filed_at, accept_by, answer_by, spot, state, at, rung, \
reopened, overdue) VALUES ('plain-' || :n, 1, 1, 'A01', 'S', 'help', :text, :ladder, :now, :now, :now, :spot, 'offered', 0, '小区', 0, 0)
INSERT INTO notes (author_id, kind, at, text, case_id, message_id) VALUES (1, 'request', :now, :text, :n, :n)
INSERT INTO journal (subject, subject_id, kind, at, actor_id, data, hash) VALUES ('case', :n, 'filed', :now, 1, '{"kind":"A01"}', :hash)
INSERT INTO timers (subject, subject_id, step, due_at) VALUES ('case', :n, 'offered/0', :now + :n)
INSERT INTO outbox (chat_id, template, params, promise, slot, pin, state, tries, repeat) VALUES (101, 'case.card', :params, 'critical', \
'case/' || :n, 0, 'ready', 0, 0)
INSERT INTO outbox (chat_id, template, params, promise, slot, pin, state, tries, repeat) VALUES (102, 'case.card', :params, 'critical', \
'case/' || :n, 0, 'ready', 0, 0)
UPDATE inbox SET state = 'done', body = x'' WHERE bot_id = 0 AND update_id = :n AND state = 'new'
""".strip().splitlines()


async def store_round(directory: Path, transactions: int, waiting: int) -> float:
    """Use cases a second through the store, with so many callers that each wait for their answer."""
    async with await SqliteStore.open(directory / "store.db") as store:
        await store.run(found)
        updates = [Received(n, 101, b"{}" * 300, NOW) for n in range(transactions)]
        await store.run(lambda tx: tx.inbox.receive(updates))
        left = iter(range(transactions))

        async def caller() -> None:
            for n in left:
                await store.run(filing(n), update_id=n)

        start = time.perf_counter()
        await asyncio.gather(*(caller() for _ in range(waiting)))
        return transactions / (time.perf_counter() - start)


def plain_round(directory: Path, transactions: int) -> float:
    """The same statements a second in plain sqlite3, a durable transaction after the other."""
    path = directory / "plain.db"
    migrate(path)
    raw = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        raw.execute(pragma)
    raw.execute("INSERT INTO places (code, name, kind, aliases, covers) VALUES ('XF', '幸福小区', '小区', '[]', '[]')")
    raw.execute("INSERT INTO people (chat_id, name, spot, unreachable) VALUES (101, '居民甲', '{}', 0)")
    inbox = "INSERT INTO inbox (bot_id, update_id, lane, body, received_at, state, tries) VALUES (0, ?, 101, ?, 0, 'new', 0)"
    raw.execute("BEGIN")
    raw.executemany(inbox, [(n, b"{}" * 300) for n in range(transactions)])
    raw.execute("COMMIT")
    start = time.perf_counter()
    for n in range(1, transactions + 1):
        params = {
            "n": n,
            "text": TEXT,
            "ladder": dump(LADDER),
            "spot": dump(Spot("3", "2")),
            "params": dump(PARAMS),
            "now": stamp(NOW),
            "hash": hashlib.sha256(b"what an event and the hash before it come to, of about this length" * 2).digest(),
        }
        raw.execute("BEGIN IMMEDIATE")
        for statement in BY_HAND:
            raw.execute(statement, params).fetchall()
        raw.execute("COMMIT")
    rate = transactions / (time.perf_counter() - start)
    raw.close()
    return rate


def fsync_round(directory: Path, writes: int) -> float:
    """Pages appended and fsynced a second: no durable commit of its own can be faster on this disk."""
    descriptor = os.open(directory / "floor", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    start = time.perf_counter()
    for _ in range(writes):
        os.write(descriptor, bytes(4096))
        os.fsync(descriptor)
    rate = writes / (time.perf_counter() - start)
    os.close(descriptor)
    return rate


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--transactions", type=int, default=2000)
    parser.add_argument("--waiting", type=int, default=64)
    parser.add_argument(
        "--directory", type=Path, help="on the disk to be measured; the system's temporary one if not said"
    )
    args = parser.parse_args()
    contenders: dict[str, Callable[[Path], float]] = {
        "disk: 4 KiB + fsync": lambda where: fsync_round(where, 500),
        "plain sqlite3, one at a time": lambda where: plain_round(where, args.transactions),
        "store, one at a time": lambda where: uvloop.run(store_round(where, args.transactions // 4, 1)),
        f"store, {args.waiting} waiting": lambda where: uvloop.run(store_round(where, args.transactions, args.waiting)),
    }
    rates: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(args.rounds):
        order = list(contenders.items())
        for name, measure in order if number % 2 else reversed(order):
            with tempfile.TemporaryDirectory(dir=args.directory) as where:
                rates[name].append(measure(Path(where)))
    peers = rates["plain sqlite3, one at a time"]
    print(f"{'durable transactions':32} {'a second':>9} {'ratio':>6}  range of ratios")
    for name, measured in rates.items():
        ratios = [mine / peer for mine, peer in zip(measured, peers, strict=True)]
        spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
        print(f"{name:32} {statistics.median(measured):9,.0f} {statistics.median(ratios):6.2f}  {spread}")


if __name__ == "__main__":
    main()
