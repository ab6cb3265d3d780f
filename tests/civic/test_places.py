"""The directory of places: names, codes, twins, the tree and the grids that lie across it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.places import ESTATES, PARENTS, Directory, Place, PlaceKind
from tests.civic.kit import (
    BUILDING,
    COMMUNITY,
    DISTRICT,
    ESTATE,
    GRID,
    OTHER_COMMUNITY,
    OTHER_ESTATE,
    OTHER_GRID,
    STREET,
    TOWN,
    UNIT,
)


def ids(places: tuple[Place, ...]) -> list[int]:
    return [place.id for place in places]


def estates(*names: str) -> Directory:
    return Directory(Place(id_, f"e{id_}", name, PlaceKind.ESTATE) for id_, name in enumerate(names, start=1))


@pytest.mark.parametrize(
    ("name", "kind", "short"),
    [
        ("幸福小区", PlaceKind.ESTATE, "幸福"),
        ("光明街道", PlaceKind.STREET, "光明"),
        ("向阳夜市", PlaceKind.MARKET, "向阳"),
        ("幸福里", PlaceKind.ESTATE, "幸福里"),
        ("小区", PlaceKind.ESTATE, "小区"),
        ("幸福社区", PlaceKind.ESTATE, "幸福社区"),
    ],
)
def test_the_short_name_leaves_the_kind_out(name: str, kind: PlaceKind, short: str) -> None:
    assert Place(1, "a", name, kind).short == short


@pytest.mark.parametrize(
    ("code", "place"), [("XF", ESTATE), ("xf", ESTATE), (" xf ", ESTATE), ("XY", COMMUNITY), ("no", None)]
)
def test_a_code_is_found_in_capitals_and_small_letters(code: str, place: int | None) -> None:
    found = TOWN.coded(code)
    assert (found.id if found else None) == place


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("幸福小区", [ESTATE]),
        ("幸福", [ESTATE]),
        ("幸福家园", [ESTATE]),
        (" 幸福小区 ", [ESTATE]),
        ("向阳社区", [COMMUNITY]),
        ("3号楼", [BUILDING]),
        ("第一网格", [GRID]),
        ("幸福小区3号楼", []),
        ("", []),
    ],
)
def test_a_place_is_known_by_name_short_name_and_alias(name: str, places: list[int]) -> None:
    assert ids(TOWN.named(name)) == places


def test_twins_are_all_named() -> None:
    assert ids(estates("幸福小区", "安康小区", "幸福小区").named("幸福小区")) == [1, 3]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("幸福小区3号楼的灯坏了", [ESTATE]),
        ("幸福家园的灯坏了", [ESTATE]),
        ("我家在幸福小区,也就是幸福家园", [ESTATE]),
        ("幸福小区和安康小区都停水了", [ESTATE, OTHER_ESTATE]),
        ("我们真幸福", []),
        ("福到了", []),
        ("向阳社区的人", []),
        ("3号楼的灯坏了", []),
        ("", []),
    ],
    ids=["name", "alias", "both names", "two", "a mere word", "one character", "no estate", "a building", "nothing"],
)
def test_the_estates_that_a_text_speaks_of(text: str, places: list[int]) -> None:
    assert ids(TOWN.mentioned(text)) == places


def test_a_name_inside_a_longer_one_is_not_meant() -> None:
    directory = estates("幸福小区", "新幸福小区")
    assert ids(directory.mentioned("新幸福小区停水")) == [2]
    assert ids(directory.mentioned("幸福小区停水")) == [1]


def test_a_text_speaks_of_both_twins() -> None:
    assert ids(estates("幸福小区", "幸福小区").mentioned("幸福小区停水")) == [1, 2]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("锦绣江南二期停水", [2]),
        ("锦绣江南2期停水", [2]),
        ("锦绣江南停水", [1, 2]),
        ("阳光城东区停水", [3]),
        ("阳光城停水", [3]),
        ("锦绣前程", []),
    ],
)
def test_parts_of_an_estate_are_told_by_number_or_all_by_what_they_are_called_together(text, places):
    assert ids(estates("锦绣江南一期", "锦绣江南二期", "阳光城东区").mentioned(text)) == places


def test_a_part_has_its_name_whichever_way_its_number_is_written():
    directory = estates("锦绣江南1期", "锦绣江南二期")
    assert ids(directory.named("锦绣江南一期")) == ids(directory.named("锦绣江南1期")) == [1]
    assert ids(directory.named("锦绣江南2期")) == [2]
    assert {place.whole for place in directory} == {"锦绣江南"}


def test_estates_are_what_residents_belong_to() -> None:
    assert ids(TOWN.estates) == [ESTATE, OTHER_ESTATE]


@pytest.mark.parametrize(
    ("place", "path"),
    [
        (UNIT, [UNIT, BUILDING, ESTATE, COMMUNITY, STREET, DISTRICT]),
        (GRID, [GRID, COMMUNITY, STREET, DISTRICT]),
        (DISTRICT, [DISTRICT]),
    ],
)
def test_the_path_leads_from_below_to_above(place: int, path: list[int]) -> None:
    assert ids(TOWN.path(place)) == path


@pytest.mark.parametrize(
    ("place", "kinds", "above"),
    [
        (UNIT, {PlaceKind.COMMUNITY}, COMMUNITY),
        (UNIT, ESTATES, ESTATE),
        (ESTATE, ESTATES, ESTATE),
        (UNIT, {PlaceKind.STREET, PlaceKind.DISTRICT}, STREET),
        (DISTRICT, {PlaceKind.ESTATE}, None),
    ],
)
def test_the_nearest_above(place: int, kinds: set[PlaceKind], above: int | None) -> None:
    found = TOWN.above(place, frozenset(kinds))
    assert (found.id if found else None) == above


@pytest.mark.parametrize(
    ("place", "scopes"),
    [
        (UNIT, {UNIT, BUILDING, ESTATE, COMMUNITY, STREET, DISTRICT, GRID}),
        (ESTATE, {ESTATE, COMMUNITY, STREET, DISTRICT, GRID}),
        (OTHER_ESTATE, {OTHER_ESTATE, COMMUNITY, STREET, DISTRICT, OTHER_GRID}),
        (COMMUNITY, {COMMUNITY, STREET, DISTRICT}),
    ],
)
def test_whoever_serves_these_serves_the_place(place: int, scopes: set[int]) -> None:
    assert TOWN.scopes(place) == scopes


@pytest.mark.parametrize("scope", [place.id for place in TOWN])
@pytest.mark.parametrize("place", [place.id for place in TOWN])
def test_to_cover_is_to_be_among_the_scopes(scope: int, place: int) -> None:
    assert TOWN.covers(scope, place) == (scope in TOWN.scopes(place))


def test_a_community_is_not_its_neighbour() -> None:
    assert not TOWN.covers(OTHER_COMMUNITY, ESTATE)


def test_a_grid_of_buildings_does_not_cover_the_whole_estate() -> None:
    directory = Directory(
        (
            Place(1, "e", "幸福小区", PlaceKind.ESTATE),
            Place(2, "b", "1号楼", PlaceKind.BUILDING, 1),
            Place(3, "g", "网格", PlaceKind.GRID, None, covers=frozenset({2})),
        )
    )
    assert [directory.covers(3, each) for each in (1, 2, 3)] == [False, True, True]


def test_a_directory_is_read_in_the_order_given() -> None:
    assert [place.id for place in TOWN] == list(range(1, 11))
    assert len(TOWN) == 10
    assert TOWN.get(ESTATE).name == "幸福小区"


def test_an_unknown_id_is_a_fault() -> None:
    with pytest.raises(KeyError):
        TOWN.get(99)


def test_no_kind_stands_above_itself() -> None:
    """What keeps a path from running in circles."""
    order = list(PlaceKind)
    assert set(PARENTS) == set(PlaceKind)
    for kind, above in PARENTS.items():
        assert all(order.index(each) < order.index(kind) for each in above)


@st.composite
def directories(draw: st.DrawFn) -> Directory:
    """A random forest with random grids across it."""
    size = draw(st.integers(1, 10))
    parents = [draw(st.one_of(st.none(), st.integers(1, id_ - 1))) if id_ > 1 else None for id_ in range(1, size + 1)]
    covers = draw(st.lists(st.frozensets(st.integers(1, size), max_size=3), max_size=3))
    places = [
        Place(id_, f"p{id_}", f"地方{id_}", PlaceKind.ESTATE, parent) for id_, parent in enumerate(parents, start=1)
    ]
    grids = [
        Place(size + n, f"g{n}", f"网格{n}", PlaceKind.GRID, None, covers=each)
        for n, each in enumerate(covers, start=1)
    ]
    return Directory([*places, *grids])


@given(directories())
def test_covering_and_scopes_agree_in_any_forest(directory: Directory) -> None:
    for place in directory:
        assert directory.scopes(place.id) == {scope.id for scope in directory if directory.covers(scope.id, place.id)}


@given(directories())
def test_whoever_covers_a_place_covers_all_below_it(directory: Directory) -> None:
    for place in directory:
        for above in directory.path(place.id):
            assert directory.scopes(above.id) <= directory.scopes(place.id)


def test_names_that_are_spoken_bring_back_their_estates() -> None:
    directory = Directory(
        [
            Place(1, "xf", "幸福小区", PlaceKind.ESTATE, aliases=("幸福家园",)),
            Place(2, "xy", "向阳社区", PlaceKind.COMMUNITY),
        ]
    )
    assert set(directory.spoken_names) == {"幸福小区", "幸福家园"}
    assert [place.code for place in directory.bearing(directory.spoken_names)] == ["xf"]


@given(directories())
def test_around_a_place_is_all_above_and_below_it_and_nothing_beside(directory: Directory) -> None:
    for place in directory:
        below = {each.id for each in directory if place in directory.path(each.id)}
        assert directory.around(place.id) == below | {each.id for each in directory.path(place.id)}
