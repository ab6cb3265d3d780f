"""What tests and the page can make happen: a table from the control API's words to the world's methods."""

import inspect
from collections.abc import Callable
from typing import Any

from sandbox.errors import ControlError
from sandbox.jsonio import JSON
from sandbox.world import World

# Words of the control API that Python needs otherwise.
_NAMES = {"as": "person", "id": "person_id"}


def _people(world: World, **body: Any) -> JSON:
    return world.view_person(world.add_person(**body))


def _groups(world: World, **body: Any) -> JSON:
    return world.view_chat(world.add_group(**body))


def _press(world: World, **body: Any) -> JSON:
    return {"callback_query_id": world.press(**body).id}


def _migrate(world: World, **body: Any) -> JSON:
    return world.view_chat(world.migrate(**body))


# What each word does, when its answer needs no rewording.
_PLAIN: dict[str, Callable[..., Any]] = {
    "send": World.send,
    "edit": World.edit,
    "delete": World.delete,
    "start": World.start,
    "vote": World.vote,
    "react": World.react,
    "block": World.block,
    "join": World.join,
    "leave": World.leave,
    "kick": World.kick,
    "promote": World.promote,
    "demote": World.demote,
    "restrict": World.restrict,
    "bot": World.set_bot,
    "title": World.rename,
}
# For each word: what is called, and the method whose signature the body must fit.
ACTIONS: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "people": (_people, World.add_person),
    "groups": (_groups, World.add_group),
    "press": (_press, World.press),
    "migrate": (_migrate, World.migrate),
    **{word: (method, method) for word, method in _PLAIN.items()},
}


def act(world: World, word: str, body: JSON) -> Any:
    """Do what `word` says; raises ControlError for unknown words, missing or wrong fields."""
    if word not in ACTIONS:
        raise ControlError(f"unknown action {word}; known: {', '.join(sorted(ACTIONS))}")
    call, shape = ACTIONS[word]
    named = {_NAMES.get(key, key): value for key, value in body.items()}
    try:
        inspect.signature(shape).bind(world, **named)
    except TypeError as error:
        raise ControlError(str(error)) from None
    return call(world, **named)
