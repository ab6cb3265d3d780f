"""Places as a table: CSV in, all or nothing, with every mistake named by line and column; CSV out, the same table again.

Columns: ``code`` (letters and digits, unique), ``name``, ``kind`` (区 街道 社区 小区 楼宇 夜市 楼栋 单元 网格), ``parent`` (a code),
``aliases`` and ``covers`` (several, parted by spaces; covers: codes of what a 网格 looks after), ``phone``.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from civic.places import PARENTS, Directory, Place, PlaceKind
from services.act import Act

COLUMNS = ("code", "name", "kind", "parent", "aliases", "covers", "phone")
_CODE = re.compile(r"[A-Za-z0-9_-]{1,32}")
"""What a start payload may hold, and short enough to print."""

_FORMULA = ("=", "+", "-", "@")

_BUILDING_KINDS = frozenset({PlaceKind.BUILDING, PlaceKind.UNIT})

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a table: the line (from 1, the header included), the column, what is wrong, and the value that is."""

    line: int
    column: str
    key: str
    value: str = ""


class BadTable(Exception):
    """A table of places that cannot be taken; nothing was changed. ``problems`` are all of its mistakes."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{len(self.problems)} problems")


def import_table(act: Act, text: str) -> int:
    """Take a whole table: new codes are added, known ones replaced. Gives the number of rows; raises ``BadTable``."""
    rows = _rows(text)
    known = {place.code.lower(): place for place in act.places}
    kinds = {code: place.kind for code, place in known.items()}
    kinds |= {row["code"].lower(): PlaceKind(row["kind"]) for _, row in rows if _is_kind(row["kind"])}
    if problems := [problem for line, row in rows for problem in _check(line, row, kinds)] + _twins(rows):
        raise BadTable(problems)
    ids = {code: place.id for code, place in known.items()}
    for _, row in _parents_first(rows):
        ids[row["code"].lower()] = act.tx.places.put(_place(row, ids)).id
    for _, row in rows:
        if row["covers"]:
            act.tx.places.put(_place(row, ids))
    return len(rows)


def export_table(directory: Directory) -> str:
    """All places as a table that ``import_table`` takes."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for place in directory:
        parent = "" if place.parent_id is None else directory.get(place.parent_id).code
        covers = " ".join(sorted(directory.get(each).code for each in place.covers))
        aliases = " ".join(place.aliases)
        cells = [place.code, place.name, place.kind, parent, aliases, covers, place.phone or ""]
        writer.writerow(map(_as_text, cells))
    return out.getvalue()


def _rows(text: str) -> list[tuple[int, Row]]:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    header = [name.strip() for name in reader.fieldnames or ()]
    if missing := [name for name in ("code", "name", "kind") if name not in header]:
        raise BadTable(Problem(1, name, "missing_column") for name in missing)
    reader.fieldnames = header
    return [(reader.line_num, {name: _as_meant((row.get(name) or "").strip()) for name in COLUMNS}) for row in reader]


def _as_text(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula, marked as text (fault 44)."""
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) else cell


def _as_meant(cell: str) -> str:
    """The cell without that mark."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell


def _is_kind(word: str) -> bool:
    return word in PlaceKind._value2member_map_


def _check(line: int, row: Row, kinds: Mapping[str, PlaceKind]) -> Iterator[Problem]:
    if not _CODE.fullmatch(row["code"]):
        yield Problem(line, "code", "bad_code", row["code"])
    if not row["name"]:
        yield Problem(line, "name", "empty")
    if not _is_kind(row["kind"]):
        yield Problem(line, "kind", "bad_kind", row["kind"])
        return
    kind = PlaceKind(row["kind"])
    parent = kinds.get(row["parent"].lower()) if row["parent"] else None
    if row["parent"] and parent is None:
        yield Problem(line, "parent", "unknown_code", row["parent"])
    elif parent is not None and parent not in PARENTS[kind]:
        yield Problem(line, "parent", "bad_parent", row["parent"])
    elif parent is None and kind in _BUILDING_KINDS:
        yield Problem(line, "parent", "empty")
    for code in row["covers"].split():
        if kind is not PlaceKind.GRID:
            yield Problem(line, "covers", "covers_nothing", code)
        elif code.lower() not in kinds:
            yield Problem(line, "covers", "unknown_code", code)


def _twins(rows: list[tuple[int, Row]]) -> list[Problem]:
    seen: set[str] = set()
    twins = []
    for line, row in rows:
        code = row["code"].lower()
        if code in seen:
            twins.append(Problem(line, "code", "twice", row["code"]))
        seen.add(code)
    return twins


def _parents_first(rows: list[tuple[int, Row]]) -> list[tuple[int, Row]]:
    order = list(PlaceKind)
    return sorted(rows, key=lambda item: order.index(PlaceKind(item[1]["kind"])))


def _place(row: Row, ids: Mapping[str, int]) -> Place:
    return Place(
        id=ids.get(row["code"].lower(), 0),
        code=row["code"],
        name=row["name"],
        kind=PlaceKind(row["kind"]),
        parent_id=ids[row["parent"].lower()] if row["parent"] else None,
        aliases=tuple(row["aliases"].split()),
        covers=frozenset(ids[code.lower()] for code in row["covers"].split() if code.lower() in ids),
        phone=row["phone"] or None,
    )
