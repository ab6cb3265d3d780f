"""Every Bot API method the stand-in knows, in one table by lower-case name (Telegram does not mind the case)."""

from collections.abc import Callable
from typing import Any

from sandbox.api.calls import Call
from sandbox.api.methods import chats, edits, files, media, messages, polls, profile, updates

Handler = Callable[[Call], Any]

METHODS: dict[str, Handler] = {
    name.lower(): handler
    for room in (updates, messages, media, edits, polls, chats, profile, files)
    for name, handler in room.TABLE.items()
}
