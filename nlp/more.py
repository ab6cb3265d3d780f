"""What goes on with a request just made and names no matter of its own: where it is, since when, how bad, that somebody should come.

People tell a trouble in several messages, and 「快点来人」 alone is no request that anybody could work on.
"""

from collections.abc import Iterable

from civic.understanding import Intent
from nlp.patterns import MORE, Patterns
from nlp.ranking import Ranker

LONGEST = 30
"""Characters of a text that may be one; whoever writes more says what it is about."""

LEAN, KNOWN = 0.3, 0.3
"""Added to what the patterns say, for one tap files it apart after all; and taken from it where a word of some kind of request is known."""

_ANSWERED = frozenset(
    {Intent.PROGRESS, Intent.WITHDRAW, Intent.SATISFIED, Intent.GREETING, Intent.THANKS, Intent.HELP, Intent.ADVERT}
)
"""What is said to the bot, and has its own answer."""


def goes_on(text: str, intent: Intent, words: Iterable[str], patterns: Patterns, kinds: Ranker) -> tuple[str, ...]:
    """Return the words by which a normalised text goes on with what was said before; none where it does not."""
    if len(text) > LONGEST or intent in _ANSWERED or not any(map(str.isalnum, text)):
        return ()
    told = patterns.read(text)
    if told.scores[MORE] + LEAN - KNOWN * kinds.knows(words) <= 0:
        return ()
    return told.words(MORE, 1) or (text,)
