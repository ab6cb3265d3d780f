"""People (人员): who takes part, what they agreed to, and where they live. Their roles are rows of their own (``civic.roles``)."""

from dataclasses import dataclass
from datetime import datetime

from civic.understanding import Spot

CONSENT_VERSION = 1
"""The version of the privacy notice (告知) in force; whoever agreed to an older one is asked again (个人信息保护法, art. 14, 17)."""


WITHDRAWN = 0
"""The version of those who agreed once and took it back."""

NOBODY = -(2**62)
"""Accounts below are nobody's: those of people who were forgotten (the messenger's have at most 52 bits)."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person. ``chat_id`` is their account at the messenger and never leaves the database and the wire."""

    id: int
    chat_id: int
    name: str
    consent_version: int | None = None
    consent_at: datetime | None = None
    place_id: int | None = None
    spot: Spot = Spot()
    unreachable: bool = False

    @property
    def consented(self) -> bool:
        """Whether the notice in force was agreed to."""
        return self.consent_version == CONSENT_VERSION
