"""What the writer wants of the bot, above all: whether this is a request."""

from civic.understanding import Intent
from nlp.patterns import Patterns

LITTLE = 4
"""Letters beside a case's number that do not yet say what is wanted of it."""


def intent_of(text: str, patterns: Patterns, *, numbered: bool) -> Intent:
    """Tell the intent of a normalised text without its case numbers; ``numbered`` says that it named one."""
    letters = sum(map(str.isalnum, text))
    if not letters or text.startswith("/"):
        return Intent.PROGRESS if numbered else Intent.OTHER
    intent = max(Intent, key=patterns.read(text).scores.__getitem__)
    return Intent.PROGRESS if numbered and intent is Intent.OTHER and letters <= LITTLE else intent
