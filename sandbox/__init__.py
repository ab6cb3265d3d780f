"""A local stand-in for Telegram: the Bot API over HTTP, a world of people and chats, a control API and a chat page.

    box = Sandbox(clock=Clock())
    async with serve(box) as address:  # http://127.0.0.1:PORT
        ...                            # any bot library, with `address` as its API server

It imports nothing of the project: bots and tests meet it over HTTP only, as they meet Telegram.
"""

from sandbox.clock import Clock, ManualClock
from sandbox.server import Sandbox, serve

__all__ = ["Clock", "ManualClock", "Sandbox", "serve"]
