"""How much may be sent: never more than Telegram allows, whatever is asked for and whenever."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.limits import Limiter

START = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
PRIVATE, GROUP = 7, -100


def sent(limiter: Limiter, asked: list[tuple[int, float]], *, urgent: bool = True) -> list[tuple[int, datetime]]:
    """What went when, if every message goes as soon as it may."""
    now, gone = START, []
    for chat, pause in asked:
        now += timedelta(seconds=pause)
        while at := limiter.opens(now, urgent=urgent) or limiter.opens_for(chat, now):
            now = max(at, now + timedelta(microseconds=1))
        limiter.take(chat, now)
        gone.append((chat, now))
    return gone


def most(moments: list[datetime], seconds: float) -> int:
    """The most in any window that long."""
    window = timedelta(seconds=seconds)
    return max((sum(start <= each < start + window for each in moments) for start in moments), default=0)


@given(st.lists(st.tuples(st.sampled_from([PRIVATE, 8, GROUP, -200]), st.floats(0, 5)), max_size=120))
def test_no_window_holds_more_than_telegram_allows(asked):
    gone = sent(Limiter(), asked)
    assert most([at for _, at in gone], 1) <= 30
    for chat in {chat for chat, _ in gone}:
        moments = [at for each, at in gone if each == chat]
        if chat < 0:
            assert most(moments, 60) <= 20
        else:
            assert most(moments, 1) <= 4
            assert most(moments, 60) <= 63


def test_a_notice_to_five_thousand_takes_little_longer_than_it_must():
    gone = sent(Limiter(), [(chat, 0.0) for chat in range(1, 5_001)], urgent=False)
    assert (gone[-1][1] - START).total_seconds() <= 1.15 * 5_000 / 30


def test_a_notice_leaves_room_for_an_answer():
    limiter = Limiter()
    sent(limiter, [(chat, 0.0) for chat in range(1, 50)], urgent=False)
    now = START + timedelta(seconds=60)
    while limiter.opens(now, urgent=False) is None:
        limiter.take(99, now)
    assert limiter.opens(now, urgent=True) is None


def test_without_limits_everything_goes_at_once():
    gone = sent(Limiter(0), [(GROUP, 0.0)] * 100)
    assert Counter(at for _, at in gone) == {START: 100}


def test_chats_that_have_rested_are_forgotten():
    limiter = Limiter()
    sent(limiter, [(chat, 1.0) for chat in range(1, 3_000)])
    assert len(limiter._chats) < 1_100


@pytest.mark.parametrize("until", [1, 30])
def test_a_single_chat_that_waits_holds_up_nobody_else(until):
    limiter = Limiter()
    limiter.refused(PRIVATE, START + timedelta(seconds=until))
    assert limiter.opens(START, urgent=True) is None
