"""What was understood of a message: the value that the ``Classifier`` port gives and the use cases decide on."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from civic.kinds import OTHER

CLEAR = 0.5
"""How far the share of the first guess lies before the second's where its kind can be gone by (``docs/understanding.md``)."""

NAMED = 0.9
"""The belief in a kind from which a request says what it is about, whatever else it sounds like (冻死了)."""


class Intent(StrEnum):
    """What the writer wants of the bot. Only requests become cases."""

    REQUEST = "request"
    PROGRESS = "progress"
    ME_TOO = "me_too"
    WITHDRAW = "withdraw"
    SATISFIED = "satisfied"
    DISSATISFIED = "dissatisfied"
    GREETING = "greeting"
    THANKS = "thanks"
    HELP = "help"
    ADVERT = "advert"
    ABUSE = "abuse"
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
    """Danger to people that a text speaks of: the emergency kind (code) it points to and the words that say so.

    ``probability`` (0 to 1) is the belief that it is happening now; ``against`` are the words that say it is not: imagined, past, denied.
    """

    code: str
    words: tuple[str, ...]
    probability: float = 1.0
    against: tuple[str, ...] = ()

    @property
    def now(self) -> bool:
        """Whether it is to be taken for happening."""
        return self.probability >= 0.5

    def __bool__(self) -> bool:
        """Like ``now``: what is only spoken of raises no question."""
        return self.now


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
class Persistence:
    """How long a trouble has lasted, how often it happened and was reported, as its resident tells it; ``None`` where nothing is said.

    ``days`` are rough, and 0 where it has lasted but nobody says how long (一直没人管); ``happened`` and ``reported`` are numbers of
    times, and 0 for more than once (又坏了, 反映过好几次). ``intensity`` is how strongly it is told: a hint, 1 or 2.
    None of it decides anything: it is there for people to see.
    """

    days: int | None = None
    happened: int | None = None
    reported: int | None = None
    intensity: int | None = None

    def __bool__(self) -> bool:
        """Whether anything at all is said."""
        return self != UNTOLD


UNTOLD = Persistence()
"""Nothing is said of how long, how often or how strongly."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What is compared: how likely each of the likeliest kinds is, how much speaks for each of the likeliest troubles, and where it is.

    A trouble (``civic.kinds``) is what exactly is wrong, as far as one visit settles it. What speaks for all of them, squared, makes one.
    """

    kinds: tuple[tuple[str, float], ...] = ()
    troubles: tuple[tuple[str, float], ...] = ()
    spot: Spot = Spot()
    landmarks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Second:
    """A second problem told in the same message: its likeliest kind and the words it is told in."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """All that was understood of one message.

    ``guesses`` are ranked, best first, and may be empty; ``numbers`` are case numbers named in the text,
    ``landmarks`` what it names to be found by (北门, 车棚). ``second`` may be offered as a second case, and by its
    ``signature`` a request is compared with others. ``persistence_words`` are those that say what ``persistence`` tells.
    ``more`` are the words of what names no matter of its own and goes on with what was said before (快点来人, 都三天了, 就在北门口).
    ``nod``: it only says that something was read (好的, 知道了). ``findable``: a request tells where to come, by a spot
    or a landmark there is but one of.
    """

    intent: Intent
    guesses: tuple[Guess, ...] = ()
    matter: Matter = Matter.HELP
    danger: Danger | None = None
    spot: Spot = Spot()
    numbers: tuple[str, ...] = ()
    landmarks: tuple[str, ...] = ()
    second: Second | None = None
    # Its sets would be written in another order in every process; what is printed is to be the same.
    signature: Signature | None = field(default=None, repr=False)
    persistence: Persistence = UNTOLD
    persistence_words: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    nod: bool = False
    findable: bool = False

    def beside(self, spot: Spot) -> "Understanding":
        """The same with a spot that was told apart from the words; where they name one themselves, that holds."""
        if self.spot or not spot:
            return self
        return replace(self, spot=spot, signature=self.signature and replace(self.signature, spot=spot))

    @property
    def files(self) -> bool:
        """Whether it becomes a case: a request, or 「我家也停水了」, which says of what."""
        return self.intent is Intent.REQUEST or (self.intent is Intent.ME_TOO and bool(self.guesses))

    @property
    def vague(self) -> bool:
        """Whether a request does not say what it is about (3号楼又坏了): it reads like more of another, and its kind is a guess."""
        guessed = all(guess.share < NAMED or guess.code == OTHER for guess in self.guesses[:1])
        return self.files and not self.danger and bool(self.more) and guessed

    @property
    def unsure(self) -> bool:
        """Whether no kind is believable enough to go by it without asking. Who is in danger is asked about the danger alone."""
        return not self.danger and unclear(self.guesses)


def unclear(guesses: Sequence[Guess]) -> bool:
    """Whether none of the guesses, best first, leads by enough."""
    first, second, *_ = (*(guess.share for guess in guesses), 0.0, 0.0)
    return first - second < CLEAR
