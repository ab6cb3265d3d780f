"""Ports of the council: topics, votes, and the groups in which they are held."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from civic.ballots import Ballot, Vote
from civic.topics import Attendance, Topic


@dataclass(frozen=True, slots=True)
class Group:
    """A group chat bound to a place."""

    chat_id: int
    place_id: int


class Topics(Protocol):
    """Topics and who comes to their meetings."""

    def add(self, topic: Topic) -> Topic:
        """The topic with its id."""

    def save(self, topic: Topic) -> None:
        """Record where it stands and when it meets."""

    def get(self, topic_id: int) -> Topic:
        """Raises ``NotFound``."""

    def of_case(self, case_id: int) -> Topic | None:
        """The latest topic of the case."""

    def attend(self, topic_id: int, person_id: int, attendance: Attendance, at: datetime) -> None:
        """Record the answer to the notice; the last one counts."""

    def forget_attendance(self, topic_id: int) -> None:
        """Everybody is asked anew."""

    def attendance(self, topic_id: int) -> Mapping[int, Attendance]:
        """By person their last answer."""


class Votes(Protocol):
    """Votes and their ballots."""

    def add(self, vote: Vote) -> Vote:
        """The vote with its id."""

    def save(self, vote: Vote) -> None:
        """Record the outcome, the closing moment and whether it is suspended; the roll never changes."""

    def get(self, vote_id: int) -> Vote:
        """Raises ``NotFound``."""

    def of_topic(self, topic_id: int) -> Vote | None:
        """The vote on a topic, once it was opened."""

    def open(self) -> tuple[Vote, ...]:
        """Votes without an outcome, the next to close first."""

    def cast(self, vote_id: int, ballot: Ballot) -> None:
        """Add a ballot; earlier ones of the same person stay."""

    def ballots(self, vote_id: int) -> tuple[Ballot, ...]:
        """All ballots, in the order they were cast."""


class Groups(Protocol):
    """Group chats bound to places."""

    def bind(self, group: Group) -> None:
        """From now on it is this place's group."""

    def get(self, chat_id: int) -> Group | None:
        """The group, if it is bound."""

    def at(self, place_id: int) -> Group | None:
        """The group of exactly this place."""

    def migrate(self, old_chat_id: int, new_chat_id: int) -> None:
        """The group became a supergroup: binding, topics, posts and living messages follow (fault 21)."""
