"""A judge that nobody here wrote: the Bot API's own description, read as data, against what the stand-in says."""

import json
from pathlib import Path
from typing import Any

# What the stand-in may say although the description does not know it; each line needs a reason.
ALLOWED_EXTRA: frozenset[tuple[str, str]] = frozenset()

_PLAIN: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (float, int),
    "String": (str,),
    "Boolean": (bool,),
    "True": (bool,),
}


class Judge:
    """Finds fault with JSON that claims to be of one of the Bot API's types."""

    def __init__(self, description: Path) -> None:
        spec = json.loads(description.read_text(encoding="utf-8"))
        self.types: dict[str, Any] = spec["types"]
        self.methods = {name.lower(): method for name, method in spec["methods"].items()}

    def faults(self, type_: str, value: Any, path: str = "") -> list[str]:
        """Return what is wrong with `value` as a `type_`, each with its path."""
        path = path or type_
        if type_.startswith("Array of "):
            if not isinstance(value, list):
                return [f"{path}: not an array"]
            inner = type_.removeprefix("Array of ")
            return [fault for at, item in enumerate(value) for fault in self.faults(inner, item, f"{path}[{at}]")]
        if type_ in _PLAIN:
            wrong = not isinstance(value, _PLAIN[type_]) or (isinstance(value, bool) and bool not in _PLAIN[type_])
            return [f"{path}: {value!r} is no {type_}"] if wrong else []
        if subtypes := self.types[type_].get("subtypes"):
            return self._best(subtypes, value, path)
        return self._object_faults(type_, value, path)

    def answer_faults(self, method: str, answer: dict[str, Any]) -> list[str]:
        """Return what is wrong with a whole answer to a method."""
        if answer.get("ok") is True:
            known = self.methods[method.lower()]
            return self._best(known["returns"], answer["result"], method) + _strangers(answer, {"ok", "result"})
        faults = _strangers(answer, {"ok", "error_code", "description", "parameters"})
        if not isinstance(answer["error_code"], int) or not isinstance(answer["description"], str):
            faults.append(f"{method}: malformed error {answer}")
        return faults + self.faults("ResponseParameters", answer.get("parameters", {}))

    def _best(self, types: list[str], value: Any, path: str) -> list[str]:
        return min((self.faults(each, value, f"{path}<{each}>") for each in types), key=len)

    def _object_faults(self, type_: str, value: Any, path: str) -> list[str]:
        if not isinstance(value, dict):
            return [f"{path}: not an object"]
        fields = {field["name"]: field for field in self.types[type_].get("fields", ())}
        faults = [
            f"{path}.{name}: missing" for name, field in fields.items() if field["required"] and name not in value
        ]
        for name, inner in value.items():
            if name in fields:
                faults += self._best(fields[name]["types"], inner, f"{path}.{name}")
            elif (type_, name) not in ALLOWED_EXTRA:
                faults.append(f"{path}.{name}: unknown")
        return faults


def _strangers(value: dict[str, Any], known: set[str]) -> list[str]:
    return [f"unknown field {name}" for name in value.keys() - known]
