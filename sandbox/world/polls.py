"""Polls: their public face, votes, and closing (by hand or when their time is over)."""

import asyncio
from collections.abc import Iterable
from typing import Any

from sandbox.errors import ControlError
from sandbox.jsonio import JSON, dumps
from sandbox.world.chats import Chat
from sandbox.world.entities import find_entities
from sandbox.world.state import Poll, State


def new_poll(state: State, question: str, options: Iterable[str], **settings: Any) -> JSON:
    """Return Telegram's `Poll`, open and without votes."""
    state.counters.query += 1
    poll: JSON = {
        "id": str(5_000_000_000_000_000 + state.counters.query),
        "question": question,
        "options": [
            {"persistent_id": str(number), "text": text, "voter_count": 0} for number, text in enumerate(options, 1)
        ],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": True,
        "members_only": False,
    }
    if entities := find_entities(question):
        poll["question_entities"] = entities
    return poll | settings


class Polls(State):
    """What happens to polls once they stand in a chat."""

    def register_poll(self, chat: Chat, message: JSON, bot: int) -> None:
        """Remember whose poll a message holds, so that votes and closing reach that bot."""
        poll = message["poll"]
        self.polls[poll["id"]] = Poll(poll["id"], bot, chat.id, message["message_id"])
        if "close_date" in poll:
            asyncio.get_running_loop().call_later(poll["close_date"] - self.now(), self.close_due_polls)

    def vote(self, person: int, chat: int, message_id: int, options: list[int]) -> JSON:
        """Vote as a person (an empty list takes the vote back); returns the poll."""
        place = self.chat(chat)
        shown = place.messages.get(message_id, {}).get("poll")
        if shown is None or shown["id"] not in self.polls:
            raise ControlError("there is no poll in that message")
        poll = self.polls[shown["id"]]
        self.close_due_polls()
        self._check_vote(shown, options)
        poll.votes[person] = options
        if not options:
            del poll.votes[person]
        _count(shown, poll)
        if poll.bot:
            self._tell_vote(poll, shown, person, options)
        self.note("edit", place, place.messages[message_id])
        return dict(shown)

    def close_poll(self, poll: Poll) -> JSON:
        """Close a poll, tell its bot, and return its public face."""
        chat = self.chat(poll.chat, poll.bot or None)
        message = chat.messages[poll.message_id]
        message["poll"]["is_closed"] = True
        self.note("edit", chat, message)
        self._tell_poll(poll, message["poll"])
        return dict(message["poll"])

    def close_due_polls(self) -> None:
        """Close what should have closed by now."""
        now = self.now()
        for poll in self.polls.values():
            chat = self.find_chat(poll.chat, poll.bot or None)
            shown = chat.messages.get(poll.message_id, {}).get("poll") if chat else None
            if shown and not shown["is_closed"] and shown.get("close_date", now + 1) <= now:
                self.close_poll(poll)

    def _check_vote(self, shown: JSON, options: list[int]) -> None:
        if shown["is_closed"]:
            raise ControlError("the poll is closed")
        if len(options) > 1 and not shown["allows_multiple_answers"]:
            raise ControlError("the poll takes one answer")
        if not all(0 <= option < len(shown["options"]) for option in options):
            raise ControlError("no such option")

    def _tell_vote(self, poll: Poll, shown: JSON, person: int, options: list[int]) -> None:
        if not shown["is_anonymous"]:
            chosen = [shown["options"][option]["persistent_id"] for option in options]
            answer = {
                "poll_id": poll.id,
                "user": self.user(person),
                "option_ids": options,
                "option_persistent_ids": chosen,
            }
            self.bot(poll.bot).queue.add("poll_answer", dumps(answer), person)
        self._tell_poll(poll, shown)

    def _tell_poll(self, poll: Poll, shown: JSON) -> None:
        if poll.bot:
            self.bot(poll.bot).queue.add("poll", dumps(shown), poll.chat)


def _count(shown: JSON, poll: Poll) -> None:
    for number, option in enumerate(shown["options"]):
        option["voter_count"] = sum(number in chosen for chosen in poll.votes.values())
    shown["total_voter_count"] = len(poll.votes)
