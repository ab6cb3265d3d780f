"""Redaction (脱敏): what nobody may read in a group or on a public page, hidden character by character.

Telephones, identity cards, number plates, mail addresses, bank cards, accounts, pages of people, and names that stand beside a door
or behind who they are (我儿子, 车主): on those residents were exposed before (domain.md, D). A name alone is not told from other words.
Every hidden character becomes one ＊, so that whatever else points into the text still
points to the same words. Emergency and service numbers (110, 12345, 400-…) and case numbers stay.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

MARK = "＊"


class Secret(StrEnum):
    """What is hidden."""

    PHONE = "phone"
    IDENTITY = "identity"
    PLATE = "plate"
    MAIL = "mail"
    CARD = "card"
    ACCOUNT = "account"
    NAME = "name"
    DOOR = "door"


@dataclass(frozen=True, slots=True)
class Hidden:
    """One place of a text that is to be hidden, as offsets into it."""

    secret: Secret
    start: int
    end: int


# All one character for one, so that offsets hold.
_PLAIN: dict[int, str] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x2014: "-"}
_PLAIN |= {ord(mark): "-" for mark in "－‐‑‒–―−"}
_DIGITS = {
    ord(digit): str(value) for digit, value in zip("零〇一二三四五六七八九幺壹叉", "0012345678911x", strict=True)
}

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕"
    "罗毕郝邬安常于傅皮卞齐康伍余顾孟黄穆萧尹姚邵汪祁毛禹狄贝戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫"
    "房丁邓洪包左石崔龚程邢裴陆翁甄封储靳段焦谷车侯全班秋仲宫宁仇祖武符刘景詹龙叶司韶黎薄白蒲赖卓池乔闻党谭姬申冉雍桑桂牛边燕冀尚温庄柴瞿阎连习艾容"
    "向古易廖耿匡寇广东欧沃聂辛阚那简饶曾沙丰关查游权付闫肖代解佟"
)
_PLAIN_SURNAMES = "赵钱李吴郑陈杨朱秦许吕张曹魏陶姜邹潘葛范彭袁柳鲍薛贺汤罗郝邵汪贾郭徐邱骆蔡樊胡霍崔龚邢陆翁刘詹廖"
"""Those that hardly any other word begins with."""

_OF_TWO = "(?:先生|女士|大爷|大妈|大娘|大叔|大哥|大姐|大嫂|阿姨|阿婆|老师|同志|师傅|奶奶|爷爷|婆婆|妈妈|爸爸|老太|老头)"
_OF_ONE = "[姐哥嫂叔伯婶姨爷奶婆娃]"
_POLITE = f"(?:{_OF_TWO}|{_OF_ONE})"
_FAMILY = f"(?!左右)(?P<family>欧阳|司马|上官|诸葛|[{_SURNAMES}]|[老小阿](?=[{_SURNAMES}]))"
_CALLED = f"{_FAMILY}(?P<given>[\u4e00-\u9fff]{{0,2}}?{_POLITE})"
_NAME = f"{_FAMILY}(?P<given>[\u4e00-\u9fff]{{0,2}}?{_POLITE}|[\u4e00-\u9fff]{{1,2}}?)"
_TITLE = "(?:两口子|家)"
_NUMERAL = "(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})"
_UNIT = f"(?:{_NUMERAL}|[a-z东西南北中甲乙丙丁])单元"
_DOOR = (
    rf"(?:{_NUMERAL}(?:号楼|栋|幢|座|#楼?)[ -]?(?P<home>(?:{_UNIT}|[0-9]{{1,2}}-)?[ -]?(?:[0-9](?: ?[0-9]){{2,3}}|{_NUMERAL}[楼层]))"
    r"|[0-9]{1,3}(?P<short>-(?:[0-9]{1,2}-)?[0-9]{3,4})(?![0-9-]))"
)
_BETWEEN = "[ ,，:：、()（]{0,2}(?:家住|住在|住|家在|在|是|的)?[ ,，:：]?"
_LEAD = "(?:(?<![\u4e00-\u9fff])|(?<=业主|户主|我叫|我是|本人|姓名|居民|住户|邻居|老人|租户|系人|楼上|楼下|隔壁|对门))"

_PROVINCE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
_DAY = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"

_PATTERNS: tuple[tuple[Secret, re.Pattern[str]], ...] = (
    (Secret.MAIL, re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}", re.ASCII)),
    # Written so that no machine shall read it: li(at)example.com, li 艾特 example 点 com.
    (
        Secret.MAIL,
        re.compile(
            r"(?<![\w.+-])[\w.+-]{2,64} ?(?:@|#|\(at\)|\[at\]|艾特|圈a) ?[a-z0-9-]{1,63} ?(?:\.|点) ?(?:com|cn|net|org)(?![a-z])",
            re.ASCII,
        ),
    ),
    (
        Secret.IDENTITY,
        re.compile(r"(?<![0-9])[1-9](?:[ -]?[0-9]){16}[ -]?[0-9x](?![0-9])"),
    ),
    (Secret.IDENTITY, re.compile(rf"(?<![0-9])[1-9][0-9]{{5}}[ -]?[0-9]{{2}}{_DAY}[ -]?[0-9]{{3}}(?![0-9])")),
    (
        Secret.IDENTITY,
        re.compile(
            "(?:护照|passport|通行证|回乡证|台胞证|军官证|残疾证|居住证|驾驶证|出生证|优待证|导游证|学生证|老年证|房产证|不动产证|社保卡|医保卡|身份证|证号|证件号)"
            "[^0-9a-z，。！？；,!?;\n]{0,6}(?:no\\.? ?)?(?P<only>[a-z]{0,3}[ -]?[0-9](?:[ -]?[0-9]){4,20}x?)(?![a-z0-9])"
        ),
    ),
    (Secret.PHONE, re.compile(r"(?<![0-9])(?:\+?86[ -]?)?\(?1 ?[3-9](?:[ ./_()-]{0,2}[0-9]){9}(?![0-9])")),
    (
        Secret.PHONE,
        re.compile(
            r"(?<![0-9-])\(?0[1-9][0-9]{1,2}\)?[ .-]?\(?[2-9][0-9]{2,3}\)?[ .-]?[0-9]{4}(?:[-转][0-9]{1,5})?(?![0-9])"
        ),
    ),
    (
        Secret.PHONE,
        re.compile(r"(?:电话|座机|固话|号码|tel)[:： 是]{0,3}(?P<only>[2-9][0-9]{2,3}[ .-]?[0-9]{4})(?![0-9])"),
    ),
    (
        Secret.ACCOUNT,
        re.compile(
            "(?:卡号|账号|帐号|账户|帐户|卡是|档案号)[:： 是为]{0,3}(?P<only>[a-z]?[0-9](?:[ -]?[0-9]){7,20})(?![0-9])"
        ),
    ),
    (
        Secret.CARD,
        re.compile(
            r"(?<![0-9])(?<!单号)(?<!单号[: ])[3-69][0-9]{3}(?:[ -]?[0-9]{4}){2,3}(?:[ -]?[0-9]{1,4}){0,2}(?![0-9])"
        ),
    ),
    (
        Secret.PLATE,
        re.compile(
            f"{_PROVINCE}[a-hj-z][·•. /杠-]?"
            "(?:[a-hj-np-z][a-hj-np-z0-9][0-9]{4}|[0-9]{5}[a-hj-np-z]|(?=[a-z]{0,4}[0-9])[a-hj-np-z0-9]{5}|[a-hj-np-z0-9]{4}[学警港澳挂])(?![a-z0-9])"
        ),
    ),
    (Secret.PLATE, re.compile(f"{_PROVINCE} ?[a-hj-z](?: [a-hj-np-z0-9]){{5,6}}(?![a-z0-9])")),
    (
        Secret.PLATE,
        re.compile(
            "车牌(?:号|尾号|后[头面边]|最后)?(?:几位)?[:： 是为]{0,3}(?P<only>(?=[a-z]{0,4}[0-9])[a-hj-np-z0-9]{5,6})(?![a-z0-9])"
        ),
    ),
    (
        Secret.ACCOUNT,
        re.compile(
            r"(?:[微薇威维徽]信|wx|vx|v信|weixin|wechat|[加+➕]v|加微)(?:号|id)?[:： 是为]{0,3}"
            r"(?P<only>[a-z](?:[a-z0-9_.-]{5,19}|(?: [a-z0-9]){5,19}))(?![a-z0-9_-])",
            re.ASCII,
        ),
    ),
    (
        Secret.ACCOUNT,
        re.compile(
            r"(?:qq|扣扣|企鹅|[微薇威维徽]信)(?:号|群)?[:： 是为]{0,3}(?P<only>[1-9](?:[ -]?[0-9]){4,11})(?![0-9])"
        ),
    ),
    (
        Secret.ACCOUNT,
        re.compile(
            r"(?:抖音|快手|小红书|支付宝)(?:账?号|id)?[:： 是为]{0,3}(?P<only>[a-z0-9][a-z0-9_.-]{5,30})(?![a-z0-9_-])",
            re.ASCII,
        ),
    ),
    (
        Secret.ACCOUNT,
        re.compile(
            r"(?<![a-z0-9])(?:[a-z0-9-]{1,20}\.)?(?:weibo|zhihu|douyin|kuaishou|bilibili|xiaohongshu|douban|facebook|instagram|tiktok|twitter)"
            r"\.(?:com|cn)/[^\s,;!?。、)]{3,200}"
        ),
    ),
    (Secret.ACCOUNT, re.compile(r"(?<![\w.])t\.me/(?P<only>[a-z0-9_+/-]{4,64})", re.ASCII)),
    (Secret.ACCOUNT, re.compile(r"(?<![\w@.])@(?P<only>[a-z][a-z0-9_]{4,31})(?![a-z0-9_.])", re.ASCII)),
)
"""Looked for in the text in plain digits and small letters; where a pattern names a part ``only``, that part is hidden."""

_NAMES = (
    re.compile(f"{_LEAD}{_NAME}{_TITLE}?{_BETWEEN}{_DOOR}"),
    re.compile(
        f"{_DOOR}(?:室|房|[东西中]?户)?的?(?:业主|住户|户主|邻居|租户)?[ ,，:：(（]?{_NAME}(?:{_TITLE}|(?![\u4e00-\u9fff]))"
    ),
    # A room alone is nobody's, unless a name leans on it.
    re.compile(f"{_LEAD}{_NAME}{_TITLE}?[ ,，]?(?:家住|住在?|家在|家是)(?P<home>[0-9]{{3,4}})(?![0-9路号院医元块小])"),
    re.compile(f"(?<![0-9])(?P<home>[0-9]{{3,4}})[室房户]?的?(?![万班]){_CALLED}"),
    re.compile(f"(?<![0-9])(?P<home>[0-9]{{3,4}})[室房]的?{_NAME}(?![\u4e00-\u9fff])"),
    re.compile(f"(?<![0-9])(?P<home>[0-9]{{3,4}})[室房户]?住?的(?P<family>[老小])(?P<given>[{_SURNAMES}])"),
    # Somebody's own people, and who is named by name: 我爸李…, 车主张….
    re.compile(
        f"(?:车主|户主|姓名[: ]?|名叫|[我他她](?:爸|妈|儿子|女儿|老公|老婆|爱人|丈夫|妻子))(?P<family>[{_PLAIN_SURNAMES}])"
        "(?P<given>[\u4e00-\u9fff]{1,2})"
    ),
)


def find_secrets(text: str) -> tuple[Hidden, ...]:
    """Return what is to be hidden in ``text``, from left to right, none overlapping another."""
    plain = text.translate(_PLAIN)
    plain = "".join(low if len(low := character.lower()) == 1 else character for character in plain)
    figures = plain.translate(_DIGITS)
    found = [*_numbers(plain), *_numbers(figures), *_names(plain), *_names(figures)]
    kept: list[Hidden] = []
    for hidden in sorted(found, key=lambda hidden: (hidden.start, -hidden.end)):
        if not kept or hidden.start >= kept[-1].end:
            kept.append(hidden)
    return tuple(kept)


def redact(text: str) -> str:
    """Return ``text`` with every secret hidden, as long as before. What is redacted already stays as it is."""
    while secrets := find_secrets(text):
        for hidden in secrets:
            text = text[: hidden.start] + MARK * (hidden.end - hidden.start) + text[hidden.end :]
    return text


def _numbers(text: str) -> Iterator[Hidden]:
    for secret, pattern in _PATTERNS:
        for found in pattern.finditer(text):
            group = "only" if "only" in pattern.groupindex else 0
            yield Hidden(secret, *found.span(group))


def _names(text: str) -> Iterator[Hidden]:
    """Given names beside a door, and the door behind its building: the family name and the building may be read."""
    for pattern in _NAMES:
        for found in pattern.finditer(text):
            yield Hidden(Secret.NAME, *found.span("given"))
            for door in ("home", "short"):
                if found.groupdict().get(door):
                    yield Hidden(Secret.DOOR, *found.span(door))
