"""How long a trouble has lasted, how often it happened or was reported, how strongly somebody feels: by ``lexicon/persistence.toml``.

A length of time (三个月) and a number of times (三次) say nothing by themselves: a child has three months, a house was bought two years
ago. So each is looked at in its company: what stands right before and behind it, at most a clause away. What is said without a number
(一直没人管, 又坏了) is cues. All is bounded, so that reading stays linear in the length of the text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from civic.understanding import UNTOLD, Persistence
from nlp.cues import Cues, Hit
from nlp.numerals import HAN, value

_NEAR = 14
"""Characters on either side of a length of time, or a number of times, that are looked at."""

_VAGUE = ("好几", "几", "数", "多", "无数", "若干", "n")
"""Numbers of times that are none."""

_CENTURY = frozenset(map(str, range(15, 31)))
"""Digits in front of 年 that are a year of the calendar (19年), and no length of time."""

_TOGETHER = {"俩": 2, "仨": 3}

_TIMES = re.compile("[次遍回趟]")
_BOTH = re.compile("又[^，。]{1,2}又")
"""又大又圆 says nothing of again."""

_WITHIN = "[^，。！？；\n]"
_CLAUSE_ENDS = re.compile("[，。！？；\n]")


class Told(NamedTuple):
    """What was said, and the words that say it, in order."""

    persistence: Persistence
    words: tuple[str, ...]


class _Amount(NamedTuple):
    """How much of something, and where it is said."""

    amount: int
    hit: Hit


NOTHING = Told(UNTOLD, ())


class PersistenceReader:
    """Reads how long, how often and how strongly. Pure, and safe to share between threads."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._lengths = _Lengths(table)
        self._often = _Often(table)
        said = {name: table[name]["cues"] for name in ("lasting", "reported", "happened")}
        self._cues = Cues(said | table["intensity"], table["groups"])
        self._never = re.compile(_any(table["never"]["words"]))

    def read(self, text: str) -> Told:
        """Read a normalised text."""
        said, text = text, self._never.sub(_hidden, _BOTH.sub(_hidden, text))
        found = self._cues.find(text)
        lasting = [*self._lengths.find(text), *_unsaid(found, "lasting")]
        happened, reported, counted = self._often.find(text)
        happened += _unsaid(found, "happened")
        reported += _unsaid(found, "reported")
        # 反映过两次，这是第三次了: whatever was counted before.
        (reported or happened).extend(counted)
        strong, some = found.get("strong", ()), found.get("some", ())
        hits = [each.hit for each in (*lasting, *happened, *reported)] + [*strong, *some]
        if not hits:
            return NOTHING
        persistence = Persistence(
            _most(lasting), _most(happened), _most(reported), 2 if strong else 1 if some else None
        )
        return Told(persistence, tuple(dict.fromkeys(said[slice(*hit)] for hit in _widest(hits))))


class _Lengths:
    """Lengths of time in days."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._units: Mapping[str, float] = table["units"]
        self._numbers: Mapping[str, float] = table["numbers"]
        self._since: Mapping[str, int] = table["since"]
        lasting, groups = table["lasting"], table["groups"]
        self._longest_untold: int = lasting["longest_untold"]
        # Hardly a text without one of these has a length of time.
        last = "".join(word[-1] for word in self._numbers)
        self._signs = re.compile(f"[0-9{HAN}{last}][多来余几整个半]{{0,3}}[{''.join(unit[0] for unit in self._units)}]")
        self._amount = re.compile(
            rf"(?P<number>{_any(self._numbers)}|[1-9][0-9]{{0,2}}|[{HAN}]{{1,4}})"
            rf"(?P<more>[多来余几整个半]{{0,3}})(?P<unit>{_any(self._units)})(?P<rest>[半多余]{{0,2}})"
            rf"(?!{_any(lasting['not_before'])})"
        )
        self._behind = re.compile(f"{_any((*groups['trouble'], *groups['lasting']))}{_any(lasting['between'])}{{0,5}}$")
        self._to_come = re.compile(f"{_any(lasting['to_come'])}.{{0,3}}$")
        self._not_behind = re.compile(f"(?:[0-9.:年月/-]|{_any(lasting['not_behind'])})$")
        # 塞了差不多一礼拜, 呛了我们两年多: whatever it is, unless it is a life, a lease or a house.
        self._done = re.compile(f"[\u4e00-\u9fff][了咗](?:[我俺咱]们?|大家|人)?{_any(lasting['between'])}{{0,5}}$")
        meanwhile = _any(lasting["meanwhile"])
        self._waiting = re.compile(f"{meanwhile}{{0,5}}?{_any(lasting['waiting'])}")
        self._ended = re.compile(f"{meanwhile}{{0,2}}?{_any(lasting['ended'])}")
        self._of_something_else = re.compile(_any(lasting["of_something_else"]))
        self._begun = re.compile(f"{_any(self._since)}(?={_WITHIN}{{0,8}}?({_any(lasting['begun'])}))")
        self._until_now = re.compile(
            f"(?:自(?![来己动行])|从(?![来不没])|打(?![招架电算打]))从?{_WITHIN}{{1,12}}?{_any(lasting['until_now'])}"
        )

    def find(self, text: str) -> Iterator[_Amount]:
        """Yield what has lasted, and how long; 0 where no length is said."""
        for found in self._amount.finditer(text) if self._signs.search(text) else ():
            days = self._days(found)
            if days and (hit := self._lasted(text, days, Hit(*found.span()))):
                yield _Amount(days, hit)
        for found in self._begun.finditer(text):
            yield _Amount(self._since[found[0]], Hit(found.start(), found.end(1)))
        for found in self._until_now.finditer(text):
            yield _Amount(0, Hit(*found.span()))

    def _days(self, found: re.Match[str]) -> int:
        """How many days a length of time is; 0 where it is a date."""
        number, unit, odd = found["number"], found["unit"], found["more"] + found["rest"]
        if number in self._numbers:
            amount = self._numbers[number]
        elif not odd and (unit in {"月", "日"} or (unit == "年" and number in _CENTURY)):
            return 0
        else:
            amount = _number(number)
        return int((amount + ("半" in odd) / 2) * self._units[unit]) if amount else 0

    def _lasted(self, text: str, days: int, length: Hit) -> Hit | None:
        """Where the length of time and its company stand that say it is that of a trouble."""
        before = text[max(length.start - _NEAR, 0) : length.start]
        behind = self._behind.search(before)
        if self._not_behind.search(before) or (behind and self._to_come.search(before, 0, behind.start())):
            return None
        waiting = self._waiting.match(text, length.end, length.end + _NEAR)
        ended = self._ended.match(text, length.end, length.end + _NEAR)
        if not behind and not self._else(before):
            behind = self._done.search(before)
        if not (behind or waiting or (ended and days <= self._longest_untold and not self._else(before))):
            return None
        last = waiting or ended
        return Hit(
            length.start - len(before) + behind.start() if behind else length.start, last.end() if last else length.end
        )

    def _else(self, before: str) -> bool:
        """Whether it is a life, a lease or a house that has lasted."""
        return self._of_something_else.search(_CLAUSE_ENDS.split(before)[-1]) is not None


class _Often:
    """Numbers of times."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        vague = _any(_VAGUE)
        self._times = re.compile(
            rf"(?<![0-9.])(?P<nth>第)?(?P<number>{vague}|[俩仨]|[1-9][0-9]?|[{HAN}]{{1,3}})[多来几余]?{_TIMES.pattern}"
        )
        self._rate = re.compile(f"{_any(table['often']['rate'])}$")
        reported, trouble = table["reported"], _any(table["groups"]["trouble"])
        between = f"{_any(table['lasting']['between'])}{{0,4}}"
        self._before = (
            ("happened", re.compile(f"(?:{trouble}|被.{{1,3}}|{_any(table['happened']['before'])}){between}$")),
            ("reported", re.compile(f"{_any(reported['before'])}{_WITHIN}{{0,6}}$")),
        )
        self._behind = (
            ("happened", re.compile(f"[又再都就被]{{0,2}}{trouble}")),
            ("reported", re.compile(f"{_WITHIN}{{0,8}}?{_any(reported['behind'])}")),
        )
        self._alone = re.compile(f"了|啦|(?!{_WITHIN})")

    def find(self, text: str) -> tuple[list[_Amount], list[_Amount], list[_Amount]]:
        """Return how often it happened, was reported, and what is counted without a word of either; 0 where no number is said."""
        found: dict[str, list[_Amount]] = {"happened": [], "reported": [], "counted": []}
        for times in self._times.finditer(text) if _TIMES.search(text) else ():
            number = times["number"]
            amount = 0 if number in _VAGUE else _number(number)
            if (number in _VAGUE or amount > 1) and (number != "二" or times["nth"]):
                for what, hit in self._told(text, times):
                    found[what].append(_Amount(amount, hit))
        return found["happened"], found["reported"], found["counted"]

    def _told(self, text: str, times: re.Match[str]) -> Iterator[tuple[str, Hit]]:
        start, end = times.span()
        before = text[max(start - _NEAR, 0) : start]
        if self._rate.search(before):
            return
        behind = [
            (what, Hit(start, found.end()))
            for what, pattern in self._behind
            if (found := pattern.match(text, end, end + _NEAR))
        ]
        ahead = [
            (what, Hit(start - len(before) + found.start(), end))
            for what, pattern in self._before
            if (found := pattern.search(before))
        ]
        # 第三次坏 goes by what follows, 坏了三次 by what is before.
        told = behind + ahead if times["nth"] else ahead + behind
        if told:
            yield told[0]
        elif times["nth"] and self._alone.match(text, end):
            yield "counted", Hit(start, end)


def _number(numeral: str) -> int:
    """The value of a numeral; of two neighbouring ones (两三次, 七八天) the first, and 0 for what is a year (一九)."""
    if numeral.isascii():
        return int(numeral)
    if numeral in _TOGETHER:
        return _TOGETHER[numeral]
    digits = [value(each) for each in numeral]
    if len(digits) == 1 or set(numeral) & set("十百"):
        return value(numeral)
    return digits[0] if len(digits) == 2 and digits[1] - digits[0] == 1 else 0


def _unsaid(found: Mapping[str, Sequence[Hit]], name: str) -> Iterator[_Amount]:
    return (_Amount(0, hit) for hit in found.get(name, ()))


def _most(amounts: Sequence[_Amount]) -> int | None:
    return max((each.amount for each in amounts), default=None)


def _widest(hits: Iterable[Hit]) -> list[Hit]:
    """The places that do not overlap an earlier one, of those at one place the longest."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


def _hidden(found: re.Match[str]) -> str:
    return "×" * len(found[0])
