"""Logs: no token, account, name, telephone or word of anybody gets into a line, whoever logs it and at whatever level."""

import logging
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import _QUIET, COUNTED, logger, redact, set_up
from tests.bot.conftest import TOKEN

Lines = Callable[[], str]
log = logger("bot.somewhere")


@pytest.fixture
def lines(quiet_afterwards: None, capsys: pytest.CaptureFixture[str]) -> Iterator[Lines]:
    """What was written to standard error."""
    before = {name: logging.getLogger(name).level for name in _QUIET}
    yield lambda: capsys.readouterr().err
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def redacted(text: str) -> str:
    return str(redact(None, "", {"event": text})["event"])


def test_an_event_is_one_line_with_its_values(lines: Lines) -> None:
    set_up("INFO")
    log.warning("update failed", update=4_123_456_789, blame="KeyError at filing.py:41 < cases.py:88")
    (line,) = lines().splitlines()
    assert line.startswith("timestamp=20")
    assert 'level=warning event="update failed" logger=bot.somewhere' in line
    assert "update=4123456789" in line
    assert 'blame="KeyError at filing.py:41 < cases.py:88"' in line


@pytest.mark.parametrize(
    "said",
    [
        f"POST https://api.telegram.org/bot{TOKEN}/getMe",
        f"https://proxy.example.cn/?to=bot{TOKEN.replace(':', '%3A')}",
        f"two: {TOKEN} {TOKEN}",
        "123:AAabcdefghijklmnopqrstuvwxyz",
    ],
)
def test_a_token_is_taken_out(lines: Lines, said: str) -> None:
    set_up("DEBUG")
    log.info("sent", to=said)
    logging.getLogger("elsewhere").warning(said)
    written = lines()
    assert "abcdefghij" not in written
    assert written.count("<token>") >= 2


@pytest.mark.parametrize(
    "secret",
    [
        "13800138000",
        "+86 138 0013 8000",
        "0531-8888-9999",
        "37010219900307123X",
        "-1001234567890",
        "123456789",
        "3号楼电梯又坏了,老人下不来",
        "居民甲",
        "i_aBcDeFgHiJkLmNoP",
        "AGE-SECRET-KEY-1QQQQQQQQ",
    ],
)
def test_what_somebody_could_be_known_by_is_taken_out(lines: Lines, secret: str) -> None:
    set_up("DEBUG")
    log.info("event", value=f"x {secret} y", other=secret)
    logging.getLogger("elsewhere").error("%s", secret)
    logging.getLogger("elsewhere").error(f"of {secret}")
    written = lines()
    assert not [part for part in (secret, secret[1:], secret[:-2]) if part in written], written


@pytest.mark.parametrize(
    "said", ["at 12:34:56 on http://127.0.0.1:8300/page of case 7", "again in 2.5 s", "2026-11-22"]
)
def test_moments_addresses_and_counts_stay(said: str) -> None:
    assert redacted(said) == said


@given(st.integers(1_000_000, 2**53), st.sampled_from(["", "-", "+", "id ", "tel:"]))
def test_no_long_number_stays_unless_it_is_named_as_ours(number: int, before: str) -> None:
    assert str(number) not in redacted(f"{before}{number} said")
    assert redact(None, "", {"update": number, "chat": number}) == {"update": number, "chat": "<number>"}


def test_libraries_fill_nothing_into_their_lines(lines: Lines) -> None:
    set_up("DEBUG")
    logging.getLogger("telegram.ext").error("update %s of %s caused\nerror %s", {"name": "Smith"}, "Smith", "x")
    written = lines()
    assert "update %s of %s caused" in written
    assert "Smith" not in written
    assert len(written.splitlines()) == 1


def test_an_exception_is_told_by_where_it_came_from(lines: Lines) -> None:
    set_up("INFO")
    try:
        int(f"{TOKEN} Smith")
    except ValueError:
        logging.getLogger("asyncio").exception("failed")
        log.exception("failed here")
    written = lines()
    assert written.count("ValueError at test_logs.py") == 2
    assert TOKEN not in written
    assert "Smith" not in written


@pytest.mark.parametrize(("level", "heard"), [("DEBUG", False), ("INFO", False), ("WARNING", True), ("ERROR", True)])
def test_libraries_are_heard_from_a_warning_on(lines: Lines, level: str, heard: bool) -> None:
    set_up("DEBUG")
    for name in ("telegram.ext", "apscheduler.executors", "aiohttp.client", "uvicorn.error", "httpx"):
        logging.getLogger(name).log(getattr(logging, level), "an update of somebody")
    assert ("an update of somebody" in lines()) is heard


def test_a_higher_level_quietens_libraries_and_us(lines: Lines) -> None:
    set_up("ERROR")
    logging.getLogger("telegram").warning("of somebody")
    log.warning("of somebody")
    assert not lines()


def test_events_are_counted_by_level_and_name(lines: Lines) -> None:
    set_up("INFO")
    before = COUNTED.copy()
    log.warning("counted once")
    log.debug("not heard")
    logging.getLogger("aiohttp.server").error("something %s", "x")
    assert COUNTED - before == {("warning", "counted once"): 1, ("error", "aiohttp"): 1}
