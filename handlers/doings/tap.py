"""A tap on a button, once it has proved genuine."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from civic.people import Person
from handlers.buttons import Code, Press
from services import answers
from services.act import Act
from services.posts import Toast


@dataclass(frozen=True, slots=True)
class Tap:
    """A verified tap by somebody. ``received_at`` is when it came in: what counts for a vote."""

    person: Person
    press: Press
    received_at: datetime

    @property
    def about(self) -> int:
        """The subject's id."""
        return self.press.subject_id

    @property
    def arg(self) -> str:
        """The argument."""
        return self.press.arg

    @property
    def number(self) -> int:
        """The argument as a number."""
        return int(self.press.arg, 36)


Doing = Callable[[Act, Tap], Toast | None]
"""What a tap does; gives the few words that appear over the chat, if any."""
Doings = dict[Code, Doing]


def ask(purpose: str) -> Doing:
    """Ask a question that the next message answers."""
    return lambda act, tap: answers.ask(act, tap.person, purpose, tap.about)
