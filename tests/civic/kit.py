"""Values to try the rules on: a small town, a ladder of three rungs, a case in any state."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from civic.calendar import Calendar, Limit
from civic.cases import SETTLE_AFTER, Case, State
from civic.kinds import Kind, Level, Tier
from civic.ladder import Rung, Step
from civic.places import Directory, Place, PlaceKind
from civic.understanding import Matter

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar(ZONE)
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Monday, 09:00 in the town."""

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

DISTRICT, STREET, COMMUNITY, ESTATE, BUILDING, UNIT, GRID, OTHER_ESTATE, OTHER_COMMUNITY, OTHER_GRID = range(1, 11)

TOWN = Directory(
    (
        Place(DISTRICT, "sf", "示范区", PlaceKind.DISTRICT),
        Place(STREET, "gm", "光明街道", PlaceKind.STREET, DISTRICT),
        Place(COMMUNITY, "xy", "向阳社区", PlaceKind.COMMUNITY, STREET),
        Place(ESTATE, "XF", "幸福小区", PlaceKind.ESTATE, COMMUNITY, aliases=("幸福家园", "福")),
        Place(BUILDING, "xf-3", "3号楼", PlaceKind.BUILDING, ESTATE),
        Place(UNIT, "xf-3-1", "1单元", PlaceKind.UNIT, BUILDING),
        Place(GRID, "g1", "第一网格", PlaceKind.GRID, COMMUNITY, covers=frozenset({ESTATE})),
        Place(OTHER_ESTATE, "ak", "安康小区", PlaceKind.ESTATE, COMMUNITY),
        Place(OTHER_COMMUNITY, "cx", "晨曦社区", PlaceKind.COMMUNITY, STREET),
        Place(OTHER_GRID, "g2", "第二网格", PlaceKind.GRID, COMMUNITY, covers=frozenset({OTHER_ESTATE})),
    )
)

LADDER = (
    Step(Rung.ESTATE, ESTATE, Limit(minutes=60), Limit(minutes=600)),
    Step(Rung.COMMUNITY, COMMUNITY, Limit(minutes=120), Limit(minutes=1200)),
    Step(Rung.STREET, STREET, Limit(minutes=180), Limit(minutes=1800)),
)
TOP = len(LADDER) - 1

REPORTER, WORKER, OTHER_WORKER, COORDINATOR = 1, 2, 3, 4
HELD = frozenset({State.WORKING, State.ANSWERED, State.DELIBERATING})


def a_case(state: State = State.OFFERED, **changes: object) -> Case:
    """A case of the estate, filed now, in this state as the moves would have left it."""
    fields: dict[str, object] = {
        "id": 7,
        "number": "幸福-261123-001",
        "reporter_id": REPORTER,
        "place_id": ESTATE,
        "kind": "C04",
        "tier": Tier.SWIFT,
        "matter": Matter.HELP,
        "text": "楼道灯不亮了",
        "ladder": LADDER,
        "filed_at": NOW,
        "accept_by": NOW + HOUR,
        "answer_by": NOW + 10 * HOUR,
        "state": state,
        "holder_id": WORKER if state in HELD else None,
        "settle_by": NOW + SETTLE_AFTER if state is State.ANSWERED else None,
    }
    return Case(**{**fields, **changes})  # type: ignore[arg-type]


def a_kind(level: Level = Level.ESTATE, tier: Tier = Tier.SWIFT) -> Kind:
    """A kind of request that is first handled at this level."""
    return Kind("X01", "样例", "样例", level, "物业", (), tier, ())


def local(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment as the town's clocks show it, in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=ZONE).astimezone(UTC)
