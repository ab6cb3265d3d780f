"""Danger to people: whether somebody is in danger now, as patterns of characters tell (``nlp.patterns``), and what kind of emergency it is.

On 4,326 real messages to governments 3.2 % held a word of danger and hardly any was an emergency, while a chat message that says
着火了 nearly always means it (``docs/understanding.md``). Words alone do not tell; the whole of a message does.
"""

import math
import re

from civic.understanding import Danger, Intent
from nlp.intents import INTENTS
from nlp.patterns import DANGER, Patterns
from nlp.ranking import Weighed
from nlp.weights import EMERGENCY

LEAN = 0.25
"""Added to what the patterns say: to miss a danger is worse than to ask once too often."""

KIND, MOST_KIND = 0.115, 3.5
"""How much it counts how far an emergency is a likelier kind than any other, and how far at most: of small talk, which is of no kind,
kinds say anything. On the scale of ``patterns_learning.STRENGTH``: they are chosen anew where that changes."""

IDLE = 0.5
"""How much it counts against a danger how far the likeliest intent leads a request: who wants nothing calls for no help."""

STEEPNESS = 4.0
"""Of the way from what is said to what is believed; chosen where beliefs agreed with how often they were right."""

LEAST = 0.01
"""Belief below which nothing is said of danger."""

UNTOLD = "A08"
"""The kind of an emergency no word of which is known: somebody needs help."""

_REPORT = "反映[一个]*下?情况"
# Each begins with a character and nothing else, by which it is looked for: that takes a tenth of the time.
_COURTESIES = re.compile(
    f"(?:您们?好|你们?好|各位|领导|社区的?同志们?|同志们?|师傅|请问|我[想要]?{_REPORT}|想{_REPORT}|要{_REPORT}|{_REPORT}"
    "|麻烦(?:了|你们?|您)?|拜托(?:了|你们?|您)?|辛苦了?|非常感谢|十分感谢|感谢|多谢|谢谢(?:了|啦|你们?|您|大家)*)[，。！!~、 ]*"
)
"""Who is polite is in no less danger."""


def danger_of(text: str, patterns: Patterns, kinds: Weighed) -> Danger | None:
    """Return the danger, happening or not, that a message tells of whose ``kinds`` are weighed; ``None`` where it tells of none."""
    told = patterns.read(_COURTESIES.sub("", text))
    scores = told.scores
    idle = max(map(scores.__getitem__, INTENTS)) - scores[Intent.REQUEST]
    score = scores[DANGER] + KIND * min(kinds.lead(EMERGENCY), MOST_KIND) - IDLE * idle + LEAN
    belief = 1 / (1 + math.exp(-STEEPNESS * score))
    if belief < LEAST:
        return None
    return Danger(kinds.best(EMERGENCY) or UNTOLD, told.words(DANGER, 1), belief, told.words(DANGER, -1))
