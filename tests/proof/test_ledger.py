"""The books of the crash harness: what they complain of, and what they leave alone."""

from contextlib import closing
from datetime import timedelta

import pytest

from services.posts import Post
from tests.proof.ground import START, Ground
from tests.proof.ledger import Books

CHAT, SLOT = 1001, "case:1"


@pytest.mark.parametrize(("waits", "complaints"), [(True, 0), (False, 1)])
def test_a_card_is_left_alone_while_its_next_post_waits(tmp_path, waits, complaints):
    """A post whose answer was lost has been shown already, and is to be sent again when its moment comes."""
    books = Books()
    with closing(Ground(tmp_path / "youshi.db")) as ground:
        for _ in range(2):
            ground.perform(lambda act: act.tx.outbox.put(Post(CHAT, "help", slot=SLOT)))
            [(number,)] = ground.rows("SELECT max(id) FROM outbox")
            ground.perform(lambda act, number=number: act.tx.outbox.claim([number]))
            ground.perform(lambda act, number=number: act.tx.outbox.sent(number, 7))
        books.last_of_card[CHAT, SLOT] = number
        books._cards(ground)
        assert not books.wrong
        if waits:
            again = START + timedelta(seconds=1)
            ground.perform(lambda act: act.tx.outbox.again(number, again, repeat=False))
        else:
            ground.perform(lambda act: act.tx.outbox.dead(number, "blocked"))
        books._cards(ground)
    assert len(books.wrong) == complaints
