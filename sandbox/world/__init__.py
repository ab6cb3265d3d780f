"""The world of the sandbox: people, chats, messages, and what people do with them.

`World` is what tests, the control API and the Bot API methods act upon. Its parts build on each other, one noun each:
State (who and what there is) < Polls < Talk (private chats, messages) < Groups < Buttons (presses, reactions) < World.
"""

from sandbox.jsonio import JSON
from sandbox.world.buttons import Buttons
from sandbox.world.files import FileStore
from sandbox.world.people import Person


class World(Buttons):
    """All of it, and the people in it."""

    def add_person(
        self,
        name: str,
        *,
        last_name: str = "",
        username: str = "",
        person_id: int | None = None,
        label: str = "",
        language_code: str = "zh-hans",
    ) -> Person:
        """Add a person; an id that exists already returns whom it belongs to."""
        if person_id in self.people:
            return self.people[person_id]
        if person_id is None:
            person_id = self._new_person_id()
        person = Person(person_id, name, last_name, username, language_code, label)
        self.people[person_id] = person
        self.note("people", None, self.view_person(person))
        return person

    def clear(self) -> None:
        """Empty the world; the bots stay, with their settings and without waiting updates."""
        for store in (self.people, self.groups, self.private, self.callbacks, self.polls):
            store.clear()
        self.files = FileStore()
        for bot in self.bots.values():
            bot.queue.drop_all()
        self.note("reset", None, {})

    def view_person(self, person: Person) -> JSON:
        """Return the control API's `Person`."""
        chat = self.find_chat(person.id)
        return person.view(blocked=chat is not None and chat.blocked)

    def _new_person_id(self) -> int:
        while self.counters.person in self.people:
            self.counters.person += 1
        return self.counters.person

    def view(self) -> JSON:
        """Return the control API's picture of everything but messages."""
        return {
            "bot": self.bot().view(),
            "people": [self.view_person(person) for person in self.people.values()],
            "chats": [self.view_chat(chat) for chat in self.all_chats()],
            "now": self.clock.now().isoformat(),
        }
