"""Which posts may go: rules that hold whatever happens."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.telegram.lanes import Lanes
from bot.telegram.limits import Limiter
from services.delivery import Waiting

START = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)


def rows(*chats: int) -> list[Waiting]:
    return [Waiting(number, chat, None) for number, chat in enumerate(chats, 1)]


def test_one_a_chat_oldest_first():
    lanes = Lanes(Limiter(0))
    lanes.add(rows(7, 7, 8))
    assert lanes.take(START, 10) == [1, 3]
    assert lanes.take(START, 10) == []
    lanes.finish(1)
    assert lanes.take(START, 10) == [2]


def test_a_chat_with_many_waits_for_its_turn():
    lanes = Lanes(Limiter(0))
    lanes.add(rows(7, 7, 7, 8, 9))
    order = []
    while taken := lanes.take(START, 1):
        order += taken
        lanes.finish(taken[0])
    assert order == [1, 4, 5, 2, 3]


def test_what_is_tried_again_is_the_next_of_its_chat():
    lanes = Lanes(Limiter(0))
    lanes.add(rows(7, 7))
    lanes.take(START, 1)
    lanes.again(1, START + timedelta(seconds=5))
    assert lanes.take(START, 10) == []
    assert lanes.next_moment() == START + timedelta(seconds=5)
    assert lanes.take(START + timedelta(seconds=5), 10) == [1]


def test_a_held_row_goes_at_its_moment_and_blocks_nobody():
    lanes = Lanes(Limiter(0))
    later = START + timedelta(hours=1)
    lanes.add([Waiting(1, 7, later), Waiting(2, 7, None)])
    assert lanes.next_moment() == later
    assert lanes.take(START, 10) == [2]
    lanes.finish(2)
    assert lanes.take(START, 10) == []
    assert lanes.take(later, 10) == [1]


def test_a_reset_remembers_what_is_on_its_way():
    lanes = Lanes(Limiter(0))
    lanes.add(rows(7, 7, 8))
    assert lanes.take(START, 1) == [1]
    unclaimed = lanes.take(START, 1)
    lanes.reset(unclaimed)
    assert lanes.after == 0
    lanes.add([Waiting(2, 7, None), Waiting(3, 8, None)])
    assert lanes.take(START, 10) == [3]
    lanes.finish(1)
    assert lanes.take(START, 10) == [2]


@given(st.lists(st.integers(1, 4), max_size=30), st.integers(1, 5))
def test_every_row_is_taken_once(chats, room):
    lanes = Lanes(Limiter(0))
    lanes.add(rows(*chats))
    order = []
    while taken := lanes.take(START, room):
        assert len(taken) <= room
        order += taken
        for row in taken:
            lanes.finish(row)
    assert sorted(order) == list(range(1, len(chats) + 1))
    for chat in set(chats):
        own = [row for row in order if chats[row - 1] == chat]
        assert own == sorted(own)
    assert lanes.next_moment() is None


class Machine(RuleBasedStateMachine):
    """Against a plain list of all rows."""

    def __init__(self) -> None:
        super().__init__()
        self.lanes = Lanes(Limiter(0))
        self.now = START
        self.next = 1
        self.waiting: dict[int, Waiting] = {}
        self.flying: dict[int, int] = {}
        self.paused: dict[int, datetime] = {}

    @rule(chat=st.integers(1, 3), delay=st.none() | st.integers(0, 20))
    def add(self, chat, delay):
        moment = None if delay is None else self.now + timedelta(seconds=delay)
        self.waiting[self.next] = Waiting(self.next, chat, moment)
        self.lanes.add([self.waiting[self.next]])
        self.next += 1

    @rule(seconds=st.integers(0, 10))
    def wait(self, seconds):
        self.now += timedelta(seconds=seconds)

    @rule(room=st.integers(0, 3))
    def take(self, room):
        for row in self.lanes.take(self.now, room):
            chat = self.waiting.pop(row).chat_id
            assert chat not in self.flying.values()
            assert self.paused.pop(chat, self.now) <= self.now
            earlier = [it for it in self.waiting.values() if it.chat_id == chat and it.id < row]
            assert all(it.not_before is not None and it.not_before > self.now for it in earlier)
            self.flying[row] = chat

    @precondition(lambda self: self.flying)
    @rule(data=st.data())
    def finish(self, data):
        row = data.draw(st.sampled_from(sorted(self.flying)))
        del self.flying[row]
        self.lanes.finish(row)

    @precondition(lambda self: self.flying)
    @rule(data=st.data(), seconds=st.integers(0, 10))
    def again(self, data, seconds):
        row = data.draw(st.sampled_from(sorted(self.flying)))
        chat = self.flying.pop(row)
        self.waiting[row] = Waiting(row, chat, None)
        self.paused[chat] = self.now + timedelta(seconds=seconds)
        self.lanes.again(row, self.paused[chat])

    @rule()
    def reset(self):
        self.lanes.reset([])
        assert self.lanes.after == 0
        self.lanes.add(sorted(self.waiting.values(), key=lambda row: row.id))

    @invariant()
    def nothing_is_forgotten(self):
        blocked = set(self.flying.values()) | {chat for chat, until in self.paused.items() if until > self.now}
        free = {row.chat_id for row in self.waiting.values() if row.not_before is None} - blocked
        if free:
            moment = self.lanes.next_moment()
            assert self.lanes.ready() or (moment is not None and moment <= self.now)


TestMachine = Machine.TestCase


def test_who_waits_for_an_answer_goes_before_a_notice_to_many():
    lanes = Lanes(Limiter(0))
    lanes.add(
        [Waiting(1, 7, None, bulk=True), Waiting(2, 8, None, bulk=True), Waiting(3, 8, None), Waiting(4, 9, None)]
    )
    assert lanes.take(START, 1) == [4]
    assert lanes.take(START, 2) == [1, 2]
    lanes.finish(2)
    assert lanes.take(START, 1) == [3]


def test_two_chats_that_are_told_to_wait_at_once_mean_that_all_have_to():
    lanes = Lanes(Limiter(0))
    lanes.add(rows(7, 8, 9, 10))
    assert lanes.take(START, 2) == [1, 2]
    lanes.again(1, START + timedelta(seconds=3), refused=True)
    assert lanes.take(START, 1) == [3]
    lanes.again(2, START + timedelta(seconds=30), refused=True)
    lanes.finish(3)
    assert lanes.take(START, 9) == []
    assert not lanes.ready()
    assert lanes.next_moment() == START + timedelta(seconds=3)
    # The wait is over at its moment and not because something else was sent meanwhile.
    assert lanes.take(START + timedelta(seconds=4), 9) == [4, 1]
    assert lanes.take(START + timedelta(seconds=31), 9) == [2]
