"""Logs: one line an event, with surrogate ids; never words, names, accounts or tokens, at any level."""

import logging
import re

_TOKEN = re.compile(r"\d{3,}(?::|%3A)[A-Za-z0-9_-]{10,}", re.IGNORECASE)
_QUIET = ("alembic", "telegram", "apscheduler", "asyncio", "jieba", "uvicorn", "aiohttp", "aiosqlite")
"""Libraries that put whole updates, accounts or addresses into their lines: heard from WARNING on, never below."""


class Redacting(logging.Formatter):
    """Takes out whatever looks like a token, exceptions included: the last line of defence."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return _TOKEN.sub("<token>", super().format(record))


def set_up(level: str) -> None:
    """Log to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(Redacting("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))
