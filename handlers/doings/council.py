"""Buttons of topics and votes."""

from datetime import UTC, datetime

from civic.ballots import Choice
from civic.topics import Attendance
from handlers.buttons import Code
from handlers.doings.tap import Doings, Tap
from services import ballots, menus, topics
from services.act import Act
from services.posts import Toast


def _deliberate(act: Act, tap: Tap) -> Toast:
    topics.propose(act, tap.person, tap.about)
    return Toast("toast.done")


def _reschedule(act: Act, tap: Tap) -> None:
    topics.reschedule(act, tap.person, tap.about)


def _meeting(act: Act, tap: Tap) -> Toast:
    topics.give_notice(act, tap.person, tap.about, datetime.fromtimestamp(tap.number, UTC))
    return Toast("toast.done")


def _attend(act: Act, tap: Tap) -> Toast:
    attendance = Attendance(tap.arg)
    topics.attend(act, tap.person, tap.about, attendance)
    return Toast(f"toast.{attendance}")


def _open_vote(act: Act, tap: Tap) -> Toast:
    ballots.open_vote(act, tap.person, tap.about, tap.number)
    return Toast("toast.opened")


def _ballot(act: Act, tap: Tap) -> Toast:
    choice = Choice(tap.arg)
    ballots.cast(act, tap.person, tap.about, choice, tap.received_at)
    return Toast("toast.voted", {"choice": choice})


def _decide(act: Act, tap: Tap) -> Toast:
    topic = ballots.decide(act, tap.person, tap.about, counts=tap.arg == "count")
    menus.close(act, tap.person, ballots.decision_slot(tap.about), "told.decided", title=topic.title)
    return Toast("toast.done")


DOINGS: Doings = {
    Code.DELIBERATE: _deliberate,
    Code.MEETING: _meeting,
    Code.RESCHEDULE: _reschedule,
    Code.ATTEND: _attend,
    Code.OPEN_VOTE: _open_vote,
    Code.BALLOT: _ballot,
    Code.VOTE_DECIDE: _decide,
}
