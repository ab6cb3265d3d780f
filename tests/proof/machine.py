"""The stateful machine: residents, workers, coordinators, a council, time and restarts, in any order that hypothesis can think of.

    python -m tests.proof.machine --steps 200000

Every step is a transaction of the store's own on a real SQLite file, with a clock that only the machine moves. After each step
everything in ``invariants`` has to hold; a refusal must have changed nothing.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from civic.ballots import Choice
from civic.cases import DangerTold, Verdict
from civic.notes import File, FileKind
from civic.people import Person
from civic.refusals import Refusal
from civic.roles import Role
from civic.topics import VOTE_MINUTES, Attendance
from civic.understanding import Spot
from services import ballots, cases, conversation, danger, deadlines, joint, progress, topics
from services.act import Act
from services.council import Group
from services.delivery import Received
from services.incoming import Account, Incoming
from tests.proof.ground import Ground, place_id
from tests.proof.invariants import View, broken, view

STEPS = 50
"""Steps in one example."""

ROLES: tuple[tuple[str, tuple[tuple[Role, str], ...]], ...] = (
    *((f"居民{n}", ()) for n in range(3)),
    *((f"网格员{n}", ((Role.GRID_WORKER, "xf-g1"),)) for n in range(2)),
    ("小区书记", ((Role.SECRETARY, "xf"),)),
    ("社区专员", ((Role.COMMUNITY_OFFICER, "xy"),)),
    ("街道专员", ((Role.STREET_OFFICER, "gm"),)),
    ("管理员", ((Role.ADMINISTRATOR, "sf"),)),
    *((f"议事员{n}", ((Role.COUNCIL_MEMBER, "xf"),)) for n in range(4)),
)
RESIDENTS, STAFF, COUNCIL = range(3), range(3, 9), range(9, 13)
GROUP = -1
FIRST_UPDATE = 300_000_001

TOLD: tuple[Callable[[Act, Person, int, Incoming, int], object], ...] = (
    lambda act, who, case, *_: cases.accept(act, who, case),
    lambda act, who, case, said, _: cases.decline(act, who, case, said),
    lambda act, who, case, said, _: cases.escalate(act, who, case, said),
    lambda act, who, case, said, _: cases.reply(act, who, case, said),
    lambda act, who, case, said, _: cases.close(act, who, case, said),
    lambda act, who, case, _, n: cases.assign(act, who, case, 1 + STAFF[n % len(STAFF)]),
    lambda act, who, case, _, n: cases.rekind(act, who, case, ("C03", "C04", "O03", "S01")[n % 4]),
    lambda act, who, case, _, n: cases.relocate(act, who, case, place_id(act, ("xf", "ak")[n % 2]), Spot(str(n))),
    lambda act, who, case, said, _: cases.supplement(act, who, case, said),
    lambda act, who, case, _, n: cases.rate(act, who, case, list(Verdict)[n % len(Verdict)]),
    lambda act, who, case, _, n: danger.tell(act, who, case, list(DangerTold)[1 + n % 3]),
    lambda act, who, case, _, n: joint.join(act, who, case, 1 + n % 5),
    lambda act, who, case, *_: joint.part(act, who, case),
    lambda act, who, case, *_: progress.show(act, who, case),
)
"""What can be done to a case; who does it is for the program to judge."""
ENDING: tuple[Callable[[Act, Person, int, Incoming, int], object], ...] = (
    lambda act, who, case, *_: cases.withdraw(act, who, case),
)

anybody = st.integers(0, len(ROLES) - 1)
numbers = st.integers(1, 8)


class Broken(Exception):
    """Invariants that do not hold."""


class Town(RuleBasedStateMachine):
    """The neighbourhood."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="youshi-machine-"))
        self.ground = Ground(self.folder / "town.db")
        self.message, self.update = 0, FIRST_UPDATE
        self.was: View | None = None

    @initialize(council=st.booleans())
    def settle(self, *, council: bool) -> None:
        """People, three cases, and in every other town a vote that is open."""
        self.people = [
            self.ground.settle(1000 + n, name, "xf" if n in RESIDENTS or n in COUNCIL else None, *roles)
            for n, (name, roles) in enumerate(ROLES)
        ]
        self.ground.perform(lambda act: act.tx.groups.bind(Group(GROUP, place_id(act, "xf"))))
        for n in RESIDENTS:
            self.report(n, gas=n == 1, photo=False, forwarded=False)
        if council:
            self.meet(3, VOTE_MINUTES[1])

    def teardown(self) -> None:
        self.ground.close()
        shutil.rmtree(self.folder)

    def _try(self, use_case: Callable[[Act], Any]) -> None:
        """As the program does it: received, worked on with the mark in the same transaction; a refusal leaves the mark alone."""
        self.update += 1
        number = self.update
        received = Received(number, 1, b"{}", self.ground.now)
        self.ground.perform(lambda act: act.tx.inbox.receive([received]))
        before = self._events()
        try:
            self.ground.perform(use_case, number)
        except Refusal:
            if self._events() != before:
                raise Broken(["a refusal changes nothing"]) from None
            self.ground.perform(lambda _act: None, number)

    def _events(self) -> int:
        return int(self.ground.rows("SELECT count(*) FROM journal")[0][0])

    def _said(self, person: Person, text: str, **more: Any) -> Incoming:
        self.message += 1
        return Incoming(Account(person.chat_id, person.name), self.message, self.ground.now, text, **more)

    @rule(n=st.sampled_from(RESIDENTS), gas=st.booleans(), photo=st.booleans(), forwarded=st.booleans())
    def report(self, n: int, *, gas: bool, photo: bool, forwarded: bool) -> None:
        text = "" if photo and gas else "楼道里有煤气味" if gas else "3号楼楼道灯不亮了"
        file = File(FileKind.PHOTO, "photo") if photo else None
        said = self._said(self.people[n], text, file=file, forwarded=forwarded)
        self._try(lambda act: conversation.receive(act, said))

    @rule(n=anybody, message=st.integers(1, 20))
    def edit(self, n: int, message: int) -> None:
        person = self.people[n]
        said = Incoming(Account(person.chat_id, person.name), message, self.ground.now, "写错了，是五号楼的灯")
        self._try(lambda act: conversation.edit(act, said))

    @rule(n=anybody, case=numbers, do=st.sampled_from(TOLD), arg=st.integers(0, 11))
    def act(self, n: int, case: int, do: Callable[..., Any], arg: int) -> None:
        self._do(n, case, do, arg)

    @rule(n=numbers, case=numbers, do=st.sampled_from((TOLD[0], *TOLD[:6])), arg=st.integers(0, 11))
    def work(self, n: int, case: int, do: Callable[..., Any], arg: int) -> None:
        """Somebody whose case it is."""
        if self.was and self.was.cases:
            whose = self.was.responsible[1 + case % len(self.was.cases)] or (1,)
            self._do(whose[n % len(whose)] - 1, case, do, arg)

    @rule(n=st.sampled_from(RESIDENTS), case=numbers, do=st.sampled_from((*TOLD[6:], *ENDING)), arg=st.integers(0, 11))
    def correct(self, n: int, case: int, do: Callable[..., Any], arg: int) -> None:
        self._do(n, case, do, arg)

    def _do(self, n: int, case: int, do: Callable[..., Any], arg: int) -> None:
        person, known = self.people[n], self.was.cases if self.was else {}
        if not known:
            return
        case = 1 + case % len(known)
        said = self._said(person, "已经看过，下午来修")
        self._try(lambda act: do(act, person, case, said, arg))

    @rule(n=st.sampled_from([5, 5, 5, 6, 0]), case=numbers, hours=st.integers(1, 30))
    def propose(self, n: int, case: int, hours: int) -> None:
        self._try(lambda act: topics.propose(act, self.people[n], case))
        topic = len(self.ground.rows("SELECT 1 FROM topics"))
        meets_at = self.ground.now + timedelta(hours=hours)
        self._try(lambda act: topics.give_notice(act, self.people[n], topic, meets_at))

    @rule(case=numbers, minutes=st.sampled_from(VOTE_MINUTES))
    def meet(self, case: int, minutes: int) -> None:
        """The whole way to an open vote at once, so that there are votes."""
        secretary = self.people[STAFF[2]]
        self._try(lambda act: topics.propose(act, secretary, case))
        topic = len(self.ground.rows("SELECT 1 FROM topics"))
        meets_at = self.ground.now + timedelta(minutes=30)
        self._try(lambda act: topics.give_notice(act, secretary, topic, meets_at))
        self.passes(31)
        self._try(lambda act: ballots.open_vote(act, secretary, topic, minutes))

    @rule(n=anybody, topic=st.integers(1, 3), answer=st.sampled_from(Attendance))
    def attend(self, n: int, topic: int, answer: Attendance) -> None:
        self._try(lambda act: topics.attend(act, self.people[n], topic, answer))

    @rule(
        n=st.sampled_from([5, 5, 0]), topic=st.integers(1, 3), minutes=st.sampled_from(VOTE_MINUTES), wait=st.booleans()
    )
    def open_vote(self, n: int, topic: int, minutes: int, *, wait: bool) -> None:
        if wait:
            self.passes(30 * 60)
        self._try(lambda act: ballots.open_vote(act, self.people[n], topic, minutes))

    @rule(
        n=st.sampled_from([*COUNCIL, *COUNCIL, *COUNCIL, 0, 4]), vote=st.integers(1, 2), choice=st.sampled_from(Choice)
    )
    def vote(self, n: int, vote: int, choice: Choice) -> None:
        self._try(lambda act: ballots.cast(act, self.people[n], vote, choice, act.now))

    @rule(vote=st.integers(1, 2), choices=st.lists(st.sampled_from(Choice), min_size=4, max_size=4))
    def vote_all(self, vote: int, choices: list[Choice]) -> None:
        for n, choice in zip(COUNCIL, choices, strict=True):
            self._try(lambda act, n=n, choice=choice: ballots.cast(act, self.people[n], vote, choice, act.now))

    @rule(minutes=st.sampled_from([1, 5, 11, 61, 240, 24 * 60, 4 * 24 * 60, 20 * 24 * 60]))
    def passes(self, minutes: int) -> None:
        """Time passes, and what is due is done, as often as anything is."""
        self.ground.now += timedelta(minutes=minutes)
        for _ in range(50):
            due = self.ground.perform(deadlines.due)
            fired = [self.ground.perform(lambda act, each=each: deadlines.fire(act, each)) for each in due]
            if not any(fired):
                return
        raise AssertionError("what is due never ends")

    @rule()
    def restart(self) -> None:
        self.ground.restart()
        self.ground.perform(lambda act: act.tx.outbox.recover())

    @rule(crash=st.booleans(), arrives=st.booleans())
    def deliver(self, *, crash: bool, arrives: bool) -> None:
        """The courier takes what may go; it arrives, comes back, or the program dies with it in hand."""

        def take(act: Act) -> Any:
            return act.tx.outbox.claim([row.id for row in act.tx.outbox.ready(0, 1000)])

        taken = self.ground.perform(take)
        if crash:
            self.restart()
            return
        for delivery in taken:
            if arrives:
                self.message += 1
                self.ground.perform(lambda act, it=delivery: act.tx.outbox.sent(it.id, it.message_id or self.message))
            else:
                self.ground.perform(lambda act, it=delivery: act.tx.outbox.again(it.id, None, repeat=True))

    @rule(n=st.sampled_from([*STAFF[:3], *COUNCIL]))
    def loses_the_role(self, n: int) -> None:
        def end(act: Act) -> None:
            for grant in act.tx.roles.of(self.people[n].id):
                act.tx.roles.end(grant, act.now)

        self.ground.perform(end)

    @invariant()
    def holds(self) -> None:
        it = view(self.ground)
        if names := broken(it, self.was or it):
            raise Broken(names)
        self.was = it


def profile(steps: int, *, fixed: bool = False) -> settings:
    """``fixed``: the same steps at every run, so that what was noticed once is noticed always."""
    return settings(
        max_examples=-(-steps // STEPS),
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        derandomize=fixed,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=200_000)
    given = parser.parse_args()
    begun = time.monotonic()
    run_state_machine_as_test(Town, settings=profile(given.steps))  # type: ignore[no-untyped-call]
    print(f"{given.steps} steps in {time.monotonic() - begun:.0f} s: every invariant held")
    return 0


if __name__ == "__main__":
    sys.exit(main())
