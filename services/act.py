"""The scene that every use case plays in: one transaction, one moment, and what never changes while the program runs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from civic.calendar import Calendar
from civic.kinds import Taxonomy
from civic.places import Directory, Place
from civic.understanding import Understanding
from services.ports import Tx


@dataclass(frozen=True, slots=True)
class Town:
    """What never changes while the program runs: the taxonomy, the local calendar and the bot's user name."""

    taxonomy: Taxonomy
    calendar: Calendar
    bot_name: str

    @property
    def zone(self) -> tzinfo:
        """The local zone."""
        return self.calendar.zone


class Unread(Exception):
    """A text has to be understood before the use case can go on.

    Understanding takes time and so has no place in a transaction: this rolls it back; the caller has the text read and begins anew.
    """

    def __init__(self, text: str) -> None:
        super().__init__("a text is to be read first")
        self.text = text


class Unheard(Exception):
    """Somebody has to listen which of ``names`` a text sounds like naming. That takes time too."""

    def __init__(self, text: str, names: tuple[str, ...]) -> None:
        super().__init__("a text is to be listened to first")
        self.text = text
        self.names = names


@dataclass(frozen=True, slots=True)
class Act:
    """One transaction at one moment.

    ``read`` gives what was understood of a text, or raises ``Unread``; ``listen`` which of some names it sounds like naming, or raises
    ``Unheard``.
    """

    tx: Tx
    now: datetime
    town: Town
    read: Callable[[str], Understanding]
    listen: Callable[[str, tuple[str, ...]], tuple[str, ...]]

    @property
    def places(self) -> Directory:
        """The places as they are now."""
        return self.tx.places.directory()

    def heard(self, text: str) -> tuple[Place, ...]:
        """The estates that a text sounds like naming, where it names none as it is written. To be asked about, never taken."""
        return self.places.bearing(self.listen(text, self.places.spoken_names))

    def heard_alone(self, name: str) -> tuple[Place, ...]:
        """The places of any kind whose names a name sounds like. To be asked about, too."""
        heard = self.listen(name, self.places.names)
        return tuple(dict.fromkeys(place for each in heard for place in self.places.named(each)))
