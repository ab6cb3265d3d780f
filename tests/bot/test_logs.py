"""Logs: no token gets into a line, and chatty libraries are not heard below a warning."""

import logging
from collections.abc import Callable, Iterator

import pytest

from bot.logs import _QUIET, set_up
from tests.bot.conftest import TOKEN

Lines = Callable[[], str]


@pytest.fixture
def lines(quiet_afterwards: None, capsys: pytest.CaptureFixture[str]) -> Iterator[Lines]:
    """What was written to standard error."""
    before = {name: logging.getLogger(name).level for name in _QUIET}
    yield lambda: capsys.readouterr().err
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


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
    logging.getLogger("bot").info("sent: %s", said)
    written = lines()
    assert "abcdefghij" not in written
    assert "<token>" in written


def test_a_token_is_taken_out_of_an_exception_and_of_what_led_to_it(lines: Lines) -> None:
    set_up("INFO")
    error = RuntimeError(f"bot{TOKEN}")
    error.__cause__ = ValueError(TOKEN)
    logging.getLogger("bot").error("failed", exc_info=error)
    written = lines()
    assert "RuntimeError: bot<token>" in written
    assert TOKEN not in written


def test_moments_and_addresses_stay(lines: Lines) -> None:
    set_up("INFO")
    logging.getLogger("bot").info("at 12:34:56 on http://127.0.0.1:8300/page of case 7")
    assert "at 12:34:56 on http://127.0.0.1:8300/page of case 7" in lines()


@pytest.mark.parametrize(("level", "heard"), [("DEBUG", False), ("INFO", False), ("WARNING", True), ("ERROR", True)])
def test_libraries_are_heard_from_a_warning_on(lines: Lines, level: str, heard: bool) -> None:
    set_up("DEBUG")
    for name in ("telegram.ext", "apscheduler.executors", "aiohttp.client", "uvicorn.error"):
        logging.getLogger(name).log(getattr(logging, level), "an update of somebody")
    assert ("an update of somebody" in lines()) is heard


def test_a_higher_level_quietens_libraries_too(lines: Lines) -> None:
    set_up("ERROR")
    logging.getLogger("telegram").warning("of somebody")
    logging.getLogger("bot").warning("of somebody")
    assert not lines()
