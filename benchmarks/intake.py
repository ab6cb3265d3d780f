"""The whole way of a message, over HTTP, against bare echo bots in the same run.

Ours understands each complaint, files a case (journal, timer, outbox) in a durable transaction and sends a card to the resident and one
to the worker; the peers send the text back and store nothing. Each bot is a fresh process on a core of its own, the fake Bot API is
another (``benchmarks.fake_api``). Rounds are interleaved in alternating order; ratios are taken round by round. A round of ours
counts only if every update was answered exactly once and left exactly one case.

    python -m benchmarks.intake [--rounds 5] [--updates 3000] [--mode flat|latency|open|all] [--only NAME ...]
"""

import argparse
import asyncio
import importlib.util
import shutil
import socket
import sqlite3
import statistics
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import town
from benchmarks.processes import BOT_CORE, SERVER_CORE, processor_seconds, resident_megabytes, started, told

WARM = 200
OURS = "youshi"
STOCK, BEST = "stock webhook", "best bare"
MODES = {"flat": (0.0, 0.0), "latency": (60.0, 0.0), "open": (60.0, 50.0)}
"""Latency of the Bot API in ms, updates offered a second (0: all at once)."""


@dataclass(frozen=True)
class Contender:
    """``arguments`` and ``environment`` of its process, of the address of the API, a free port and a folder of its own."""

    name: str
    sends: int
    arguments: Callable[[str, int], tuple[str, ...]]
    environment: Callable[[str, Path], dict[str, str]] = lambda _address, _folder: {}


CONTENDERS = [
    Contender(STOCK, 1, lambda address, port: ("benchmarks.peers.stock_webhook", address, str(port))),
    Contender("stock polling", 1, lambda address, _: ("benchmarks.peers.stock_polling", address)),
    Contender(BEST, 1, lambda address, _: ("benchmarks.peers.best_polling", address)),
    Contender(
        OURS,
        2,
        lambda _address, _port: ("bot", "run"),
        lambda address, folder: {
            "YOUSHI_TOKEN": "1000000001:benchmark-token",
            "YOUSHI_API_URL": address,
            "YOUSHI_DATA_DIR": str(folder),
            "YOUSHI_LOG_LEVEL": "WARNING",
            "YOUSHI_SENDS_A_SECOND": "0",  # the peers keep no limits either
        },
    ),
]


async def measure(contender: Contender, mode: str, updates: int, template: Path) -> dict[str, Any]:
    """One round of one contender."""
    latency, rate = MODES[mode]
    fake = ("benchmarks.fake_api", f"--updates={updates}", f"--warm={WARM}", f"--sends={contender.sends}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(template, folder / template.name)
        async with started(SERVER_CORE, *fake, f"--latency-ms={latency}", f"--rate={rate}") as api:
            address = f"http://127.0.0.1:{(await told(api, 'listening'))['port']}"
            arguments = contender.arguments(address, _free_port())
            async with started(BOT_CORE, *arguments, **contender.environment(address, folder)) as bot:
                await told(api, "begin")
                spent = processor_seconds(bot.pid)
                found = await told(api, "end")
                spent = processor_seconds(bot.pid) - spent
                found |= {"cpu_ms": spent / updates * 1000, "memory_mb": resident_megabytes(bot.pid)}
        found["ups"] = updates / found["seconds"]
        if not found["once"]:
            raise RuntimeError(f"{contender.name}: not every update was answered exactly once")
        if contender.name == OURS:
            _check_rows(folder / template.name, updates + WARM)
    return found


def _check_rows(path: Path, updates: int) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for query in ("SELECT count(*) FROM cases", "SELECT count(*) FROM inbox WHERE state = 'done'"):
            (count,) = connection.execute(query).fetchone()
            if count != updates:
                raise RuntimeError(f"{updates} updates, but {query} gives {count}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _spread(values: list[float], form: str = ".2f") -> str:
    return f"{statistics.median(values):{form}} ({min(values):{form}}–{max(values):{form}})"


def report(mode: str, rounds: list[dict[str, dict[str, Any]]]) -> None:
    """A table of medians and ranges."""
    latency, rate = MODES[mode]
    print(f"\n{mode}: {latency:g} ms latency, {f'{rate:g} updates/s offered' if rate else 'all offered at once'}")
    print(
        f"{'':14} {'updates/s':>20} {'CPU ms/update':>20} {'ratio to ' + STOCK:>24} {'to ' + BEST:>20} {'p99 ms':>20}  MB"
    )
    for name in rounds[0]:
        column = [each[name] for each in rounds]

        def ratio(peer: str, name: str = name) -> str:
            if peer not in rounds[0]:
                return "–"
            return _spread([each[name]["ups"] / each[peer]["ups"] for each in rounds])

        print(
            f"{name:14} {_spread([it['ups'] for it in column], '.0f'):>20} {_spread([it['cpu_ms'] for it in column]):>20} "
            f"{ratio(STOCK):>24} {ratio(BEST):>20} {_spread([it['p99_ms'] for it in column], '.0f'):>20}  "
            f"{statistics.median(it['memory_mb'] for it in column):.0f}"
        )
        if rate:
            print(
                f"{'':14} not yet answered when the last was offered: {_spread([it['waiting_at_the_end'] for it in column], '.0f')}"
            )


async def run(options: argparse.Namespace) -> None:
    contenders = [each for each in CONTENDERS if not options.only or each.name in options.only]
    if importlib.util.find_spec("tornado") is None:
        print(f"{STOCK} is left out: it needs tornado (python-telegram-bot[webhooks])")
        contenders = [each for each in contenders if each.name != STOCK]
    with tempfile.TemporaryDirectory() as name:
        template = Path(name) / "youshi.db"
        await town.settle(template, options.updates + WARM, datetime.now(UTC))
        for mode in MODES if options.mode == "all" else [options.mode]:
            rounds: list[dict[str, dict[str, Any]]] = []
            for number in range(options.rounds):
                order = contenders if number % 2 else contenders[::-1]
                found = {each.name: await measure(each, mode, options.updates, template) for each in order}
                rounds.append({each.name: found[each.name] for each in contenders})
            report(mode, rounds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--updates", type=int, default=3000)
    parser.add_argument("--mode", choices=[*MODES, "all"], default="all")
    parser.add_argument("--only", action="append", choices=[each.name for each in CONTENDERS])
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
