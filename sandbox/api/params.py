"""A call's parameters, read as the Bot API reads them: JSON values or strings, in bodies, forms and query strings."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.errors import bad_request
from sandbox.jsonio import JSON, loads

_TRUE = frozenset({"true", "1", "yes", "on"})


@dataclass(slots=True, frozen=True)
class Upload:
    """A file that came with the request."""

    name: str
    mime: str
    data: bytes


@dataclass(slots=True)
class Params:
    """Values by name; the getters convert and give Telegram's words for what cannot be read."""

    values: JSON
    uploads: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Tell whether a parameter was given and is not empty."""
        return self.values.get(name) not in (None, "") or name in self.uploads

    def text(self, name: str, default: str = "") -> str:
        """Return a parameter as text."""
        value = self.values.get(name)
        return default if value is None else value if isinstance(value, str) else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """Return a parameter as an integer; what is none counts as 0, as with Telegram."""
        value = self.values.get(name)
        if isinstance(value, int):
            return value
        if value in (None, ""):
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            return 0

    def bounded(self, name: str, default: int, low: int, high: int) -> int:
        """Return an integer moved into [low, high]."""
        return min(max(self.integer(name, default), low), high)

    def number(self, name: str) -> float:
        """Return a parameter as a number; raises 400 when it is none."""
        try:
            return float(self.values.get(name) or "")
        except (TypeError, ValueError):
            raise bad_request(f"{name.replace('_', ' ')} is empty or invalid") from None

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a parameter as a boolean."""
        value = self.values.get(name)
        if value is None:
            return default
        return value.strip().lower() in _TRUE if isinstance(value, str) else bool(value)

    def object(self, name: str) -> JSON | None:
        """Return a JSON object parameter, or None when it is not given."""
        value: JSON | None = self._structure(name, dict, "object")
        return value

    def array(self, name: str) -> list[Any] | None:
        """Return a JSON array parameter, or None when it is not given."""
        value: list[Any] | None = self._structure(name, list, "Array")
        return value

    def objects(self, name: str, *needed: str) -> list[JSON]:
        """Return an array of JSON objects that all hold the `needed` fields; empty when it is not given."""
        items = self.array(name) or []
        for item in items:
            for key in needed:
                if not isinstance(item, dict) or key not in item:
                    raise bad_request(f"can't parse {name.replace('_', ' ')}: field {key} must be specified")
        return items

    def _structure(self, name: str, kind: type, word: str) -> Any:
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            try:
                value = loads(value)
            except ValueError:
                raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None
        if value is not None and not isinstance(value, kind):
            raise bad_request(f"can't parse {name.replace('_', ' ')}: expected {word}")
        return value
