"""Memory of the running bot with a large database: right after the start, and after many messages.

python -m benchmarks.memory [--people 10000] [--cases 100000] [--updates 2000]
"""

import argparse
import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks import town
from benchmarks.intake import CONTENDERS, OURS
from benchmarks.processes import BOT_CORE, SERVER_CORE, resident_megabytes, started, told
from civic.calendar import Limit
from civic.cases import Case, State
from civic.events import Event, EventKind
from civic.kinds import Tier
from civic.ladder import Rung, Step
from civic.notes import Note, NoteKind
from civic.understanding import Matter
from services.ports import Subject, Tx
from storage.store import SqliteStore

WARM = 200
LADDER = (Step(Rung.ESTATE, 1, Limit(minutes=240), Limit(minutes=1440)),)
TEXT = "楼下的路灯坏了快一个星期了，晚上回家一片漆黑什么都看不见，好几个邻居都差点摔跤，希望能尽快派人来换一下灯泡"


def old_cases(first: int, count: int, people: int, now: datetime) -> Callable[[Tx], None]:
    """Closed cases of an earlier time."""

    def use_case(tx: Tx) -> None:
        homes = tx.places.directory().estates
        for number in range(first, first + count):
            home, at = homes[number % len(homes)], now - timedelta(minutes=number)
            reporter = town.ESTATES + 1 + number % people
            filed = Case(
                0, f"旧-{number}", reporter, home.id, "C04", Tier.SWIFT, Matter.COMPLAINT, TEXT, LADDER, at, at, at
            )
            case = tx.cases.add(replace(filed, state=State.SETTLED))
            tx.notes.add(Note(reporter, NoteKind.REQUEST, at, TEXT, case_id=case.id))
            tx.journal.append(Subject.CASE, case.id, (Event(EventKind.FILED, at, reporter, {"kind": "C04"}),))

    return use_case


async def grow(path: Path, cases: int, people: int, now: datetime) -> None:
    """Put the old cases in."""
    async with await SqliteStore.open(path, bot_id=1000000001) as store:
        for first in range(0, cases, 1000):
            await store.run(old_cases(first, min(1000, cases - first), people, now))


async def run(options: argparse.Namespace) -> None:
    now = datetime.now(UTC)
    ours = next(contender for contender in CONTENDERS if contender.name == OURS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        await town.settle(folder / "youshi.db", options.people, now)
        await grow(folder / "youshi.db", options.cases, options.people, now)
        fake = ("benchmarks.fake_api", f"--updates={options.updates}", f"--warm={WARM}", "--sends=2")
        async with started(SERVER_CORE, *fake) as api:
            address = f"http://127.0.0.1:{(await told(api, 'listening'))['port']}"
            async with started(BOT_CORE, *ours.arguments(address, 0), **ours.environment(address, folder)) as bot:
                await told(api, "begin")
                print(f"after {WARM} messages   {resident_megabytes(bot.pid):.0f} MB")
                found = await told(api, "end")
                print(f"after {WARM + options.updates} messages  {resident_megabytes(bot.pid):.0f} MB")
        megabytes = (folder / "youshi.db").stat().st_size / 2**20
        print(f"{options.updates / found['seconds']:.0f} updates/s with {options.cases} cases in {megabytes:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--updates", type=int, default=2_000)
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
