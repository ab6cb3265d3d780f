"""Posts on their way out, and the living messages (cards) that some of them edit.

A row is ready, then in the courier's hands (sending), then sent, unknown, dead, or superseded: a post of a slot that comes back to
be sent again after a newer one of its chat and slot has been queued would only bring old news. Of one chat and slot at most one
row is ready, which a unique index sees to.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import and_, bindparam, case, exists, select, update

from services.delivery import Delivery, Waiting
from services.posts import UNSAY, Post, Promise
from storage.aliases import CHAT
from storage.sql import Row, Session, Statement, adding, among
from storage.tables import UNFINISHED, CarriedState, OutboxState, cards, carried, cases, outbox
from storage.values import array, dump, load, moment, stamp

_THIS = outbox.c.id == bindparam("id")
# Said beside every condition on the state, so that the planner sees that the index of the few unfinished rows will do.
_UNFINISHED = outbox.c.state.in_(UNFINISHED)
_READY = outbox.c.state == OutboxState.READY
_SENDING = outbox.c.state == OutboxState.SENDING

_newer = outbox.alias("newer")
_BACK = case(
    (
        exists().where(
            _newer.c.chat_id == outbox.c.chat_id,
            _newer.c.slot == outbox.c.slot,
            _newer.c.id > outbox.c.id,
            _newer.c.state.in_(UNFINISHED),
        ),
        OutboxState.SUPERSEDED,
    ),
    else_=OutboxState.READY,
)
"""The state of a row that goes back to be sent again."""

_ADD = adding(outbox, "id", "chat_id", "state", "tries", "repeat", "reason").values(
    chat_id=CHAT,
    state=OutboxState.READY,
    tries=0,
    repeat=0,
)
_PUT = Statement(
    _ADD.on_conflict_do_update(
        index_elements=[outbox.c.chat_id, outbox.c.slot],
        index_where=_READY,
        set_={name: _ADD.excluded[name] for name in ("template", "params", "promise", "reply_to", "pin", "carries")},
    )
)
_VIEWERS = Statement(
    select(cards.c.chat_id)
    .where(cards.c.slot == bindparam("slot"))
    .union(select(outbox.c.chat_id).where(outbox.c.slot == bindparam("slot"), _UNFINISHED))
    .order_by("chat_id")
)
_NEXT = Statement(
    select(outbox.c.id, outbox.c.chat_id, outbox.c.not_before, outbox.c.promise)
    .where(_UNFINISHED, _READY, outbox.c.id > bindparam("after"))
    .order_by(outbox.c.id)
    .limit(bindparam("limit"))
)
_CLAIM = Statement(
    update(outbox)
    .values(state=OutboxState.SENDING, tries=outbox.c.tries + 1)
    .where(among(outbox.c.id, "ids"), _READY)
    .returning(outbox.c.id)
)
_CLAIMED = Statement(
    select(outbox, cards.c.message_id)
    .outerjoin(cards, and_(cards.c.chat_id == outbox.c.chat_id, cards.c.slot == outbox.c.slot))
    .where(among(outbox.c.id, "ids"))
    .order_by(outbox.c.id)
)
_SENT = Statement(
    # The words' parameters are a resident's own; once said they are not kept twice.
    update(outbox)
    .values(state=OutboxState.SENT, params="{}")
    .where(_THIS)
    .returning(outbox.c.chat_id, outbox.c.slot, outbox.c.carries)
)
_ADD_CARD = adding(cards)
_LIVES = Statement(
    _ADD_CARD.on_conflict_do_update(
        index_elements=[cards.c.chat_id, cards.c.slot], set_={"message_id": _ADD_CARD.excluded.message_id}
    )
)
_CARRIES = Statement(adding(carried).prefix_with("OR IGNORE"))
_HAS_WORDS = Statement(select(cases.c.text != "").where(cases.c.id == bindparam("id")))
_DROP = Statement(
    update(outbox)
    .values(state=OutboxState.SUPERSEDED, params="{}")
    .where(_UNFINISHED, _READY, outbox.c.carries == bindparam("case_id"))
)
_AGAIN = Statement(
    update(outbox).values(state=_BACK, not_before=bindparam("not_before"), repeat=bindparam("repeat")).where(_THIS)
)
_GIVE_UP = Statement(update(outbox).values(state=bindparam("to"), reason=bindparam("reason")).where(_THIS))
_FORGET_CARD = Statement(
    cards.delete().where(cards.c.chat_id == bindparam("chat_id"), cards.c.slot == bindparam("slot"))
)
_RECOVER_BULK = Statement(
    update(outbox).values(state=OutboxState.UNKNOWN).where(_UNFINISHED, _SENDING, outbox.c.promise == Promise.BULK)
)
_LIVING = exists().where(cards.c.chat_id == outbox.c.chat_id, cards.c.slot == outbox.c.slot)
_RECOVER = Statement(
    update(outbox)
    .values(
        state=_BACK,
        # To edit a living message twice is to edit it once; anything else may stand there already.
        repeat=case((and_(outbox.c.repeat == 0, _LIVING), 0), else_=1),
    )
    .where(_UNFINISHED, _SENDING)
)


class Outbox:
    """The repository of posts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, post: Post) -> None:
        self._session.run(
            _PUT,
            chat_id=post.chat_id,
            template=post.template,
            params=dump(post.params),
            promise=post.promise,
            slot=post.slot,
            not_before=stamp(post.not_before),
            reply_to=post.reply_to,
            pin=int(post.pin),
            carries=post.carries,
        )
        if not self._session.memory.posts:
            self._session.remember(posts=True)

    def viewers(self, slot: str) -> tuple[int, ...]:
        return tuple(row[0] for row in self._session.rows(_VIEWERS, slot=slot))

    def ready(self, after: int, limit: int) -> tuple[Waiting, ...]:
        rows = self._session.rows(_NEXT, after=after, limit=limit)
        return tuple(
            Waiting(row["id"], row["chat_id"], moment(row["not_before"]), row["promise"] == Promise.BULK)
            for row in rows
        )

    def claim(self, ids: Iterable[int]) -> tuple[Delivery, ...]:
        claimed = array(row["id"] for row in self._session.rows(_CLAIM, ids=array(ids)))
        return tuple(map(_delivery, self._session.rows(_CLAIMED, ids=claimed)))

    def sent(self, delivery_id: int, *message_ids: int) -> None:
        row = self._session.row(_SENT, id=delivery_id)
        if row is None or not message_ids:
            return
        if row["slot"] is not None:
            self._session.run(_LIVES, chat_id=row["chat_id"], slot=row["slot"], message_id=message_ids[-1])
        if row["carries"] is not None:
            self._carry(row["carries"], row["chat_id"], message_ids)

    def again(self, delivery_id: int, not_before: datetime | None, *, repeat: bool) -> None:
        self._session.run(_AGAIN, id=delivery_id, not_before=stamp(not_before), repeat=int(repeat))

    def unknown(self, delivery_id: int) -> None:
        self._session.run(_GIVE_UP, id=delivery_id, to=OutboxState.UNKNOWN, reason=None)

    def dead(self, delivery_id: int, reason: str) -> None:
        self._session.run(_GIVE_UP, id=delivery_id, to=OutboxState.DEAD, reason=reason)

    def forget_card(self, chat_id: int, slot: str) -> None:
        self._session.run(_FORGET_CARD, chat_id=chat_id, slot=slot)

    def _carry(self, case_id: int, chat_id: int, message_ids: Iterable[int]) -> None:
        """Remember where the case is shown. What was on its way while the case lost its words is taken back at once."""
        late = not self._session.value(_HAS_WORDS, id=case_id)
        state = CarriedState.ASKED if late else CarriedState.STANDING
        for message_id in message_ids:
            self._session.run(_CARRIES, chat_id=chat_id, message_id=message_id, case_id=case_id, state=state)
            if late:
                self.put(Post(chat_id, UNSAY, {"message_id": message_id}))

    def drop(self, case_id: int) -> None:
        self._session.run(_DROP, case_id=case_id)

    def recover(self) -> int:
        return self._session.run(_RECOVER_BULK) + self._session.run(_RECOVER)


def _delivery(row: Row) -> Delivery:
    return Delivery(
        id=row["id"],
        chat_id=row["chat_id"],
        template=row["template"],
        params=load(row["params"]),
        promise=Promise(row["promise"]),
        slot=row["slot"],
        message_id=row["message_id"],
        reply_to=row["reply_to"],
        pin=bool(row["pin"]),
        tries=row["tries"],
        repeat=bool(row["repeat"]),
    )
