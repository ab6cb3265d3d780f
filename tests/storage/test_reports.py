"""Reports about officials: who they are meant for reads them, also those of before anybody could be left out."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from civic.reports import Report
from storage.schema import SCRIPTS, migrate
from storage.store import SqliteStore


async def test_a_report_is_found_by_those_it_is_meant_for(store: SqliteStore, town, now):
    report = Report("R-261122-001", town.resident.id, town.estate.id, now, "有人收钱", readers=(town.worker.id,))
    await store.run(lambda tx: tx.reports.add(report))
    assert await store.run(lambda tx: tx.reports.at([town.estate.id], town.worker.id, 9)) == (report,)
    assert await store.run(lambda tx: tx.reports.at([town.community.id], town.worker.id, 9)) == ()
    assert await store.run(lambda tx: tx.reports.at([town.estate.id], town.resident.id, 9)) == ()
    assert await store.run(lambda tx: tx.reports.of(town.resident.id)) == (report,)


async def test_reports_of_before_are_read_by_the_confidants_that_there_are(path: Path, tmp_path: Path):
    scripts = tmp_path / "scripts"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__", "000[5-9]*", "001*"))
    migrate(path, scripts)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("INSERT INTO places VALUES (1, 'xf', '幸福小区', '小区', NULL, '[]', '[]', NULL)")
        person = "INSERT INTO people (id, chat_id, name, spot, unreachable) VALUES (?, ?, '某人', '{}', 0)"
        raw.executemany(person, [(1, 101), (2, 102), (3, 103)])
        role = "INSERT INTO roles (person_id, role, place_id, since, until) VALUES (?, '举报受理人', 1, 0, ?)"
        raw.executemany(role, [(2, None), (3, 5)])
        raw.execute("INSERT INTO reports VALUES (1, 'R-261122-001', 1, 1, 0, '有人收钱', '[]')")
    migrate(path)
    async with await SqliteStore.open(path) as store:
        assert [report.readers for report in await store.run(lambda tx: tx.reports.of(1))] == [(2,)]
