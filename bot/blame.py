"""Where an exception came from, in one line and without its text: that may quote what a person wrote, or the token."""

import traceback
from pathlib import Path

FRAMES = 3


def blame(error: BaseException) -> str:
    """Such as ``KeyError at filing.py:41 < cases.py:88 < routes.py:12``."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} at {places}" if places else type(error).__name__
