"""Redaction: everything that could name or reach a person is hidden, character by character, and nothing else is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.redaction import MARK, Secret, find_secrets, redact

# The text with the secret between brackets.
SECRETS = {
    Secret.PHONE: [
        "我的电话[13812345678]，白天都在",
        "[138-1234-5678]",
        "[138 1234 5678]",
        "[+86 13812345678]",
        "打[１３８１２３４５６７８]",
        "[一三八一二三四五六七八]打给我",
        "座机[0635-8881234]",
        "[(0635)8881234]",
        "[010 88881234转801]",
        "电话：[8881234]",
        "打[138.1234.5678]",
        "[138/1234/5678]",
        "[1 3 8 1 2 3 4 5 6 7 8]",
        "[0531-8000.3361]",
        "号码[八零零零五五一九]",
    ],
    Secret.IDENTITY: [
        "身份证[371502199003071234]",
        "[37150219900307123X]",
        "[37150219900307123x]办低保",
        "老证[371502900307123]",
        "[371502 19900307 1234]",
        "护照[E12345678]",
        "港澳通行证号码：[C12345678]",
        "残疾证[37150219900307123441]",
        "[3 7 1 5 0 2 1 9 9 0 0 3 0 7 1 2 3 4]",
        "社保卡号[A00046192]",
        "台胞证 [00083315] 到期",
    ],
    Secret.PLATE: [
        "[鲁P12345]堵门",
        "[鲁P·A1234]",
        "[鲁pd12345]是新能源",
        "[鲁PD12345]",
        "[京A1234警]",
        "[粤B12345D]",
        "[辽B/0N904]",
        "[浙 C 0 0 9 2 K]",
        "车牌后头是[0D337]",
    ],
    Secret.MAIL: [
        "发到[li.ming@example.com]",
        "[a_b+c@mail.example.cn]。",
        "[li(at)example.com]",
        "[li 艾特 example 点 com]",
    ],
    Secret.CARD: ["[4111111111111111]是我的", "[4111 1111 1111 1111]", "打到[6228-4800-0012-0077-319]"],
    Secret.ACCOUNT: [
        "微信号：[liming_2020]",
        "加v [abc12345]",
        "QQ[12345678]",
        "扣扣群:[987654321]",
        "找 @[li_ming99] 说",
        "银行卡号：[6222 0212 3456 7890 123]",
        "打到账号[120123456789012]",
        "https://t.me/[liming]",
        "抖音号：[liming.99]",
        "支付宝是[liming2020]",
        "卡号[4111111111111111]",
        "薇信[li.ming-99]",
        "企鹅 [1000-456-72]",
        "主页https://[weibo.com/u/0000001827]，看看",
    ],
}

PLAIN = [
    "",
    "3号楼2单元501水管漏水",
    "编号幸福-261122-003，2026年11月22日报的",
    "打119、110、12345，或400-123-4567",
    "花了12500元，停了20261122天",
    "看着火车站，鲁班锁坏了",
    "订单号 1234567890123456 没到",
    "新A栋还没交房",
    "1-2-3",
    "今天@大家",
    "川A路口没灯",
    "501室常年没人",
    "王阿姨住301医院",
    "修了1000万家里还漏",
    "护照办理要多久",
]

NAMED = {
    "业主张三丰3号楼2单元501漏水": "业主张＊＊3号楼＊＊＊＊＊＊漏水",
    "王建国，3-2-501，不交物业费": "王＊＊，3＊＊＊＊＊＊，不交物业费",
    "3号楼2单元501李明家养鸡": "3号楼＊＊＊＊＊＊李＊家养鸡",
    "我叫刘芳，住12号楼1202": "我叫刘＊，住12号楼＊＊＊＊",
    "3#501 欧阳修": "3#＊＊＊ 欧阳＊",
    "501室李建国": "＊＊＊室李＊＊",
    "502的张大爷又在楼道里抽烟": "＊＊＊的张＊＊又在楼道里抽烟",
    "王阿姨住501": "王＊＊住＊＊＊",
    "楼上李建国家住501": "楼上李＊＊家住＊＊＊",
    "对门601住的老曹": "对门＊＊＊住的老＊",
    "2幢甲单元二〇一的王叔": "2幢＊＊＊＊＊＊的王＊",
    "我儿子陈浩然在滑梯那": "我儿子陈＊＊在滑梯那",
}


@pytest.mark.parametrize(("secret", "marked"), [(secret, text) for secret, texts in SECRETS.items() for text in texts])
def test_a_secret_is_found_where_it_stands_and_hidden(secret, marked):
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    (found,) = find_secrets(text)
    assert (found.secret, found.start, found.end) == (secret, start, end)
    assert redact(text) == text[:start] + MARK * (end - start) + text[end:]


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_nobodys_stays(text):
    assert redact(text) == text


@pytest.mark.parametrize(("text", "redacted"), NAMED.items())
def test_a_name_beside_a_door_is_hidden_with_the_door_behind_its_building(text, redacted):
    assert redact(text) == redacted


def test_several_secrets_of_one_text_are_hidden_together():
    assert redact("张三 13812345678 鲁P12345") == "张三 ＊＊＊＊＊＊＊＊＊＊＊ ＊＊＊＊＊＊＊"


PIECES = [
    "13812345678",
    "0635",
    "-",
    "8881234",
    "鲁P",
    "D12345",
    "@",
    "a.b",
    ".cn",
    "微信",
    "qq",
    "张三",
    "3号楼",
    "501",
    " ",
    "＊",
    "１２",
    "İ",
    "一三八",
    "x",
    "，",
]
mixtures = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=80)


@given(mixtures)
def test_redacting_keeps_every_other_character_in_its_place_and_is_done_once(text):
    redacted = redact(text)
    assert len(redacted) == len(text)
    assert all(new in {old, MARK} for old, new in zip(text, redacted, strict=True))
    assert redact(redacted) == redacted
    assert find_secrets(redacted) == ()


@given(mixtures, st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), mixtures)
def test_no_surroundings_save_a_telephone(before, phone, behind):
    assert phone not in redact(f"{before}，{phone}，{behind}")


@pytest.mark.parametrize(
    "piece", ["1", "138", "a.", "张三3号楼501", "鲁P", "一", "@a", "微信a", "0635-", "4111111111111111 "]
)
def test_long_texts_are_redacted_soon(piece):
    text = (piece * 10_000)[:10_000]
    begun = time.process_time()
    redact(text)
    assert time.process_time() - begun < 2
