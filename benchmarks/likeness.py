"""Finding what was reported already, in a database of 100,000 open cases: time of a query, and what is found, beside plain peers.

Times are of the processor, so that other work on the machine does not count.

Messages are the invented ones of ``nlp/examples/kinds.csv`` at made-up buildings; the queries are the pairs about one matter that the
tests have, whose first halves are among the cases of one estate. Peers look through the same window: every signature compared closely, and
pairs of characters of the texts alone (Jaccard).

    python -m benchmarks.likeness [--cases 100000]
"""

import argparse
import asyncio
import csv
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle, islice, pairwise
from pathlib import Path
from typing import Any

from benchmarks import town
from benchmarks.memory import LADDER
from bot.run import calm_the_collector
from civic.cases import Case
from civic.joint import WINDOW
from civic.kinds import Tier
from civic.signatures import alike
from civic.understanding import Matter, Signature, Spot
from nlp.classifier import KeywordClassifier
from nlp.taxonomy import load_taxonomy
from services.joint import FIRST_LOOK
from services.ports import Tx
from storage.store import SqliteStore

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
HOME = 0
"""The estate, by its place in the list, where the queries' first halves stand."""

Told = tuple[str, Signature]
Find = Callable[[Tx, str, Signature, int], int | None]


def made_up(classifier: KeywordClassifier) -> Iterator[Told]:
    """Messages without end, at one building after the other."""
    with (HERE.parent / "nlp/examples/kinds.csv").open(encoding="utf-8", newline="") as lines:
        texts = [row["title"] for row in csv.DictReader(lines)]
    signed = [(text, signature) for text in texts if (signature := classifier.understand(text).signature)]
    for number, (text, signature) in enumerate(cycle(signed)):
        building = signature.spot.building or str(1 + number * 7 % 40)
        yield text, replace(signature, spot=replace(signature.spot or Spot(), building=building))


def pairs(classifier: KeywordClassifier) -> list[tuple[Told, Told]]:
    """Two ways to tell of one matter."""
    lines = (HERE.parent / "tests/nlp/said/pairs.tsv").read_text("utf-8").splitlines()
    found = []
    for _, *texts in (line.split("\t") for line in lines if line.startswith("same")):
        one, other = ((text, classifier.understand(text).signature) for text in texts)
        if one[1] and other[1]:
            found.append(((one[0], one[1]), (other[0], other[1])))
    return found


def file(tx: Tx, number: int, place_id: int, told: Told) -> int:
    at = NOW - WINDOW * (number % 1000) / 1001
    case = Case(0, f"n{number}", 1, place_id, "C04", Tier.SWIFT, Matter.HELP, told[0], LADDER, at, at, at)
    case_id = tx.cases.add(case).id
    tx.signatures.keep(case_id, told[1])
    return case_id


def ours(tx: Tx, _text: str, signature: Signature, place_id: int) -> int | None:
    places = tx.places.directory().around(place_id)
    found = alike(signature, tx.signatures.near(signature, places, NOW - WINDOW, FIRST_LOOK), most=1)
    return found[0][0] if found else None


def closely(tx: Tx, _text: str, signature: Signature, place_id: int) -> int | None:
    places = tx.places.directory().around(place_id)
    found = alike(signature, tx.signatures.near(signature, places, NOW - WINDOW, 1_000_000), most=1)
    return found[0][0] if found else None


def by_texts(tx: Tx, text: str, _signature: Signature, place_id: int) -> int | None:
    raw: Any = tx
    rows = raw.session.raw.execute(
        "SELECT id, text FROM cases WHERE place_id = ? AND filed_at >= ? AND state = 'offered'",
        (place_id, int((NOW - WINDOW).timestamp() * 1000)),
    )
    mine = set(pairwise(text))

    def jaccard(other: str) -> float:
        theirs = set(pairwise(other))
        return len(mine & theirs) / (len(mine | theirs) or 1)

    return max(((jaccard(each), case_id) for case_id, each in rows), default=(0, None))[1]


FINDERS: dict[str, Find] = {
    "sketch, then closely (this)": ours,
    "every signature closely": closely,
    "texts by pairs of characters": by_texts,
}


def measured(tx: Tx, find: Find, queries: Sequence[Told], place_id: int) -> tuple[list[float], list[int | None]]:
    times, found = [], []
    for text, signature in queries:
        begun = time.thread_time()
        found.append(find(tx, text, signature, place_id))
        times.append((time.thread_time() - begun) * 1e3)
    return times, found


async def run(cases: int) -> None:
    classifier = KeywordClassifier(load_taxonomy())
    asked, messages = pairs(classifier), made_up(classifier)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "youshi.db"
        await town.settle(path, 10, NOW)
        async with await SqliteStore.open(path, bot_id=1000000001) as store:
            homes = await store.run(lambda tx: [place.id for place in tx.places.directory().estates])
            for first in range(0, cases, 1000):
                batch = list(islice(messages, min(1000, cases - first)))

                def put(tx: Tx, first: int = first, batch: list[Told] = batch) -> None:
                    for number, told in enumerate(batch, start=first):
                        file(tx, number, homes[number % len(homes)], told)

                await store.run(put)
            home = homes[HOME]
            right = await store.run(
                lambda tx: [file(tx, cases + number, home, one) for number, (one, _) in enumerate(asked)]
            )
            queries = [other for _, other in asked]
            print(f"{cases} open cases, {cases // len(homes) + len(asked)} in the window, {len(queries)} queries")
            calm_the_collector()
            for name, find in FINDERS.items():
                await store.run(lambda tx, find=find: measured(tx, find, queries[:5], home))  # type: ignore[misc]
                times, found = await store.run(lambda tx, find=find: measured(tx, find, queries, home))  # type: ignore[misc]
                hits = sum(one == other for one, other in zip(found, right, strict=True))
                late = statistics.quantiles(times, n=100)[-1]
                offered = sum(each is not None for each in found)
                print(
                    f"{name:30} median {statistics.median(times):6.2f} ms   p99 {late:6.2f} ms   "
                    f"offered {offered}   the very one {hits}"
                )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=100_000)
    asyncio.run(run(parser.parse_args().cases))


if __name__ == "__main__":
    main()
