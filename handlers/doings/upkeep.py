"""Buttons of administrators: roles that end, words that act."""

from civic.lexicon import Adopted
from handlers.buttons import Code
from handlers.doings.tap import Doing, Doings, Tap
from services import lexicon, menus, roster
from services.act import Act
from services.posts import Toast


def _end_role(act: Act, tap: Tap) -> None:
    roster.ask(act, tap.person, tap.about)


def _end_role_yes(act: Act, tap: Tap) -> Toast:
    roster.end(act, tap.person, tap.about)
    return Toast("toast.done")


def _end_role_no(act: Act, tap: Tap) -> Toast:
    menus.close(act, tap.person, roster.slot(tap.about), "told.kept_role")
    return Toast("toast.done")


def _decide_word(*, adopt: bool) -> Doing:
    def doing(act: Act, tap: Tap) -> Toast:
        kind, _, word = tap.arg.partition(":")
        lexicon.decide(act, tap.person, Adopted(word, kind), adopt=adopt)
        return Toast("toast.adopted" if adopt else "toast.done")

    return doing


DOINGS: Doings = {
    Code.END_ROLE: _end_role,
    Code.END_ROLE_YES: _end_role_yes,
    Code.END_ROLE_NO: _end_role_no,
    Code.ADOPT: _decide_word(adopt=True),
    Code.REJECT: _decide_word(adopt=False),
}
