"""The page around the chats: columns, phones, the clock, the live stream, training faults, looks, safety."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

import sandbox
from sandbox import ManualClock, Sandbox, serve

RESIDENT, WORKER, SECRETARY = 1001, 1002, 1003
ALL = f"{RESIDENT},{WORKER},{SECRETARY}"
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
STATIC = Path(sandbox.__file__).parent / "static"

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def overflow(page: Page) -> int:
    """How many pixels the page is wider than its window, and any column's pane than itself."""
    return await page.evaluate(
        "Math.max(document.documentElement.scrollWidth - innerWidth, "
        "...[...document.querySelectorAll('.column, .messages, .topbar, .clock, .chats')].map((e) => e.scrollWidth - e.clientWidth))"
    )


async def test_three_columns_follow_one_story(stage):
    for person in (RESIDENT, WORKER, SECRETARY):
        stage.box.world.start(person)
    page = await stage.look(f"#p={ALL}&c={RESIDENT},{WORKER},{stage.group}", width=1440)
    columns = page.locator(".column")
    await expect(columns).to_have_count(3)
    await stage.bot.say(WORKER, "新任务:电梯")
    await stage.bot.say(RESIDENT, "网格员甲在办")
    await expect(columns.nth(1).locator(".row").last).to_contain_text("新任务:电梯")
    await expect(columns.nth(0).locator(".row").last).to_contain_text("网格员甲在办")
    await expect(page.get_by_role("button", name="并排")).to_be_disabled()
    assert await overflow(page) == 0


async def test_people_are_put_beside_each_other_and_away(stage):
    page = await stage.look(f"#p={RESIDENT}&c={RESIDENT}")
    await page.get_by_role("button", name="并排").click()
    await page.get_by_role("menuitem", name="社区书记").click()
    await expect(page.locator(".column")).to_have_count(2)
    await page.get_by_role("button", name="关闭社区书记这一列").click()
    await expect(page.locator(".column")).to_have_count(1)


async def test_the_switcher_names_everyone_with_label(stage):
    page = await stage.look(f"#p={RESIDENT}&c={RESIDENT}")
    await page.locator(".switcher").click()
    entries = page.get_by_role("menuitemcheckbox")
    for entry, words in zip(await entries.all(), ("居民", "网格员", "社区书记"), strict=True):
        await expect(entry).to_contain_text(words)
    await entries.nth(1).click()
    await expect(page.locator(".switcher")).to_contain_text("网格员甲")
    await expect(page.locator(".chat-item").filter(has=page.get_by_text("有事来聊", exact=True))).to_have_count(1)


async def test_a_reload_keeps_the_view(stage):
    place = f"#p={RESIDENT},{WORKER}&c={stage.group},"
    page = await stage.look(place, width=1440)
    await page.reload()
    await expect(page.locator(".column")).to_have_count(2)
    await expect(page.locator(".column").first.locator(".chat-head")).to_contain_text("议事厅")
    await expect(page.locator(".column").last.locator(".chat-list")).to_be_visible()
    assert page.url.endswith(place)


async def test_a_wide_window_opens_on_three_kinds_of_people(stage):
    page = await stage.look(width=1440)
    await expect(page.locator(".column")).to_have_count(3)


async def test_a_phone_shows_one_thing_at_a_time(stage):
    stage.box.world.send(RESIDENT, RESIDENT, text="长" * 300 + " https://example.org/" + "a" * 120)
    keyboard = [[{"text": "很长的按钮文字" * 3, "callback_data": "1"}, {"text": "b" * 40, "callback_data": "2"}]]
    await stage.bot.say(RESIDENT, "看", reply_markup={"inline_keyboard": keyboard})
    page = await stage.look(f"#p={RESIDENT},{WORKER}&c=,", width=360, height=640)
    await expect(page.locator(".column:visible")).to_have_count(1)
    await page.get_by_role("button", name="换到 网格员甲").click()
    await expect(page.locator(".switcher:visible")).to_contain_text("网格员甲")
    await page.get_by_role("button", name="换到 居民甲").click()
    await page.locator(".chat-item:visible", has=page.get_by_text("有事来聊", exact=True)).click()
    await expect(page.locator(".chat-list:visible")).to_have_count(0)
    assert await overflow(page) == 0
    await page.get_by_role("button", name="返回聊天列表").click()
    await expect(page.locator(".chat-list:visible")).to_have_count(1)


async def test_the_clock_moves_forward(stage):
    page = await stage.look(f"#p={RESIDENT}&c={RESIDENT}")
    bar = page.get_by_role("group", name="沙盒时间")
    await expect(bar).to_contain_text(re.compile(r"11月22日\s?周日12:00"))
    await expect(bar.get_by_role("button", name="到下一个期限")).to_be_disabled()
    await bar.get_by_role("button", name="+1 小时").click()
    await expect(bar).to_contain_text("13:00")
    await bar.get_by_role("button", name="+1 天").click()
    await expect(bar).to_contain_text("11月23日")


async def test_the_next_deadline_is_named_and_reached(look):
    clock = ManualClock(NOON)
    due = NOON + timedelta(hours=21, minutes=30)

    async def next_moment() -> datetime | None:
        return due if clock.now() < due else None

    box = Sandbox(clock=clock, next_moment=next_moment)
    box.world.add_person("居民甲", person_id=RESIDENT)
    async with serve(box) as address:
        page = await look(f"{address}/#p={RESIDENT}&c={RESIDENT}")
        button = page.get_by_role("button", name="到下一个期限")
        await expect(button).to_contain_text("明天 09:30")
        await button.click()
        await expect(page.locator(".clock-time")).to_contain_text("09:30")
        await expect(button).to_be_disabled()


async def test_after_a_restart_the_page_comes_back_by_itself(look, tmp_path):
    first = Sandbox(snapshot=tmp_path / "world.json")
    first.world.add_person("居民甲", person_id=RESIDENT)
    first.world.start(RESIDENT)
    async with serve(first) as address:
        page = await look(f"{address}/#p={RESIDENT}&c={RESIDENT}")
        await expect(page.locator(".row")).to_have_count(1)
    await expect(page.get_by_text("正在重连")).to_be_visible()
    again = Sandbox(snapshot=tmp_path / "world.json")
    again.world.send(RESIDENT, RESIDENT, text="重启以前的都还在")
    async with serve(again, port=int(address.rpartition(":")[2])):
        await expect(page.locator(".row")).to_have_count(2)
        await expect(page.get_by_text("正在重连")).to_have_count(0)
        again.world.send(RESIDENT, RESIDENT, text="后来的也到了")
        await expect(page.locator(".row").last).to_contain_text("后来的也到了")


async def test_an_emptied_sandbox_comes_back_to_the_same_view_when_it_is_furnished(stage):
    stage.box.world.start(RESIDENT)
    page = await stage.look(f"#p={RESIDENT}&c={RESIDENT}")
    stage.box.reset()
    await expect(page.get_by_text("沙盒里还没有人")).to_be_visible()
    stage.box.world.add_person("居民甲", person_id=RESIDENT, label="居民")
    await expect(page.locator(".switcher")).to_contain_text("居民甲")
    await expect(page.get_by_role("button", name="START 开始")).to_be_visible()


async def test_faults_are_injected_and_the_bot_blocked_for_training(stage):
    page = await stage.look(f"#p={RESIDENT}&c={RESIDENT}")
    await page.get_by_role("button", name="设置").click()
    await page.get_by_role("menuitem", name="训练").click()
    drawer = page.get_by_label("训练：故障与限速")
    await drawer.get_by_label("怎样出错").select_option("500")
    await drawer.get_by_role("button", name="注入").click()
    await expect(page.locator("body > .toast")).to_contain_text("500")
    async with stage.bot.http.post(f"{stage.address}/bot1000000001:sandbox-token/getMe") as answer:
        assert answer.status == 500
    await drawer.get_by_label("按 Telegram 的限速回答 429").check()
    await expect(page.locator("body > .toast")).to_have_text("限速已打开")
    await drawer.get_by_label("居民甲").check()
    await expect(page.locator(".switcher")).to_contain_text("已停用机器人")
    await page.keyboard.press("Escape")
    await expect(drawer).to_be_hidden()


async def test_looks_are_remembered(stage):
    page = await stage.look(f"#p={RESIDENT}&c={RESIDENT}", width=360, color_scheme="dark")
    root = page.locator("html")
    await expect(root).to_have_attribute("data-theme", "dark")
    for choice in ("大字", "浅色"):
        await page.get_by_role("button", name="设置").click()
        await page.get_by_role("menuitemcheckbox", name=choice).click()
    await page.reload()
    await expect(root).to_have_attribute("data-theme", "light")
    await expect(root).to_have_attribute("data-text", "large")
    assert await overflow(page) == 0


async def test_every_button_has_a_name_and_nothing_comes_from_elsewhere(stage):
    stage.box.world.start(RESIDENT)
    hosts: set[str] = set()
    page = await stage.look(f"#p={ALL}&c={RESIDENT},{WORKER},{stage.group}", width=1440)
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    await page.reload()
    await expect(page.locator(".column")).to_have_count(3)
    assert hosts == {stage.address.removeprefix("http://")}
    nameless = "[...document.querySelectorAll('button')].filter((b) => !(b.ariaLabel || b.textContent.trim())).length"
    assert await page.evaluate(nameless) == 0


SCRIPTS = sorted(STATIC.rglob("*.js"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
async def test_scripts_are_short_and_write_no_markup(path):
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 300
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", source)
