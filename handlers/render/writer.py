"""The writer: fills the catalogue's words from a post's parameters, the derived ones among them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from handlers.buttons import Button
from handlers.outgoing import Upload
from handlers.words import Catalogue, Text, clean, lines

Params = Mapping[str, Any]

LONGEST_QUOTE = 1_000
"""How much of what somebody wrote is shown on a card, in UTF-16 units; all of it is kept."""


@dataclass(frozen=True, slots=True)
class Page:
    """Words and rows of buttons, before the buttons are signed for a chat."""

    text: Text
    rows: list[list[Button]] = field(default_factory=list)
    files: list[Mapping[str, str]] = field(default_factory=list)
    uploads: list[Upload] = field(default_factory=list)


class Writer:
    """Says things in the words of the catalogue, with moments in the place's zone."""

    def __init__(self, words: Catalogue, zone: tzinfo) -> None:
        self.words = words
        self._zone = zone
        # The cards of an hour share few moments, and the zone's rules are slow to ask.
        self._minute = lru_cache(maxsize=4096)(self._read_minute)

    def say(self, key: str, params: Params | None = None) -> Text:
        """The words of a key, each name filled from the parameters or worked out from them."""
        given = params or {}
        return self.words.say(key, {name: self._value(name, given) for name in self.words.names(key)})

    def raw(self, key: str) -> str:
        """A caption."""
        return self.words.raw(key)

    def own(self, key: str, code: str | None) -> str:
        """The key of what is said of this kind of request alone (``danger.call_A10``), where the catalogue has such words; else ``key``."""
        own = f"{key}_{code}"
        return own if own in self.words else key

    def button(self, key: str, code: Any, subject_id: int = 0, arg: str = "", **params: Any) -> Button:
        """A button with a caption from the catalogue."""
        return Button(self.say(f"button.{key}", params).plain, code, subject_id, arg)

    def moment(self, epoch: float) -> str:
        """A moment as it is read on a wall: midnight is the end of its day (24:00), so that nobody mistakes the day."""
        return self._minute(int(epoch // 60))

    def _read_minute(self, minute: int) -> str:
        local = datetime.fromtimestamp(60 * minute, self._zone)
        day, hour = (local - timedelta(days=1), 24) if (local.hour, local.minute) == (0, 0) else (local, local.hour)
        weekday = self.raw("moment.weekdays")[day.weekday()]
        values = {"month": day.month, "day": day.day, "weekday": weekday, "hour": hour, "minute": local.minute}
        return self.words.say("moment.format", values).plain

    def quote(self, words: str) -> Text:
        """What somebody wrote, not longer than a card bears."""
        return Text(clean(words)).clipped(LONGEST_QUOTE, self.raw("clipped"))

    def where(self, params: Params) -> str:
        """A place and the spot in it: 幸福小区 3号楼 2单元 501."""
        return " ".join([params["place"], *self._spot(params.get("spot", {}))])

    def _spot(self, spot: Mapping[str, str]) -> list[str]:
        building, floor, room = spot.get("building", ""), spot.get("floor", ""), spot.get("room", "")
        numbered = any(map(str.isdigit, building))
        told = {
            "building" if numbered else "tower" if building.isascii() else "wing": building,
            "unit": spot.get("unit", ""),
            "cellar" if floor.startswith("-") else "floor": floor.lstrip("-"),
            "room" if room.isascii() else "side": room,
        }
        return [self.say(f"spot.{name}", {name: value}).plain for name, value in told.items() if value]

    def _value(self, name: str, params: Params) -> Any:
        if name in _DERIVED:
            return _DERIVED[name](self, params)
        value = params[name]
        if value is not None and name.endswith(("_at", "_by")):
            return self.moment(value) + (self.raw("moment.estimated") if name in params.get("estimated", ()) else "")
        return value


PageOf = Callable[[Writer, Params], Page]
"""A template's page, made from its parameters."""


def _optional(key: str, name: str) -> Callable[[Writer, Params], Text]:
    return lambda writer, params: writer.say(key, params) if params.get(name) else Text()


def _remaining(writer: Writer, params: Params) -> Text:
    """What keeps somebody from being forgotten, a line each."""
    named = [kind for kind in ("open", "held", "roles") if params[kind]]
    return lines(writer.say(f"privacy.{kind}", {"names": params[kind]}) for kind in named) or writer.say(
        "privacy.nothing"
    )


_DERIVED: dict[str, Callable[[Writer, Params], Text | str]] = {
    "where": Writer.where,
    "said": lambda writer, params: writer.quote(params["said"]),
    "text": lambda writer, params: writer.quote(params["text"]),
    "outcome_words": lambda writer, params: writer.say(f"outcome.{params['outcome']}"),
    "verdict_words": lambda writer, params: writer.say(f"verdict.{params['verdict']}"),
    "choice_words": lambda writer, params: writer.say(f"choice.{params['choice']}"),
    "next_line": lambda writer, params: writer.say(f"next.{params['state']}", params),
    "late_line": _optional("late", "late"),
    "extended_line": _optional("vote.extended", "extended"),
    "excluded_line": _optional("vote.excluded", "excluded"),
    "said_line": _optional("ask.verdict_said", "said"),
    "more_line": _optional("suggestion.more", "more"),
    "waiting_line": _optional("consent.waiting", "waiting"),
    "points": lambda writer, params: writer.say("consent.points", params),
    "place_line": lambda writer, params: writer.say("welcome_place" if params["place"] else "welcome_no_place", params),
    "phones": lambda writer, params: (
        lines(writer.say("consent.phone", each) for each in params["phones"]) or writer.say("consent.refused_no_phone")
    ),
    "names": lambda writer, params: "、".join(params["names"]) or writer.raw("none"),
    "remaining": _remaining,
    "faults": lambda writer, params: lines(writer.say(f"fault.{each['wrong']}", each) for each in params["faults"]),
    "kind_told": lambda writer, params: (
        writer.raw(own) if (own := f"kind_told.{params.get('code')}") in writer.words else params["kind"]
    ),
    "first": lambda _writer, params: next(iter(params["names"]), ""),
}
