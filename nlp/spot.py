"""Where inside a place: building, unit, floor and room in the ways people write them.

Read as doors are labelled: 3号楼, 3栋, 3幢, 3#, A座 and the short forms 3-2-501 and 3-501 name a building; 3楼 and 3层 are floors. A bare
3号 is none: it is a day of the month or a house number of a street.
"""

import re

from civic.understanding import Spot
from nlp.numerals import HAN, value

_NUMERAL = f"[0-9]{{1,3}}|[{HAN}]{{1,5}}"
_DOOR = "[0-9]{3,4}(?![0-9-])"

_SHORT = re.compile(rf"(?<![0-9a-z.-])([0-9]{{1,3}})-([0-9]{{1,2}})-({_DOOR})")
_SHORTER = re.compile(rf"(?<![0-9a-z.-])([0-9]{{1,2}})-({_DOOR})(?![元年])")
_BUILDING = re.compile(
    rf"(?<![0-9{HAN}])(?:([a-z]?[0-9]{{1,3}}|[{HAN}]{{1,5}})(?:号楼|[栋幢](?!楼房|别墅)|#楼?)"
    "|([a-z][0-9]{0,2}|[0-9]{1,3})座(?![桥塔山庙城房]))"
)
_UNIT = re.compile(f"({_NUMERAL}|[a-z东西南北中])单元")
# Not how many floors a house has (共18层, 33层高, 五层楼), and not a building (3楼2号楼).
_FLOOR = re.compile(f"(?<![0-9{HAN}共有几])(负?)第?({_NUMERAL})[楼层](?![楼层房高板以]|[0-9]*号楼)")
_SPELT = "[零〇一二三四五六七八九]{3,4}"
_ROOM = re.compile(
    f"(?:号楼|[栋幢座]|#楼?|单元|[楼层])-?({_DOOR})(?![户元多年a-z])|({_DOOR}|{_SPELT})(?:室|房间|号房)"
    f"|(?:号楼|[栋幢座]|单元)({_SPELT})(?![户元多年{HAN}楼层])"
)

# Hardly a text without one of these names a spot.
_SIGNS = re.compile("[楼栋幢座层#室房]|单元|-[0-9]")

# "一栋楼" tells how many buildings, not which.
_COUNTED = re.compile("[一两几整这那每][栋幢](?:居民|住宅|商品|危)?[楼房]")


def find_spot(text: str) -> Spot:
    """Read the spot from a normalised text; what is not said stays ``None``. Numbers come in Arabic digits, letters upper case."""
    if not _SIGNS.search(text):
        return Spot()
    text = _COUNTED.sub("×", text)
    if short := _SHORT.search(text):
        building, unit, room = short.groups()
        return Spot(building=_plain(building), unit=_plain(unit), floor=None, room=room)
    if shorter := _SHORTER.search(text):
        building, room = shorter.groups()
        return Spot(building=_plain(building), room=room)
    return Spot(
        building=_first(_BUILDING, text), unit=_first(_UNIT, text), floor=_floor(text), room=_first(_ROOM, text)
    )


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return _plain(next(filter(None, found.groups()))) if found else None


def _floor(text: str) -> str | None:
    found = _FLOOR.search(text)
    return ("-" if found[1] else "") + _plain(found[2]) if found else None


def _plain(number: str) -> str:
    """Write a number, Chinese or Arabic, in digits without leading zeros; a letter in upper case; a direction as it is."""
    if number.isascii():
        return number.lstrip("0").upper() or "0"
    return str(value(number)) if set(number) <= set(HAN) else number
