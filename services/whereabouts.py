"""Whereabouts: which place is meant, asked where nobody can be sure. A name that is only heard is asked about and never taken."""

import re

from civic.people import Person
from civic.places import CALLED, Place
from services.act import Act
from services.ports import Prompt
from services.posts import Post, Promise

PLACES_SHOWN = 8

_OURS = "们咱俺本该全整个这那各到老旧新"
"""What stands before 小区 where it is no name: 我们小区, 这个小区, 老旧小区."""

_SEEMS_NAMED = re.compile(rf"\w[^\W{_OURS}](?:{'|'.join(CALLED)})")


def ask_place(act: Act, person: Person, known: tuple[Place, ...], slot: str | None = None) -> None:
    """Ask which place it is about: a few to tap, or its name to type."""
    act.tx.prompts.ask(person.id, Prompt("place", 0, act.now))
    params = {"choices": _choices(act, known), "more": len(known) > PLACES_SHOWN}
    act.tx.outbox.put(Post(person.chat_id, "ask.place", params, Promise.CRITICAL, slot))


def ask_heard(act: Act, person: Person, heard: tuple[Place, ...], case_id: int = 0) -> None:
    """「是幸福小区吗?」: for where the person lives or what their draft is about; or for a case that lies elsewhere so far."""
    if not case_id:
        act.tx.prompts.ask(person.id, Prompt("place", 0, act.now))
    params = {"choices": _choices(act, heard), "case_id": case_id}
    act.tx.outbox.put(Post(person.chat_id, "ask.heard", params, Promise.CRITICAL, heard_slot(person.id)))


def heard_slot(person_id: int) -> str:
    """The living message that asks whether a place was heard right."""
    return f"person:{person_id}:heard"


def seems_named(text: str) -> bool:
    """Whether the words seem to name an estate, such as somebody does who complains of another than their own."""
    return _SEEMS_NAMED.search(text) is not None


def _choices(act: Act, known: tuple[Place, ...]) -> list[tuple[int, str]]:
    return [(place.id, _distinct_name(act, place, known)) for place in known[:PLACES_SHOWN]]


def _distinct_name(act: Act, place: Place, known: tuple[Place, ...]) -> str:
    """The name, with the community's before it where two places have the same."""
    twins = [other for other in known if other.name == place.name]
    above = act.places.path(place.id)[1:2]
    return f"{above[0].name} {place.name}" if len(twins) > 1 and above else place.name
