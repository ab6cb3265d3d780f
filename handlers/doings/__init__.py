"""What each button does: a table of codes, and the use case behind every one."""

from handlers.buttons import Code
from handlers.doings import council, own, requests, upkeep, work
from handlers.doings.tap import Doings, Tap

__all__ = ["DOINGS", "TEACHING", "Tap"]

DOINGS: Doings = requests.DOINGS | work.DOINGS | council.DOINGS | own.DOINGS | upkeep.DOINGS

TEACHING = frozenset({Code.ADOPT, Code.REJECT})
"""What changes the words: once it is committed, the classifier uses those that are adopted then."""
