"""The desk: runs use cases for the handlers, each as one transaction at one moment, and turns refusals into words."""

import asyncio
from collections.abc import Callable
from dataclasses import asdict
from typing import TypeVar

from civic.lexicon import Adopted, LexiconError
from civic.people import Person
from civic.refusals import MomentUnclear, Refusal
from civic.suggestions import Suggestion
from civic.understanding import Understanding
from handlers.render.writer import Writer
from services import denials, lexicon
from services.act import Act, Town, Unheard, Unread
from services.ports import Classifier, Clock, Listener, Store, Tx
from services.posts import Post

T = TypeVar("T")

LONG_TEXT = 500
"""Characters from which a text is understood in a thread of its own, so that nobody waits for it."""

MOST_READINGS = 4
"""Texts that one use case may need read or listened to, one after the other; more is a fault."""


class LexiconBroken(Refusal):
    """A file of words cannot be used; those that were read before act on. ``faults``: what is wrong where."""


class WordWaits(Refusal):
    """A word was decided on before the lists were read, and cannot act until a file of words is mended. ``faults`` as above."""


def _unread(text: str) -> Understanding:
    raise Unread(text)


def _unheard(text: str, names: tuple[str, ...]) -> tuple[str, ...]:
    raise Unheard(text, names)


class Desk:
    """What every handler needs: the store, the clock, the classifier, who listens, the town and the words."""

    def __init__(
        self, store: Store, clock: Clock, classifier: Classifier, listener: Listener, town: Town, writer: Writer
    ) -> None:
        self.store = store
        self.clock = clock
        self.town = town
        self.writer = writer
        self._classifier = classifier
        self._listener = listener
        self._warm = False
        self._changing_words = asyncio.Lock()

    async def warm(self) -> None:
        """Let the classifier load, beside the work; until it has, for this or for a text, texts wait for it in threads of their own."""
        await asyncio.to_thread(self._classifier.warm)
        self._warm = True

    async def perform(self, use_case: Callable[[Act], T], update_id: int | None, *texts: str) -> T:
        """Run a use case; ``texts`` are understood before, and any other text that it turns out to need makes it begin anew."""
        known = {text: await self._understand(text) for text in texts if text}
        heard: dict[str, tuple[str, ...]] = {}

        def read(text: str) -> Understanding:
            if text not in known:
                raise Unread(text)
            return known[text]

        def listen(text: str, names: tuple[str, ...]) -> tuple[str, ...]:
            if text not in heard:
                raise Unheard(text, names)
            return heard[text]

        def run(tx: Tx) -> T:
            return use_case(self.scene(tx, read, listen))

        for _ in range(MOST_READINGS):
            try:
                return await self.store.run(run, update_id=update_id)
            except Unread as unread:
                known[unread.text] = await self._understand(unread.text)
            except Unheard as unheard:
                listened = asyncio.to_thread(self._listener.heard, unheard.text, unheard.names)
                heard[unheard.text] = await listened
        raise RuntimeError("a use case keeps asking for texts")

    async def suggest(self, evidence: lexicon.Evidence) -> tuple[Suggestion, ...]:
        """Look for suggestions, beside the work."""
        return await asyncio.to_thread(lexicon.find, evidence, self._classifier)

    async def adopt(self) -> None:
        """Let the classifier use the words that are adopted now. Raises ``WordWaits``."""
        try:
            await self._change_words(self._classifier.adopt)
        except LexiconBroken as broken:
            raise WordWaits(faults=broken.values["faults"]) from broken

    async def reload(self) -> int:
        """Let the classifier read its words again, beside the work; how many act. One after the other, so that no decision is missed.

        Raises ``LexiconBroken``.
        """
        return await self._change_words(self._classifier.reload)

    async def _change_words(self, change: Callable[[tuple[Adopted, ...]], T]) -> T:
        async with self._changing_words:
            adopted = await self.store.run(lexicon.adopted)
            try:
                return await asyncio.to_thread(change, adopted)
            except LexiconError as error:
                raise LexiconBroken(faults=[asdict(fault) for fault in error.faults]) from error

    def scene(
        self,
        tx: Tx,
        read: Callable[[str], Understanding] = _unread,
        listen: Callable[[str, tuple[str, ...]], tuple[str, ...]] = _unheard,
    ) -> Act:
        """A use case's scene in a transaction that has begun."""
        return Act(tx, self.clock.now(), self.town, read, listen)

    async def refuse(self, chat_id: int, refusal: Refusal, update_id: int | None) -> None:
        """Say no in a chat. A question that was open is closed, unless the answer was merely unclear."""

        def say(act: Act) -> None:
            denials.note(act, chat_id, refusal)
            person = act.tx.people.by_chat(chat_id)
            if person and not isinstance(refusal, MomentUnclear):
                act.tx.prompts.clear(person.id)
            act.tx.outbox.put(Post(chat_id, f"refusal.{refusal.key}", refusal.values))

        await self.perform(say, update_id)

    async def _understand(self, text: str) -> Understanding:
        if self._warm and len(text) < LONG_TEXT:
            return self._classifier.understand(text)
        understood = await asyncio.to_thread(self._classifier.understand, text)
        self._warm = True
        return understood


def known(act: Act, chat_id: int) -> Person | None:
    """The person behind an account, when they have agreed to the privacy notice."""
    person = act.tx.people.by_chat(chat_id)
    return person if person and person.consented else None
