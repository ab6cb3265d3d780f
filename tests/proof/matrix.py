"""The matrix: every role × place relation × case state × rung × action, tried as a transaction, against an oracle of its own.

    python -m tests.proof.matrix            # all of it
    python -m tests.proof.matrix --sabotage # the same with the check of the role left out: must find transitions

The oracle is written in sentences, from the stories of residents, workers and coordinators; it knows neither the permission table
nor its standings.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from pathlib import Path

from civic import ladder
from civic.cases import SETTLE_AFTER, Case, DangerTold, State, Verdict
from civic.kinds import Tier
from civic.ladder import Rung
from civic.people import Person
from civic.permissions import Action
from civic.refusals import NothingAbove, Refusal
from civic.roles import Grant, Role
from civic.understanding import Matter, Spot
from services import cases, casework, danger, joint, staffing, topics
from services.act import Act
from services.council import Group
from services.incoming import Account, Incoming
from tests.proof.ground import START, TOWN, Ground, place_id

COVERING = {"here": "xf", "the grid": "xf-g1", "the community": "xy", "the street": "gm", "the district": "sf"}
ASIDE = {
    "a building of it": "xf-3",
    "the estate beside": "ak",
    "the grid beside": "ak-g1",
    "the community beside": "cx",
    "the street beside": "hp",
}
RELATIONS = {**COVERING, **ASIDE, "here until now": "xf", "here from tomorrow": "xf"}

HANDS = {State.WORKING, State.ANSWERED, State.DELIBERATING}
"""The states in which somebody may have it in hand."""

Try = Callable[[Act, Person, int], object]
MAIN = 1
"""The id of a case that is always there, so that another can follow it."""

HANDLER = 1
"""The id of a worker who is always there, so that a case can be in other hands and be given to somebody."""


@dataclass(frozen=True)
class Somebody:
    """One person of the matrix: at most one role, in one relation to the place of the case."""

    person: Person
    role: Role | None
    relation: str


@dataclass(frozen=True)
class Cell:
    """One question of the matrix."""

    who: Somebody
    reports: bool
    holds: bool
    state: State
    at: int
    action: Action

    @property
    def covered(self) -> bool:
        """Whether the role counts here and now: held at this moment, for the place of the case or one above it."""
        return self.who.relation in COVERING


def oracle(cell: Cell) -> bool:
    """Whether this may be done, in sentences from the stories."""
    role = cell.who.role.value if cell.covered and cell.who.role else ""
    rung = ("小区", "社区", "街道", "部门")[cell.at]
    offered_to = {"小区": "网格员", "社区": "社区专员", "街道": "街道专员", "部门": "部门联络员"}
    sorts_out = role in {"小区书记", "社区专员", "街道专员"}
    official = role not in {"", "居民", "议事会成员", "举报受理人"}
    mine, asked = cell.reports, offered_to[rung] == role
    in_hand = cell.holds and official
    fresh, returned, working = (cell.state == each for each in ("offered", "returned", "working"))
    over = cell.state in {"settled", "withdrawn"}
    joined = cell.state == "joined"
    climbing = fresh or returned or working
    sentences = {
        # Everybody who has to do with it may look; whoever was only asked may not once it is over.
        "view": mine or in_hand or sorts_out or role == "管理员" or (asked and not over),
        # The resident corrects what was understood while the case is on its way; who works on it corrects the kind.
        "rekind": (mine and climbing) or (in_hand and working),
        "relocate": mine and climbing,
        "supplement": mine and not over,
        "withdraw": mine and (climbing or joined),
        "rate": mine and cell.state == "answered",
        "tell_danger": mine and climbing,
        # Who is asked takes it, or says that it is not theirs; a coordinator may take what lies about.
        "accept": (asked and fresh) or (sorts_out and (fresh or returned)),
        "decline": (asked and fresh) or (in_hand and working),
        "escalate": (asked and fresh) or (in_hand and working) or (sorts_out and returned),
        "reply": in_hand and working,
        "close": in_hand and working,
        "assign": (sorts_out or role == "管理员") and (fresh or returned),
        "deliberate": sorts_out and climbing,
        # Whether it is the same as another is for the resident alone to say, and to take back.
        "join": mine and climbing,
        "part": mine and joined,
    }
    return sentences[cell.action.value]


def keeps_the_words(who: Somebody) -> bool:
    """Whether somebody may look at suggestions of words, decide on them, and have the lists read again: they act everywhere at once."""
    return who.role is not None and who.role.value == "管理员" and who.relation == "the district"


def said(act: Act, person: Person) -> Incoming:
    return Incoming(Account(person.chat_id, person.name), 1, act.now, "写几句话")


TRIES: dict[Action, Try] = {
    Action.VIEW: casework.find,
    Action.REKIND: lambda act, who, case: cases.rekind(act, who, case, "C03"),
    Action.RELOCATE: lambda act, who, case: cases.relocate(act, who, case, None, Spot("9")),
    Action.SUPPLEMENT: lambda act, who, case: cases.supplement(act, who, case, said(act, who)),
    Action.WITHDRAW: cases.withdraw,
    Action.RATE: lambda act, who, case: cases.rate(act, who, case, Verdict.MOSTLY),
    Action.TELL_DANGER: lambda act, who, case: danger.tell(act, who, case, DangerTold.PAST),
    Action.ACCEPT: cases.accept,
    Action.DECLINE: lambda act, who, case: cases.decline(act, who, case, said(act, who)),
    Action.ESCALATE: lambda act, who, case: cases.escalate(act, who, case, said(act, who)),
    Action.REPLY: lambda act, who, case: cases.reply(act, who, case, said(act, who)),
    Action.CLOSE: lambda act, who, case: cases.close(act, who, case, said(act, who)),
    Action.ASSIGN: lambda act, who, case: cases.assign(act, who, case, HANDLER),
    Action.DELIBERATE: topics.propose,
    Action.JOIN: lambda act, who, case: joint.join(act, who, case, MAIN),
    Action.PART: joint.part,
}
assert TRIES.keys() == set(Action)


class Matrix:
    """The place, the people, and one trial for each cell."""

    def __init__(self, folder: Path) -> None:
        self.ground = Ground(folder / "matrix.db")
        handler = self.ground.settle(1, "网格员甲", None, (Role.GRID_WORKER, "xf-g1"))
        assert handler.id == HANDLER
        self.resident = self.ground.settle(2, "居民甲", "xf")
        self.estate = self.ground.perform(lambda act: place_id(act, "xf"))
        self.ground.perform(lambda act: act.tx.groups.bind(Group(-1, self.estate)))
        self.people = [Somebody(self.ground.settle(3, "居民乙"), None, "here")]
        for number, (role, relation) in enumerate(product(Role, RELATIONS), start=4):
            self.people.append(Somebody(self._member(number, role, relation), role, relation))
        self.ladder = self.ground.perform(self._ladder)
        main = self.ground.perform(
            lambda act: act.tx.cases.add(
                self.case(Cell(self.people[0], False, False, State.OFFERED, 0, Action.VIEW), "幸福-261123-001")
            )
        )
        assert main.id == MAIN

    def _member(self, number: int, role: Role, relation: str) -> Person:
        person = self.ground.settle(number, f"{role}{number}")
        since = START + timedelta(days=1) if relation == "here from tomorrow" else START - timedelta(days=1)
        until = START if relation == "here until now" else None

        def grant(act: Act) -> None:
            act.tx.roles.add(Grant(person.id, role, place_id(act, RELATIONS[relation]), since))
            if until:
                act.tx.roles.end(act.tx.roles.of(person.id)[0], until)

        self.ground.perform(grant)
        return person

    def _ladder(self, act: Act) -> tuple[ladder.Step, ...]:
        steps = ladder.build(TOWN.taxonomy["C04"], Tier.SWIFT, self.estate, act.places)
        assert [step.rung for step in steps] == list(Rung)
        return steps

    def cells(self) -> Iterator[Cell]:
        for who, reports, state, at in product(self.people, (False, True), State, range(len(self.ladder))):
            for holds in (False, True) if state in HANDS else (False,):
                for action in Action:
                    yield Cell(who, reports, holds, state, at, action)

    def case(self, cell: Cell, number: str = "幸福-261123-002") -> Case:
        held = cell.state in HANDS
        return Case(
            id=0,
            number=number,
            reporter_id=cell.who.person.id if cell.reports else self.resident.id,
            place_id=self.estate,
            kind="C04",
            tier=Tier.SWIFT,
            matter=Matter.HELP,
            text="楼道灯不亮了",
            ladder=self.ladder,
            filed_at=START,
            accept_by=START + timedelta(hours=1),
            answer_by=START + timedelta(hours=9),
            state=cell.state,
            at=cell.at,
            holder_id=(cell.who.person.id if cell.holds else HANDLER) if held else None,
            settle_by=START + SETTLE_AFTER if cell.state is State.ANSWERED else None,
            danger=DangerTold.ASKED,
            joined_to=MAIN if cell.state is State.JOINED else None,
        )

    def wrong(self, cell: Cell) -> str | None:
        """What is wrong with what the use case does in this cell; ``None`` when all is as it should be."""

        def trial(act: Act) -> str | None:
            case = act.tx.cases.add(self.case(cell))
            before = self._traces(act)
            shown = cell.action in staffing.actions(act, cell.who.person, case)
            if shown != oracle(cell):
                return f"shown: {shown}"
            refusal = self._try(act, cell, case)
            done = act.tx.cases.get(case.id) != case or self._traces(act) != before
            if refusal is None and not oracle(cell):
                return "done, and must not be" if done else "let in, and must not be"
            if isinstance(refusal, NothingAbove) and cell.at == len(self.ladder) - 1:
                return None
            return f"refused ({refusal.key}), and should be done" if refusal and oracle(cell) else None

        return self.ground.what_if(trial)

    def _try(self, act: Act, cell: Cell, case: Case) -> Refusal | None:
        try:
            TRIES[cell.action](act, cell.who.person, case.id)
        except Refusal as refusal:
            return refusal
        return None

    @staticmethod
    def _traces(act: Act) -> int:
        return int(act.tx.session.raw.execute("SELECT count(*) FROM journal").fetchone()[0])  # type: ignore[attr-defined]


def told(cell: Cell, wrong: str) -> str:
    who = cell.who.role or "nobody"
    part = ", reports" * cell.reports + ", holds" * cell.holds
    return f"{who} of {cell.who.relation}{part}: {cell.action} when {cell.state} on rung {cell.at}: {wrong}"


def run(matrix: Matrix, every: int = 1, *, stop: bool = False) -> tuple[int, list[str]]:
    """Try every so many-th cell; how many, and what was wrong."""
    tried, found = 0, []
    for number, cell in enumerate(matrix.cells()):
        if number % every:
            continue
        tried += 1
        if wrong := matrix.wrong(cell):
            found.append(told(cell, wrong))
            if stop:
                break
    return tried, found


def leave_the_check_out() -> Callable[[], None]:
    """Sabotage: everybody stands to every case as anybody can."""
    from civic import permissions  # noqa: PLC0415

    kept = staffing.standings
    staffing.standings = lambda *_: frozenset(permissions.Standing)

    def repair() -> None:
        staffing.standings = kept

    return repair


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="try every so many-th cell only")
    parser.add_argument("--sabotage", action="store_true")
    given = parser.parse_args()
    if given.sabotage:
        leave_the_check_out()
    with tempfile.TemporaryDirectory() as folder:
        tried, found = run(Matrix(Path(folder)), given.every)
    print(f"matrix: {tried} cells tried as transactions, {len(found)} wrong")
    print("\n".join(found[:20]))
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
