"""Rules of the program broken on purpose. Each has to turn the crash harness red, else it proves nothing."""

import shutil
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson

from bot.telegram.polling import Polling
from civic import ballots as rules
from civic.notes import Note
from services import ballots
from services.delivery import Received
from storage import copies
from storage.inbox import Inbox
from storage.notes import Notes
from storage.outbox import Outbox
from storage.store import SqliteStore
from tests.proof import program


def confirm_early() -> None:
    """Updates are confirmed before they are kept."""
    take = Polling._take

    async def taking(polling: Polling, payload: bytes) -> None:
        ids = [row.update_id for row in polling._rows(payload)]
        if ids:
            await polling._api.raw("getUpdates", orjson.dumps({"offset": max(ids) + 1, "timeout": 0, "limit": 1}))
        await take(polling, payload)

    Polling._take = taking  # type: ignore[method-assign]


def forget_the_key() -> None:
    """What was received is not known again: as without the UNIQUE of the inbox. And everything comes twice."""
    program.hear_again()
    receive = Inbox.receive

    def receiving(inbox: Inbox, updates: Iterable[Received]) -> tuple[Received, ...]:
        inbox._session.raw.execute("DELETE FROM inbox WHERE state = 'done'")
        return receive(inbox, updates)

    Inbox.receive = receiving  # type: ignore[method-assign]


def work_twice() -> None:
    """The update is marked done in another transaction than the one that did it."""
    kept = SqliteStore.run

    async def running(store: SqliteStore, use_case: Any, *, update_id: int | None = None) -> Any:
        result = await kept(store, use_case)
        if update_id is not None:
            await kept(store, lambda tx: tx.inbox.done(update_id))
            store._finished.add(update_id)
        return result

    SqliteStore.run = running  # type: ignore[method-assign]


def _recover(sql: str, *, bulk: str = "UPDATE outbox SET state = 'unknown'") -> Callable[[], None]:
    def recovering(box: Outbox) -> int:
        raw: Any = box._session.raw
        raw.execute(f"{bulk} WHERE state = 'sending' AND promise = 'bulk'")
        return int(raw.execute(f"{sql} WHERE state = 'sending'").rowcount)

    def sabotage() -> None:
        Outbox.recover = recovering  # type: ignore[method-assign]

    return sabotage


def no_label() -> None:
    """What may have arrived is sent again as if it were new."""
    kept = Outbox.claim

    def claiming(box: Outbox, ids: Iterable[int]) -> Any:
        box._session.raw.execute("UPDATE outbox SET repeat = 0")
        return kept(box, ids)

    Outbox.claim = claiming  # type: ignore[method-assign]


ADD_FILE = "UPDATE notes SET file_kind = ?, file_id = ? WHERE author_id = ? AND message_id = ?"


def keep_files_later() -> None:
    """A picture is kept in another transaction than the words that it came with."""
    add, run = Notes.add, SqliteStore.run
    later: list[Note] = []

    def adding(notes: Notes, note: Note) -> None:
        add(notes, replace(note, file=None))
        if note.file:
            later.append(note)

    async def running(store: SqliteStore, use_case: Any, *, update_id: int | None = None) -> Any:
        result = await run(store, use_case, update_id=update_id)
        while later:
            note = later.pop()
            file = (note.file.kind, note.file.file_id) if note.file else ()
            values = (*file, note.author_id, note.message_id)
            await run(store, lambda tx, it=values: tx.session.raw.execute(ADD_FILE, it).rowcount)
        return result

    Notes.add = adding  # type: ignore[method-assign]
    SqliteStore.run = running  # type: ignore[method-assign]


def count_every_tap() -> None:
    """A finger that taps twice votes twice."""

    def casting(act: Any, person: Any, vote_id: int, choice: Any, received_at: Any) -> None:
        act.tx.votes.cast(vote_id, rules.cast(act.tx.votes.get(vote_id), person.id, choice, received_at))

    ballots.cast = casting


def copy_the_file() -> None:
    """A backup is the file as it stands on the disk, without its log."""

    def copying(source: sqlite3.Connection, target: Path) -> None:
        ((_, _, path),) = source.execute("PRAGMA database_list").fetchall()
        shutil.copyfile(path, target)

    copies.copy = copying


@dataclass(frozen=True)
class Sabotage:
    """What is broken, the rule that must then be found broken, and where the program has to die for that."""

    change: Callable[[], None]
    rule: str
    points: tuple[str, ...]


_ON_ITS_WAY = ("posts claimed", "on the wire", "sent, not written")

SABOTAGE: dict[str, Sabotage] = {
    "confirm early": Sabotage(confirm_early, "lost update", ("kept, not committed",)),
    "forget the key": Sabotage(forget_the_key, "duplicate case", ("stopping",)),
    "work twice": Sabotage(work_twice, "duplicate case", ("update marked, not committed",)),
    "keep files later": Sabotage(keep_files_later, "attachment", ("after a commit", "worked on")),
    "count every tap": Sabotage(count_every_tap, "ballot", ("worked on",)),
    "copy the file": Sabotage(copy_the_file, "lost in a backup", ("worked on",)),
    "no label": Sabotage(no_label, "unlabelled repeat", _ON_ITS_WAY),
    "lose what was on its way": Sabotage(_recover("UPDATE outbox SET state = 'sent'"), "lost push", _ON_ITS_WAY),
    "send bulk again": Sabotage(
        _recover("UPDATE outbox SET state = 'ready'", bulk="UPDATE outbox SET state = 'ready'"),
        "bulk duplicate",
        _ON_ITS_WAY,
    ),
}
