"""The engine between the Bot API and the handlers: ``polling`` and ``intake`` in, ``dispatcher`` through, ``courier`` out.

No words and no rules stand here. python-telegram-bot's ``Application`` is used without its ``Updater``, which loses what it has
fetched when the process dies.
"""
