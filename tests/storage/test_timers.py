"""A subject has one armed timer; it fires once, and only if it is still the one that is meant."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.ports import Subject, Timer
from storage.store import SqliteStore


def arm(*timers: Timer):
    return lambda tx: [tx.timers.arm(timer) for timer in timers]


async def test_the_last_one_armed_counts(store: SqliteStore, now):
    first = Timer(Subject.CASE, 1, "offered/0", now)
    second = Timer(Subject.CASE, 1, "working/0", now + timedelta(hours=1))
    await store.run(arm(first, second))
    assert await store.run(lambda tx: tx.timers.armed(Subject.CASE, 1)) == second
    assert await store.run(lambda tx: tx.timers.fire(first)) is False
    assert await store.run(lambda tx: tx.timers.fire(second)) is True
    assert await store.run(lambda tx: tx.timers.fire(second)) is False
    assert await store.run(lambda tx: tx.timers.armed(Subject.CASE, 1)) is None


async def test_a_timer_of_another_subject_is_another(store: SqliteStore, now):
    timers = [Timer(Subject.CASE, 1, "s", now), Timer(Subject.CASE, 2, "s", now), Timer(Subject.VOTE, 1, "s", now)]
    await store.run(arm(*timers))
    await store.run(lambda tx: tx.timers.cancel(Subject.CASE, 1))
    assert await store.run(lambda tx: tx.timers.due(now, 9)) == (timers[1], timers[2])


async def test_neither_step_nor_moment_may_differ_for_it_to_fire(store: SqliteStore, now):
    timer = Timer(Subject.TOPIC, 1, "remind", now)
    await store.run(arm(timer))
    for other in (replace(timer, step="meet"), replace(timer, due_at=now + timedelta(seconds=1))):
        assert await store.run(lambda tx, other=other: tx.timers.fire(other)) is False
    assert await store.run(lambda tx: tx.timers.fire(timer)) is True


@given(
    minutes=st.dictionaries(st.integers(1, 50), st.integers(-99, 99), max_size=20),
    limit=st.integers(1, 20),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
async def test_what_is_due_comes_soonest_first(store: SqliteStore, now, minutes, limit):
    def rearm(tx):
        tx.session.raw.execute("DELETE FROM timers")
        for number, minute in minutes.items():
            tx.timers.arm(Timer(Subject.CASE, number, "s", now + timedelta(minutes=minute)))
        return tx.timers.due(now, limit), tx.timers.next_due()

    due, following = await store.run(rearm)
    expected = sorted((minute, number) for number, minute in minutes.items() if minute <= 0)[:limit]
    assert [timer.subject_id for timer in due] == [number for _, number in expected]
    assert following == min((now + timedelta(minutes=minute) for minute in minutes.values()), default=None)
