"""Asking to stop: which signals do, and what they mean while the program is still being loaded. Imports nothing of ours."""

import signal
import sys
from typing import Final

STOP: Final = (signal.SIGINT, signal.SIGTERM)


def stop_quietly() -> None:
    """From now on, until the program looks after them itself, such a signal is a clean end (fault 12)."""
    for number in STOP:
        signal.signal(number, lambda _number, _frame: sys.exit())
