"""Reports about officials (举报): never cases, never in a list, a group or a count; read by the confidants alone.

They must not be shown or passed on to whom they are about (信访工作条例 2022, art. 30).
"""

from dataclasses import dataclass, field
from datetime import datetime

from civic.notes import File

MOST_CONFIDANTS = 2
"""How many people may read the reports of a place."""

KIND = "S01"
"""The kind of the taxonomy that is a report about officials."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report, as it was written. ``readers`` are those whose names its reporter was shown, without the one who was left out."""

    number: str
    reporter_id: int
    place_id: int
    filed_at: datetime
    text: str
    files: tuple[File, ...] = field(default=())
    readers: tuple[int, ...] = ()
