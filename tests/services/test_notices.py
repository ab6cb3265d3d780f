"""Who is told what: the table of notices, and that nobody is told what they did themselves."""

import pytest

from civic.events import EventKind
from services import answers, cases
from services.notices import NOTICES, Audience
from services.posts import Promise
from tests.services.kit import LIGHT, Neighbourhood, Somebody

K = EventKind
SILENT = {K.FILED, K.ANSWERED, K.REKINDED, K.CONFIRMED, K.RELOCATED, K.REVISED, K.JOINED}
"""Cards alone tell these, or a question of their own does."""

OF_PEOPLE = {K.DENIED, K.ROLE_GIVEN, K.ROLE_ENDED, K.CONSENT_WITHDRAWN, K.FORGOTTEN, K.HELD, K.RELEASED, K.REPORTED}
"""Told to whoever did it, and to nobody else."""

OF_CASES = [
    kind for kind in K if not kind.startswith(("topic_", "vote_", "ballot_", "word_")) and kind not in OF_PEOPLE
]


@pytest.mark.parametrize("kind", OF_CASES)
def test_everything_that_happens_to_a_case_is_told_or_meant_to_be_silent(kind: EventKind) -> None:
    assert (kind in NOTICES) != (kind in SILENT)


def test_topics_and_votes_are_told_in_the_group() -> None:
    assert set(NOTICES) <= set(OF_CASES)


@pytest.mark.parametrize("kind", NOTICES)
def test_each_audience_is_told_in_its_own_words(kind: EventKind) -> None:
    for audience, template in NOTICES[kind]:
        assert template.startswith("push." if audience in {Audience.REPORTER, Audience.HOUSEHOLDS} else "work.")


async def test_a_notice_is_promised_and_a_card_is_not(resident: Somebody, worker: Somebody) -> None:
    await resident.says(LIGHT)
    await worker.does(cases.accept, 1)
    promises = {post.template: post.promise for post in await resident.reads()}
    assert promises == {"case.resident": Promise.CARD, "push.accepted": Promise.CRITICAL}


async def test_a_worker_who_reports_and_holds_it_hears_only_what_others_do(
    town: Neighbourhood, secretary: Somebody
) -> None:
    worker = await town.settle(1050, "住在这里的网格员", "xf", GRID_WORKER="xf-g1")
    await worker.says(LIGHT)
    await worker.does(cases.accept, 1)
    assert not [name for name in await worker.hears() if name.startswith(("push.", "work."))]
    await worker.does(answers.ask, "decline", 1)
    await worker.says("不归我管")
    await secretary.does(cases.accept, 1)
    assert [name for name in await worker.hears() if name.startswith(("push.", "work."))] == ["push.accepted"]


async def test_a_notice_carries_what_happened(resident: Somebody, worker: Somebody, officer: Somebody) -> None:
    await resident.says(LIGHT)
    await worker.does(cases.escalate, 1, worker.message("要查线路"))
    params = (await officer.reads_one("work.escalated")).params
    assert (params["from"], params["to"], params["said"]) == ("小区", "社区", "要查线路")
    assert (params["number"], params["rung_place"]) == ("幸福-261123-001", "向阳社区")
