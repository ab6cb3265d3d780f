"""How well answers were guessed: shares, each answer's own, what was taken for what, and whether shares can be believed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from civic.understanding import Guess, unclear
from nlp.evaluation import SHOWN

BINS = 10
WORST = 20
_FIGURES = ("first", "three", "group", "macro_f1", "calibration_error", "asked", "misses_asked", "after_asking")


@dataclass(frozen=True, slots=True)
class Judged:
    """A message by its name: the answers that are right, and the guesses, best first."""

    name: str
    labels: tuple[str, ...]
    guesses: Sequence[Guess]

    @property
    def first(self) -> str:
        """The first choice, or nothing."""
        return self.guesses[0].code if self.guesses else ""

    @property
    def share(self) -> float:
        """The belief in the first choice."""
        return self.guesses[0].share if self.guesses else 0.0

    @property
    def right(self) -> bool:
        """Whether the first choice is."""
        return self.first in self.labels

    @property
    def shown(self) -> bool:
        """Whether one of those that are offered is."""
        return any(guess.code in self.labels for guess in self.guesses[:SHOWN])

    @property
    def asked(self) -> bool:
        """Whether the first choice is too weak to go by."""
        return unclear(self.guesses)


@dataclass(frozen=True, slots=True)
class Report:
    """Shares from 0 to 1. ``kinds`` are (answer, messages, precision, recall, F1); ``confusions`` (right, guessed, times).

    ``asked`` is the share of messages whose kind is asked, ``misses_asked`` that of the misses that are among them, and ``after_asking``
    the share that is right first or by being asked. ``calibration`` are (share believed, share right, messages) by tenths;
    ``calibration_error`` is their mean distance (ECE). ``worst`` are the misses believed in most: (name, right,
    guessed, share believed).
    """

    messages: int
    first: float
    three: float
    group: float
    macro_f1: float
    calibration_error: float
    asked: float
    misses_asked: float
    after_asking: float
    kinds: list[tuple[str, int, float, float, float]]
    confusions: list[tuple[str, str, int]]
    calibration: list[tuple[float, float, int]]
    worst: list[tuple[str, str, str, float]]

    def as_json(self) -> dict[str, Any]:
        """Return everything, for machines."""
        return asdict(self)

    def lines(self) -> Iterable[str]:
        """Return everything, for people."""
        yield f"messages {self.messages}"
        for name in _FIGURES:
            yield f"{name} {getattr(self, name):.3f}"
        yield "\nanswer  messages  precision  recall  F1"
        yield from (f"{code:8}{times:8}{p:11.2f}{r:8.2f}{f1:6.2f}" for code, times, p, r, f1 in self.kinds)
        yield "\nright > guessed  times"
        yield from (f"{right} > {guessed or '-'}  {times}" for right, guessed, times in self.confusions)
        yield "\nbelieved  right  messages"
        yield from (f"{believed:8.2f}{right:7.2f}{times:10}" for believed, right, times in self.calibration)
        yield "\nworst misses: message, right, guessed, belief"
        yield from (f"{name}  {right}  {guessed}  {share:.2f}" for name, right, guessed, share in self.worst)


def report(judged: Sequence[Judged]) -> Report:
    """Count. ``judged`` must not be empty."""
    calibration = _calibration(judged)
    kinds = _kinds(judged)
    misses = sorted((each for each in judged if not each.right), key=lambda each: -each.share)
    confusions = Counter((each.labels[0], each.first) for each in misses)
    return Report(
        messages=len(judged),
        first=_share(each.right for each in judged),
        three=_share(each.shown for each in judged),
        group=_share(each.first[:1] in {label[:1] for label in each.labels} for each in judged),
        macro_f1=sum(kind[-1] for kind in kinds) / len(kinds),
        calibration_error=sum(abs(believed - right) * times for believed, right, times in calibration) / len(judged),
        asked=_share(each.asked for each in judged),
        misses_asked=_share(each.asked for each in misses),
        after_asking=_share(each.right or (each.asked and each.shown) for each in judged),
        kinds=kinds,
        confusions=[(*pair, times) for pair, times in confusions.most_common(WORST)],
        calibration=calibration,
        worst=[(each.name, "|".join(each.labels), each.first, round(each.share, 3)) for each in misses[:WORST]],
    )


def _share(hits: Iterable[bool]) -> float:
    counted = list(hits)
    return sum(counted) / max(len(counted), 1)


def _kinds(judged: Sequence[Judged]) -> list[tuple[str, int, float, float, float]]:
    """Where any of several labels was guessed, that one is taken for the right one."""
    truths = [each.first if each.right else each.labels[0] for each in judged]
    right = Counter(each.first for each in judged if each.right)
    guessed, true = Counter(each.first for each in judged), Counter(truths)
    rows = []
    for code, times in sorted(true.items()):
        precision, recall = right[code] / max(guessed[code], 1), right[code] / times
        rows.append((code, times, precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)))
    return rows


def _calibration(judged: Sequence[Judged]) -> list[tuple[float, float, int]]:
    bins: dict[int, list[Judged]] = {}
    for each in judged:
        bins.setdefault(min(int(each.share * BINS), BINS - 1), []).append(each)
    return [
        (sum(each.share for each in members) / len(members), _share(each.right for each in members), len(members))
        for _, members in sorted(bins.items())
    ]
