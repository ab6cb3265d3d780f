"""What was understood of a message: the value that the ``Classifier`` port gives and the use cases decide on."""

from dataclasses import dataclass
from enum import StrEnum


class Intent(StrEnum):
    """What the writer wants of the bot. Only a request becomes a case."""

    REQUEST = "request"
    PROGRESS = "progress"
    WITHDRAW = "withdraw"
    GREETING = "greeting"
    THANKS = "thanks"
    HELP = "help"
    OTHER = "other"


class Matter(StrEnum):
    """The kind of matter (诉求类型) as the 12345 hotlines count them: 咨询 求助 投诉 举报 建议 表扬."""

    INQUIRY = "inquiry"
    HELP = "help"
    COMPLAINT = "complaint"
    REPORT = "report"
    SUGGESTION = "suggestion"
    PRAISE = "praise"


@dataclass(frozen=True, slots=True)
class Guess:
    """One guess at the kind of a request, with its share of belief (0 to 1) and the words that speak for it."""

    code: str
    share: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Danger:
    """Words that speak of danger to people: the emergency kind they point to and the words themselves."""

    code: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where inside a place: building, unit, floor and room as they stand on the doors, or ``None``."""

    building: str | None = None
    unit: str | None = None
    floor: str | None = None
    room: str | None = None

    def __bool__(self) -> bool:
        """Whether anything at all is known."""
        return any((self.building, self.unit, self.floor, self.room))


@dataclass(frozen=True, slots=True)
class Understanding:
    """All that was understood of one message.

    ``guesses`` are ranked, best first, and may be empty; ``numbers`` are case numbers named in the text.
    """

    intent: Intent
    guesses: tuple[Guess, ...] = ()
    matter: Matter = Matter.HELP
    danger: Danger | None = None
    spot: Spot = Spot()
    numbers: tuple[str, ...] = ()
