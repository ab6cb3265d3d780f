"""What may go before the council, and what is nobody's talk."""

import pytest

from civic import deliberation
from civic.cases import State
from civic.kinds import Tier
from civic.personal import personal
from civic.refusals import Personal
from nlp.taxonomy import load_taxonomy
from tests.civic.kit import COORDINATOR, NOW, a_case

TAXONOMY = load_taxonomy()


@pytest.mark.parametrize("kind", ["A09", "A10", "A11", "N01", "N02", "Q02", "R03"])
def test_a_personal_matter_is_refused(kind: str) -> None:
    with pytest.raises(Personal):
        deliberation.deliberate(a_case(kind=kind), COORDINATOR, 5, NOW)


@pytest.mark.parametrize("kind", ["A05", "D01", "I05", "N04", "O03", "Q01", "S02", "S06"])
def test_a_common_one_is_not(kind: str) -> None:
    assert deliberation.deliberate(a_case(kind=kind), COORDINATOR, 5, NOW).case.state is State.DELIBERATING


def test_what_is_confidential_is_personal_whatever_its_kind() -> None:
    assert all(personal(code, Tier.CONFIDENTIAL) for code in TAXONOMY)
    assert all(personal(each.code, each.tier) for each in TAXONOMY.values() if each.tier is Tier.CONFIDENTIAL)
