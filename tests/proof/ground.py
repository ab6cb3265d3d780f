"""The use cases on a real database without an event loop, so that a proof can try many thousands of them.

Every transaction is the store's own (``storage.batch``): savepoint, journal, commit. Only the thread is missing.
"""

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from civic.calendar import Calendar
from civic.people import CONSENT_VERSION, Person
from civic.roles import Grant, Role
from civic.understanding import Danger, Guess, Intent, Understanding
from nlp.places import Ear
from nlp.taxonomy import load_taxonomy
from services import places
from services.act import Act, Town
from storage.batch import Job, run_together
from storage.connection import _connect
from storage.schema import migrate
from storage.sql import Session
from storage.transaction import Transaction

T = TypeVar("T")

BOT = 1000000001
ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Monday, 09:00 in the neighbourhood."""
TOWN = Town(load_taxonomy(), Calendar(ZONE), "youshi_bot")
EAR = Ear()

PLACES = """code,name,kind,parent,aliases,covers,phone
sf,示范区,区,,,,
gm,光明街道,街道,sf,,,0000-0000001
hp,和平街道,街道,sf,,,
xy,向阳社区,社区,gm,,,0000-0000002
cx,晨曦社区,社区,gm,,,
xf,幸福小区,小区,xy,幸福家园,,
xf-3,3号楼,楼栋,xf,,,
ak,安康小区,小区,xy,,,
xf-g1,幸福第一网格,网格,xy,,xf,
ak-g1,安康第一网格,网格,xy,,ak,
"""


def understand(text: str) -> Understanding:
    """A plain reader: gas is dangerous, everything else is about a lamp."""
    if "煤气" in text:
        return Understanding(Intent.REQUEST, (Guess("A02", 1.0, ("煤气",)),), danger=Danger("A02", ("煤气",)))
    return Understanding(Intent.REQUEST, (Guess("C04", 1.0, ("灯",)),))


class TakenBackError(Exception):
    """Ends a trial: what it did is rolled back, what it gave is kept."""

    def __init__(self, result: Any) -> None:
        super().__init__()
        self.result = result


@cache
def template() -> Path:
    """An empty database of the newest schema with the places: to copy it is quicker than to migrate for every run."""
    path = Path(tempfile.mkdtemp(prefix="youshi-proof-")) / "template.db"
    migrate(path)
    ground = Ground(path)
    ground.perform(lambda act: places.import_table(act, PLACES))
    ground.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ground.close()
    return path


class Ground:
    """A database, a moment, and the use cases."""

    def __init__(self, path: Path, now: datetime = START) -> None:
        self.path = path
        self.now = now
        self.read = understand
        if not path.exists():
            shutil.copy(template(), path)
        self.open()

    def open(self) -> None:
        self.raw = _connect(self.path)
        self.tx = Transaction(Session(self.raw, BOT))

    def close(self) -> None:
        self.raw.close()

    def restart(self) -> None:
        """Whatever was only remembered is forgotten."""
        self.close()
        self.open()

    def perform(self, use_case: Callable[[Act], T], update_id: int | None = None) -> T:
        """A use case as a transaction of its own."""
        job = Job(lambda tx: use_case(Act(tx, self.now, TOWN, self.read, EAR.heard)), update_id)
        run_together(self.tx, [job])
        result: T = job.outcome()
        return result

    def what_if(self, use_case: Callable[[Act], T]) -> T:
        """What a use case would give, or raise; nothing of it is kept."""

        def trial(act: Act) -> None:
            raise TakenBackError(use_case(act))

        try:
            self.perform(trial)
        except TakenBackError as end:
            result: T = end.result
            return result
        raise AssertionError("a trial always ends so")

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.raw.execute(query, values)]

    def settle(self, chat_id: int, name: str, place: str | None = None, *roles: tuple[Role, str]) -> Person:
        """Somebody who has agreed to the notice, lives at a place, and has roles there and there."""

        def move_in(act: Act) -> Person:
            person = act.tx.people.add(chat_id, name)
            home = act.places.coded(place or "")
            person = Person(person.id, chat_id, name, CONSENT_VERSION, self.now, home and home.id)
            act.tx.people.save(person)
            for role, code in roles:
                act.tx.roles.add(Grant(person.id, role, place_id(act, code), self.now))
            return person

        return self.perform(move_in)


def place_id(act: Act, code: str) -> int:
    place = act.places.coded(code)
    assert place, code
    return place.id
