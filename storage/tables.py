"""The tables. Migrations bring a file here step by step (``storage.schema``); a test holds the two against each other.

Moments are whole UTC milliseconds, enumerations their words, structures JSON text with sorted keys. Partial indexes keep what is
asked for at every message (waiting cases and posts) small, however long the history grows. Every reference to a person has an
index, so that a person can be found everywhere, or removed, without a walk through the history.
"""

from enum import StrEnum

from sqlalchemy import (
    DDL,
    REAL,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    event,
)
from sqlalchemy.schema import SchemaItem

from civic.cases import OPEN, WAITING
from civic.events import EventKind
from civic.joint import JOINABLE


class InboxState(StrEnum):
    """Where a received update stands."""

    NEW = "new"
    DONE = "done"
    DEAD = "dead"
    """Tried too often: its body is kept for people to look at."""


class OutboxState(StrEnum):
    """Where a post stands."""

    READY = "ready"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    DEAD = "dead"
    SUPERSEDED = "superseded"


class CarriedState(StrEnum):
    """What is being done about a message that shows what was said of a case."""

    STANDING = "standing"
    ASKED = "asked"
    """A post has been put that takes it back."""
    REFUSED = "refused"


OPEN_CASES = tuple(sorted(OPEN))
WAITING_CASES = tuple(sorted(WAITING))
UNFINISHED = (OutboxState.READY, OutboxState.SENDING)

# SQLite counts its row ids in a column of exactly this type; elsewhere a chat's id needs 64 bits.
Whole = BigInteger().with_variant(Integer(), "sqlite")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _table(name: str, *columns: SchemaItem, numbered: bool = False) -> Table:
    # ``numbered``: ids are never used again, not even those of rows deleted at the end.
    return Table(name, metadata, *columns, sqlite_strict=True, sqlite_autoincrement=numbered)


def _id() -> Column[int]:
    return Column("id", Whole, primary_key=True)


def _whole(name: str, *, null: bool = False, key: bool = False) -> Column[int]:
    return Column(name, Whole, nullable=null, primary_key=key, autoincrement=False)


def _text(name: str, *, null: bool = False, key: bool = False) -> Column[str]:
    return Column(name, Text, nullable=null, primary_key=key)


def _ref(name: str, target: str, *, null: bool = False, key: bool = False) -> Column[int]:
    return Column(name, Whole, ForeignKey(f"{target}.id"), nullable=null, primary_key=key, autoincrement=False)


meta = _table("meta", _text("key", key=True), _text("value"))
counters = _table("counters", _text("series", key=True), _whole("value"))

places = _table(
    "places",
    _id(),
    Column("code", Text, nullable=False, unique=True),
    _text("name"),
    _text("kind"),
    _ref("parent_id", "places", null=True),
    _text("aliases"),
    _text("covers"),
    _text("phone", null=True),
)

people = _table(
    "people",
    _id(),
    Column("chat_id", Whole, nullable=False, unique=True),
    _text("name"),
    _whole("consent_version", null=True),
    _whole("consent_at", null=True),
    _ref("place_id", "places", null=True),
    _text("spot"),
    _whole("unreachable"),
)

roles = _table(
    "roles",
    _id(),
    _ref("person_id", "people"),
    _text("role"),
    _ref("place_id", "places"),
    _whole("since"),
    _whole("until", null=True),
    Index(None, "person_id"),
    Index(None, "place_id", "role"),
)

cases = _table(
    "cases",
    _id(),
    Column("number", Text, nullable=False, unique=True),
    _ref("reporter_id", "people"),
    _ref("place_id", "places"),
    _text("kind"),
    _text("tier"),
    _text("matter"),
    _text("text"),
    _text("ladder"),
    _whole("filed_at"),
    _whole("accept_by"),
    _whole("answer_by"),
    _text("spot"),
    _text("state"),
    _whole("at"),
    _text("rung"),
    _ref("holder_id", "people", null=True),
    _whole("settle_by", null=True),
    _text("danger", null=True),
    _whole("reopened"),
    _whole("overdue"),
    _text("verdict", null=True),
    _text("kinds_asked", null=True),
    _ref("joined_to", "cases", null=True),
    Column("sketch", LargeBinary),
    _text("persistence", null=True),
    _whole("spot_asked", null=True),
    Index(None, "reporter_id", "filed_at"),
    Index(None, "holder_id", "state"),
)
Index("ix_cases_waiting", cases.c.place_id, cases.c.rung, sqlite_where=cases.c.state.in_(WAITING_CASES))
Index("ix_cases_joined", cases.c.joined_to, sqlite_where=cases.c.joined_to.is_not(None))
# With state and sketch, so that a window is looked through without a look at its cases, which lie far apart.
Index(
    "ix_cases_joinable",
    cases.c.place_id,
    cases.c.filed_at,
    cases.c.state,
    cases.c.sketch,
    sqlite_where=cases.c.state.in_(sorted(JOINABLE)),
)

signatures = _table("signatures", _ref("case_id", "cases", key=True), Column("body", LargeBinary, nullable=False))

notes = _table(
    "notes",
    _id(),
    _ref("author_id", "people"),
    _text("kind"),
    _whole("at"),
    _text("text"),
    _text("file_kind", null=True),
    _text("file_id", null=True),
    Column("latitude", REAL),
    Column("longitude", REAL),
    _ref("case_id", "cases", null=True),
    _whole("message_id", null=True),
    _text("album", null=True),
    Index(None, "case_id"),
    Index(None, "author_id", "message_id"),
)
Index("ix_notes_album", notes.c.author_id, notes.c.album, sqlite_where=notes.c.album.is_not(None))
Index("ix_notes_draft", notes.c.author_id, sqlite_where=notes.c.case_id.is_(None))

journal = _table(
    "journal",
    _id(),
    _text("subject"),
    _whole("subject_id"),
    _text("kind"),
    _whole("at"),
    _whole("actor_id", null=True),
    _text("data"),
    Column("hash", LargeBinary, nullable=False),
    Index(None, "subject", "subject_id"),
)
Index("ix_journal_rekinded", journal.c.subject_id, sqlite_where=journal.c.kind == EventKind.REKINDED)
for act in ("UPDATE", "DELETE"):
    event.listen(
        journal,
        "after_create",
        DDL(  # type: ignore[no-untyped-call]
            f"CREATE TRIGGER journal_no_{act.lower()} BEFORE {act} ON journal "
            "BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END"
        ),
    )

timers = _table(
    "timers",
    _text("subject", key=True),
    _whole("subject_id", key=True),
    _text("step"),
    _whole("due_at"),
    Index(None, "due_at"),
)

outbox = _table(
    "outbox",
    _id(),
    _whole("chat_id"),
    _text("template"),
    _text("params"),
    _text("promise"),
    _text("slot", null=True),
    _whole("not_before", null=True),
    _whole("reply_to", null=True),
    _whole("pin"),
    _text("state"),
    _whole("tries"),
    _whole("repeat"),
    _text("reason", null=True),
    _whole("carries", null=True),
    numbered=True,
)
Index("ix_outbox_unfinished", outbox.c.state, sqlite_where=outbox.c.state.in_(UNFINISHED))
Index("ix_outbox_slot", outbox.c.slot, outbox.c.chat_id, sqlite_where=outbox.c.state.in_(UNFINISHED))
Index(
    "uq_outbox_living",
    outbox.c.chat_id,
    outbox.c.slot,
    unique=True,
    sqlite_where=outbox.c.state == OutboxState.READY,
)

cards = _table(
    "cards",
    _whole("chat_id", key=True),
    _text("slot", key=True),
    _whole("message_id"),
    Index(None, "slot"),
)

carried = _table(
    "carried",
    _whole("chat_id", key=True),
    _whole("message_id", key=True),
    _ref("case_id", "cases"),
    _text("state"),
    Index(None, "case_id"),
)

prompts = _table(
    "prompts",
    _ref("person_id", "people", key=True),
    _text("purpose"),
    _whole("subject_id"),
    _whole("asked_at"),
)

leavings = _table("leavings", _ref("person_id", "people", key=True), _whole("at"))
holds = _table(
    "holds", _ref("case_id", "cases", key=True), _ref("held_by", "people"), _whole("at"), Index(None, "held_by")
)
reports = _table(
    "reports",
    _id(),
    Column("number", Text, nullable=False, unique=True),
    _ref("reporter_id", "people"),
    _ref("place_id", "places"),
    _whole("filed_at"),
    _text("text"),
    _text("files"),
    _text("readers"),
    Index(None, "place_id"),
    Index(None, "reporter_id"),
)

suggestions = _table(
    "suggestions", _id(), _text("word"), _text("kind"), _whole("adopted"), UniqueConstraint("word", "kind")
)

topics = _table(
    "topics",
    _id(),
    _ref("case_id", "cases"),
    _ref("place_id", "places"),
    _whole("chat_id"),
    _text("title"),
    _ref("initiator_id", "people"),
    _text("state"),
    _whole("meets_at", null=True),
    Index(None, "case_id"),
    Index(None, "initiator_id"),
    Index(None, "chat_id"),
)

attendance = _table(
    "attendance",
    _ref("topic_id", "topics", key=True),
    _ref("person_id", "people", key=True),
    _text("attendance"),
    _whole("at"),
    Index(None, "person_id"),
)

votes = _table(
    "votes",
    _id(),
    _ref("topic_id", "topics"),
    _text("roll"),
    _whole("opened_at"),
    _whole("closes_at"),
    _text("outcome", null=True),
    _whole("extended"),
    _whole("suspended"),
    Index(None, "topic_id"),
)
Index("ix_votes_open", votes.c.closes_at, sqlite_where=votes.c.outcome.is_(None))

ballots = _table(
    "ballots",
    _id(),
    _ref("vote_id", "votes"),
    _ref("person_id", "people"),
    _text("choice"),
    _whole("at"),
    Index(None, "vote_id"),
    Index(None, "person_id"),
)

groups = _table(
    "groups",
    _whole("chat_id", key=True),
    Column("place_id", Whole, ForeignKey("places.id"), nullable=False, unique=True, autoincrement=False),
)
aliases = _table("aliases", _whole("old_chat_id", key=True), _whole("new_chat_id"), Index(None, "new_chat_id"))

invites = _table(
    "invites",
    _text("secret_hash", key=True),
    _text("role"),
    _ref("place_id", "places"),
    _whole("expires_at"),
    _ref("invited_by", "people", null=True),
    _whole("used_at", null=True),
    Index(None, "invited_by"),
)

inbox = _table(
    "inbox",
    _id(),
    _whole("bot_id"),
    _whole("update_id"),
    _whole("lane"),
    Column("body", LargeBinary, nullable=False),
    _whole("received_at"),
    _text("state"),
    _whole("tries"),
    UniqueConstraint("bot_id", "update_id"),
)
Index("ix_inbox_new", inbox.c.bot_id, inbox.c.received_at, sqlite_where=inbox.c.state == InboxState.NEW)
