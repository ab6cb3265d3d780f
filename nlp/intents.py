"""What the writer wants of the bot, above all: whether this is a request."""

from civic.understanding import Intent
from nlp.patterns import Patterns

LEAN = 0.3
"""Added to what speaks for a request: one that is taken for small talk is worse than small talk that is filed."""

LITTLE = 4
"""Letters beside a case's number that do not yet say what is wanted of it."""


def intent_of(text: str, patterns: Patterns, *, numbered: bool) -> Intent:
    """Tell the intent of a normalised text without its case numbers; ``numbered`` says that it named one."""
    letters = sum(map(str.isalnum, text))
    if not letters or text.startswith("/"):
        return Intent.PROGRESS if numbered else Intent.OTHER
    scores = patterns.read(text).scores
    intent = max(Intent, key=lambda each: scores[each] + (LEAN if each is Intent.REQUEST else 0))
    return Intent.PROGRESS if numbered and intent is Intent.OTHER and letters <= LITTLE else intent
