"""Two households report the same: the second follows the first by a tap, and hears of it to its end."""

from tests.journeys.conftest import Town
from tests.journeys.kit import captions, number_of


async def test_what_was_reported_already_is_offered_and_followed(town: Town) -> None:
    first, second = town.resident, town.neighbour
    await first.says("3号楼2单元电梯又停了，501的老人下不去")
    number = number_of(await first.reads("📌", "已登记"))
    await second.says("三号楼二单元的电梯停运了，麻烦来修")
    mine = number_of(await second.reads("📌", "已登记"))
    offer = await second.reads("同一件事好像已经报过", number)
    assert "501" not in offer["text"]
    assert captions(offer) == ["是同一件，一起跟进", "不是，单独办"]
    await second.taps("一起跟进", on=offer)
    await second.reads(mine, "🔗 一起跟进", number)
    await first.reads(number, "👥 另有 1 户反映")
    await town.worker.reads(number, "👥 另有 1 户反映")

    await town.worker.taps("接单", on=await town.worker.reads(number, "另有 1 户反映"))
    await second.reads(number, "有人接了")
    await town.worker.taps("办结", on=await town.worker.reads(number, "办理中"))
    await town.worker.says("换了主板")
    await second.reads(mine, "解决了吗", "换了主板")
    await first.reads(number, "解决了吗")
    await second.taps("满意")
    await second.reads(mine, "✅ 已办结")


async def test_what_only_looks_alike_goes_its_own_way(town: Town) -> None:
    await town.resident.says("3号楼2单元电梯又停了")
    await town.resident.reads("📌", "已登记")
    await town.neighbour.says("3号楼2单元电梯停了")
    offer = await town.neighbour.reads("同一件事好像已经报过")
    await town.neighbour.taps("不是，单独办", on=offer)
    await town.neighbour.reads("单独办")
    await town.worker.reads("幸福-261123-002", "待接单")


async def test_what_was_edited_is_compared_as_it_reads_now(town: Town) -> None:
    sent = await town.resident.says("3号楼2单元电梯又停了")
    number = number_of(await town.resident.reads("📌", "已登记"))
    await town.resident.edits(sent, "5号楼2单元电梯又停了")
    await town.resident.reads("改好了", number)
    await town.neighbour.says("5号楼二单元的电梯停运了，麻烦来修")
    await town.neighbour.reads("同一件事好像已经报过", number)
