"""The command line: what it says of itself, and how every fault ends."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import pytest

from bot import operate
from bot.cli import FAULTS, cli
from bot.exits import Exit
from storage.errors import StorageError
from storage.lock import InstanceLock
from tests.bot.conftest import TOKEN, Youshi
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]
DATABASE = Path("data/youshi.db")


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


@pytest.mark.parametrize("path", [(), *(path for path, _ in commands(cli))], ids=" ".join)
def test_every_command_has_help(youshi: Youshi, path: tuple[str, ...]) -> None:
    ended = youshi(*path, "--help")
    assert ended.code == Exit.CLEAN
    assert ended.out.startswith(f"Usage: youshi {' '.join(path)}".rstrip())


def test_every_option_is_explained() -> None:
    options = [each for _, command in commands(cli) for each in command.params if isinstance(each, click.Option)]
    assert options
    assert all(each.help for each in options)
    assert all(command.help for _, command in commands(cli))


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["places"],
        ["dance"],
        ["run", "--fast"],
        ["places", "import", "missing.csv"],
        ["people", "invite"],
        ["people", "invite", "--role", "国王", "--place", "xf", "--bot", "b"],
        ["people", "invite", "--role", "网格员", "--place", "xf"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_64(youshi: Youshi, arguments: list[str]) -> None:
    ended = youshi(*arguments)
    assert ended.code == Exit.USAGE
    assert ended.err
    assert "Traceback" not in ended.err


def test_wrong_settings_are_78_and_all_named(youshi: Youshi) -> None:
    ended = youshi("check", token="no-token", log_level="loud")
    assert ended.code == Exit.CONFIGURATION
    assert "YOUSHI_TOKEN: " in ended.err
    assert "YOUSHI_LOG_LEVEL: " in ended.err
    assert "no-token" not in ended.err
    assert not DATABASE.exists()


def test_check_says_what_is_there(youshi: Youshi, telegram: str) -> None:
    assert youshi("check").out.splitlines()[-1] == "token: none set, the sandbox would be started"
    ended = youshi("check", token=TOKEN, api_url=telegram)
    assert (ended.code, ended.out.splitlines()) == (
        Exit.CLEAN,
        ["settings: ok", "database: ok (0 places)", "token: ok (@youshi_sandbox_bot)"],
    )


def test_a_token_that_is_refused_is_77(youshi: Youshi, telegram: str) -> None:
    ended = youshi("check", token="123456789:AAanother-token-altogether", api_url=telegram)
    assert ended.code == Exit.TOKEN_REFUSED
    assert "another-token" not in ended.out + ended.err


def test_a_telegram_out_of_reach_is_69(youshi: Youshi) -> None:
    assert youshi("check", token=TOKEN, api_url="http://127.0.0.1:1").code == Exit.UNREACHABLE


@pytest.mark.parametrize("arguments", [["check"], ["run"], ["places", "export", "places.csv"]], ids=" ".join)
def test_a_second_instance_is_75(youshi: Youshi, arguments: list[str]) -> None:
    lock = InstanceLock.of(DATABASE)
    try:
        ended = youshi(*arguments, sandbox_port=0)
    finally:
        lock.release()
    assert ended.code == Exit.OTHER_INSTANCE
    assert "in use by a running bot" in ended.err


def test_a_data_folder_that_is_none_is_74(youshi: Youshi) -> None:
    Path("data").write_text("", "utf-8")
    assert youshi("check").code == Exit.DISK


def test_an_address_in_use_is_74(youshi: Youshi, telegram: str) -> None:
    port = telegram.rpartition(":")[2]
    assert youshi("run", token=TOKEN, api_url=telegram, listen_port=port).code == Exit.DISK


def test_a_file_that_is_no_database_is_65(youshi: Youshi) -> None:
    DATABASE.parent.mkdir()
    DATABASE.write_bytes(b"no database " * 1000)
    assert youshi("check").code == Exit.DATA
    assert DATABASE.read_bytes() == b"no database " * 1000


def test_a_database_of_a_later_version_is_76_and_untouched(youshi: Youshi) -> None:
    youshi("check")
    with closing(sqlite3.connect(DATABASE)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    before = DATABASE.read_bytes()
    assert youshi("check").code == Exit.SCHEMA_TOO_NEW
    assert DATABASE.read_bytes() == before


def test_whatever_else_goes_wrong_is_70_and_gives_no_token_away(
    youshi: Youshi, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_settings: object) -> None:
        raise RuntimeError(f"https://api.telegram.org/bot{TOKEN}/getMe")

    monkeypatch.setattr(operate, "check", broken)
    ended = youshi("check")
    assert ended.code == Exit.INTERNAL
    assert "RuntimeError" in ended.err
    assert TOKEN not in ended.err


def test_every_fault_of_the_storage_has_its_own_end() -> None:
    assert set(StorageError.__subclasses__()) <= set(FAULTS)
    assert all(words.endswith(".") for _, words in FAULTS.values())


def test_the_operators_page_lists_every_exit_code() -> None:
    listed = re.search(r"## 退出码\n\n(.+?)\n\n", (ROOT / "docs/operations.md").read_text("utf-8"), re.DOTALL)
    assert listed
    assert {int(code) for code in re.findall(r"(\d+) ", listed[1])} == set(Exit)


def test_as_a_process_it_ends_with_its_code_and_a_clear_line(workplace: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "check"],
        capture_output=True,
        check=False,
        text=True,
        timeout=PATIENCE,
        env={"PYTHONPATH": str(ROOT), "YOUSHI_LOG_LEVEL": "loud", "YOUSHI_TOKEN": "no-token"},
        cwd=workplace,
    )
    assert (ended.returncode, ended.stdout) == (Exit.CONFIGURATION, "")
    assert [line.split(":")[0].strip() for line in ended.stderr.splitlines()] == [
        "These settings cannot be used",
        "YOUSHI_TOKEN",
        "YOUSHI_LOG_LEVEL",
    ]
