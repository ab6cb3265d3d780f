"""The table of places: in and out, all or nothing, every mistake named by line and column."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.places import PARENTS, Directory, Place, PlaceKind
from services import places
from services.places import COLUMNS, BadTable, Problem
from tests.services.kit import PLACES, Neighbourhood

HEADER = ",".join(COLUMNS) + "\n"


async def takes(town: Neighbourhood, text: str) -> int:
    return await town.act(lambda act: places.import_table(act, text))


async def gives(town: Neighbourhood) -> str:
    return await town.act(lambda act: places.export_table(act.places))


async def problems(town: Neighbourhood, rows: str, header: str = HEADER) -> list[Problem]:
    """What is wrong with a table; nothing may have changed by trying it."""
    before = await gives(town)
    with pytest.raises(BadTable) as bad:
        await takes(town, header + rows)
    assert await gives(town) == before
    return list(bad.value.problems)


class TestImport:
    async def test_a_table_is_the_tree(self, town: Neighbourhood) -> None:
        estate, grid = await town.place("xf"), await town.place("xf-g1")
        assert (estate.name, estate.kind, estate.aliases) == ("幸福小区", PlaceKind.ESTATE, ("幸福家园",))
        assert estate.parent_id == (await town.place("xy")).id
        assert grid.covers == {estate.id}
        assert (await town.place("xy")).phone == "0000-0000002"

    async def test_it_says_how_many_rows_it_took(self, bare: Neighbourhood) -> None:
        assert await takes(bare, PLACES) == 6

    async def test_the_order_of_rows_does_not_matter(self, bare: Neighbourhood) -> None:
        header, *rows = PLACES.splitlines(keepends=True)
        await takes(bare, header + "".join(reversed(rows)))
        assert (await bare.place("xf-g1")).covers == {(await bare.place("xf")).id}

    async def test_known_codes_are_replaced_and_keep_their_id(self, town: Neighbourhood) -> None:
        before = await town.place("xf")
        await takes(town, "code,name,kind,parent\nXF,幸福新村,小区,xy\n")
        after = await town.place("xf")
        assert (after.id, after.name, after.aliases) == (before.id, "幸福新村", ())
        assert len(await town.act(lambda act: list(act.places))) == 6

    async def test_a_new_row_may_refer_to_what_is_there(self, town: Neighbourhood) -> None:
        await takes(town, "code,name,kind,parent,covers\nb1,1号楼,楼栋,xf,\ng9,第九网格,网格,xy,B1 ak\n")
        grid = await town.place("g9")
        assert grid.covers == {(await town.place("b1")).id, (await town.place("ak")).id}

    @pytest.mark.parametrize(
        "text",
        [
            "\ufeffcode,name,kind\nq,清泉小区,小区\n",
            "name,code,kind,remark\n清泉小区,q,小区,不用管\n",
            " code , name , kind \n q , 清泉小区 , 小区 \n",
            'code,name,kind\r\n"q","清泉小区","小区"\r\n',
            "code,name,kind\nq,清泉小区,小区\n\n\n",
            "code,name,kind,parent\nq,清泉小区,小区\n",
        ],
        ids=["BOM", "other columns", "spaces", "quotes and CRLF", "empty lines", "short row"],
    )
    async def test_as_spreadsheets_write_it(self, bare: Neighbourhood, text: str) -> None:
        assert await takes(bare, text) == 1
        assert (await bare.place("q")).name == "清泉小区"

    async def test_an_empty_table_changes_nothing(self, town: Neighbourhood) -> None:
        before = await gives(town)
        assert await takes(town, HEADER) == 0
        assert await gives(town) == before


class TestProblems:
    @pytest.mark.parametrize(
        ("row", "problem"),
        [
            (",清泉小区,小区,xy,,,", Problem(2, "code", "bad_code", "")),
            ("清泉,清泉小区,小区,xy,,,", Problem(2, "code", "bad_code", "清泉")),
            ("a b,清泉小区,小区,xy,,,", Problem(2, "code", "bad_code", "a b")),
            (f"{'q' * 33},清泉小区,小区,xy,,,", Problem(2, "code", "bad_code", "q" * 33)),
            ("q,,小区,xy,,,", Problem(2, "name", "empty")),
            ("q,清泉小区,村,xy,,,", Problem(2, "kind", "bad_kind", "村")),
            ("q,清泉小区,,xy,,,", Problem(2, "kind", "bad_kind", "")),
            ("q,清泉小区,小区,nowhere,,,", Problem(2, "parent", "unknown_code", "nowhere")),
            ("q,清泉小区,小区,gm,,,", Problem(2, "parent", "bad_parent", "gm")),
            ("q,清泉小区,小区,q,,,", Problem(2, "parent", "bad_parent", "q")),
            ("q,1号楼,楼栋,,,,", Problem(2, "parent", "empty")),
            ("q,清泉小区,小区,xy,,xf,", Problem(2, "covers", "covers_nothing", "xf")),
            ("q,第九网格,网格,xy,,xf nowhere,", Problem(2, "covers", "unknown_code", "nowhere")),
        ],
    )
    async def test_each_is_named_by_line_and_column(self, town: Neighbourhood, row: str, problem: Problem) -> None:
        assert await problems(town, row + "\n") == [problem]

    async def test_all_are_named_at_once(self, town: Neighbourhood) -> None:
        rows = "ok,好小区,小区,xy,,,\n!,,小区,xy,,,\nok,又一个,小区,nowhere,,,\n"
        assert await problems(town, rows) == [
            Problem(3, "code", "bad_code", "!"),
            Problem(3, "name", "empty"),
            Problem(4, "parent", "unknown_code", "nowhere"),
            Problem(4, "code", "twice", "ok"),
        ]

    async def test_lines_are_those_of_the_file(self, town: Neighbourhood) -> None:
        (problem,) = await problems(town, '\n"q","清泉\n小区",小区,xy,,,\n!,坏小区,小区,xy,,,\n')
        assert problem == Problem(5, "code", "bad_code", "!")

    @pytest.mark.parametrize("rows", ["q,一,小区,xy,,,\nQ,二,小区,xy,,,\n", "q,一,小区,xy,,,\nq,一,小区,xy,,,\n"])
    async def test_a_code_stands_once(self, town: Neighbourhood, rows: str) -> None:
        assert [(each.line, each.key) for each in await problems(town, rows)] == [(3, "twice")]

    @pytest.mark.parametrize(
        ("header", "missing"),
        [("", ["code", "name", "kind"]), ("code,name\n", ["kind"]), ("编号,名称\n", ["code", "name", "kind"])],
    )
    async def test_columns_that_are_missing(self, town: Neighbourhood, header: str, missing: list[str]) -> None:
        assert await problems(town, "", header) == [Problem(1, name, "missing_column") for name in missing]


class TestExport:
    async def test_what_comes_out_goes_in_again(self, town: Neighbourhood, bare: Neighbourhood) -> None:
        table = await gives(town)
        await takes(town, table)
        assert await gives(town) == table

    async def test_it_is_the_table_that_was_taken(self, town: Neighbourhood) -> None:
        assert list(csv.DictReader(io.StringIO(await gives(town)))) == list(csv.DictReader(io.StringIO(PLACES)))

    def test_of_nothing_there_is_the_header(self) -> None:
        assert places.export_table(Directory()) == HEADER


names = st.text(st.characters(exclude_categories=("Cc", "Cs", "Z")), min_size=1, max_size=8)


@st.composite
def trees(draw: st.DrawFn) -> list[Place]:
    """Random places, each below one that may stand above it."""
    made: list[Place] = []
    for id_ in range(1, draw(st.integers(1, 8)) + 1):
        kind = draw(st.sampled_from(PlaceKind))
        above = [place.id for place in made if place.kind in PARENTS[kind]]
        if not above and kind in {PlaceKind.BUILDING, PlaceKind.UNIT}:
            continue
        parent = draw(st.sampled_from(above)) if above else None
        covers = (
            draw(st.frozensets(st.sampled_from([each.id for each in made]))) if made and kind is PlaceKind.GRID else ()
        )
        aliases = tuple(draw(st.lists(names, max_size=2)))
        made.append(Place(id_, f"c{id_}", draw(names), kind, parent, aliases, frozenset(covers)))
    return made


@given(trees())
def test_any_tree_survives_a_table(tree: list[Place]) -> None:
    rows = [row for _, row in places._rows(places.export_table(Directory(tree)))]
    codes = {place.id: place.code for place in tree}
    assert [(row["code"], row["name"], row["kind"]) for row in rows] == [(p.code, p.name, p.kind) for p in tree]
    assert [tuple(row["aliases"].split()) for row in rows] == [place.aliases for place in tree]
    assert [set(row["covers"].split()) for row in rows] == [{codes[each] for each in place.covers} for place in tree]
    assert [row["parent"] for row in rows] == [codes.get(place.parent_id or 0, "") for place in tree]


def test_44_no_cell_is_a_formula_and_all_come_back_as_they_were() -> None:
    names = ["=HYPERLINK(1)", "+1", "-1", "@x", "'=x", "'引号", "幸福小区"]
    tree = [Place(number, f"c{number}", name, PlaceKind.ESTATE) for number, name in enumerate(names, 1)]
    table = places.export_table(Directory(tree))
    cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert [row["name"] for _, row in places._rows(table)] == names
