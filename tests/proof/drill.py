"""The restore drill: a backup while the program works, a kill, and the backup in a fresh folder. What was kept before is there."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from storage import backups
from storage.chain import verify
from storage.reading import reading
from tests.proof.votes import Note

KEPT = {
    "update": "SELECT bot_id, update_id FROM inbox",
    "note": "SELECT id, text, file_id FROM notes WHERE case_id IS NOT NULL",
    "case": "SELECT id, number FROM cases",
    "ballot": "SELECT id, vote_id, person_id, choice FROM ballots",
    "event": "SELECT id, hash FROM journal",
    "message": "SELECT id FROM outbox WHERE state = 'sent'",
}
"""What was acknowledged to somebody and never changes again."""

Rows = dict[str, set[tuple[object, ...]]]


def back_up(database: Path, folder: Path, now: datetime, sabotage: Callable[[], None]) -> tuple[Rows, bool]:
    """What is kept at this moment, and whether a backup that began afterwards could be made; the program may be at work."""
    with reading(database) as raw:
        kept = {what: set(map(tuple, raw.execute(query))) for what, query in KEPT.items()}
    child = os.fork()
    if not child:
        code = 1
        try:
            sabotage()
            backups.make(database, folder, now)
            code = 0
        finally:
            os._exit(code)
    return kept, os.waitpid(child, 0)[1] == 0


def restore(database: Path, folder: Path, fresh: Path, now: datetime, kept: Rows, note: Note) -> None:
    """The latest backup is put into a fresh folder, and nothing of what was kept before it was made is missing."""
    backup = backups.all_in(folder)[0]
    fresh.mkdir()
    target = fresh / database.name
    backups.restore(backup, target, now)
    with reading(target) as raw:
        head = verify(raw)
        for what, query in KEPT.items():
            if missing := kept[what] - set(map(tuple, raw.execute(query))):
                note("lost in a backup", f"{len(missing)} times {what}, such as {min(missing)}")
    with reading(database) as raw:
        verify(raw, head)
    for file in (*fresh.iterdir(), backup):
        file.unlink()
    fresh.rmdir()
