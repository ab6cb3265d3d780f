"""Where inside a place: building, unit, floor and room in the ways people write them.

Read as doors are labelled: 3号楼, 3栋, 3幢, 3#, A座 and the short forms 3-2-501, 3栋2-501 and 3-501 name a building; 3楼 and 3层 are
floors, 地下一层, B1层 and -1楼 those below the ground. A bare 3号 is none: it is a day of the month or a house number of a street. Blanks
between numbers and what they count mean nothing.
"""

import re

from civic.understanding import Spot
from nlp.numerals import HAN, value

_NUMERAL = f"[0-9]{{1,3}}|[{HAN}]{{1,5}}"
_DOOR = "[0-9]{3,4}(?![0-9-])"
_SPELT = "[零〇一二三四五六七八九]{3,4}"
_STEM = "[甲乙丙丁]"
_HOUSE = "(?: ?号 ?楼| ?[栋幢](?!楼房|别墅)| ?#楼?)"
# What stands behind a number that is no door: 501户, 120人, 1000多块.
_NO_DOOR = "(?! ?(?:[户元多年个名辆度块米次a-z]|人(?!家)|平[米方]))"

_SHORT = re.compile(
    rf"(?<![0-9a-z.-])({_STEM}?[a-h]?[0-9]{{1,3}}|[a-h])(?:{_HOUSE} ?[-/]?| ?[-/]) ?([0-9]{{1,2}})(?: ?单元 ?[-/]?| ?[-/]) ?({_DOOR})"
)
_SHORTER = re.compile(rf"(?<![0-9a-z.-])([a-h]?[0-9]{{1,2}}|[a-h])-({_DOOR})(?![元年])")
_BUILDING = re.compile(
    rf"(?<![0-9{HAN}])(?<![0-9]-)(?:({_STEM}?(?:[a-z]?[0-9]{{1,3}}|[{HAN}]{{1,5}})){_HOUSE}"
    rf"|([a-z][0-9]{{0,2}}|[0-9]{{1,3}}) ?座(?![桥塔山庙城房])"
    rf"|({_NUMERAL})号(?= ?(?:(?:{_NUMERAL}|[东西中]) ?单元|{_DOOR}[室户]))"
    rf"|([0-9]{{1,3}})-(?=[0-9]{{1,2}} ?单元))"
)
# In some cities the doors of a house are numbered: 3号楼1门, 二门洞.
_UNIT = re.compile(
    rf"({_NUMERAL}|[a-z东西南北中甲乙丙丁]) ?单元|{_HOUSE} ?({_NUMERAL})门(?![口禁卫岗牌面窗诊框锁铃前外里内厅])|({_NUMERAL})号?门洞"
)
_STOREY = "(?: (?!楼[道梯上下]))?[楼层](?![楼层房高板以]|[0-9]*号楼)"
# Below the ground first; not how many floors a house has (共18层, 33层高, 五层楼), and not a building (3楼2号楼).
_FLOOR = re.compile(
    f"(?<![0-9a-z共有])(?:负第?|地下第?|b|-(?=[1-3]))({_NUMERAL}){_STOREY}|(?<![0-9a-z])b([1-5])(?=车|停|地[下库]|库)"
    f"|(?<![0-9{HAN}共有几b-])(?<!地下)第?({_NUMERAL}){_STOREY}|(?<![0-9a-z.])([0-9]{{1,2}})f(?![a-z0-9])"
)
_ROOM = re.compile(
    f"(?:号 ?楼|[栋幢座]|#楼?|单元|[楼层]|[0-9{HAN}]门)的? ?-? ?({_DOOR}){_NO_DOOR}|({_DOOR}|{_SPELT}) ?(?:室|房间|号房)"
    f"|(?:号 ?楼|[栋幢座]|单元) ?({_SPELT})(?![{HAN}楼层]){_NO_DOOR}"
    f"|(?:住在?|我是)({_DOOR})(?=[的，。！？；、 \n]|$)|({_DOOR})的(?:业主|住户|邻居|租户|那户|那家|人家)"
)

# Hardly a text without one of these names a spot.
_SIGNS = re.compile("[楼栋幢座层#室房]|单元|门洞|[-/] ?[0-9]|[0-9](?:f|的)|b[1-5]|[住是][0-9]")

# "一栋楼" tells how many buildings, not which, and 2/1/2026 is a day.
_NO_SPOT = re.compile("[一两几整这那每][栋幢](?:居民|住宅|商品|危)?[楼房]|[0-9]{1,2}/[0-9]{1,2}/(?:19|20)[0-9]{2}")

_ALONE = re.compile(
    f"[0-9a-h{HAN}甲乙丙丁东西南北中号楼栋幢座单元层室户门洞口#负地下上里边我俺咱们家住在就是的那这了，。、！ -]{{1,20}}"
)
"""A spot with nothing beside it but who lives there: 我家在5号楼3单元."""

_ASKED_FOR = "".join(each.pattern for each in (_SHORT, _SHORTER, _BUILDING, _UNIT, _FLOOR, _ROOM, _NO_SPOT))
_REST = re.compile(f"[^0-9a-z\\n{re.escape(_ASKED_FOR)}]+")
"""What no pattern asks for: of a long text most."""


def find_spot(text: str) -> Spot:
    """Read the spot from a normalised text; what is not said stays ``None``. Numbers come in Arabic digits, letters upper case."""
    if not _SIGNS.search(text):
        return Spot()
    text = _NO_SPOT.sub("×", _REST.sub("×", text))
    if "-" in text or "/" in text:
        if short := _SHORT.search(text):
            building, unit, room = short.groups()
            return Spot(building=_plain(building), unit=_plain(unit), floor=None, room=room)
        if shorter := _SHORTER.search(text):
            building, room = shorter.groups()
            return Spot(building=_plain(building), room=room)
    return Spot(
        building=_first(_BUILDING, text), unit=_first(_UNIT, text), floor=_floor(text), room=_first(_ROOM, text)
    )


def is_alone(text: str) -> bool:
    """Whether a normalised text that names a spot tells nothing else: nobody in danger, and nothing to be done."""
    return _ALONE.fullmatch(text) is not None


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return _plain(next(filter(None, found.groups()))) if found else None


def _floor(text: str) -> str | None:
    found = _FLOOR.search(text)
    if not found:
        return None
    below = found[1] or found[2]
    return f"-{_plain(below)}" if below else _plain(found[3] or found[4])


def _plain(number: str) -> str:
    """Write a number, Chinese or Arabic, in digits without leading zeros; a letter in upper case; anything else (东, 甲3) as it is."""
    if number.isascii():
        return number.lstrip("0").upper() or "0"
    return str(value(number)) if set(number) <= set(HAN) else number
