"""Following the world: long polls for tests, Server-Sent Events for the page, answers to presses."""

from collections.abc import AsyncIterator, Callable

from sandbox.errors import ControlError
from sandbox.jsonio import JSON
from sandbox.world import World
from sandbox.world.events import Event
from sandbox.world.state import Callback

# A comment line now and then keeps proxies and browsers from giving an idle stream up.
HEARTBEAT = 15.0


def audience(world: World, person: int | None, chat: int | None) -> Callable[[Event], bool]:
    """Return whether an event concerns a chat and may be seen by a person (None: by anyone)."""

    def wanted(event: Event) -> bool:
        if chat is not None and event.chat != chat:
            return False
        if person is None or event.chat is None:
            return True
        if event.person is not None and event.person != person:
            return False
        return event.chat == person or (event.chat in world.groups and world.groups[event.chat].has(person))

    return wanted


async def stream(world: World, after: int, wanted: Callable[[Event], bool]) -> AsyncIterator[bytes]:
    """Yield events as Server-Sent Events until the sandbox closes; the first one only says hello."""
    log = world.events
    yield b'data: {"seq":%d,"type":"hello","chat":null,"data":{}}\n\n' % log.seq
    while not log.pulse.closed:
        newer = await log.wait(after, wanted, HEARTBEAT)
        after = newer[-1].seq if newer else after
        yield b"".join(b"id: %d\ndata: %s\n\n" % (event.seq, event.body) for event in newer) or b": still here\n\n"


async def answer_to(world: World, id_: str, seconds: float) -> JSON:
    """Wait until the bot has answered a press; {"answered": false} when it has not in time."""
    if id_ not in world.callbacks:
        raise ControlError(f"no callback {id_}")
    callback: Callback = world.callbacks[id_]
    if callback.answer is None:
        await world.events.wait(world.events.seq, lambda _: callback.answer is not None, seconds)
    return {"answered": True, **callback.answer} if callback.answer is not None else {"answered": False}
