"""A notice to many, with 5 % of every fault and kills: delivered + failed + unknown is all of them, and nobody gets it twice.

python -m tests.proof.broadcast --people 5000
python -m tests.proof.broadcast --people 200 --sabotage    # must end with 1
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from services.act import Act
from services.posts import Post, Promise
from storage.reading import reading
from tests.proof import program
from tests.proof.ground import BOT, Ground
from tests.proof.ledger import Books
from tests.proof.sabotage import SABOTAGE
from tests.proof.world import World, world

SHARE = 0.05
KINDS = ("429", "400", "403", "500", "502", "timeout", "reset", "half_open")
BEFORE_EFFECT = frozenset({"429", "400", "403"})
"""Telegram's clear answers; of the others nobody knows, and half of them take effect."""
MANY = 10**9
LONGEST = 300.0


@dataclass(frozen=True)
class Outcome:
    """How it ended."""

    delivered: int
    failed: int
    unknown: int
    kills: int
    arrived_twice: int
    told_wrongly: int
    """Said to be delivered and never arrived, or said to have failed and arrived."""

    def right(self, people: int) -> bool:
        return self.delivered + self.failed + self.unknown == people and not (self.arrived_twice or self.told_wrongly)


class Broadcast:
    """One notice."""

    def __init__(self, folder: Path, town: World, people: int, *, sabotage: bool) -> None:
        self.folder, self.town, self.people = folder, town, people
        self.dice = random.Random(people)
        self.database = folder / "youshi.db"
        self.changes = [SABOTAGE["send bulk again"].change] if sabotage else []
        self.kills = 0
        ground = Ground(self.database)
        ground.perform(lambda act: act.tx.meta.set("bot_id", str(BOT)))
        ground.perform(self._put)
        ground.close()

    def _put(self, act: Act) -> None:
        for account in range(1, self.people + 1):
            act.tx.people.add(account, f"用户{account}")
            act.tx.outbox.put(Post(account, "help", promise=Promise.BULK))

    def send(self) -> Outcome:
        seq = len(self.town.log(0))
        for kind in KINDS:
            shares = [(SHARE, False)] if kind in BEFORE_EFFECT else [(SHARE / 2, False), (SHARE / 2, True)]
            for share, after_effect in shares:
                self.town.fault(kind=kind, method="sendMessage", chance=share, count=MANY, after_effect=after_effect)
        until = time.monotonic() + LONGEST
        while self._left() and time.monotonic() < until:
            self._live()
        books = Books(seq=seq)
        books.read(self.town.log(seq))
        return self._outcome(books)

    def _live(self) -> None:
        """Start the program and kill it in the middle of sending."""
        child = program.fork(self.folder, self.town.address, 0, *self.changes)
        time.sleep(self.dice.uniform(0.15, 1.0))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        self.kills += 1

    def _left(self) -> int:
        with reading(self.database) as raw:
            return int(raw.execute("SELECT count(*) FROM outbox WHERE state IN ('ready', 'sending')").fetchone()[0])

    def _outcome(self, books: Books) -> Outcome:
        with reading(self.database) as raw:
            states = dict(raw.execute("SELECT id, state FROM outbox WHERE promise = 'bulk'"))
        arrived = {number: len(effects) for number, effects in books.effects.items()}
        count = Counter(states.values())
        wrong = sum(
            {"sent": came != 1, "dead": came != 0}.get(state, False)
            for number, state in states.items()
            for came in (arrived.get(number, 0),)
        )
        twice = sum(came > 1 for came in arrived.values())
        return Outcome(count["sent"], count["dead"], count["unknown"], self.kills, twice, wrong)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5_000)
    parser.add_argument("--sabotage", action="store_true")
    given = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, world(given.people) as town:
        program.prepare(town.address)
        outcome = Broadcast(Path(folder), town, given.people, sabotage=given.sabotage).send()
    print(f"{given.people} people in {time.monotonic() - begun:.0f} s: {outcome}")
    return not outcome.right(given.people)


if __name__ == "__main__":
    sys.exit(main())
