"""Where inside a place: building, unit, floor and room in the ways people write them.

Read as doors are labelled: 3号楼, 3栋, 3幢, 3#, A座 and the short forms 3-2-501, 3栋2-501 and 3-501 name a building; 3楼 and 3层 are
floors, 地下一层, B1层 and -1楼 those below the ground. A bare 3号 is none: it is a day of the month or a house number of a street. Blanks
between numbers and what they count mean nothing.

A text is read from left to right into parts, and parts that stand together are one address. Who tells where they live and where the
trouble is (我住3号楼，5号楼门口积水) means the latter; the house that it leaves out is taken from the former.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from civic.understanding import Spot
from nlp import doors
from nlp.doors import Level
from nlp.numerals import HAN, value

# Hardly a text without one of these names a spot.
_SIGNS = re.compile(
    f"[0-9{HAN}幺廿壹贰叁肆伍陆柒捌玖①-⑨a-z] ?(?:[号好栋幢懂座#楼搂层门梯洞室房户]|[单但][元员原圆]|个单)"
    "|[东西南北中前后](?:楼|边?户| ?单元)|[甲乙丙丁][0-9单]|首层"
    r"|[0-9]{3}|[零〇幺]|[0-9][-./#fd]|b[1-5]|t[0-9]|[0-9] ?(?:hao|dong)|(?:tower|block|building|no\.|flat|单元[:： ]?|楼号[:： ]?)[0-9 ]"
)

# How many houses there are, how high one is (那栋30层), or a day (2/1/2026).
_NO_SPOT = re.compile(
    rf"[一两几整这那每][栋幢](?:居民|住宅|商品|危)?[楼房]|[就共有才]一[栋幢]|[这那][0-9]{{1,2}}[栋幢]楼|[盖建][了有]?{doors.NUMERAL}[栋幢]"
    rf"|[几那这整每][栋幢座楼][都是有才就共只一]{{0,3}}(?:[1-9][0-9]?|[二三]?十[{HAN}]?)层(?![到至])|[0-9]{{1,2}}/[0-9]{{1,2}}/(?:19|20)[0-9]{{2}}"
)

_OTHER_NUMERALS = dict(zip("幺壹贰叁肆伍陆柒捌玖①②③④⑤⑥⑦⑧⑨", "一一二三四五六七八九123456789", strict=True)) | {
    "廿": "二十"
}
_OTHERWISE = re.compile(f"[{''.join(_OTHER_NUMERALS)}]")

# Where the writer lives (我家在, 本人, 3号楼的业主 …), or that it is not there; 「不对」 takes it back.
_OWN_BEFORE = re.compile(
    "(?:[我俺咱]们?(?:自己)?(?:[家屋妈爸爹娘门]|这边|门牌|租的)?[里头]?|家里?[是住在系]|是[住在]|本人|业主|住址[:：]?|(?<!居)住)[是住在系就也都]{0,3}"
    "(?:(?<=[是住在系])[^，。！？ ]{1,4})?$"
)
_OWN_BEHIND = re.compile(
    "的?(?:[，, ]?(?:住户|居民|业主|家长|租户|街坊)(?=[，,。 :：×投举反想])|[小老](?!区|楼|是|旧)|住了)|的[，,]"
)
_NOT = re.compile("(?<!是)不[是在]$")
_MISTAKEN = re.compile("[，,。…！ 呃嗯哦]*(?:不对|说错|打错|错了)")
_BETWEEN = re.compile(f"都?{doors.AND}|[~-]")

_ALONE = re.compile(
    f"[0-9a-h{HAN}幺廿甲乙丙丁东西南北中号楼栋幢座单元层室户门洞弄梯口#负地下上里边我俺咱们家住在就是的那这了，。、！ -]{{1,20}}"
)
"""A spot with nothing beside it but who lives there: 我家在5号楼3单元."""

_LOOKED_FOR = (
    *(doors.PART, doors.GATE_BEHIND, doors.DOOR_BEHIND, doors.NUMBER_BEHIND, doors.BARE, doors.CODE, doors.NO_CODE),
    *(_NO_SPOT, _OWN_BEFORE, _OWN_BEHIND, _NOT, _MISTAKEN, _BETWEEN),
)
_ASKED_FOR = "".join(each.pattern for each in _LOOKED_FOR)
_REST = re.compile(f"[^0-9a-z\\n{re.escape(''.join(sorted(set(_ASKED_FOR))))}]+")
"""What no pattern asks for: of a long text most."""

LONGEST = 1_200
"""Characters that are looked at: people say early where it is."""

_TOGETHER, _LOOKED_AT = 3, 8
"""Characters between two parts of one address at most, and before an address that tell whose it is."""


class _Part(NamedTuple):
    level: int
    told: str
    start: int
    end: int


class _Address:
    """Parts that stand together."""

    def __init__(self, text: str, parts: Sequence[_Part]) -> None:
        self.told = {part.level: part.told for part in parts}
        start, end = parts[0].start, parts[-1].end
        before = text[max(start - _LOOKED_AT, 0) : start]
        self.own = bool(_OWN_BEFORE.search(before) or _OWN_BEHIND.match(text, end))
        self.denied = bool(_NOT.search(before) or _MISTAKEN.match(text, end, end + _LOOKED_AT))


def find_spot(text: str) -> Spot:
    """Read the spot from a normalised text; what is not said stays ``None``. Numbers come in Arabic digits, letters upper case."""
    if not _SIGNS.search(text):
        return Spot()
    text = _REST.sub("×", _OTHERWISE.sub(lambda found: _OTHER_NUMERALS[found[0]], text[:LONGEST]))
    text = _NO_SPOT.sub("×", text)
    addresses = [_Address(text, parts) for parts in _together(text, sorted(_parts(text), key=lambda part: part.start))]
    meant = [each for each in addresses if not each.denied]
    if not meant:
        return Spot()
    main = next((each for each in meant if not each.own), meant[0])
    told = dict(main.told)
    for other in meant:
        # Of where somebody lives elsewhere only what holds the trouble too: the building of a floor, not a room of the building.
        elsewhere = other.own and not main.own and min(other.told) <= max(main.told)
        more = {level: word for level, word in other.told.items() if not elsewhere or level < min(main.told)}
        if all(told.get(level, word) == word for level, word in more.items()):
            told |= more
    return Spot(*map(told.get, range(4)))


def is_alone(text: str) -> bool:
    """Whether a normalised text that names a spot tells nothing else: nobody in danger, and nothing to be done."""
    return _ALONE.fullmatch(text) is not None


def _parts(text: str) -> Iterator[_Part]:
    """Yield the parts of addresses in a text."""
    if "-" in text or "/" in text or "." in text:
        text, coded = _without_codes(text)
        yield from coded
    at, room = 0, False
    while found := doors.PART.search(text, at):
        level, word, at = doors.LEVELS[_group(found) - 1], _plain(found[_group(found)]), found.end()
        yield _Part(*((Level.FLOOR, f"-{word}") if level is Level.CELLAR else (level, word)), *found.span())
        if level is Level.BUILDING and (gate := doors.GATE_BEHIND.match(text, at)):
            level, at = Level.UNIT, gate.end()
            yield _Part(level, _plain(gate[1]), *gate.span())
        if level is not Level.ROOM and (door := _door_behind(text, at, level)):
            at = door.end()
            level = Level.ROOM
            yield _Part(level, _plain(door[_group(door)]), *door.span())
        room |= level is Level.ROOM
    for found in doors.BARE.finditer(text):
        if (found[3] is None or room) and _is_room(found[_group(found)]):
            yield _Part(Level.ROOM, found[_group(found)], *found.span())


def _door_behind(text: str, at: int, level: Level) -> re.Match[str] | None:
    found = doors.DOOR_BEHIND.match(text, at)
    return found or (doors.NUMBER_BEHIND.match(text, at) if level is not Level.BUILDING else None)


def _without_codes(text: str) -> tuple[str, list[_Part]]:
    """Return the text without its short forms (3-2-501), and what they say."""
    parts: list[_Part] = []

    def read(found: re.Match[str]) -> str:
        if not doors.NO_CODE.search(text, max(found.start() - _LOOKED_AT, 0), found.start()):
            told = zip(doors.LEVELS_OF_CODE, found.groups(), strict=True)
            parts.extend(_Part(level, _plain(word), *found.span()) for level, word in told if word)
        return "×" * len(found[0])

    return doors.CODE.sub(read, text), parts


def _together(text: str, parts: Iterable[_Part]) -> Iterator[list[_Part]]:
    """Yield what stands together, each level once; of several alike (一楼到七楼) the first."""
    kept: list[_Part] = []
    for part in parts:
        between = text[kept[-1].end : part.start] if kept else ""
        if kept and part.level == kept[-1].level and _BETWEEN.fullmatch(between):
            continue
        back = kept and part.level < kept[-1].level and between
        if kept and (back or len(between) > _TOGETHER or part.level in {each.level for each in kept}):
            yield kept
            kept = []
        kept.append(part)
    if kept:
        yield kept


def _group(found: re.Match[str]) -> int:
    """The one group that took part."""
    return found.lastindex or 0


def _is_room(number: str) -> bool:
    return number not in doors.NO_ROOMS and int(number[-2:]) in doors.ON_A_FLOOR


def _plain(number: str) -> str:
    """Write a number, Chinese or Arabic, in digits without leading zeros; a letter in upper case; anything else (东, 甲3) as it is."""
    if number == "首":
        return "1"
    if number.isascii():
        return number.lstrip("0").upper() or "0"
    if not set(number) <= set(HAN):
        return number
    floor, zero, door = number.partition("零")
    # 十二零四 is a door: the floor, then its number.
    return f"{value(floor)}0{value(door)}" if zero and door and "十" in floor else str(value(number))
