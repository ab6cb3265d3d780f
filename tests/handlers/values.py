"""What may stand in a parameter of each name: one table, from which every post of the program is made up and rendered."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

from civic import cases as rules
from civic import corrections, deliberation, joint
from civic.ballots import Ballot, Choice, Outcome, Vote, tally
from civic.calendar import Calendar, Limit
from civic.cases import SETTLE_AFTER, Case, Change, DangerTold, State, Verdict
from civic.events import Event, EventKind
from civic.kinds import Tier
from civic.ladder import Rung, Step
from civic.lexicon import Fault, Wrong
from civic.permissions import Action
from civic.personal import CRISIS
from civic.topics import VOTE_MINUTES
from civic.understanding import UNTOLD, Matter, Persistence
from nlp.taxonomy import load_taxonomy
from nlp.terms import LENGTHS
from services import ballots
from services.alarms import Alarm
from services.notices import NOTICES
from tests.handlers.sites import keys_of, sites

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar(SHANGHAI)
EPOCH = int(NOW.timestamp())
LARGEST = 2**63 - 1
"""Of an id: 64 bits, of which SQLite keeps one for the sign."""

LADDER = (
    Step(Rung.ESTATE, 3, Limit(minutes=240), Limit(minutes=1440)),
    Step(Rung.COMMUNITY, 2, Limit(minutes=240), Limit(minutes=1440)),
)
_UNTIL = NOW + timedelta(hours=1)
CASE = Case(
    *(1, "幸福-261122-001", 1, 3, "A01", Tier.SWIFT, Matter.HELP, "3号楼电梯又坏了", LADDER, NOW, _UNTIL, _UNTIL),
    kinds_asked=("A01", "C03"),
)

_MAIN = replace(CASE, id=2, number="幸福-261122-009")

LONG_LIST = [(LARGEST, f"幸福小区{ordinal}期") for ordinal in range(8)]

PERSISTENCES = (
    {},
    *(
        asdict(Persistence(days, times, times, intensity))
        for days, times, intensity in (
            (None, None, 1),
            (0, 0, 2),
            (3, 3, None),
            (14, 2, None),
            (90, 8, 1),
            (1000, 99, 2),
        )
    ),
)

VALUES: Mapping[str, tuple[Any, ...]] = {
    # a case
    **dict.fromkeys(("case_id", "topic_id", "vote_id", "update_id", "grant_id"), (LARGEST, 1)),
    "number": ("幸福-261122-001",),
    "kind": ("电梯故障困人",),
    "place": ("幸福小区",),
    "purpose": ("invite", "link", "staff"),
    "spot": (
        {},
        {"building": "3", "unit": "2", "floor": "5", "room": "501"},
        {"building": "A", "unit": "东", "floor": "-1"},
        {"building": "北", "floor": "2", "room": "西"},
    ),
    "text": ("3号楼电梯又坏了,老人下不来", ""),
    "code": ("C04", "A09", "A10", "A11", "N02"),
    "state": tuple(State),
    "tier": tuple(Tier),
    "rung": tuple(Rung),
    "rung_place": ("向阳社区",),
    "holder": ("网格员 王五",),
    "reopened": (0, 2),
    "persistence": PERSISTENCES,
    "verdict": (None, *Verdict),
    "danger": (None, *DangerTold),
    "actions": ([], list(Action), [Action.ACCEPT]),
    "files": (0, 3),
    "supplements": ([], ["又坏了一次", "三楼"]),
    "message_id": (4096,),
    "spot_asked": (False, True),
    "said": ("已经报修,下午来人", ""),
    "late": (0, 17),
    "given": tuple(Verdict),
    "told": (DangerTold.NOW, DangerTold.PAST, DangerTold.HAZARD),
    "path": ([],),
    "cases": ([],),
    # a question
    "waiting": (True, False),
    "phones": ([{"name": "向阳社区", "phone": "010-55550100"}], []),
    "forwarded": (True, False),
    "more": (True, False),
    "estimated": ([], ["accept_by", "answer_by"]),
    "choices": (LONG_LIST, []),
    "kinds": ([("A01", "楼道着火")], []),
    "households": (0, 3),
    "main": ("幸福-261122-009",),
    "main_id": (LARGEST,),
    "about": ("楼道灯不亮",),
    "kinds_asked": ([], [("A01", "楼道着火"), ("C03", "电梯")]),
    "groups": ([], list(enumerate(dict.fromkeys(kind.group for kind in load_taxonomy().values())))),
    "workers": ([(LARGEST, "网格员 王五")], []),
    "readers": ([(LARGEST, "社区专员 赵六"), (2, "住户甲")], [(2, "住户甲")]),
    "minutes": (list(VOTE_MINUTES),),
    # a topic and its vote
    "title": ("加装电梯",),
    "open": (True, False),
    **dict.fromkeys(("coming", "away", "roll", "present", "votes_for", "votes_against", "abstentions"), (5,)),
    "outcome": tuple(Outcome),
    "extended": (0, 12),
    "excluded": (0, 2),
    "unreachable": (False, True),
    "choice": tuple(Choice),
    # the lexicon
    "word": ("大" * LENGTHS[-1], "桌球室"),
    **dict.fromkeys(("corrections", "others", "adopted"), (3, 0)),
    "faults": tuple([asdict(Fault(wrong, "own.toml", "", 3, "[I05] sure", "桌球室"))] for wrong in Wrong),
    # the rest
    "words": ("有人收钱",),
    "year": (2027,),
    "count": (2,),
    "hours": (30,),
    "events": (1042,),
    "head": ("1042:" + "9f" * 32,),
    "data": ({"name": "住户甲", "cases": [{"text": "灯不亮"}]},),
    "held": ([], ["幸福-261122-001"]),
    "roles": ([], ["幸福小区 网格员"]),
    "name": ("住户甲",),
    "names": (["幸福小区", "安康小区"], []),
    "role": ("网格员",),
    "link": ("https://t.me/youshi_bot?start=xf",),
    "phone": ("119",),
    "limit": (10,),
    "action": ("accept",),
    "staff": ([{"grant_id": LARGEST, "name": "住户甲", "role": "网格员", "place": "幸福小区"}], []),
    "left_out": (0, 3),
    "in_hand": (2, 0),
    "asked": ("first", "again", "unset"),
    "holder_id": (7,),
    **dict.fromkeys(("accept_by", "answer_by", "settle_by", "meets_at", "closes_at", "from_at", "moment_at"), (EPOCH,)),
}
"""The first of each is the usual one; the others are tried one at a time."""

FREE = frozenset({"text", "said", "name", "holder", "place", "rung_place", "title", "kind"})
"""What somebody wrote, or called themselves, or was imported."""


def events() -> dict[EventKind, list[tuple[Event, State]]]:
    """Every event of a case, as the rules make it, with the state that the case is in afterwards."""
    working = rules.accept(CASE, 2, NOW).case
    answered = rules.answer(working, 2, NOW).case
    heard = deliberation.deliberate(working, 2, 1, NOW).case
    top = rules.escalate(working, 2, NOW, CALENDAR).case
    late = NOW + timedelta(days=9)
    changes: list[Change | None] = [
        rules.file(CASE),
        rules.accept(CASE, 2, NOW),
        rules.assign(CASE, 2, 3, NOW),
        rules.decline(working, 2, NOW),
        rules.vacate(working, NOW),
        rules.escalate(working, 2, NOW, CALENDAR),
        rules.lapse(CASE, _UNTIL, CALENDAR),
        rules.lapse(top, late, CALENDAR),
        rules.lapse(answered, late, CALENDAR),
        rules.lapse(replace(answered, kind=CRISIS), NOW + SETTLE_AFTER, CALENDAR),
        rules.reply(working, 2, NOW),
        rules.answer(working, 2, NOW),
        *(rules.rate(answered, verdict, NOW, CALENDAR) for verdict in Verdict),
        rules.withdraw(CASE, NOW),
        corrections.refile(CASE, 1, NOW, CALENDAR, kind="B01"),
        corrections.refile(CASE, 1, NOW, CALENDAR, spot=CASE.spot),
        corrections.confirm(CASE, 1, NOW),
        joint.join(CASE, _MAIN, 1, NOW),
        joint.part(joint.join(CASE, _MAIN, 1, NOW).case, 1, NOW, CALENDAR),
        rules.supplement(CASE, 1, NOW),
        rules.revise(CASE, "电梯", UNTOLD, NOW),
        *(corrections.tell_danger(CASE, told, Tier.SWIFT, LADDER, NOW, CALENDAR) for told in DangerTold),
        deliberation.deliberate(working, 2, 1, NOW),
        *(
            deliberation.resume(case, 1, outcome, NOW, CALENDAR)
            for outcome in VALUES["outcome"]
            for case in _heard(heard)
        ),
    ]
    found: dict[EventKind, list[tuple[Event, State]]] = {}
    for change in changes:
        assert change is not None
        for event in change.events:
            data = dict(event.data) | (_counted() if event.kind is EventKind.RESUMED else {})
            found.setdefault(event.kind, []).append((Event(event.kind, event.at, None, data), change.case.state))
    return found


def _heard(case: Case) -> tuple[Case, Case]:
    return case, deliberation.deliberate(CASE, 2, 1, NOW).case


def _counted() -> dict[str, int]:
    vote = Vote(1, 1, frozenset({1, 2}), NOW, NOW)
    counts = ballots._counts(tally(vote, [Ballot(1, Choice.FOR, NOW)]))
    return {name: count for name, count in counts.items() if isinstance(count, int)}


def usual(keys: Iterable[str]) -> dict[str, Any]:
    """The usual value of each name."""
    return {key: VALUES[key][0] for key in keys}


def _special() -> dict[str, dict[str, tuple[Any, ...]]]:
    """Where a name means something else than everywhere."""
    case = usual(keys_of("basics"))
    steps = [{"event": kind, "moment_at": EPOCH, **event.data} for kind, each in events().items() for event, _ in each]
    cases = ([], [{**case, "state": state} for state in State])
    return {
        "files": {"files": ([{"kind": "photo", "file_id": "photo-1"}],)},
        **{f"ask.{name}": {"choices": ([(LARGEST, "幸福小区")], LONG_LIST)} for name in ("heard", "meant")},
        "ask.meeting": {"choices": ([EPOCH, EPOCH + 86_400],)},
        **{
            f"danger.{name}": {"danger": (*(f"A{n:02}" for n in range(1, 13)), "C04")}
            for name in ("call", "ask", "told")
        },
        "progress": {"path": (steps, [])},
        "welcome": {"place": ("幸福小区", None)},
        **{f"privacy.{name}": {"open": ([], ["幸福-261122-002"])} for name in ("sure", "later")},
        **{f"alarm.{alarm}": {"minutes": (7,)} for alarm in Alarm},
        "refusal.RoleUnknown": {"names": (["网格员", "物业"],)},
        **{template: {"cases": cases} for template in ("list.mine", "ask.withdraw")},
        "list.tasks": {"cases": (*cases, [{**case, "persistence": told} for told in PERSISTENCES])},
    }


def posts() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every post and toast that the program makes, with parameters of every sort; once with the usual ones for each place."""
    special = _special()
    for site in sites():
        values = {key: special.get(site.template, {}).get(key) or VALUES[key] for key in site.keys}
        for base in _bases(values):
            yield site.template, base
            for key, others in values.items():
                yield from ((site.template, {**base, key: other}) for other in others[1:])
    yield from _notices()


def _bases(values: Mapping[str, tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    """The usual values; and those beside a crisis, which has words of its own."""
    base = {key: each[0] for key, each in values.items()}
    yield base
    yield from ({**base, key: CRISIS} for key in ("code", "danger") if CRISIS in values.get(key, ()))


def _notices() -> Iterator[tuple[str, dict[str, Any]]]:
    """The notices, each after every event that it tells of."""
    case = usual(keys_of("basics"))
    for kind, told in NOTICES.items():
        for (event, state), (_, template) in product(events()[kind], told):
            for said, late, code in product(VALUES["said"], VALUES["late"], VALUES["code"]):
                about = {"state": state, **event.data, "said": said, "late": late, "code": code}
                yield template, case | about
