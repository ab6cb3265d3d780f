"""From the start of the process to its first answer, against a bare echo bot in the same run.

A message already waits when the bot starts. Ours is measured twice: for a command, which needs no understanding, and for a complaint,
which waits for the tokeniser to load. Byte code is there (every contender runs once before it counts).

    python -m benchmarks.startup [--rounds 7]
"""

import argparse
import asyncio
import shutil
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import town
from benchmarks.intake import CONTENDERS, OURS, Contender
from benchmarks.processes import BOT_CORE, SERVER_CORE, started, told

BARE = "stock polling"
BY_NAME = {contender.name: contender for contender in CONTENDERS}
CASES = {
    "bare, a text": (BY_NAME[BARE], "你好"),
    "ours, a command": (BY_NAME[OURS], "/help"),
    "ours, a complaint": (BY_NAME[OURS], None),
}


async def seconds(contender: Contender, text: str | None, template: Path) -> float:
    """One start."""
    fake = ["benchmarks.fake_api", "--updates=1", "--warm=0", *([f"--text={text}"] if text else [])]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(template, folder / template.name)
        async with started(SERVER_CORE, *fake) as api:
            address = f"http://127.0.0.1:{(await told(api, 'listening'))['port']}"
            begun = time.perf_counter()
            async with started(BOT_CORE, *contender.arguments(address, 0), **contender.environment(address, folder)):
                await told(api, "end")
                return time.perf_counter() - begun


async def run(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        template = Path(name) / "youshi.db"
        await town.settle(template, 1, datetime.now(UTC))
        found: dict[str, list[float]] = {case: [] for case in CASES}
        for number in range(rounds + 1):
            for case in list(CASES) if number % 2 else list(CASES)[::-1]:
                took = await seconds(*CASES[case], template)
                if number:
                    found[case].append(took)
    bare = found["bare, a text"]
    for case, times in found.items():
        ratios = [ours / theirs for ours, theirs in zip(times, bare, strict=True)]
        print(
            f"{case:18} {statistics.median(times):.2f} s ({min(times):.2f}–{max(times):.2f})   ratio {statistics.median(ratios):.2f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    asyncio.run(run(parser.parse_args().rounds))


if __name__ == "__main__":
    main()
