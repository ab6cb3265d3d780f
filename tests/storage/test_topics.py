"""Topics with their attendance, and votes with their ballots."""

from dataclasses import replace
from datetime import timedelta

import pytest

from civic.ballots import Ballot, Choice, Outcome, Vote
from civic.refusals import NotFound
from civic.topics import Attendance, Topic, TopicState
from storage.store import SqliteStore

GROUP = -1001234567890


@pytest.fixture
async def topic(store: SqliteStore, town) -> Topic:
    def make(tx) -> Topic:
        case = tx.cases.add(town.case())
        return tx.topics.add(Topic(0, case.id, town.estate.id, GROUP, "加装电梯", town.worker.id))

    return await store.run(make)


async def test_a_topic_is_kept_as_it_is_now_and_found_by_its_case(store: SqliteStore, topic: Topic, now):
    assert await store.run(lambda tx: tx.topics.get(topic.id)) == topic
    noticed = replace(topic, state=TopicState.NOTICED, meets_at=now)
    await store.run(lambda tx: tx.topics.save(noticed))
    assert await store.run(lambda tx: tx.topics.of_case(topic.case_id)) == noticed
    later = await store.run(lambda tx: tx.topics.add(replace(topic, title="再议")))
    assert await store.run(lambda tx: tx.topics.of_case(topic.case_id)) == later
    assert await store.run(lambda tx: tx.topics.of_case(99)) is None


async def test_the_last_answer_to_the_notice_counts(store: SqliteStore, topic: Topic, town, now):
    answers = [(town.worker, Attendance.AWAY), (town.resident, Attendance.COMING), (town.worker, Attendance.COMING)]
    for minute, (person, answer) in enumerate(answers):
        moment = now + timedelta(minutes=minute)
        await store.run(lambda tx, p=person.id, a=answer, m=moment: tx.topics.attend(topic.id, p, a, m))
    attendance = await store.run(lambda tx: tx.topics.attendance(topic.id))
    assert attendance == {town.resident.id: Attendance.COMING, town.worker.id: Attendance.COMING}
    assert await store.run(lambda tx: tx.topics.attendance(99)) == {}


async def test_a_vote_keeps_its_roll_and_hours_and_gets_an_outcome(store: SqliteStore, topic: Topic, now):
    vote = Vote(0, topic.id, frozenset({3, 1, 2}), now, now + timedelta(hours=1))
    vote = await store.run(lambda tx: tx.votes.add(vote))
    assert await store.run(lambda tx: tx.votes.get(vote.id)) == vote
    tampered = replace(vote, roll=frozenset({9}), closes_at=now, outcome=Outcome.PASSED)
    await store.run(lambda tx: tx.votes.save(tampered))
    assert await store.run(lambda tx: tx.votes.of_topic(topic.id)) == replace(tampered, roll=vote.roll)
    assert await store.run(lambda tx: tx.votes.of_topic(99)) is None


async def test_all_ballots_are_kept_in_the_order_they_were_cast(store: SqliteStore, topic: Topic, town, now):
    vote = await store.run(lambda tx: tx.votes.add(Vote(0, topic.id, frozenset({1}), now, now)))
    ballots = tuple(Ballot(person.id, choice, now) for choice in Choice for person in (town.worker, town.resident))
    for ballot in ballots:
        await store.run(lambda tx, ballot=ballot: tx.votes.cast(vote.id, ballot))
    assert await store.run(lambda tx: tx.votes.ballots(vote.id)) == ballots


@pytest.mark.parametrize("noun", ["topics", "votes"])
async def test_what_is_not_there(store: SqliteStore, noun: str):
    with pytest.raises(NotFound):
        await store.run(lambda tx: getattr(tx, noun).get(99))
