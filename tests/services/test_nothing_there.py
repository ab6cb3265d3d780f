"""Ids of what does not exist: each use case says ``NotFound`` and leaves nothing behind, whatever it would have written first."""

from collections.abc import Callable

import pytest

from civic.ballots import Choice
from civic.cases import DangerTold, Verdict
from civic.people import Person
from civic.refusals import NotFound
from civic.topics import Attendance
from civic.understanding import Spot
from services import answers, ballots, cases, danger, menus, progress, topics
from services.act import Act
from services.incoming import Incoming
from tests.services.kit import Neighbourhood, Somebody

NOWHERE = 999

UseCase = Callable[[Act, Person, Incoming], object]
USE_CASES: dict[str, UseCase] = {
    "accept": lambda act, person, _: cases.accept(act, person, NOWHERE),
    "decline": lambda act, person, said: cases.decline(act, person, NOWHERE, said),
    "escalate": lambda act, person, said: cases.escalate(act, person, NOWHERE, said),
    "assign": lambda act, person, _: cases.assign(act, person, NOWHERE, 1),
    "reply": lambda act, person, said: cases.reply(act, person, NOWHERE, said),
    "close": lambda act, person, said: cases.close(act, person, NOWHERE, said),
    "rate": lambda act, person, _: cases.rate(act, person, NOWHERE, Verdict.SATISFIED),
    "supplement": lambda act, person, said: cases.supplement(act, person, NOWHERE, said),
    "revise": lambda act, person, _: cases.revise(act, person, NOWHERE, "别的话"),
    "withdraw": lambda act, person, _: cases.withdraw(act, person, NOWHERE),
    "rekind": lambda act, person, _: cases.rekind(act, person, NOWHERE, "C04"),
    "relocate": lambda act, person, _: cases.relocate(act, person, NOWHERE, 1, Spot("3")),
    "tell_danger": lambda act, person, _: danger.tell(act, person, NOWHERE, DangerTold.NOW),
    "ask": lambda act, person, _: answers.ask(act, person, "decline", NOWHERE),
    "ask_why": lambda act, person, _: answers.ask_why(act, person, NOWHERE),
    "kinds": lambda act, person, _: menus.kinds(act, person, NOWHERE),
    "workers": lambda act, person, _: menus.workers(act, person, NOWHERE),
    "withdrawal": lambda act, person, _: menus.withdrawal(act, person, NOWHERE),
    "show": lambda act, person, _: progress.show(act, person, NOWHERE),
    "propose": lambda act, person, _: topics.propose(act, person, NOWHERE),
    "give_notice": lambda act, person, _: topics.give_notice(act, person, NOWHERE, act.now),
    "attend": lambda act, person, _: topics.attend(act, person, NOWHERE, Attendance.COMING),
    "open_vote": lambda act, person, _: ballots.open_vote(act, person, NOWHERE, 10),
    "cast": lambda act, person, _: ballots.cast(act, person, NOWHERE, Choice.FOR, act.now),
    "decide": lambda act, person, _: ballots.decide(act, person, NOWHERE, counts=True),
}


@pytest.mark.parametrize("name", USE_CASES)
async def test_what_is_not_there_is_not_found(town: Neighbourhood, administrator: Somebody, name: str) -> None:
    message, before = administrator.message("理由"), town.rows()
    with pytest.raises(NotFound):
        await administrator.does(USE_CASES[name], message)
    assert not town.added(before)
