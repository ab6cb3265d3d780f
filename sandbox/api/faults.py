"""Faults on demand: what a test or a trainer wants the next calls to suffer."""

import random
from collections.abc import Callable
from dataclasses import dataclass, fields

from sandbox.errors import (
    OTHER_POLLER,
    ApiError,
    ControlError,
    bad_request,
    conflict,
    forbidden,
    too_many_requests,
    unauthorized,
)
from sandbox.jsonio import JSON

ANY = "*"


@dataclass(slots=True)
class Fault:
    """What happens to the next `count` calls of `method`, each with probability `chance`.

    `after_effect`: the call takes effect first, then the fault is answered (the bot cannot know).
    """

    kind: str
    method: str = ANY
    count: int = 1
    retry_after: int = 1
    description: str = ""
    after_effect: bool = False
    chance: float = 1.0
    delay_ms: int = 0

    def error(self) -> ApiError | None:
        """Return the Bot API error of this fault, or None for the faults of the line (see SILENT)."""
        make = _ERRORS.get(self.kind)
        if make is None:
            return None
        error = make(self)
        return ApiError(error.code, self.description or error.description, **error.parameters)


_ERRORS: dict[str, Callable[[Fault], ApiError]] = {
    "400": lambda _: bad_request("chat not found"),
    "401": lambda _: unauthorized(),
    "403": lambda _: forbidden("bot was blocked by the user"),
    "409": lambda _: conflict(OTHER_POLLER),
    "429": lambda fault: too_many_requests(fault.retry_after),
    "500": lambda _: ApiError(500, "Internal Server Error"),
}
# No answer, a cut connection, half an answer, and a proxy's page instead of one.
LINE = frozenset({"timeout", "reset", "half_open", "502"})
BAD_GATEWAY = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<h1>502 Bad Gateway</h1>\r\n</body>\r\n</html>\r\n"


class Faults:
    """The faults that are still to come."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._dice = random.Random(20261122)  # noqa: S311 - chances, not secrets; seeded, so that runs repeat

    def add(self, **wanted: object) -> None:
        """Order a fault, with the fields of `Fault`."""
        unknown = wanted.keys() - {field.name for field in fields(Fault)}
        kind = str(wanted.get("kind"))
        if unknown or kind not in _ERRORS.keys() | LINE:
            raise ControlError(f"kind is one of {', '.join(sorted(_ERRORS.keys() | LINE))}; unknown: {sorted(unknown)}")
        self._faults.append(Fault(**{**wanted, "kind": kind}))  # type: ignore[arg-type]  # JSON, names checked above

    def clear(self) -> None:
        """Cancel all of them."""
        self._faults.clear()

    def pick(self, method: str) -> Fault | None:
        """Return the fault that this call suffers, and count it down."""
        for fault in self._faults:
            if fault.method.lower() in (ANY, method) and self._dice.random() < fault.chance:
                fault.count -= 1
                if fault.count <= 0:
                    self._faults.remove(fault)
                return fault
        return None

    def view(self) -> list[JSON]:
        """Return the faults that are still to come."""
        return [{field.name: getattr(fault, field.name) for field in fields(Fault)} for fault in self._faults]
