"""The ports: what the use cases need of the world. ``storage``, ``nlp`` and ``bot`` fit them.

Everything on ``Tx`` is synchronous and happens inside one transaction. Moments are aware and in UTC.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from civic.cases import Case
from civic.events import Event
from civic.ladder import Rung
from civic.notes import Note
from civic.people import Person
from civic.places import Directory, Place
from civic.roles import Grant, Role
from civic.understanding import Signature, Understanding
from services.council import Groups, Topics, Votes
from services.delivery import Inbox, Outbox
from services.keeping import Carried, Erasure, Holds, Memo, Reports
from services.words import Suggestions, Words

T = TypeVar("T")


class Clock(Protocol):
    """The moment."""

    def now(self) -> datetime:
        """Now, aware, in UTC."""


class Classifier(Words, Protocol):
    """Understands a resident's text; never raises, gives the same for the same text until its words are changed."""

    def understand(self, text: str) -> Understanding:
        """What was understood."""

    def warm(self) -> None:
        """Load what is needed, which takes a second; without it the first text would wait."""


class Listener(Protocol):
    """Hears names that are written otherwise than they are; never raises."""

    def heard(self, text: str, names: Iterable[str]) -> tuple[str, ...]:
        """Those of the names that the text sounds like naming."""


class Subject(StrEnum):
    """What an event of the journal, a timer or a prompt is about."""

    CASE = "case"
    TOPIC = "topic"
    VOTE = "vote"
    PERSON = "person"
    REPORT = "report"
    HOLD = "hold"
    """A case that is kept for a court; its own subject, so that it is not told on the way of the case."""
    SUGGESTION = "suggestion"


@dataclass(frozen=True, slots=True)
class Timer:
    """A moment to come. ``step`` is the step of the subject that it was set for; one subject has at most one armed timer."""

    subject: Subject
    subject_id: int
    step: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Prompt:
    """The next message of a person is the answer to a question that the bot asked (purpose, about what)."""

    purpose: str
    subject_id: int
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Invite:
    """A single-use invitation to a role; only the hash of its secret is kept."""

    secret_hash: str
    role: Role
    place_id: int
    expires_at: datetime
    invited_by: int | None = None


class People(Protocol):
    """Persons by id and by account."""

    def get(self, person_id: int) -> Person: ...
    def by_chat(self, chat_id: int) -> Person | None: ...
    def add(self, chat_id: int, name: str) -> Person: ...
    def save(self, person: Person) -> None: ...
    def remove(self, person_id: int) -> None:
        """Forget somebody who never agreed to the privacy notice, with their draft and prompt."""


class Roles(Protocol):
    """Grants of roles."""

    def of(self, person_id: int) -> tuple[Grant, ...]: ...
    def add(self, grant: Grant) -> None:
        """Grant; the same role for the same place again changes nothing while it is active."""

    def get(self, grant_id: int) -> Grant:
        """One that is held or was. Raises ``NotFound``."""

    def at(self, places: Iterable[int], now: datetime) -> tuple[Grant, ...]:
        """Those held now for any of these places, by place and role."""

    def end(self, grant: Grant, at: datetime) -> None:
        """The role is held no longer, from that moment on."""

    def holders(self, roles: Iterable[Role], scopes: Iterable[int], now: datetime) -> tuple[int, ...]:
        """Ids of the people who hold any of the roles for any of these places now, in order of id, each once."""


class Places(Protocol):
    """The tree of places."""

    def directory(self) -> Directory: ...
    def put(self, place: Place) -> Place:
        """Insert (id 0) or replace (by id); gives it back with its id. The directory is fresh after the commit."""


class Cases(Protocol):
    """Cases."""

    def add(self, case: Case) -> Case:
        """Insert; gives it back with its id."""

    def save(self, case: Case) -> None: ...
    def get(self, case_id: int) -> Case:
        """The case; raises ``NotFound``, as ``get`` does everywhere."""

    def by_number(self, number: str) -> Case | None: ...
    def count(self, series: str) -> int:
        """The next number, from 1, of a series such as 幸福-261122; it is used up by the asking."""

    def reported_by(self, person_id: int, limit: int = 20) -> tuple[Case, ...]:
        """The latest cases of a resident, latest first."""

    def filed_since(self, person_id: int, since: datetime) -> int:
        """How many cases a resident filed since then."""

    def held_by(self, person_id: int) -> tuple[Case, ...]:
        """Open cases in a worker's hands."""

    def waiting(self, rungs: Iterable[Rung], places: Iterable[int]) -> tuple[Case, ...]:
        """Cases offered or returned that stand on any of these rungs and belong to any of these places."""

    def followers(self, case_id: int) -> tuple[Case, ...]:
        """The cases that follow it now, oldest first."""

    def households(self, case: Case) -> int:
        """How many others have reported the same: people whose cases follow it, or followed it to its answer."""


class Signatures(Protocol):
    """Signatures of cases: what of a request is compared with others."""

    def keep(self, case_id: int, signature: Signature) -> None: ...
    def near(
        self, signature: Signature, places: Collection[int], since: datetime, most: int
    ) -> tuple[tuple[int, Signature], ...]:
        """The nearest at a first look, nearest first, of the cases at these places, filed since then, that may be followed."""


class Notes(Protocol):
    """Notes, with or without a case yet."""

    def add(self, note: Note) -> None: ...
    def of(self, case_id: int) -> tuple[Note, ...]: ...
    def draft(self, author_id: int) -> tuple[Note, ...]:
        """Notes that wait for their case, oldest first."""

    def file_draft(self, author_id: int, case_id: int) -> None:
        """The draft's notes now belong to the case."""

    def discard_draft(self, author_id: int) -> None: ...
    def by_message(self, author_id: int, message_id: int) -> Note | None: ...
    def by_album(self, author_id: int, album: str) -> Note | None: ...
    def revise(self, author_id: int, message_id: int, text: str) -> None: ...


class Journal(Protocol):
    """Append-only events."""

    def append(self, subject: Subject, subject_id: int, events: Iterable[Event]) -> None: ...
    def of(self, subject: Subject, subject_id: int) -> tuple[Event, ...]: ...


class Timers(Protocol):
    """Armed moments."""

    def arm(self, timer: Timer) -> None:
        """Set, in place of whatever was armed for the subject."""

    def cancel(self, subject: Subject, subject_id: int) -> None: ...
    def armed(self, subject: Subject, subject_id: int) -> Timer | None: ...
    def due(self, now: datetime, limit: int) -> tuple[Timer, ...]: ...
    def fire(self, timer: Timer) -> bool:
        """Mark as fired; false when this very timer (subject, step, moment) is not armed any more."""

    def next_due(self) -> datetime | None: ...


class Prompts(Protocol):
    """At most one open question a person."""

    def ask(self, person_id: int, prompt: Prompt) -> None: ...
    def of(self, person_id: int) -> Prompt | None: ...
    def clear(self, person_id: int) -> None: ...


class Invites(Protocol):
    """Invitations."""

    def add(self, invite: Invite) -> None: ...
    def take(self, secret_hash: str, now: datetime) -> Invite | None:
        """Use it up; ``None`` when there is none, it is used, or it has expired."""


class Tx(Protocol):
    """One transaction."""

    people: People
    roles: Roles
    places: Places
    cases: Cases
    notes: Notes
    journal: Journal
    timers: Timers
    outbox: Outbox
    prompts: Prompts
    signatures: Signatures
    topics: Topics
    votes: Votes
    groups: Groups
    invites: Invites
    inbox: Inbox
    erasure: Erasure
    carried: Carried
    holds: Holds
    reports: Reports
    suggestions: Suggestions
    meta: Memo


class Store(Protocol):
    """The database."""

    async def run(self, use_case: Callable[[Tx], T], *, update_id: int | None = None) -> T:
        """Run a use case in a transaction of its own and give its result back once that is durable.

        With ``update_id`` the received update is marked done in the same transaction. Whatever the use case raises rolls it back
        and is raised here.
        """

    def finished(self, update_id: int) -> bool:
        """Whether a use case of this run of the program has marked the update done. To be asked once: the answer is forgotten."""
