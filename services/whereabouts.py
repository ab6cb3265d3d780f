"""Whereabouts: which place is meant, asked where nobody can be sure. A name that is only heard is asked about and never taken."""

import re
from collections.abc import Callable

from civic.people import Person
from civic.places import CALLED, Place
from civic.refusals import PlaceUnknown
from civic.understanding import Spot
from services import joining
from services.act import Act
from services.ports import Prompt
from services.posts import Post, Promise
from services.views import spot_params

PLACES_SHOWN = 8

LONGEST_NAME = 16
"""Characters up to which words may be nothing but the name of a place, or where somebody lives."""

_OURS = "们咱俺本该全整个这那各到老旧新"
"""What stands before 小区 where it is no name: 我们小区, 这个小区, 老旧小区."""

_SEEMS_NAMED = re.compile(rf"\w[^\W{_OURS}](?:{'|'.join(CALLED)})")


def ask_place(act: Act, person: Person, known: tuple[Place, ...], slot: str | None = None) -> None:
    """Ask which place it is about: a few to tap, or its name to type."""
    act.tx.prompts.ask(person.id, Prompt("place", 0, act.now))
    params = {"choices": _choices(act, known), "more": len(known) > PLACES_SHOWN}
    act.tx.outbox.put(Post(person.chat_id, "ask.place", params, Promise.CRITICAL, slot))


def ask_heard(act: Act, person: Person, heard: tuple[Place, ...], case_id: int = 0, spot: Spot = Spot()) -> None:
    """「是幸福小区吗?」: for where the person lives or what their draft is about; or for a case that lies elsewhere so far.

    ``spot`` was told beside the name, and goes with the question.
    """
    if not case_id:
        act.tx.prompts.ask(person.id, Prompt("place", 0, act.now))
    params = {"choices": _choices(act, heard), "case_id": case_id, "spot": spot_params(spot)}
    act.tx.outbox.put(Post(person.chat_id, "ask.heard", params, Promise.CRITICAL, heard_slot(person.id)))


def meant(
    act: Act, person: Person, words: str, fits: Callable[[Place], bool], purpose: str, **params: object
) -> Place | None:
    """The place that a command names; ``None`` where the words only sound like one that ``fits``, and the person is asked.

    ``purpose`` and ``params`` say what for, as far as the button of the answer has to know. Raises ``PlaceUnknown``.
    """
    try:
        return joining.find_place(act, words)
    except PlaceUnknown:
        heard = tuple(filter(fits, act.heard_alone(words)))
        if not heard:
            raise
    asked = params | {"choices": _choices(act, heard), "purpose": purpose}
    act.tx.outbox.put(Post(person.chat_id, "ask.meant", asked, Promise.CRITICAL, heard_slot(person.id)))
    return None


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
