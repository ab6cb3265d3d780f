"""Buttons of workers and coordinators."""

from handlers.buttons import Code
from handlers.doings.tap import Doings, Tap, ask
from services import cases, menus
from services.act import Act
from services.posts import Toast


def _accept(act: Act, tap: Tap) -> Toast:
    cases.accept(act, tap.person, tap.about)
    return Toast("toast.accepted")


def _assign(act: Act, tap: Tap) -> None:
    menus.workers(act, tap.person, tap.about)


def _assign_to(act: Act, tap: Tap) -> Toast:
    case = cases.assign(act, tap.person, tap.about, tap.number)
    menus.close(act, tap.person, menus.assign_slot(case.id), "told.assigned", number=case.number)
    return Toast("toast.assigned")


DOINGS: Doings = {
    Code.ACCEPT: _accept,
    Code.DECLINE: ask("decline"),
    Code.ESCALATE: ask("escalate"),
    Code.REPLY: ask("reply"),
    Code.CLOSE: ask("close"),
    Code.ASSIGN: _assign,
    Code.ASSIGN_TO: _assign_to,
}
