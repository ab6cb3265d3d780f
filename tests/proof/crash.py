"""The crash harness: the real program, killed again and again while people write and tap and the line to Telegram fails.

    python -m tests.proof.crash --cycles 10000
    python -m tests.proof.crash --cycles 60 --sabotage "confirm early"    # must end with 1

A cycle: people do something in the sandbox, faults are ordered, the program is started, and dies by SIGKILL at a failpoint or at a
random moment. Every so many cycles it is left to finish, asked to stop, and the sandbox's log is held against the database.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from services.act import Act
from services.posts import Post, Promise
from storage.reading import reading
from tests.patience import PATIENCE
from tests.proof import drill, people, program, votes
from tests.proof.failpoints import FAILPOINTS, NEED_STOPPING, NEED_TIMERS, arm
from tests.proof.ground import BOT, Ground
from tests.proof.ledger import Books
from tests.proof.people import PEOPLE, RESIDENTS, SECRETARY, Crowd
from tests.proof.sabotage import SABOTAGE
from tests.proof.world import World, world

SETTLE_EVERY, SETTLE_A_SABOTAGE = 50, 10
AT_RANDOM = 0.1
"""How often death comes at a random moment rather than at a failpoint."""
LONGEST_LIFE = 0.5
"""Seconds after which a program that did not come to its failpoint is killed."""
FAULTS = ("429", "half_open", "timeout", "500", "502", "reset")
"""The last three are over at once."""
NOISE = 0.4
"""How often the line fails in a cycle."""
TWICE = 0.3
"""How often all updates of a cycle come twice."""
BULK = 30
"""Bulk posts between two settlements."""


class Crash:
    """One run."""

    def __init__(self, folder: Path, town: World, seed: int, sabotage: str | None) -> None:
        self.folder, self.town = folder, town
        self.dice = random.Random(seed)
        self.sabotage = SABOTAGE[sabotage].change if sabotage else lambda: None
        self._points = SABOTAGE[sabotage].points if sabotage else tuple(FAILPOINTS)
        self._sought = SABOTAGE[sabotage].rule if sabotage else None
        self.books = Books(seq=len(town.log(0)))
        self.hits: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()
        self.crowd = Crowd(town, self.dice, self.books)
        self.heard_again = self.drills = 0
        self.ahead = 0.0
        self._next = self._pick()
        self._settle_people()

    @property
    def database(self) -> Path:
        return self.folder / "youshi.db"

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.ahead)  # noqa: TID251

    def _settle_people(self) -> None:
        ground = Ground(self.database, self.now())
        ground.perform(lambda act: act.tx.meta.set("bot_id", str(BOT)))
        people.settle(ground)
        votes.begin(ground, self.town.group, RESIDENTS[-1])
        votes.open_vote(ground, SECRETARY)
        ground.close()
        child = program.fork(
            self.folder, self.town.address, self.ahead
        )  # one quiet life, in which everybody gets their first cards
        self._finish(child)
        self._kill(child)
        ground = Ground(self.database, self.now())
        self._broadcast(ground, 0)
        ground.close()

    def run(self, cycles: int, least: int) -> int:
        """So many cycles, and some more until every failpoint was hit often enough; how many in all. A sabotage that is noticed ends it."""
        done, every = 0, SETTLE_A_SABOTAGE if self._sought else SETTLE_EVERY
        while done < cycles or (done < 1.6 * cycles and min(self.hits[point] for point in self._points) < least):
            self._cycle()
            done += 1
            if done % every == 0:
                self.settle()
            if self._sought and any(wrong.startswith(f"{self._sought}:") for wrong in self.books.wrong):
                return done
        self._take_in()
        self._pass(3 * 3600)
        self.settle(last=True)
        return done

    def _pick(self) -> str | None:
        """The failpoint of the next cycle: one that was hit least so far; or none, for a random moment."""
        if len(self._points) == len(FAILPOINTS) and self.dice.random() < AT_RANDOM:
            return None
        least = min(self.hits[point] for point in self._points)
        return self.dice.choice([point for point in self._points if self.hits[point] == least])

    def _cycle(self) -> None:
        point, self._next = self._next, self._pick()
        if point in NEED_TIMERS:
            self._take_in()
            self._pass(1200)
        self.crowd.live(self.now(), gas=self._next in NEED_TIMERS)
        self._order_faults()
        if point is None:
            child = self._start()
            time.sleep(self.dice.uniform(0.01, 0.13))
            self._kill(child)
            self.hits["at a random moment"] += 1
            return
        nth = self.dice.randint(1, FAILPOINTS[point].deep)
        died = self._await_death(self._start(partial(arm, FAILPOINTS[point], nth)), stop=point in NEED_STOPPING)
        (self.hits if died else self.missed)[point] += 1

    def _take_in(self) -> None:
        """Everything said is received: a press that waits while the clock is moved would expire, as it does at Telegram."""
        self._kill(self._receiving())

    def _receiving(self) -> int:
        """A program that has received everything said, and is at work on it."""
        self.town.heal()
        child = self._start()
        until = time.monotonic() + PATIENCE
        while pending := self.town.pending():
            if time.monotonic() > until:
                self.books.note("the program did not receive", pending)
                break
            time.sleep(0.01)
        return child

    def _kill(self, child: int) -> None:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)

    def _start(self, *changes: Callable[[], None]) -> int:
        if changes and self.dice.random() < TWICE:
            changes = (program.hear_again, *changes)
            self.heard_again += 1
        return program.fork(self.folder, self.town.address, self.ahead, self.sabotage, *changes)

    def _await_death(self, child: int, *, stop: bool) -> bool:
        """Whether it died by itself; a program that lives on is killed."""
        begun = time.monotonic()
        asked = False
        soon = self.dice.uniform(0.1, 0.7 * LONGEST_LIFE)  # now it has hardly begun, now it is in the midst of its work
        while time.monotonic() - begun < LONGEST_LIFE:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                return os.WIFSIGNALED(status)
            if stop and not asked and time.monotonic() - begun > soon:
                os.kill(child, signal.SIGTERM)
                asked = True
            time.sleep(0.002)
        self._kill(child)
        return False

    def _order_faults(self) -> None:
        if self.dice.random() < NOISE:
            method = self.dice.choice(("sendMessage", "editMessageText", "getUpdates", "answerCallbackQuery"))
            kind = self.dice.choice(FAULTS[3:] if method == "getUpdates" else FAULTS)
            after_effect = kind != "429" and self.dice.random() < 0.5  # who is told to wait has not been heard
            self.town.fault(kind=kind, method=method, count=self.dice.randint(1, 3), after_effect=after_effect)

    def _pass(self, seconds: float) -> None:
        self.ahead = self.town.passes(seconds)

    def _drill(self) -> None:
        """People write, a backup is made while the program works, a kill a moment later, and the way back."""
        self.crowd.live(self.now(), gas=False)
        folder = self.folder / "backups"
        child = self._receiving()
        kept, made = drill.back_up(self.database, folder, self.now(), self.sabotage)
        self._kill(child)
        if made:
            drill.restore(self.database, folder, self.folder / "fresh", self.now(), kept, self.books.note)
            self.drills += 1
        else:
            self.books.note("no backup", self.now())

    def settle(self, *, last: bool = False) -> None:
        """Rehearse the way back on a healed line, let the program finish, stop it, and look into the books."""
        self._drill()
        begun = self.now()
        child = self._start()
        finished = self._finish(child)
        os.kill(child, signal.SIGTERM)
        _, status = os.waitpid(child, 0)
        if not finished or os.waitstatus_to_exitcode(status) != 0:
            self.books.note("the program did not finish", (finished, status))
        self.books.read(self.town.log(self.books.seq))
        ground = Ground(self.database, begun)
        self.books.check(ground, whole=last)
        people.withdraw(ground)
        votes.open_vote(ground, SECRETARY)
        self._broadcast(ground, 3700)
        ground.close()
        self._pass(3700)  # a new hour: everybody may file again

    def _finish(self, child: int) -> bool:
        until = time.monotonic() + PATIENCE
        time.sleep(0.2)  # until it has begun, and listens to a signal
        while time.monotonic() < until:
            time.sleep(0.03)
            if os.waitpid(child, os.WNOHANG)[0]:
                return False
            if not self.town.pending() and not self._waiting():
                return True
        return False

    def _waiting(self) -> int:
        now = int(self.now().timestamp() * 1000)
        with reading(self.database) as raw:
            (updates,) = raw.execute("SELECT count(*) FROM inbox WHERE state = 'new'").fetchone()
            (posts,) = raw.execute(
                "SELECT count(*) FROM outbox WHERE state IN ('ready', 'sending') AND coalesce(not_before, 0) <= ?",
                (now,),
            ).fetchone()
            (timers,) = raw.execute("SELECT count(*) FROM timers WHERE due_at <= ?", (now,)).fetchone()
        return int(updates + posts + timers)

    def _broadcast(self, ground: Ground, later: float) -> None:
        """Notices to many, some of them at once and some when the clock has moved on."""

        def put(act: Act) -> None:
            for _ in range(BULK):
                moment = act.now + timedelta(seconds=later + self.dice.choice((0, 1, 3, 1210, 2410)))
                chat = self.dice.choice(RESIDENTS)
                act.tx.outbox.put(Post(chat, "help", promise=Promise.BULK, not_before=moment))

        ground.perform(put)

    def figures(self) -> dict[str, Any]:
        books = self.books
        critical = [number for number, (promise, *_) in books.rows.items() if promise == "critical"]
        return {
            "updates": len(books.handed_out),
            "handed out again": sum(times - 1 for times in books.handed_out.values()),
            "cycles in which all came twice": self.heard_again,
            "messages": len(books.tokens),
            "pictures": len(books.pictures),
            **books.votes.figures(),
            "drills": self.drills,
            "posts": len(books.rows),
            "critical": len(critical),
            "labelled repeats": sum(each.labelled for effects in books.effects.values() for each in effects),
            "bulk": sum(promise == "bulk" for promise, *_ in books.rows.values()),
            "unknown": sum(state == "unknown" for _, state, _ in books.rows.values()),
            "faults": dict(books.faults),
            "hits": dict(self.hits),
            "not reached": dict(self.missed),
            "rules broken": dict(Counter(wrong.partition(":")[0] for wrong in books.wrong)),
        }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cycles", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--least", type=int, default=0, help="how often every failpoint has to be hit")
    parser.add_argument("--sabotage", choices=SABOTAGE)
    given = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, world(PEOPLE) as town:
        program.prepare(town.address)
        crash = Crash(Path(folder), town, given.seed, given.sabotage)
        cycles = crash.run(given.cycles, given.least)
        log = (Path(folder) / "log").read_text("utf-8")
    for point in FAILPOINTS if given.least else ():
        if crash.hits[point] < given.least:
            crash.books.note("failpoint", f"{point} was hit {crash.hits[point]} times only")
    for name, figure in crash.figures().items():
        print(f"{name}: {figure}")
    print(f"{cycles} cycles in {time.monotonic() - begun:.0f} s")
    if crash.books.wrong:
        first = {wrong.partition(":")[0]: wrong for wrong in reversed(crash.books.wrong)}
        print("\n".join([*first.values(), log[-2000:]]))
    return bool(crash.books.wrong)


if __name__ == "__main__":
    sys.exit(main())
