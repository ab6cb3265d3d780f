"""Buttons about what is kept of oneself, and about reports of officials."""

from handlers.buttons import Code
from handlers.doings.tap import Doings, Tap
from services import menus, privacy, reports
from services.act import Act


def _mydata(act: Act, tap: Tap) -> None:
    privacy.export(act, tap.person)


def _unconsent(act: Act, tap: Tap) -> None:
    privacy.withdraw_consent(act, tap.person)


def _forget(act: Act, tap: Tap) -> None:
    privacy.ask_to_forget(act, tap.person)


def _forget_yes(act: Act, tap: Tap) -> None:
    privacy.forget(act, tap.person)


def _forget_no(act: Act, tap: Tap) -> None:
    menus.close(act, tap.person, privacy.forget_slot(tap.person.id), "privacy.kept")


def _report(act: Act, tap: Tap) -> None:
    reports.ask(act, tap.person, tap.about)


DOINGS: Doings = {
    Code.MYDATA: _mydata,
    Code.UNCONSENT: _unconsent,
    Code.FORGET: _forget,
    Code.FORGET_YES: _forget_yes,
    Code.FORGET_NO: _forget_no,
    Code.REPORT: _report,
}
