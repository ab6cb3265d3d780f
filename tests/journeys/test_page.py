"""The main story as people see it: in a real browser, three of them side by side, the sandbox's clock moved by its buttons."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

from tests.journeys.conftest import Town
from tests.journeys.kit import PNG
from tests.patience import PATIENCE
from tests.sandbox_page.conftest import BROWSERS, FLAGS


@pytest.fixture
async def page(town: Town) -> AsyncIterator[Page]:
    """The sandbox's page with the resident, the grid worker and the secretary side by side."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip(f"no browser here: none of {', '.join(BROWSERS)} is installed")
    people = ",".join(str(each.id) for each in (town.resident, town.worker, town.secretary))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = await browser.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        page.set_default_timeout(PATIENCE * 1000)
        await page.goto(f"{town.control.address}/#p={people}&c={people}")
        yield page
        await browser.close()


async def says(column: Locator, words: str) -> None:
    box = column.get_by_label("输入消息")
    await box.fill(words)
    await box.press("Enter")


async def sees(column: Locator, words: str) -> None:
    await expect(column.locator(".row", has_text=words).last).to_be_visible()


async def taps(column: Locator, caption: str, *, exact: bool = True) -> None:
    await column.get_by_role("button", name=caption, exact=exact).last.click()


async def test_the_main_story_in_the_browser(town: Town, page: Page, tmp_path: Path) -> None:
    resident, worker, secretary = (page.locator(".column").nth(index) for index in range(3))
    for column in (resident, worker, secretary):
        await taps(column, "START 开始")
        await sees(column, "您好")

    photo = tmp_path / "photo.png"
    photo.write_bytes(PNG)
    await resident.locator("input[type=file][data-kind=photo]").set_input_files(str(photo))
    await says(resident, "3号楼电梯又坏了,老人下不来")
    await sees(resident, "🟡 已登记")
    await sees(worker, "🟡 待接单")
    await taps(worker, "接单")
    await sees(resident, "网格员甲 在办")

    await taps(worker, "办结")
    await sees(worker, "怎么办好的")
    await says(worker, "换了门机皮带，试运行正常")
    await sees(resident, "解决了吗")
    await taps(resident, "不满意")
    await sees(resident, "哪里没办好")
    await says(resident, "今天早上又停了")
    await sees(worker, "居民补充：今天早上又停了")

    later = page.get_by_role("button", name="到下一个期限")
    await later.click()
    await sees(resident, "已自动转到社区")
    await sees(secretary, "在小区没按时办")
    await taps(secretary, "转议事")
    await sees(secretary, "什么时候开会")
    await secretary.get_by_role("button", name="19:00").first.click()
    await sees(secretary, "会议通知已发到群里")
    for reminders in (1, 2):
        await later.click()
        await town.secretary.reads("提醒", chat=town.group, times=reminders)
    await later.click()
    await sees(secretary, "会议时间到了")
    await taps(secretary, "10 分钟")
    for member in town.council:
        await member.taps("赞成", chat=town.group)
    await later.click()
    await sees(resident, "议事会有结果了：通过")
