"""Personal matters (家事): what concerns one person or one household. No group, meeting or other household hears of it."""

from civic.kinds import Tier

CRISIS = "A10"
"""The kind of somebody who does not want to live (轻生): time alone never settles it, and their own card has a softer word for it."""

_KINDS = frozenset({"A08", "A09", CRISIS, "A11", "N01", "N02", "N03", "Q02", "Q03", "Q04", "R01", "R03", "R05"})


def personal(kind: str, tier: Tier) -> bool:
    """Whether a case of this kind and tier is one: injury, violence, 轻生, 走失, quarrels, 低保, papers, wages, fraud, or confidential.

    Mediation (调解) is not public where a party wishes so (人民调解法 art. 23); what families suffer is kept private (反家庭暴力法 art. 5).
    """
    return tier is Tier.CONFIDENTIAL or kind in _KINDS
