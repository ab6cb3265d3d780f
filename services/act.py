"""The scene that every use case plays in: one transaction, one moment, and what never changes while the program runs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from civic.kinds import Taxonomy
from civic.places import Directory
from civic.understanding import Understanding
from services.ports import Tx


@dataclass(frozen=True, slots=True)
class Town:
    """What never changes while the program runs: the taxonomy, the local zone and the bot's user name."""

    taxonomy: Taxonomy
    zone: tzinfo
    bot_name: str


class Unread(Exception):
    """A text has to be understood before the use case can go on.

    Understanding takes time and so has no place in a transaction: this rolls it back; the caller has the text read and begins anew.
    """

    def __init__(self, text: str) -> None:
        super().__init__("a text is to be read first")
        self.text = text


@dataclass(frozen=True, slots=True)
class Act:
    """One transaction at one moment. ``read`` gives what was understood of a text, or raises ``Unread``."""

    tx: Tx
    now: datetime
    town: Town
    read: Callable[[str], Understanding]

    @property
    def places(self) -> Directory:
        """The places as they are now."""
        return self.tx.places.directory()
