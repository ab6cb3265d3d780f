"""Kinds of request (诉求类别): what the taxonomy says about each of the 109 kinds.

Reading the taxonomy's file is not done here (``nlp.taxonomy`` does).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Tier(StrEnum):
    """The time limit (时限档) a kind is handled under; ``civic.ladder`` says how long each is."""

    EMERGENCY = "E"
    URGENT = "U"
    SWIFT = "S"
    MEDIUM = "M"
    LONG = "L"
    CONFIDENTIAL = "C"


class Level(StrEnum):
    """Where a kind is first handled, as the taxonomy writes it."""

    EMERGENCY = "急"
    ESTATE = "小区"
    COMMUNITY = "社区"
    STREET = "街道"
    DEPARTMENT = "部门"
    DISCIPLINE = "纪检"
    GUIDANCE = "引导"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of request: its fixed code, its group and name, and how it is handled."""

    code: str
    group: str
    name: str
    level: Level
    lead: str
    assist: tuple[str, ...]
    tier: Tier
    words: tuple[str, ...]
    troubles: tuple[str, ...] = ()
    """What exactly may be wrong, as far as one visit settles it."""

    @property
    def ordinary(self) -> bool:
        """Whether a message of this kind may become an ordinary case.

        Reports about officials must not reach those reported (信访工作条例 2022, art. 30), and matters of court or petition belong
        to their own channels (接诉即办工作条例 of Beijing, art. 11): both are answered with the way to go.
        """
        return self.level not in {Level.DISCIPLINE, Level.GUIDANCE}


MOST_TROUBLES = 15
"""Of a kind: their numbers are stored in four bits."""

Taxonomy = Mapping[str, Kind]
"""Kinds by their code."""


def troubles_of(taxonomy: Taxonomy) -> dict[str, str]:
    """Return the name of each trouble by its code, which is its kind's and a number."""
    return {
        f"{code}.{number}": name
        for code, kind in taxonomy.items()
        for number, name in enumerate(kind.troubles, start=1)
    }


_AT_A_HOUSE = """
A01 A02 A03 A04 A05 A06 A07 A08 A09 A10 A12 B05 B07 C01 C02 C03 C04 C07 D01 D02 D03 D04 D06 E04 E05 F01 F02 F03 G01 G03 G04 G05
H01 I01 I04 I06 K01 K02 K03 K04 L01 L02 L03 M02
"""
AT_A_HOUSE = frozenset(_AT_A_HOUSE.split())
"""Kinds of trouble in or at a house: whoever comes must know which."""

OTHER = "S06"
"""The kind of a request that fits no other (其他): the community sorts it by hand."""
