"""The matrix in short: everything that is shown, and every 23rd cell as a transaction. All of it with ``make soak``."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from civic import permissions
from civic.lexicon import Adopted
from civic.people import Person
from civic.permissions import TABLE, Action, Standing, allowed, standings
from civic.refusals import Refusal
from civic.roles import Role
from civic.topics import Topic, TopicState
from services import ballots, joining, lexicon, staffing, topics
from services.act import Act
from tests.proof.ground import START
from tests.proof.matrix import COVERING, Cell, Matrix, keeps_the_words, oracle, run, told

EVERY = 23
"""Shares no divisor with the number of actions, so that it meets all of them."""


@pytest.fixture(scope="module")
def matrix(tmp_path_factory: pytest.TempPathFactory) -> Matrix:
    return Matrix(tmp_path_factory.mktemp("matrix"))


def test_no_transition_that_the_oracle_does_not_allow(matrix: Matrix) -> None:
    tried, found = run(matrix, EVERY)
    assert (tried > 5_000, found) == (True, [])


def test_what_is_shown_is_what_the_oracle_allows_in_every_cell(matrix: Matrix) -> None:
    grants = {
        each.person.id: matrix.ground.perform(lambda act, each=each: act.tx.roles.of(each.person.id))
        for each in matrix.people
    }
    directory = matrix.ground.perform(lambda act: act.places)

    def shown(cell: Cell) -> bool:
        case, who = matrix.case(cell), cell.who.person.id
        return cell.action in allowed(standings(who, grants[who], case, directory, START), case)

    wrong = [told(cell, "shown") for cell in matrix.cells() if shown(cell) != oracle(cell)]
    assert wrong == []


def some_cell_is_wrong(matrix: Matrix, action: Action) -> bool:
    cells = (cell for cell in matrix.cells() if cell.action is action and cell.who.relation == "here")
    return any(matrix.wrong(cell) for cell in cells)


@pytest.mark.parametrize("row", TABLE, ids="-".join)
def test_sabotage_a_row_that_is_removed_is_noticed(
    matrix: Matrix, row: tuple[Standing, Action], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(permissions.TABLE, row)
    assert some_cell_is_wrong(matrix, row[1])


@pytest.mark.parametrize("action", [action for action in Action if action is not Action.VIEW])
def test_sabotage_a_check_that_is_skipped_is_noticed(
    matrix: Matrix, action: Action, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The buttons still show the truth; only the use case does not ask any more."""
    monkeypatch.setattr(staffing, "may", lambda *_: True)
    assert some_cell_is_wrong(matrix, action)


def test_sabotage_everybody_counts_as_everybody_is_noticed(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staffing, "standings", lambda *_: frozenset(Standing))
    assert some_cell_is_wrong(matrix, Action.VIEW)


def _council(act: Act, matrix: Matrix, state: TopicState) -> Topic:
    case = act.tx.cases.add(matrix.case(next(matrix.cells())))
    meets_at = None if state is TopicState.DRAFTED else act.now - timedelta(hours=1)
    return act.tx.topics.add(Topic(0, case.id, case.place_id, -1, "照明", matrix.resident.id, state, meets_at))


def _notice(act: Act, matrix: Matrix, person: Person) -> None:
    topics.give_notice(act, person, _council(act, matrix, TopicState.DRAFTED).id, act.now + timedelta(hours=30))


def _open(act: Act, matrix: Matrix, person: Person) -> None:
    ballots.open_vote(act, person, _council(act, matrix, TopicState.NOTICED).id, 10)


def _bind(act: Act, _matrix: Matrix, person: Person) -> None:
    topics.bind(act, person, -2, "幸福小区")


def _invite(act: Act, _matrix: Matrix, person: Person) -> None:
    joining.invite(act, person, Role.GRID_WORKER, joining.find_place(act, "xf"))


COORDINATING = {"小区书记", "社区专员", "街道专员"}


@pytest.mark.parametrize(
    ("act_of", "roles"),
    [(_notice, COORDINATING), (_open, COORDINATING), (_bind, {"管理员"}), (_invite, {"管理员"})],
    ids=["notice", "open", "bind", "invite"],
)
def test_meetings_votes_groups_and_invitations_are_for_those_whose_they_are(
    matrix: Matrix, act_of: Callable[[Act, Matrix, Person], None], roles: set[str]
) -> None:
    for who in matrix.people:
        expected = who.role is not None and who.role.value in roles and who.relation in COVERING
        try:
            matrix.ground.what_if(lambda act, who=who: act_of(act, matrix, who.person))
        except Refusal:
            assert not expected, who
        else:
            assert expected, who


WORDS: dict[str, Callable[[Act, Person], object]] = {
    "look": lexicon.gather,
    "show": lambda act, who: lexicon.show(act, who, ()),
    "show decided": lambda act, who: lexicon.show_decided(act, who, "水锤"),
    "adopt": lambda act, who: lexicon.decide(act, who, Adopted("水锤", "C02"), adopt=True),
    "reject": lambda act, who: lexicon.decide(act, who, Adopted("水锤", "C02"), adopt=False),
    "reload": lexicon.may_reload,
}


def wrongly_let_in_or_refused(matrix: Matrix, act_of: Callable[[Act, Person], object]) -> list[object]:
    wrong: list[object] = []
    for who in matrix.people:
        try:
            matrix.ground.what_if(lambda act, who=who: act_of(act, who.person))
        except Refusal:
            wrong += [who] * keeps_the_words(who)
        else:
            wrong += [who] * (not keeps_the_words(who))
    return wrong


@pytest.mark.parametrize("name", WORDS)
def test_words_are_for_those_who_administer_everything(matrix: Matrix, name: str) -> None:
    assert wrongly_let_in_or_refused(matrix, WORDS[name]) == []


@pytest.mark.parametrize("name", WORDS)
def test_sabotage_a_check_of_the_words_that_is_skipped_is_noticed(
    matrix: Matrix, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexicon, "require_upkeep", lambda *_: None)
    assert wrongly_let_in_or_refused(matrix, WORDS[name])


@pytest.mark.parametrize("row", permissions.UPKEEP)
def test_sabotage_a_role_too_many_for_the_words_is_noticed(
    matrix: Matrix, row: permissions.Upkeep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(permissions.UPKEEP, row, frozenset(Role))
    assert any(wrongly_let_in_or_refused(matrix, act_of) for act_of in WORDS.values())
