"""How buildings, units, floors and rooms are written, and their short forms (3-2-501): the patterns that ``nlp.spot`` reads by."""

import re
from enum import IntEnum

from nlp.numerals import HAN


class Level(IntEnum):
    """What a part tells, from the house inwards."""

    BUILDING = 0
    UNIT = 1
    FLOOR = 2
    ROOM = 3
    CELLAR = 4
    """A floor below the ground."""


NUMERAL = f"(?:[0-9]{{1,3}}|[{HAN}]{{1,5}})"
_DOOR = "[0-9]{3,4}(?![0-9]|-[0-9])"
_SPELT = "[零〇一二三四五六七八九]{3,4}"
_STEM = "[甲乙丙丁]"
# With slips of voice typing (三好楼, 6懂2单员).
_HOUSE = "(?: ?[号好] ?(?:筒子|家属|宿舍|居民|公寓|住宅)?[楼搂]| ?[栋幢懂](?!楼房|别墅)| ?#楼?)"
ENTRY = " ?[单但][元员原圆]"
AND = "[、和跟与到至&]"
# What stands behind a number that is no door: 501户, 120人, 1000多块, 301路.
_NO_DOOR = "(?! ?(?:[户元多年个名辆度块米次a-z时点分万斤瓦号月届]|人(?!家)|平[米方]|路(?!灯)|公里|医院))"
_NO_GATE = "(?![口禁卫岗牌面窗诊框锁铃前外里内厅])"
_STOREY = "(?: (?!楼[道梯上下]))?(?:楼(?![楼层房高板以]|[0-9]*号楼)|楼(?=楼[道梯上下])|层(?![楼层房高板以]|[0-9]*号楼))"

_WAYS = {
    Level.BUILDING: (
        # 3号楼, 三栋, 甲3号楼, A3#, C栋; of several the first (4、5、6栋, 四、五号楼), but 1、 that has a 2、 numbers what is told
        rf"(?<![0-9{HAN}共])(?<![0-9]-)({_STEM}?(?:[a-z]?[0-9]{{1,3}}[a-z]?|[{HAN}]{{1,5}})|(?<![a-z])[a-wyz]){_HOUSE}",
        rf"(?<![0-9{HAN}共])(?<![0-9]-)(?!1、[\s\S]*2、)({NUMERAL})(?:{AND}{NUMERAL}){{1,4}}{_HOUSE}",
        # A座, 12座; T5
        "(?<![0-9a-z])([a-z][0-9]{0,2}|[0-9]{1,3}) ?座(?![桥塔山庙城房])",
        f"([{HAN}]{{1,3}})座(?=[0-9a-h])",
        "(?<![0-9a-z])(t[0-9]{1,2})(?=[大的门电，。楼栋座-])",
        # 三号二单元, 6号502室, 6号502; 3-2单元
        rf"(?<![0-9{HAN}月])({NUMERAL})号(?= ?(?:{NUMERAL}|[东西中]){ENTRY}| ?{_DOOR}[室户]|{_SPELT}室)",
        rf"(?<![0-9{HAN}月])([0-9]{{1,3}})号(?={_DOOR}{_NO_DOOR})",
        rf"(?<![0-9-])([0-9]{{1,3}})-(?=[0-9]{{1,2}}{ENTRY})",
        # old compounds (32楼4门, 丙3楼, 北楼302), lanes of Shanghai (12弄3号), 五洞四楼
        rf"(?<![0-9{HAN}])({_STEM}?{NUMERAL})楼(?={NUMERAL}(?:{ENTRY}|门洞?{_NO_GATE}))",
        f"({_STEM}[0-9]{{1,2}})楼",
        f"([东西南北前后])楼(?={NUMERAL}(?:[层楼]|{ENTRY})|{_DOOR})",
        "[0-9]{1,4}弄([0-9]{1,3})号",
        rf"(?<![0-9{HAN}])({NUMERAL})洞(?={NUMERAL}[楼层]|{_DOOR})",
        # forms and foreigners
        "楼号[:： ]?([0-9]{1,3})",
        "(?:tower|block|building|no\\.) ?([0-9]{1,3}|[a-h])(?![a-z0-9])",
        "(?<![0-9])([0-9]{1,3}) ?(?:hao ?lou|dong|d(?=[0-9]dy))(?![a-z])",
    ),
    Level.UNIT: (
        # 2单元, 东单元, 第二个单元; of several the first; 二门洞, 3门的, A梯, 2梯1804
        f"({NUMERAL}|[a-z东西南北中甲乙丙丁]){ENTRY}",
        f"([0-9])(?:{AND}[0-9]){{1,3}}{ENTRY}",
        f"第({NUMERAL})个单元",
        f"({NUMERAL})号?门洞",
        rf"(?<![0-9{HAN}])([0-9]|[一二三四五六七八九])门(?=[的那]|[，,]?{_DOOR}|{NUMERAL}号)",
        f"(?<![a-z0-9])([a-h]|[0-9](?=梯{_DOOR}))梯",
        # forms and foreigners
        rf"(?<![0-9a-z{HAN}东西南北中])单元[:：号 ]?([0-9]{{1,2}})(?![0-9楼层号栋幢])",
        "(?<![0-9])([0-9]{1,2}) ?(?:dan ?yuan|dy)(?![a-z])",
        "unit ?([0-9]{1,2})(?![0-9])",
    ),
    Level.CELLAR: (
        # 负一楼, 地下二层, B1层, -1楼; B2车库, 地库B3, -1F
        f"(?<![共有])(?:负第?|地下第?|(?<![0-9a-z])b|(?<![0-9a-z])-(?=[1-3]))({NUMERAL}){_STOREY}",
        "(?<![0-9a-z])b([1-5])(?=车|停|地[下库]|库)",
        "(?:地[下库]|车库)b([1-5])(?![0-9a-z])",
        "(?<![0-9a-z])-([1-3])f",
    ),
    Level.FLOOR: (
        # 五楼, 第3层, 首层, 18f; not how high a house is (共18层, 33层高, 6层的老楼), and not a building (3楼2号楼)
        rf"(?<![0-9{HAN}共有几盖建b-])(?<!地下)第?({NUMERAL}){_STOREY}(?!(?<=层)的?[老旧小新高]{{0,2}}(?:楼(?![梯道上下顶])|房|住宅|建筑))",
        "(首)层",
        "(?<![0-9a-z.-])([0-9]{1,2})/?f(?![a-z0-9])",
    ),
    Level.ROOM: (
        # 501室, 五零一室, 12B房; 西户
        f"({_DOOR}|{_SPELT}) ?(?:室|房间|号房)",
        "([0-9]{1,2}[a-h])房",
        "([东西中])边?户(?![型口外籍主])",
        # (1507); 我住501, 我家是502, 我501，; 501的邻居, 501业主; 楼上601
        f"[(（]((?!19|20[0-3]|1[12][0-9][)）]){_DOOR})[)）](?![0-9字号年])",
        f"(?:住在?|[我俺咱]家?[是的]|租的是?)({_DOOR})(?=[的，。！？；、 \\n]|$)",
        f"(?<![收扣罚给了])[我俺咱]({_DOOR})(?=[，。 她他]|$)",
        f"({_DOOR})(?:的(?:业主|住户|邻居|租户|那户|那家|人家)|门口|那户|那家|(?<!00)(?:住户|业主|户主))",
        f"(?:楼[上下]|对[门面过]|隔壁|我家)的?({_DOOR}){_NO_DOOR}",
        # 七零二 and 十二零四 are hardly anything else
        rf"(?<![0-9{HAN}])((?:[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]{{1,2}})[零〇][一二三四五六七八九])(?![0-9{HAN}路年几后线胶型号班])",
        # forms and foreigners
        "房号[:： ]?([0-9]{3,4})(?![0-9])",
        r"(?:flat|room|rm)\.? ?([0-9]{1,4}[a-h]?|[a-h])(?![a-z0-9])",
    ),
}
"""Of each level the ways to write it, each with one group; of two that begin at one place the first is read."""

_FIRST = f"(?=[0-9{HAN}a-z甲乙丙丁东西南北中前后第负地首楼单房住我俺咱租对隔(（-])"
"""Looked at first, for most characters begin none of them."""

PART = re.compile(f"{_FIRST}(?:{'|'.join(way for ways in _WAYS.values() for way in ways)})")
LEVELS = tuple(level for level, ways in _WAYS.items() for _ in ways)
"""By group of a part."""

# What follows a part at once: 3号楼1门, 9栋2梯; 3号楼501, 3号楼，501和502, 18座5D, 12楼B户; 三楼三号, 17楼E.
GATE_BEHIND = re.compile(rf" ?({NUMERAL})(?:门{_NO_GATE}|梯(?=[的0-9，]))")
DOOR_BEHIND = re.compile(
    rf"的? ?-? ?(?:({_DOOR}){_NO_DOOR}|[，,]?({_SPELT})(?![{HAN}楼层]){_NO_DOOR})|[，,] ?({_DOOR})(?=[的家门和，。没漏堵]|$)"
    "|([0-9]{1,2}[a-egh])(?![a-z0-9楼栋座幢])|([a-h])[户室]"
)
NUMBER_BEHIND = re.compile(f"({NUMERAL})号(?![楼线门电梯车])|([a-h])(?![a-z0-9区座栋幢口馆])")

# A number alone is a door at the beginning, between pauses, or behind one where another door is told; not any number.
BARE = re.compile(
    f"^({_DOOR})(?=[，,、。 的\n没漏堵停退报家门房要想厨卫厕客空])|(?<=[，,])((?!20[23])[0-9]{{4}})(?=[，,])"
    f"|(?<=[，,从她他])({_DOOR}){_NO_DOOR}"
)
NO_ROOMS = frozenset({"110", "119", "120", "122", "114"})
ON_A_FLOOR = range(1, 37)
"""The last two digits of a door."""

CODE = re.compile(
    "(?=[0-9a-z甲乙丙丁])(?:"
    # 3-2-501, 3栋2-501, 3-2单元501, A3#1-1203; 29-1-8-2, 12号楼2-5-1; 11.1.1603; 3栋-501 and A-1203.
    rf"(?<![0-9a-z.-])({_STEM}?[a-z]?[0-9]{{1,3}}|[a-z])(?:{_HOUSE} ?[-/]?| ?[-/]) ?([0-9]{{1,2}})(?:{ENTRY} ?[-/]?| ?[-/]) ?({_DOOR})"
    rf"|(?<![0-9a-z.-])([0-9]{{1,3}})(?:-|{_HOUSE}-?)([0-9])-([0-9]{{1,2}})-([0-9]{{1,2}})(?![0-9-])"
    r"|(?<![0-9.])([0-9]{1,2})\.([0-9])\.((?!20[0-3])[0-9]{3,4})(?![0-9.年])"
    rf"|(?<![0-9a-z.-])([a-z]?[0-9]{{1,2}}|[a-z])-({_DOOR})(?![元年]))"
)
LEVELS_OF_CODE = (0, 1, 3, 0, 1, 2, 3, 0, 1, 3, 0, 3)
# Of a parking space, a parcel or an order.
NO_CODE = re.compile("(?:车[位库]号?|[取件货验]码|编号|单号|卡号|柜号?|工号|型号|桩号?|页)[:： ]?$")
