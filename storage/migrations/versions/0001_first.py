"""The first schema: places, people, cases, deliberation, and the way in and out."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _id() -> sa.Column[int]:
    return sa.Column("id", _WHOLE, primary_key=True)


def _whole(name: str, *, nullable: bool = False, primary_key: bool = False, unique: bool = False) -> sa.Column[int]:
    return sa.Column(
        name, _WHOLE, nullable=nullable, primary_key=primary_key, unique=unique or None, autoincrement=False
    )


def _text(name: str, *, nullable: bool = False, primary_key: bool = False, unique: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable, primary_key=primary_key, unique=unique or None)


def _ref(
    name: str, target: str, *, nullable: bool = False, primary_key: bool = False, unique: bool = False
) -> sa.Column[int]:
    column = _whole(name, nullable=nullable, primary_key=primary_key, unique=unique)
    column.append_foreign_key(sa.ForeignKey(f"{target}.id"))
    return column


TABLES: dict[str, tuple[sa.schema.SchemaItem, ...]] = {
    "meta": (
        _text("key", primary_key=True),
        _text("value"),
    ),
    "counters": (
        _text("series", primary_key=True),
        _whole("value"),
    ),
    "places": (
        _id(),
        _text("code", unique=True),
        _text("name"),
        _text("kind"),
        _ref("parent_id", "places", nullable=True),
        _text("aliases"),
        _text("covers"),
        _text("phone", nullable=True),
    ),
    "people": (
        _id(),
        _whole("chat_id", unique=True),
        _text("name"),
        _whole("consent_version", nullable=True),
        _whole("consent_at", nullable=True),
        _ref("place_id", "places", nullable=True),
        _text("spot"),
        _whole("unreachable"),
    ),
    "roles": (
        _id(),
        _ref("person_id", "people"),
        _text("role"),
        _ref("place_id", "places"),
        _whole("since"),
        _whole("until", nullable=True),
    ),
    "cases": (
        _id(),
        _text("number", unique=True),
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
        _ref("holder_id", "people", nullable=True),
        _whole("settle_by", nullable=True),
        _text("danger", nullable=True),
        _whole("reopened"),
        _whole("overdue"),
        _text("verdict", nullable=True),
    ),
    "notes": (
        _id(),
        _ref("author_id", "people"),
        _text("kind"),
        _whole("at"),
        _text("text"),
        _text("file_kind", nullable=True),
        _text("file_id", nullable=True),
        sa.Column("latitude", sa.REAL),
        sa.Column("longitude", sa.REAL),
        _ref("case_id", "cases", nullable=True),
        _whole("message_id", nullable=True),
        _text("album", nullable=True),
    ),
    "journal": (
        _id(),
        _text("subject"),
        _whole("subject_id"),
        _text("kind"),
        _whole("at"),
        _whole("actor_id", nullable=True),
        _text("data"),
    ),
    "timers": (
        _text("subject", primary_key=True),
        _whole("subject_id", primary_key=True),
        _text("step"),
        _whole("due_at"),
    ),
    "outbox": (
        _id(),
        _whole("chat_id"),
        _text("template"),
        _text("params"),
        _text("promise"),
        _text("slot", nullable=True),
        _whole("not_before", nullable=True),
        _whole("reply_to", nullable=True),
        _whole("pin"),
        _text("state"),
        _whole("tries"),
        _whole("repeat"),
        _text("reason", nullable=True),
    ),
    "cards": (
        _whole("chat_id", primary_key=True),
        _text("slot", primary_key=True),
        _whole("message_id"),
    ),
    "prompts": (
        _ref("person_id", "people", primary_key=True),
        _text("purpose"),
        _whole("subject_id"),
        _whole("asked_at"),
    ),
    "topics": (
        _id(),
        _ref("case_id", "cases"),
        _ref("place_id", "places"),
        _whole("chat_id"),
        _text("title"),
        _ref("initiator_id", "people"),
        _text("state"),
        _whole("meets_at", nullable=True),
    ),
    "attendance": (
        _ref("topic_id", "topics", primary_key=True),
        _ref("person_id", "people", primary_key=True),
        _text("attendance"),
        _whole("at"),
    ),
    "votes": (
        _id(),
        _ref("topic_id", "topics"),
        _text("roll"),
        _whole("opened_at"),
        _whole("closes_at"),
        _text("outcome", nullable=True),
    ),
    "ballots": (
        _id(),
        _ref("vote_id", "votes"),
        _ref("person_id", "people"),
        _text("choice"),
        _whole("at"),
    ),
    "groups": (
        _whole("chat_id", primary_key=True),
        _ref("place_id", "places", unique=True),
    ),
    "aliases": (
        _whole("old_chat_id", primary_key=True),
        _whole("new_chat_id"),
    ),
    "invites": (
        _text("secret_hash", primary_key=True),
        _text("role"),
        _ref("place_id", "places"),
        _whole("expires_at"),
        _ref("invited_by", "people", nullable=True),
        _whole("used_at", nullable=True),
    ),
    "inbox": (
        _id(),
        _whole("bot_id"),
        _whole("update_id"),
        _whole("lane"),
        sa.Column("body", sa.LargeBinary, nullable=False),
        _whole("received_at"),
        _text("state"),
        _whole("tries"),
        sa.UniqueConstraint("bot_id", "update_id"),
    ),
}
NUMBERED = {"outbox"}
"""The tables whose ids are never used again."""

INDEXES: tuple[tuple[str, str, tuple[str, ...], str | None], ...] = (
    ("ix_roles_person_id", "roles", ("person_id",), None),
    (
        "ix_roles_place_id_role",
        "roles",
        (
            "place_id",
            "role",
        ),
        None,
    ),
    (
        "ix_cases_holder_id_state",
        "cases",
        (
            "holder_id",
            "state",
        ),
        None,
    ),
    (
        "ix_cases_reporter_id_filed_at",
        "cases",
        (
            "reporter_id",
            "filed_at",
        ),
        None,
    ),
    (
        "ix_cases_waiting",
        "cases",
        (
            "place_id",
            "rung",
        ),
        "state IN ('offered', 'returned')",
    ),
    (
        "ix_notes_album",
        "notes",
        (
            "author_id",
            "album",
        ),
        "album IS NOT NULL",
    ),
    (
        "ix_notes_author_id_message_id",
        "notes",
        (
            "author_id",
            "message_id",
        ),
        None,
    ),
    ("ix_notes_case_id", "notes", ("case_id",), None),
    ("ix_notes_draft", "notes", ("author_id",), "case_id IS NULL"),
    (
        "ix_journal_subject_subject_id",
        "journal",
        (
            "subject",
            "subject_id",
        ),
        None,
    ),
    ("ix_timers_due_at", "timers", ("due_at",), None),
    (
        "ix_outbox_slot",
        "outbox",
        (
            "slot",
            "chat_id",
        ),
        "state IN ('ready', 'sending')",
    ),
    ("ix_outbox_unfinished", "outbox", ("state",), "state IN ('ready', 'sending')"),
    (
        "uq_outbox_living",
        "outbox",
        (
            "chat_id",
            "slot",
        ),
        "state = 'ready'",
    ),
    ("ix_cards_slot", "cards", ("slot",), None),
    ("ix_topics_case_id", "topics", ("case_id",), None),
    ("ix_topics_chat_id", "topics", ("chat_id",), None),
    ("ix_topics_initiator_id", "topics", ("initiator_id",), None),
    ("ix_attendance_person_id", "attendance", ("person_id",), None),
    ("ix_votes_topic_id", "votes", ("topic_id",), None),
    ("ix_ballots_person_id", "ballots", ("person_id",), None),
    ("ix_ballots_vote_id", "ballots", ("vote_id",), None),
    ("ix_aliases_new_chat_id", "aliases", ("new_chat_id",), None),
    ("ix_invites_invited_by", "invites", ("invited_by",), None),
    (
        "ix_inbox_new",
        "inbox",
        (
            "bot_id",
            "received_at",
        ),
        "state = 'new'",
    ),
)


def upgrade() -> None:
    """Make all tables, then their indexes."""
    for name, items in TABLES.items():
        op.create_table(name, *items, sqlite_strict=True, sqlite_autoincrement=name in NUMBERED)
    for name, table, columns, where in INDEXES:
        condition = None if where is None else sa.text(where)
        op.create_index(name, table, columns, unique=name.startswith("uq_"), sqlite_where=condition)
