"""What the writer wants of the bot, above all: whether this is a request."""

from civic.understanding import Intent
from nlp.patterns import Patterns

LEAN = 0.15
"""Added to what speaks for a request: one that is taken for small talk is worse than small talk that is filed."""

INTENTS = tuple(Intent)
"""As a tuple they are gone through in a fifth of the time."""

LITTLE = 4
"""Letters beside a case's number that do not yet say what is wanted of it."""


def intent_of(text: str, patterns: Patterns, *, numbered: bool) -> Intent:
    """Tell the intent of a normalised text without its case numbers; ``numbered`` says that it named one."""
    if text.startswith("/") or not any(map(str.isalnum, text)):
        return Intent.PROGRESS if numbered else Intent.OTHER
    scores = patterns.read(text).scores
    likeliest = max(INTENTS, key=scores.__getitem__)
    intent = Intent.REQUEST if scores[Intent.REQUEST] + LEAN >= scores[likeliest] else likeliest
    if numbered and intent is Intent.OTHER and sum(map(str.isalnum, text)) <= LITTLE:
        return Intent.PROGRESS
    return intent
