"""What always holds, whatever people, time and restarts do. Each is a question to the town as it is and as it was a step before."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from civic.ballots import Ballot, Outcome, Vote
from civic.cases import OPEN, Case, State
from civic.events import Event
from civic.joint import JOINABLE
from civic.roles import Role
from civic.topics import Topic, TopicState
from services import staffing
from services.act import Act
from services.casework import resident_slot, step
from services.ports import Subject, Timer
from storage.chain import verify
from tests.proof.ground import TOWN, Ground

TIMED = OPEN - {State.DELIBERATING, State.JOINED}
BACK_TO_THE_START = {"danger_told", "rekinded", "relocated"}
"""What begins the ladder anew."""


@dataclass
class View:
    """The town at one moment."""

    now: datetime
    cases: dict[int, Case] = field(default_factory=dict)
    events: list[tuple[Any, ...]] = field(default_factory=list)
    of_case: dict[int, tuple[Event, ...]] = field(default_factory=dict)
    timers: dict[tuple[str, int], Timer] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    votes: dict[int, Vote] = field(default_factory=dict)
    ballots: dict[int, tuple[Ballot, ...]] = field(default_factory=dict)
    responsible: dict[int, tuple[int, ...]] = field(default_factory=dict)
    council: frozenset[int] = frozenset()
    posts: list[tuple[Any, ...]] = field(default_factory=list)
    cards: set[str] = field(default_factory=set)
    people: dict[int, int] = field(default_factory=dict)
    consented: frozenset[int] = frozenset()
    prompts: list[int] = field(default_factory=list)
    updates: Counter[str] = field(default_factory=Counter)
    words: list[str] = field(default_factory=list)


def view(ground: Ground) -> View:
    """Look at everything."""
    return ground.perform(lambda act: _view(act, ground))


def _view(act: Act, ground: Ground) -> View:
    rows, it = ground.rows, View(act.now)
    for (number,) in rows("SELECT id FROM cases"):
        case = it.cases[number] = act.tx.cases.get(number)
        it.of_case[number] = act.tx.journal.of(Subject.CASE, number)
        it.responsible[number] = staffing.responsible(act, case)
    it.events = rows("SELECT id, subject, subject_id, kind, at, actor_id, data, hash FROM journal ORDER BY id")
    for subject, number in rows("SELECT subject, subject_id FROM timers"):
        timer = act.tx.timers.armed(Subject(subject), number)
        assert timer
        it.timers[subject, number] = timer
    for (number,) in rows("SELECT id FROM topics"):
        it.topics[number] = act.tx.topics.get(number)
    for (number,) in rows("SELECT id FROM votes"):
        it.votes[number], it.ballots[number] = act.tx.votes.get(number), act.tx.votes.ballots(number)
    estate = act.places.coded("xf")
    assert estate
    it.council = frozenset(staffing.holders(act, {Role.COUNCIL_MEMBER}, estate.id))
    it.posts = rows("SELECT id, chat_id, slot, state, params FROM outbox")
    it.cards = {slot for (slot,) in rows("SELECT slot FROM cards")} | {slot for _, _, slot, _, _ in it.posts if slot}
    it.people = dict(rows("SELECT id, chat_id FROM people"))
    it.consented = frozenset(number for (number,) in rows("SELECT id FROM people WHERE consent_at IS NOT NULL"))
    it.prompts = [number for (number,) in rows("SELECT person_id FROM prompts")]
    it.updates = Counter(dict(rows("SELECT state, count(*) FROM inbox GROUP BY state")))
    it.words = [text for (text,) in rows("SELECT text FROM notes")]
    verify(ground.raw)
    return it


def _cases(check: Callable[[Case, View], bool]) -> "Check":
    return lambda it, _was: all(check(case, it) for case in it.cases.values())


def _changes(check: Callable[[Case, Case, View, View], bool]) -> "Check":
    """A check of each case that was there before: as it was, as it is."""
    return lambda it, was: all(
        check(was.cases[number], case, it, was) for number, case in it.cases.items() if number in was.cases
    )


def _votes(check: Callable[[Vote, View], bool]) -> "Check":
    return lambda it, _was: all(check(vote, it) for vote in it.votes.values())


def _new(case: Case, it: View, was: View) -> list[str]:
    return [event.kind.value for event in it.of_case[case.id][len(was.of_case[case.id]) :]]


def _kinds(case: Case, it: View) -> Counter[str]:
    return Counter(event.kind.value for event in it.of_case[case.id])


def _timer(case: Case, it: View) -> tuple[str, datetime] | None:
    timer = it.timers.get((Subject.CASE, case.id))
    return timer and (timer.step, timer.due_at)


def _recount(vote: Vote, it: View) -> bool:
    """Counted once more, another way. Left out where a member's role has ended, or a coordinator decided."""
    if vote.outcome in {None, Outcome.VOID} or not vote.roll <= it.council:
        return True
    last: dict[int, str] = {}
    for ballot in it.ballots[vote.id]:
        last[ballot.person_id] = ballot.choice.value
    yes, came = list(last.values()).count("for"), len(last)
    expected = "no_quorum" if came <= len(vote.roll) - came else "passed" if yes > came - yes else "rejected"
    return vote.outcome == expected


Check = Callable[[View, View], bool]
INVARIANTS: dict[str, Check] = {
    "an open case waits for a moment, or for the council": _cases(
        lambda case, it: case.state not in TIMED or _timer(case, it) == (step(case), case.deadline)
    ),
    "what is over, or before the council, has no timer": _cases(
        lambda case, it: case.state in TIMED or _timer(case, it) is None
    ),
    "a case before the council has a topic that is not decided": _cases(
        lambda case, it: (
            case.state is not State.DELIBERATING
            or any(each.case_id == case.id and each.state is not TopicState.DECIDED for each in it.topics.values())
        )
    ),
    "nobody has to answer before they have to accept": _cases(
        lambda case, _: case.answer_by >= case.accept_by or case.state is not State.OFFERED
    ),
    "the settling moment belongs to the answer": _cases(
        lambda case, _: (case.settle_by is None) == (case.state is not State.ANSWERED)
    ),
    "somebody has it while it is worked on, nobody while it is offered": _cases(
        lambda case, _: (
            case.holder_id is not None
            if case.state in {State.WORKING, State.ANSWERED}
            else case.holder_id is None or case.state in {State.DELIBERATING, State.SETTLED}
        )
    ),
    "the rung never falls, except where the ladder begins anew": _changes(
        lambda old, new, it, was: new.at >= old.at or bool(BACK_TO_THE_START.intersection(_new(new, it, was)))
    ),
    "the rung is one of the ladder": _cases(lambda case, _: 0 <= case.at < len(case.ladder)),
    "the ladder is fixed, unless it is corrected": _changes(
        lambda old, new, it, was: new.ladder == old.ladder or bool(BACK_TO_THE_START.intersection(_new(new, it, was)))
    ),
    "who filed what when under which number never changes": _changes(
        lambda old, new, _it, _was: (
            (old.number, old.reporter_id, old.filed_at) == (new.number, new.reporter_id, new.filed_at)
        )
    ),
    "no number is given twice": lambda it, _: len({case.number for case in it.cases.values()}) == len(it.cases),
    "no case is ever gone": lambda it, was: was.cases.keys() <= it.cases.keys(),
    "a case changes only with an event": _changes(lambda old, new, it, was: old == new or bool(_new(new, it, was))),
    "nothing happens to what is over": _changes(
        lambda old, new, it, was: old.state in OPEN or (old == new and not _new(new, it, was))
    ),
    "the journal only grows": lambda it, was: it.events[: len(was.events)] == was.events,
    "the journal's moments never go back": lambda it, _: all(
        a[4] <= b[4] for a, b in zip(it.events, it.events[1:], strict=False)
    ),
    "each case was filed once, and first of all": _cases(
        lambda case, it: _kinds(case, it)["filed"] == 1 and it.of_case[case.id][0].kind == "filed"
    ),
    "reopened and overdue are counted as often as they happened": _cases(
        lambda case, it: (case.reopened, case.overdue) == (_kinds(case, it)["reopened"], _kinds(case, it)["overdue"])
    ),
    "a verdict is the resident's own": _cases(
        lambda case, it: (case.verdict is None) == (_kinds(case, it)["rated"] == 0)
    ),
    "silence is no satisfaction": _cases(lambda case, it: not (_kinds(case, it)["lapsed"] and case.verdict)),
    "cases are of ordinary kinds": _cases(lambda case, _: TOWN.taxonomy[case.kind].ordinary),
    "nothing is kept of who has not agreed": lambda it, _: all(
        case.reporter_id in it.consented for case in it.cases.values()
    ),
    "every open case is somebody's": _cases(lambda case, it: case.state not in OPEN or bool(it.responsible[case.id])),
    "what is followed is under way, and follows nothing": _cases(
        lambda case, it: case.state is not State.JOINED or it.cases[case.joined_to or 0].state in JOINABLE
    ),
    "the reporter of every case has its card": _cases(lambda case, it: resident_slot(case.id) in it.cards),
    "a topic has a timer only before its meeting": lambda it, _: all(
        it.topics[number].state in {TopicState.DRAFTED, TopicState.NOTICED}
        for subject, number in it.timers
        if subject == Subject.TOPIC
    ),
    "an open vote has its closing moment armed": _votes(
        lambda vote, it: vote.outcome is not None or vote.suspended or ("vote", vote.id) in it.timers
    ),
    "a vote that is over has no timer, and its topic is decided": _votes(
        lambda vote, it: (
            vote.outcome is None
            or (("vote", vote.id) not in it.timers and it.topics[vote.topic_id].state is TopicState.DECIDED)
        )
    ),
    "ballots are only added": lambda it, was: all(
        it.ballots[number][: len(old)] == old for number, old in was.ballots.items()
    ),
    "only the roll votes": _votes(lambda vote, it: all(each.person_id in vote.roll for each in it.ballots[vote.id])),
    "nobody votes at the closing moment or later": _votes(
        lambda vote, it: all(vote.opened_at <= each.at < vote.closes_at for each in it.ballots[vote.id])
    ),
    "one ballot counts per member, recounted another way": _votes(_recount),
    "the roll never changes": lambda it, was: all(
        it.votes[number].roll == old.roll for number, old in was.votes.items()
    ),
    "an outcome stands": lambda it, was: all(
        old.outcome in {None, it.votes[number].outcome} for number, old in was.votes.items()
    ),
    "one post waits for a card at most": lambda it, _: (
        not any(
            n > 1
            for n in Counter((chat, slot) for _, chat, slot, state, _ in it.posts if slot and state == "ready").values()
        )
    ),
    "posts go to people and groups that there are": lambda it, _: all(
        chat < 0 or chat in it.people.values() for _, chat, _, _, _ in it.posts
    ),
    "a group reads nothing that a resident wrote": lambda it, _: (
        not any(
            words in params for _, chat, _, _, params in it.posts if chat < 0 for words in it.words if len(words) > 5
        )
    ),
    "a question is put to somebody there is": lambda it, _: all(person in it.people for person in it.prompts),
    "no update is left, and none is a dead letter": lambda it, _: not (it.updates["new"] or it.updates["dead"]),
}


def broken(it: View, was: View) -> list[str]:
    """The names of those that do not hold."""
    return [name for name, holds in INVARIANTS.items() if not holds(it, was)]
