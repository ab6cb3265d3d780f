"""Logs: one line an event, with surrogate ids; never words, names, accounts or tokens, at any level (fault 46).

Our own events are constant words and named values: ``log.warning("update failed", update=7)``. What libraries say is reduced to the
first line of their message before anything is filled into it, for what they fill in may be an update or an address. An exception is
told by where it came from. Whatever is left goes through ``redact``: the last line of defence, at the root, for every logger.
"""

import logging
import re
import sys
from collections import Counter
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

from bot.blame import blame

_QUIET = ("alembic", "telegram", "apscheduler", "asyncio", "httpx", "jieba", "uvicorn", "aiohttp", "aiosqlite")
"""Libraries that say what they do all the time: heard from WARNING on, never below."""

_HIDDEN = (
    (re.compile(r"\d{3,}(?::|%3A)[A-Za-z0-9_-]{10,}", re.IGNORECASE), "<token>"),
    (re.compile(r"(?<!\w)i_[A-Za-z0-9_-]{10,}"), "<invitation>"),
    (re.compile(r"AGE-SECRET-KEY-\w+", re.IGNORECASE), "<key>"),
    # All that is ours to say is said in English: what is written in Chinese was written by somebody.
    (re.compile(r"[\u3400-\u9fff\uf900-\ufaff][\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]*"), "<words>"),
    # Accounts, telephones and numbers of identity cards; years, ports and counts are shorter.
    (re.compile(r"(?<![\d.])(?!\d{4}-\d\d-\d\d\b)[+-]?\d(?:[ -]?\d){6,}[Xx]?(?!\d)"), "<number>"),
)
_OURS = frozenset({"update", "delivery", "subject", "case", "event_id", "bytes"})
"""Names of values that are surrogate ids or sizes, however long."""
_MADE_HERE = frozenset({"timestamp", "level", "logger"})

COUNTED: Counter[tuple[str, str]] = Counter()
"""How often each event was logged since the start, by level and event; a library's are counted under its name."""


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of a module."""
    bound: structlog.stdlib.BoundLogger = structlog.wrap_logger(
        logging.getLogger(name),
        processors=[
            structlog.stdlib.filter_by_level,
            *_COMMON,
            _count,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return bound


def set_up(level: str) -> None:
    """Log to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*_COMMON, _first_line, _count_library],
            use_get_message=False,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _explain,
                redact,
                structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event", "logger"]),
            ],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Take out whatever looks like a secret, a person's words or somebody's number."""
    return {name: value if name in _MADE_HERE else _redacted(name, value) for name, value in event.items()}


def _redacted(name: str, value: object) -> object:
    if value is None or isinstance(value, bool | float) or (isinstance(value, int) and name in _OURS):
        return value
    text = str(value)
    for pattern, instead in _HIDDEN:
        text = pattern.sub(instead, text)
    return text


def _explain(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """An exception's text and its causes' may quote a person; where it came from does not."""
    given: Any = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["blame"] = blame(error)
    event.pop("stack_info", None)
    return event


def _first_line(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    event["event"] = str(event["event"]).partition("\n")[0]
    return event


def _count(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    COUNTED[event["level"], event["event"]] += 1
    return event


def _count_library(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    COUNTED[event["level"], str(event["logger"]).partition(".")[0]] += 1
    return event


_COMMON: tuple[structlog.typing.Processor, ...] = (
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)
