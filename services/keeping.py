"""The ports of what is kept and for how long: erasing, legal holds, people who leave, and reports about officials."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from civic.reports import Report


@dataclass(frozen=True, slots=True)
class Ended:
    """A case or vote that ended."""

    subject: str
    subject_id: int


class Erasure(Protocol):
    """Takes away what says something of a person, and leaves numbers, states and moments. The journal is not touched."""

    def words(self, case_id: int) -> None:
        """Everything that was said about a case, its files, points and spot."""

    def files(self, case_id: int) -> None:
        """The files of a case."""

    def spot(self, case_id: int) -> None:
        """Spot and points of a case."""

    def ballots(self, vote_id: int) -> None:
        """Who was on the roll of a vote and how they voted."""

    def person(self, person_id: int) -> None:
        """Name, account, home and open question of a person; their account is nobody's from now on."""

    def newest_person(self) -> int:
        """The highest id of a person."""

    def newest_post(self) -> int:
        """The highest id of a post."""

    def drafts(self, before: datetime) -> int:
        """Notes that never became part of a case. How many."""

    def strangers(self, up_to: int) -> int:
        """People up to that id who never agreed to the notice and are named by nothing. How many."""

    def counters(self, after: str, before: str) -> int:
        """Counters whose names stand between. How many."""

    def received(self, before: datetime, dead_before: datetime, limit: int) -> int:
        """Updates worked on before, and dead letters from before. How many, at most ``limit`` at a time."""

    def delivered(self, up_to: int, limit: int) -> int:
        """Posts up to that id that are finished. How many, at most ``limit`` at a time."""


class Carried(Protocol):
    """Messages of ours in the chats of staff that show what was said of a case: where they stand, until they are taken back."""

    def take(self, case_id: int) -> tuple[tuple[int, int], ...]:
        """Chat and message of those that nobody has tried to take back; from now on somebody does."""

    def gone(self, chat_id: int, message_id: int) -> None:
        """It stands there no longer."""

    def refused(self, chat_id: int, message_id: int) -> int | None:
        """It cannot be taken back; gives the case, unless nothing is known of the message."""

    def stuck(self, case_id: int) -> tuple[int, ...]:
        """The chats of the messages that could not be taken back, one a message."""


class Holds(Protocol):
    """Cases that must be kept for a court or an authority, and people who asked to be forgotten while something was open."""

    def hold(self, case_id: int, by: int, at: datetime) -> None:
        """Keep the case whole."""

    def release(self, case_id: int) -> None:
        """The hold is over."""

    def held(self, case_ids: Iterable[int]) -> frozenset[int]:
        """Those of the cases that are held."""

    def leave(self, person_id: int, at: datetime) -> None:
        """They want to be forgotten as soon as nothing is open any more."""

    def stay(self, person_id: int) -> None:
        """They changed their mind."""

    def leaving(self) -> tuple[int, ...]:
        """Everybody who wants to be forgotten."""

    def ended(self, after: int, before: datetime, limit: int) -> tuple[tuple[Ended, ...], int]:
        """Cases and votes that ended before, among the next events after that number; and how far the journal was read."""


class Reports(Protocol):
    """Reports about officials."""

    def add(self, report: Report) -> int:
        """Keep a report; gives its id."""

    def at(self, place_ids: Iterable[int], reader_id: int, limit: int) -> tuple[Report, ...]:
        """The latest reports of these places that were meant for the reader."""

    def of(self, reporter_id: int) -> tuple[Report, ...]:
        """What one person reported."""


class Memo(Protocol):
    """Texts by key, for what has to be remembered between two runs."""

    def get(self, key: str) -> str | None:
        """The text, or ``None``."""

    def set(self, key: str, value: str) -> None:
        """Keep the text in place of any earlier one."""
