"""Intents: only requests become cases, and every trouble is a request."""

import pytest

from civic.understanding import Intent

SAID = {
    Intent.REQUEST: [
        "3号楼电梯又坏了,老人下不来",
        "水管爆了",
        "没暖气",
        "楼道灯不亮",
        "停电了",
        "你好，我家下水道堵了",
        "谢谢你们，但是路灯还是不亮",
        "您好，请问高龄补贴怎么申请",
        "建议小区装几个充电桩",
        "表扬网格员帮我把轮椅抬上楼",
        "我要投诉物业",
        "没人管吗",
        "路灯什么时候能修",
        "谢谢，不过水还是没来",
        "社区几点上班",
        "保洁阿姨态度不好",
        "有人吗？灯坏了",
        "什么时候供暖",
        "狗叫一晚上",
        "要求撤销对我家的处罚决定，物业公司乱收费还不让进门，多次反映没有结果",
        "垃圾三天没人收了，夏天味道很大，去年也反映过，处理了吗，不知道",
        "😡😡楼上天天拖椅子",
        "我们这一片的老人都盼着能有个可以坐下来歇歇脚说说话的地方",
    ],
    Intent.PROGRESS: [
        "我那个灯的事咋样了",
        "处理到哪一步了",
        "幸福-261122-003",
        "幸福－261122－003 怎么样了？",
        "261122-003",
        "你好，我的事有进展吗",
        "进度",
        "我报的电梯修好了吗",
        "催一下",
        "怎么还没人来",
        "请问我的进度呢",
        "上次说的事怎么没下文了",
    ],
    Intent.WITHDRAW: [
        "不用处理了",
        "撤回吧",
        "撤回幸福-261122-003",
        "已经好了，不用修了",
        "发错了，撤掉",
        "取消",
        "我要撤销",
    ],
    Intent.GREETING: ["你好", "您好，在吗？", "早上好！", "hello", "在不在"],
    Intent.THANKS: ["谢谢", "谢谢你们，灯亮了", "辛苦了！", "好的谢谢", "太好了，修好了，谢谢师傅", "👍谢谢"],
    Intent.HELP: [
        "怎么用",
        "你能做什么",
        "你是机器人吗",
        "帮助",
        "怎么报修",
        "我要报事",
        "你好，我想反映一个问题",
        "请问这个怎么用？",
        "help",
    ],
    Intent.OTHER: [
        "",
        "/nonsense",
        "   ",
        "😀😀😀",
        "12345",
        "???",
        "哈哈哈",
        "嗯",
        "好的",
        "ok",
        "今天天气真好",
        "今天下雨",
        "测试",
        "asdfgh",
        "我是3号楼的",
        "👍",
        "\x00\ud800",
        "https://example.org/?p=1",
    ],
}


@pytest.mark.parametrize(("intent", "text"), [(intent, text) for intent, texts in SAID.items() for text in texts])
def test_the_intent_is_told(classifier, intent, text):
    assert classifier.understand(text).intent is intent


def test_what_is_no_request_has_no_kind_but_may_name_a_spot_or_a_case(classifier):
    understood = classifier.understand("我是3号楼的")
    assert (understood.guesses, understood.danger, understood.spot.building) == ((), None, "3")
    assert classifier.understand("幸福-261122-003 咋样了").numbers == ("幸福-261122-003",)


def test_danger_is_always_a_request(classifier):
    assert classifier.understand("你好，着火了，谢谢").intent is Intent.REQUEST


def test_a_request_may_name_a_case_too(classifier):
    understood = classifier.understand("上次报的幸福-261122-003没修好，3号楼楼道灯又坏了好几盏")
    assert understood.intent is Intent.REQUEST
    assert understood.numbers == ("幸福-261122-003",)


@pytest.mark.parametrize(
    "text", ["路灯不亮了", "楼道灯不亮好几天了", "下水道不通了", "暖气一直没正常", "灯没亮了", "路灯好几天了还不亮"]
)
def test_trouble_is_never_taken_for_content_or_a_question(classifier, text):
    assert classifier.understand(text).intent is Intent.REQUEST
