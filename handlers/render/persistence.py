"""How long, how often and how strongly, as a case's words tell it, in a few words: 「已持续约 3 个月 · 反映 3 次」."""

from handlers.render.writer import Params, Writer
from handlers.words import Text

_ORDER = ("days", "happened", "reported", "intensity")

_PERIODS = {"years": 365, "months": 30, "weeks": 7, "days": 1}
"""What a period is told in, by its days."""

_LEAST = {"years": 2, "weeks": 2}
"""So many periods of a kind are told in it: 18 个月 is clearer than about two years, 10 天 than a week."""


def line(writer: Writer, params: Params, key: str) -> Text:
    """What is told, as the words of ``key`` frame it; nothing where nothing is."""
    told = _told(writer, params.get("persistence") or {})
    return writer.say(f"persistence.{key}", {"persistence_words": told}) if told else Text()


def _told(writer: Writer, persistence: Params) -> str:
    parts = [_part(writer, name, value) for name in _ORDER if (value := persistence.get(name)) is not None]
    return writer.raw("persistence.between").join(parts)


def _part(writer: Writer, name: str, value: int) -> str:
    if not value:
        return writer.raw(f"persistence.{name}_unsaid")
    if name == "intensity":
        return writer.raw(f"persistence.intensity_{value}")
    unit, count = _period(value) if name == "days" else (name, value)
    return writer.say(f"persistence.{unit}", {"count": count}).plain


def _period(days: int) -> tuple[str, int]:
    unit = next(unit for unit, length in _PERIODS.items() if days % length == 0 or days >= _LEAST.get(unit, 1) * length)
    return unit, round(days / _PERIODS[unit])
