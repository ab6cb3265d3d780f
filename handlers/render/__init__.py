"""Rendering: a post, told by its template and parameters, becomes the message a person sees."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from civic.notes import File, FileKind
from handlers.buttons import Signer, keyboard
from handlers.outgoing import Entity, Outgoing
from handlers.render import asks, cards, council, lists, own
from handlers.render.writer import Page, PageOf, Params, Writer
from handlers.words import Text
from handlers.words import lines as below
from services.delivery import Delivery

MOST_UNITS = 4096
"""UTF-16 units that a message holds (``sendMessage`` of the Bot API)."""


def _files(writer: Writer, params: Params) -> Page:
    return Page(writer.say("files", params), files=params["files"])


def _danger(writer: Writer, params: Params) -> Page:
    return Page(writer.say(writer.own(f"work.danger_{params['told']}", params.get("code")), params))


def _supplemented(writer: Writer, params: Params) -> Page:
    return Page(writer.say("work.supplemented" if params["said"] else "work.supplemented_files", params))


PAGES: Mapping[str, PageOf] = {
    "case.resident": cards.resident,
    "case.worker": cards.worker,
    "consent.ask": asks.consent,
    "consent.notice": own.notice,
    "privacy.mydata": own.mydata,
    "privacy.sure": own.sure,
    "ask.place": asks.place,
    "ask.heard": asks.heard,
    "ask.meant": asks.meant,
    "ask.file": asks.file,
    "ask.matter": asks.matter,
    **{f"ask.channel_{kind}": asks.channel(kind) for kind in ("S01", "S05")},
    "ask.second": asks.second,
    "ask.joint": asks.joint,
    "ask.kind": asks.kind,
    "ask.assign": asks.assign,
    "ask.withdraw": asks.withdraw,
    "ask.withdraw_sure": asks.withdraw_sure,
    "ask.verdict": asks.verdict,
    "ask.rated": asks.rated,
    "ask.report": asks.report,
    "ask.meeting": asks.meeting,
    "told.continued": asks.continued,
    "told.noticed": asks.noticed,
    "ask.vote": asks.vote,
    "ask.suspended": asks.suspended,
    "danger.call": asks.call,
    "danger.ask": asks.danger,
    "danger.told": asks.danger_told,
    "ask.end_role": asks.end_role,
    "roster.list": lists.staff,
    "list.mine": lists.mine,
    "list.tasks": lists.tasks,
    "progress": lists.progress,
    "topic.notice": council.notice,
    "vote.card": council.vote,
    **{f"suggestion.{state}": asks.suggestion(state) for state in ("ask", "adopted", "rejected")},
    "files": _files,
    "work.danger": _danger,
    "work.supplemented": _supplemented,
    **{
        f"prompt.{purpose}": asks.prompt(purpose)
        for purpose in ("decline", "escalate", "reply", "close", "supplement", "relocate", "verdict", "report")
    },
}
"""The templates that are more than their words. Any other template is the catalogue's entry of the same name."""


class Moment(Protocol):
    """The clock, as far as rendering needs it."""

    def now(self) -> datetime:
        """Now, in UTC."""


class Renderer:
    """Renders deliveries for the courier."""

    def __init__(self, writer: Writer, signer: Signer, clock: Moment) -> None:
        self._writer = writer
        self._signer = signer
        self._clock = clock

    def __call__(self, delivery: Delivery) -> Outgoing:
        """The message of a delivery; one that may have arrived before says so."""
        page = self.page(delivery.template, delivery.params)
        text = page.text
        if delivery.repeat:
            text = below([self._writer.say("repeat"), text])
        if delivery.slot is not None:  # a living message is one; anything else is sent as several where it is too long
            text = text.clipped(MOST_UNITS, self._writer.raw("clipped"))
        return Outgoing(
            text=text.plain,
            entities=_entities(text),
            markup=keyboard(page.rows, self._signer, delivery.chat_id, self._clock.now()),
            files=(*(File(FileKind(each["kind"]), each["file_id"]) for each in page.files), *page.uploads),
        )

    def page(self, template: str, params: Params) -> Page:
        """Words and unsigned buttons of a template."""
        if special := PAGES.get(template):
            return special(self._writer, params)
        return Page(self._writer.say(template, params))


def _entities(text: Text) -> tuple[Entity, ...]:
    return tuple({"type": "bold", "offset": offset, "length": length} for offset, length in text.runs())
