"""Exit codes, as an operator's scripts read them (after sysexits.h)."""

from enum import IntEnum


class Exit(IntEnum):
    """Why the program ended."""

    CLEAN = 0
    USAGE = 64
    DATA = 65
    """Data failed verification, or a table of places has mistakes."""
    UNREACHABLE = 69
    """Telegram could not be reached at start."""
    INTERNAL = 70
    NO_BACKUP = 73
    DISK = 74
    OTHER_INSTANCE = 75
    SCHEMA_TOO_NEW = 76
    TOKEN_REFUSED = 77
    CONFIGURATION = 78
