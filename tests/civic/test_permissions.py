"""Permissions against an oracle of its own: the same rights told person by person, as the neighbourhood would explain them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic import permissions
from civic.cases import Case, State
from civic.permissions import TABLE, Action, Standing, Upkeep, allowed, require, require_upkeep, standings
from civic.places import Directory, Place, PlaceKind
from civic.refusals import NotAllowed
from civic.roles import Grant, Role
from tests.civic.kit import (
    BUILDING,
    COMMUNITY,
    DISTRICT,
    ESTATE,
    GRID,
    LADDER,
    NOW,
    OTHER_COMMUNITY,
    OTHER_ESTATE,
    OTHER_GRID,
    REPORTER,
    STREET,
    TOWN,
    WORKER,
    a_case,
)

SOMEBODY = 50
DAY = timedelta(days=1)

RUNG_ROLE = {0: Role.GRID_WORKER, 1: Role.COMMUNITY_OFFICER, 2: Role.STREET_OFFICER}
COORDINATING = {"小区书记", "社区专员", "街道专员"}
NO_STAFF = {"居民", "议事会成员", "举报受理人"}


def oracle(person: int, roles: set[Role], case: Case) -> set[str]:
    """What somebody with these roles here may do: written out anew, in sentences instead of rows."""
    state, may = case.state, set()
    waiting = state in {"offered", "returned"}
    busy = waiting or state == "working"
    if person == case.reporter_id:
        may |= {"view"}
        may |= {"rekind", "relocate", "withdraw", "tell_danger", "join"} if busy else set()
        may |= {"withdraw", "part"} if state == "joined" else set()
        may |= {"supplement"} if state not in {"settled", "withdrawn"} else set()
        may |= {"rate"} if state == "answered" else set()
    if RUNG_ROLE[case.at] in roles and state not in {"settled", "withdrawn"}:
        may |= {"view"}
        may |= {"accept", "decline", "escalate"} if state == "offered" else set()
    if person == case.holder_id and {role.value for role in roles} - NO_STAFF:
        may |= {"view"}
        may |= {"decline", "escalate", "reply", "close", "rekind"} if state == "working" else set()
    if {role.value for role in roles} & COORDINATING:
        may |= {"view"}
        may |= {"accept", "assign"} if waiting else set()
        may |= {"deliberate"} if busy else set()
        may |= {"escalate"} if state == "returned" else set()
    if Role.ADMINISTRATOR in roles:
        may |= {"view"}
        may |= {"assign"} if waiting else set()
    return may


def rights(person: int, roles: set[Role], case: Case) -> set[str]:
    grants = [Grant(person, role, ESTATE, NOW - DAY) for role in roles]
    return {action.value for action in allowed(standings(person, grants, case, TOWN, NOW), case)}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize(("kind", "topic"), [("D01", True), ("A10", False), ("N02", False), ("Q02", False)])
def test_what_is_personal_is_no_topic(state: State, kind: str, topic: bool) -> None:
    case, mine = a_case(state, kind=kind), {Role.SECRETARY}
    busy = {State.OFFERED, State.RETURNED, State.WORKING}
    assert ("deliberate" in rights(SOMEBODY, mine, case)) is (topic and state in busy)
    assert rights(SOMEBODY, mine, case) | {"deliberate"} == oracle(SOMEBODY, mine, case) | {"deliberate"}


people = st.sampled_from([REPORTER, WORKER, SOMEBODY])
roles = st.sets(st.sampled_from(Role), max_size=3)
cases = st.builds(
    lambda state, at, holder: a_case(state, at=at, **({"holder_id": holder} if state == "working" else {})),
    st.sampled_from(State),
    st.integers(0, len(LADDER) - 1),
    st.sampled_from([WORKER, REPORTER]),
)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("person", [REPORTER, WORKER, SOMEBODY], ids=["reporter", "holder", "somebody"])
@pytest.mark.parametrize("role", [None, *Role])
def test_each_role_in_each_state_may_what_the_oracle_says(role: Role | None, person: int, state: State) -> None:
    for at in RUNG_ROLE:
        case, mine = a_case(state, at=at), {role} if role else set()
        assert rights(person, mine, case) == oracle(person, mine, case)


@given(people, roles, cases)
def test_several_roles_together_may_what_the_oracle_says(person: int, mine: set[Role], case: Case) -> None:
    assert rights(person, mine, case) == oracle(person, mine, case)


@given(people, roles, st.sampled_from(Role), cases)
def test_one_more_role_never_takes_a_right_away(person: int, mine: set[Role], more: Role, case: Case) -> None:
    assert rights(person, mine, case) <= rights(person, mine | {more}, case)


@given(roles, cases)
def test_who_has_no_part_in_it_may_nothing(mine: set[Role], case: Case) -> None:
    outside = [Grant(SOMEBODY, role, OTHER_ESTATE, NOW - DAY) for role in mine]
    assert allowed(standings(SOMEBODY, outside, case, TOWN, NOW), case) == ()


def one_of_each_standing() -> list[tuple[int, set[Role]]]:
    return [(REPORTER, set()), (WORKER, {Role.PROPERTY_MANAGER}), *((SOMEBODY, {role}) for role in Role)]


@pytest.mark.parametrize("row", TABLE, ids="-".join)
def test_a_missing_row_is_noticed(row: tuple[Standing, Action], monkeypatch: pytest.MonkeyPatch) -> None:
    """The harness proves itself: were a row forgotten, the oracle above would disagree somewhere."""
    monkeypatch.setattr(permissions, "TABLE", {key: states for key, states in TABLE.items() if key != row})
    assert any(
        rights(person, mine, case) != oracle(person, mine, case)
        for person, mine in one_of_each_standing()
        for case in (a_case(state, at=at) for state in State for at in RUNG_ROLE)
    )


@pytest.mark.parametrize("row", [row for row in TABLE if TABLE[row] != frozenset(State)], ids="-".join)
def test_a_state_too_many_in_a_row_is_noticed(row: tuple[Standing, Action], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "TABLE", TABLE | {row: frozenset(State)})
    assert any(
        rights(person, mine, case) != oracle(person, mine, case)
        for person, mine in one_of_each_standing()
        for case in (a_case(state, at=at) for state in State for at in RUNG_ROLE)
    )


def test_the_table_has_no_empty_rows() -> None:
    assert all(TABLE.values())


@pytest.mark.parametrize(
    ("place", "covers"),
    [
        (ESTATE, True),
        (COMMUNITY, True),
        (STREET, True),
        (DISTRICT, True),
        (GRID, True),
        (BUILDING, False),
        (OTHER_ESTATE, False),
        (OTHER_GRID, False),
        (OTHER_COMMUNITY, False),
    ],
)
def test_a_role_counts_for_the_places_that_it_covers(place: int, covers: bool) -> None:
    grant = Grant(SOMEBODY, Role.GRID_WORKER, place, NOW - DAY)
    assert (Standing.RUNG in standings(SOMEBODY, [grant], a_case(), TOWN, NOW)) == covers


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (NOW - DAY, None, True),
        (NOW, None, True),
        (NOW + DAY, None, False),
        (NOW - DAY, NOW + DAY, True),
        (NOW - DAY, NOW, False),
    ],
    ids=["open", "from now", "from tomorrow", "until tomorrow", "until now"],
)
def test_a_role_counts_while_it_is_held(since: object, until: object, holds: bool) -> None:
    grant = Grant(SOMEBODY, Role.ADMINISTRATOR, ESTATE, since, until)  # type: ignore[arg-type]
    assert (Standing.ADMINISTRATOR in standings(SOMEBODY, [grant], a_case(), TOWN, NOW)) == holds


def test_a_holder_who_is_no_longer_staff_holds_nothing() -> None:
    """A demoted person's old button (fault 28)."""
    demoted = [Grant(WORKER, Role.GRID_WORKER, ESTATE, NOW - DAY, until=NOW)]
    assert standings(WORKER, demoted, a_case(State.WORKING), TOWN, NOW) == frozenset()


class TestRequire:
    def test_in_the_right_state(self) -> None:
        assert require([Standing.RUNG], Action.ACCEPT, a_case(State.OFFERED)) is True

    def test_too_late_is_not_forbidden(self) -> None:
        assert require([Standing.RUNG], Action.ACCEPT, a_case(State.WORKING)) is False

    def test_never_theirs(self) -> None:
        with pytest.raises(NotAllowed) as refusal:
            require([Standing.REPORTER], Action.ACCEPT, a_case())
        assert refusal.value.values == {"action": Action.ACCEPT}

    def test_nobody_may_nothing(self) -> None:
        with pytest.raises(NotAllowed):
            require([], Action.VIEW, a_case())


def test_actions_come_in_their_own_order() -> None:
    actions = allowed(Standing, a_case())
    assert list(actions) == [action for action in Action if action in actions]


class TestUpkeep:
    """The words are everybody's: only a role for every place there is counts."""

    @pytest.mark.parametrize("what", Upkeep)
    @pytest.mark.parametrize("role", Role)
    def test_administrators_of_everything_may(self, role: Role, what: Upkeep) -> None:
        grants = [Grant(SOMEBODY, role, DISTRICT, NOW - DAY)]
        if role is Role.ADMINISTRATOR:
            require_upkeep(what, grants, TOWN, NOW)
        else:
            with pytest.raises(NotAllowed):
                require_upkeep(what, grants, TOWN, NOW)

    @pytest.mark.parametrize("place", [STREET, COMMUNITY, ESTATE, GRID, BUILDING])
    def test_those_of_a_part_may_not(self, place: int) -> None:
        with pytest.raises(NotAllowed):
            require_upkeep(Upkeep.RELOAD, [Grant(SOMEBODY, Role.ADMINISTRATOR, place, NOW - DAY)], TOWN, NOW)

    def test_nobody_may_where_there_are_no_places_and_none_whose_role_ended(self) -> None:
        ended = Grant(SOMEBODY, Role.ADMINISTRATOR, DISTRICT, NOW - DAY, NOW)
        for grants, directory in (([ended], TOWN), ([], TOWN), ([replace(ended, until=None)], Directory(()))):
            with pytest.raises(NotAllowed):
                require_upkeep(Upkeep.SUGGESTIONS, grants, directory, NOW)

    def test_of_several_tops_all_are_needed(self) -> None:
        tops = Directory([Place(1, "a", "示范区", PlaceKind.DISTRICT), Place(2, "b", "新区", PlaceKind.DISTRICT)])
        one, other = (Grant(SOMEBODY, Role.ADMINISTRATOR, place, NOW - DAY) for place in (1, 2))
        require_upkeep(Upkeep.RELOAD, [one, other], tops, NOW)
        with pytest.raises(NotAllowed):
            require_upkeep(Upkeep.RELOAD, [one], tops, NOW)
