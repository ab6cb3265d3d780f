"""The sample neighbourhood that a sandbox begins with: places, people with their roles, and the council's group."""

from dataclasses import dataclass, replace
from pathlib import Path

from civic.people import CONSENT_VERSION
from civic.roles import Grant, Role
from sandbox import Sandbox
from services import places
from services.act import Act
from services.council import Group

PLACES = Path(__file__).parent / "places.csv"
GROUP = "幸福小区议事群"
ESTATE = "xf"

ADMINISTRATOR = 1014
SECRETARY = 1006


@dataclass(frozen=True, slots=True)
class Sample:
    """One person of the sample: account, name and label on the page, roles as (role, place's code); ``home`` when they have joined."""

    account: int
    name: str
    label: str
    roles: tuple[tuple[Role, str], ...] = ()
    home: str | None = None


PEOPLE = (
    Sample(1001, "居民甲", "居民", home=ESTATE),
    Sample(1002, "居民乙", "居民", home=ESTATE),
    Sample(1003, "居民丙", "居民（新来的）"),
    Sample(1004, "网格员甲", "网格员", ((Role.GRID_WORKER, "xf-g1"),)),
    Sample(1005, "网格员乙", "网格员", ((Role.GRID_WORKER, "xf-g1"), (Role.GRID_WORKER, "xy-g2"))),
    Sample(SECRETARY, "社区书记", "社区书记", ((Role.SECRETARY, ESTATE), (Role.COMMUNITY_OFFICER, "xy"))),
    Sample(1007, "街道专员", "街道专员", ((Role.STREET_OFFICER, "gm"),)),
    Sample(1008, "物业经理", "物业经理", ((Role.PROPERTY_MANAGER, ESTATE),)),
    *(
        Sample(account, f"议事会成员{ordinal}", "议事会成员", ((Role.COUNCIL_MEMBER, ESTATE),), ESTATE)
        for account, ordinal in zip(range(1009, 1014), "甲乙丙丁戊", strict=True)
    ),
    Sample(ADMINISTRATOR, "管理员", "管理员", ((Role.ADMINISTRATOR, "sf"),)),
)


def settle_world(box: Sandbox) -> int:
    """Put the people and their group into the sandbox, where they are not there yet; gives the group's id.

    Whoever has a role or a home has opened the bot once, so that it may write to them.
    """
    for sample in PEOPLE:
        box.world.add_person(sample.name, person_id=sample.account, label=sample.label)
        if sample.roles or sample.home:
            box.world.open_private(sample.account)
    known = next((chat.id for chat in box.world.groups.values() if chat.title == GROUP), None)
    if known is not None:
        return known
    members = [sample.account for sample in PEOPLE if Role.COUNCIL_MEMBER in dict(sample.roles)] + [SECRETARY]
    return box.world.add_group(GROUP, ADMINISTRATOR, members, bot="administrator").id


def settle_database(act: Act, group_id: int) -> None:
    """Put places, people and roles into an empty database, and bind the group."""
    if not len(act.places):
        places.import_table(act, PLACES.read_text("utf-8"))
        for sample in PEOPLE:
            _settle(act, sample)
    estate = act.places.coded(ESTATE)
    if estate and act.tx.groups.get(group_id) is None:
        act.tx.groups.bind(Group(group_id, estate.id))


def _settle(act: Act, sample: Sample) -> None:
    if not sample.roles and not sample.home:
        return
    home = act.places.coded(sample.home) if sample.home else None
    person = act.tx.people.add(sample.account, sample.name)
    consented = replace(person, consent_version=CONSENT_VERSION, consent_at=act.now, place_id=home.id if home else None)
    act.tx.people.save(consented)
    for role, code in sample.roles:
        if place := act.places.coded(code):
            act.tx.roles.add(Grant(person.id, role, place.id, act.now))
