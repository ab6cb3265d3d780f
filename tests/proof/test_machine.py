"""The stateful machine in short: 5,000 steps, and sabotages that it has to notice. 200,000 steps with ``make soak``."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from civic import ballots as ballot_rules
from civic import cases as case_rules
from civic.refusals import NotOnRoll
from services import ballots, casework
from storage.journal import Journal
from storage.outbox import Outbox
from storage.votes import Votes
from tests.proof.invariants import INVARIANTS
from tests.proof.machine import Broken, Town, profile

STEPS = 5_000


def test_whatever_people_time_and_restarts_do() -> None:
    assert len(INVARIANTS) >= 25
    run_state_machine_as_test(Town, settings=profile(STEPS))


def _never_armed(*_: Any) -> None:
    pass


def _fall(case: Any, actor_id: int, now: Any) -> Any:
    return case_rules.move(
        case, case_rules.State.WORKING, case_rules.EventKind.ACCEPTED, now, actor_id, holder_id=actor_id, at=0
    )


def _secretly(_journal: Any, *_: Any) -> None:
    pass


def _late_too(vote: Any, person_id: int, choice: Any, received_at: Any) -> Any:
    if person_id not in vote.roll:
        raise NotOnRoll
    return ballot_rules.Ballot(person_id, choice, received_at)


def _first_counts(vote: Any, cast: Any, *_: Any) -> Any:
    return _TALLY(vote, list(cast)[:1])


def _overwritten(votes: Votes, vote_id: int, ballot: Any) -> None:
    votes._session.raw.execute("DELETE FROM ballots WHERE person_id = ?", (ballot.person_id,))
    _CAST(votes, vote_id, ballot)


_TALLY, _CAST = ballot_rules.tally, Votes.cast

SABOTAGE: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "an open case waits for a moment, or for the council": (casework, "arm", _never_armed),
    "the rung never falls, except where the ladder begins anew": (case_rules, "accept", _fall),
    "each case was filed once, and first of all": (Journal, "append", _secretly),
    "nobody votes at the closing moment or later": (ballots.rules, "cast", _late_too),
    "one ballot counts per member, recounted another way": (ballots.rules, "tally", _first_counts),
    "ballots are only added": (Votes, "cast", _overwritten),
    "the reporter of every case has its card": (Outbox, "put", lambda *_: None),
}
"""By the invariant that must be found broken."""


@pytest.mark.parametrize("name", SABOTAGE)
def test_sabotage_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*SABOTAGE[name])
    quick = settings(profile(STEPS, fixed=True), phases=[Phase.generate], report_multiple_bugs=False)
    with pytest.raises(Broken) as found:
        run_state_machine_as_test(Town, settings=quick)
    assert name in found.value.args[0]
