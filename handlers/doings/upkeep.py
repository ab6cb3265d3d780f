"""Buttons of administrators: roles that end, words that act, places that were heard in a command."""

from collections.abc import Callable

from civic.lexicon import Adopted
from civic.places import Place
from civic.roles import Role
from handlers import links
from handlers.buttons import Code
from handlers.doings.tap import Doing, Doings, Tap
from services import lexicon, menus, roster, whereabouts
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


def _meant(give: Callable[[Act, Tap, Place], None]) -> Doing:
    """「是」: the place was heard right, and the command is carried out."""

    def doing(act: Act, tap: Tap) -> None:
        place = act.places.get(tap.about)
        give(act, tap, place)
        menus.close(act, tap.person, whereabouts.heard_slot(tap.person.id), "told.heard", place=place.name)

    return doing


def _not_meant(act: Act, tap: Tap) -> None:
    menus.close(act, tap.person, whereabouts.heard_slot(tap.person.id), "told.not_meant")


DOINGS: Doings = {
    Code.END_ROLE: _end_role,
    Code.END_ROLE_YES: _end_role_yes,
    Code.END_ROLE_NO: _end_role_no,
    Code.ADOPT: _decide_word(adopt=True),
    Code.REJECT: _decide_word(adopt=False),
    Code.MEANT_INVITE: _meant(lambda act, tap, place: links.give_invite(act, tap.person, Role(tap.arg), place)),
    Code.MEANT_LINK: _meant(lambda act, tap, place: links.give_place_link(act, tap.person, place)),
    Code.MEANT_STAFF: _meant(lambda act, tap, place: roster.show_at(act, tap.person, place)),
    Code.NOT_MEANT: _not_meant,
}
