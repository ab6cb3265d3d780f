"""Places (地方): the tree 区 → 街道 → 社区 → 小区 → 楼栋 → 单元, and grids (网格) that cover parts of it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class PlaceKind(StrEnum):
    """What a place is. 小区, 楼宇 and 夜市 stand on the same level: residents and shops belong to one of them."""

    DISTRICT = "区"
    STREET = "街道"
    COMMUNITY = "社区"
    ESTATE = "小区"
    TOWER = "楼宇"
    MARKET = "夜市"
    BUILDING = "楼栋"
    UNIT = "单元"
    GRID = "网格"


ESTATES = frozenset({PlaceKind.ESTATE, PlaceKind.TOWER, PlaceKind.MARKET})
"""The kinds of place that a resident belongs to and a case is filed for."""

CALLED = ("小区", "社区", "花园", "家园", "公寓", "广场", "大厦")
"""What many places are called behind what tells one from another."""

_NUMERALS = "一二三四五六七八九"
_PART = re.compile(f"(?<=...)(?:[{_NUMERALS}十]{{1,2}}|[东西南北])[期区]$")
"""What tells the parts of one estate apart (锦绣江南二期)."""

PARENTS: dict[PlaceKind, frozenset[PlaceKind]] = {
    PlaceKind.DISTRICT: frozenset(),
    PlaceKind.STREET: frozenset({PlaceKind.DISTRICT}),
    PlaceKind.COMMUNITY: frozenset({PlaceKind.STREET}),
    PlaceKind.ESTATE: frozenset({PlaceKind.COMMUNITY}),
    PlaceKind.TOWER: frozenset({PlaceKind.COMMUNITY}),
    PlaceKind.MARKET: frozenset({PlaceKind.COMMUNITY}),
    PlaceKind.BUILDING: ESTATES,
    PlaceKind.UNIT: frozenset({PlaceKind.BUILDING}),
    PlaceKind.GRID: frozenset({PlaceKind.COMMUNITY}),
}
"""Which kinds of place may stand above each."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place. ``covers`` holds the ids of the places that a grid looks after, and is empty for all others."""

    id: int
    code: str
    name: str
    kind: PlaceKind
    parent_id: int | None = None
    aliases: tuple[str, ...] = ()
    covers: frozenset[int] = frozenset()
    phone: str | None = None

    @property
    def short(self) -> str:
        """The name without its 「小区」: what a case's number begins with."""
        name = self.name.removesuffix(self.kind.value)
        return name or self.name

    @property
    def whole(self) -> str:
        """What all parts of an estate are called together."""
        return _PART.sub("", _in_words(self.name))


class Directory:
    """All places at one moment; never changed, but replaced as a whole after an import."""

    def __init__(self, places: Iterable[Place] = ()) -> None:
        self._by_id = {place.id: place for place in places}
        self._by_code = {place.code.lower(): place for place in self._by_id.values()}

    def __iter__(self) -> Iterator[Place]:
        """All places, in the order they were given."""
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, place_id: int) -> Place:
        """The place with this id; a ``KeyError`` is a fault, for ids come from our own rows."""
        return self._by_id[place_id]

    def coded(self, code: str) -> Place | None:
        """The place with this code, whatever the case of its letters."""
        return self._by_code.get(code.strip().lower())

    @cached_property
    def estates(self) -> tuple[Place, ...]:
        """The places that residents belong to."""
        return tuple(place for place in self if place.kind in ESTATES)

    @cached_property
    def _named(self) -> dict[str, tuple[Place, ...]]:
        return _by_name((name, place) for place in self for name in {place.name, place.short, *place.aliases})

    @cached_property
    def _spoken(self) -> dict[str, tuple[Place, ...]]:
        """Names that mean an estate within a sentence. A short name does not: 幸福 is a word before it is a place."""
        return _by_name(
            (name, place) for place in self.estates for name in {place.name, *place.aliases} if len(name) > 1
        )

    @cached_property
    def _whole(self) -> dict[str, tuple[Place, ...]]:
        """What estates of several parts are called together."""
        found = ((_PART.sub("", name), place) for name, places in self._spoken.items() for place in places)
        return _by_name((name, place) for name, place in found if name not in self._spoken)

    def named(self, name: str) -> tuple[Place, ...]:
        """The places that bear this name, short name or alias; several may."""
        return self._named.get(_in_words(name.strip()), ())

    def mentioned(self, text: str) -> tuple[Place, ...]:
        """The estates that a text names; a name inside a longer one that is there too does not count.

        Where it only says what several parts are called together (锦绣江南), all of these.
        """
        text = _in_words(text)
        return next((found for known in (self._spoken, self._whole) if (found := _longest(text, known))), ())

    @cached_property
    def spoken_names(self) -> tuple[str, ...]:
        """The names that mean an estate within a sentence."""
        return tuple(self._spoken)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All names of places, whatever their kind."""
        return tuple(self._named)

    def bearing(self, names: Iterable[str]) -> tuple[Place, ...]:
        """The estates that bear any of these ``spoken_names``."""
        return tuple(dict.fromkeys(place for name in names for place in self._spoken[name]))

    def path(self, place_id: int) -> tuple[Place, ...]:
        """The place and all above it, from below to above."""
        path = [self.get(place_id)]
        while (parent_id := path[-1].parent_id) is not None:
            path.append(self.get(parent_id))
        return tuple(path)

    def above(self, place_id: int, kinds: frozenset[PlaceKind]) -> Place | None:
        """The nearest place of these kinds on the path from ``place_id`` up, itself included."""
        return next((place for place in self.path(place_id) if place.kind in kinds), None)

    def scopes(self, place_id: int) -> frozenset[int]:
        """The ids of all places that cover ``place_id``: its path and the grids that look after any of it."""
        path = frozenset(place.id for place in self.path(place_id))
        return path.union(*(self._grids.get(each, ()) for each in path))

    @cached_property
    def _grids(self) -> Mapping[int, set[int]]:
        """The ids of the grids that look after each place."""
        grids: dict[int, set[int]] = {}
        for grid in self:
            for covered in grid.covers:
                grids.setdefault(covered, set()).add(grid.id)
        return grids

    def around(self, place_id: int) -> frozenset[int]:
        """The ids of the place, of all above it and of all below it."""
        below, found = [place_id], {place.id for place in self.path(place_id)}
        while below:
            found.add(each := below.pop())
            below += self._children.get(each, ())
        return frozenset(found)

    @cached_property
    def _children(self) -> Mapping[int, list[int]]:
        """The ids of the places right below each."""
        children: dict[int, list[int]] = {}
        for place in self:
            if place.parent_id is not None:
                children.setdefault(place.parent_id, []).append(place.id)
        return children

    def covers(self, scope_id: int, place_id: int) -> bool:
        """Whether ``place_id`` lies in ``scope_id``: at it, below it, or under a grid's care."""
        path = {place.id for place in self.path(place_id)}
        return scope_id in path or not path.isdisjoint(self.get(scope_id).covers)


def _in_words(name: str) -> str:
    """锦绣江南2期 is 锦绣江南二期."""
    return re.sub("[1-9](?=期)", lambda found: _NUMERALS[int(found[0]) - 1], name)


def _longest(text: str, known: Mapping[str, tuple[Place, ...]]) -> tuple[Place, ...]:
    names = [name for name in known if name in text]
    longest = [name for name in names if not any(name != other and name in other for other in names)]
    return tuple(dict.fromkeys(place for name in longest for place in known[name]))


def _by_name(pairs: Iterable[tuple[str, Place]]) -> dict[str, tuple[Place, ...]]:
    names: dict[str, tuple[Place, ...]] = {}
    for name, place in pairs:
        said = _in_words(name)
        if place not in names.setdefault(said, ()):
            names[said] += (place,)
    return names
