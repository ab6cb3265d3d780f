"""What each button does: the table of codes, and the use case behind every one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from civic.ballots import Choice
from civic.cases import DangerTold, Verdict
from civic.lexicon import Adopted
from civic.people import Person
from civic.topics import Attendance
from handlers.buttons import Code, Press
from services import (
    answers,
    ballots,
    cases,
    consent,
    conversation,
    filing,
    lexicon,
    menus,
    privacy,
    progress,
    reports,
    roster,
    topics,
)
from services.act import Act
from services.posts import Toast


@dataclass(frozen=True, slots=True)
class Tap:
    """A verified tap by somebody. ``received_at`` is when it came in: what counts for a vote."""

    person: Person
    press: Press
    received_at: datetime

    @property
    def about(self) -> int:
        """The subject's id."""
        return self.press.subject_id

    @property
    def arg(self) -> str:
        """The argument."""
        return self.press.arg

    @property
    def number(self) -> int:
        """The argument as a number."""
        return int(self.press.arg, 36)


Doing = Callable[[Act, Tap], Toast | None]


def _agree(act: Act, tap: Tap) -> None:
    consent.agree(act, tap.person)


def _refuse(act: Act, tap: Tap) -> None:
    consent.refuse(act, tap.person)


def _place(act: Act, tap: Tap) -> None:
    """Which place a waiting draft is about; without a draft, where the person lives."""
    act.tx.prompts.clear(tap.person.id)
    answers.settle_place(act, tap.person, act.places.get(tap.about))


def _heard(act: Act, tap: Tap) -> None:
    answers.settle_heard(act, tap.person, act.places.get(tap.about), tap.number)


def _misheard(act: Act, tap: Tap) -> None:
    answers.misheard(act, tap.person, tap.about)


def _file(act: Act, tap: Tap) -> None:
    conversation.file_anyway(act, tap.person)


def _second(act: Act, tap: Tap) -> Toast:
    wanted = tap.arg == "yes"
    if wanted:
        filing.file_second(act, tap.person, tap.about)
    menus.close(act, tap.person, filing.second_slot(tap.about), "told.second_filed" if wanted else "told.second_left")
    return Toast("toast.done")


def _drop(act: Act, tap: Tap) -> Toast:
    conversation.drop_draft(act, tap.person)
    return Toast("told.dropped")


def _kinds(act: Act, tap: Tap) -> None:
    menus.kinds(act, tap.person, tap.about)


def _groups(act: Act, tap: Tap) -> None:
    menus.group(act, tap.person, tap.about, tap.number if tap.arg else None)


def _kind(act: Act, tap: Tap) -> Toast:
    case = cases.rekind(act, tap.person, tap.about, tap.arg)
    params = {"kind": act.town.taxonomy[case.kind].name, "number": case.number}
    menus.close(act, tap.person, menus.kind_slot(case.id), "told.rekinded", **params)
    return Toast("toast.done")


def _withdraw(act: Act, tap: Tap) -> None:
    menus.withdrawal(act, tap.person, tap.about)


def _withdraw_yes(act: Act, tap: Tap) -> Toast:
    case = cases.withdraw(act, tap.person, tap.about)
    menus.close(act, tap.person, menus.withdrawal_slot(case.id), "told.withdrawn", number=case.number)
    return Toast("toast.withdrawn")


def _withdraw_no(act: Act, tap: Tap) -> Toast:
    menus.close(act, tap.person, menus.withdrawal_slot(tap.about), "told.kept_case")
    return Toast("toast.done")


def _danger(act: Act, tap: Tap) -> None:
    cases.tell_danger(act, tap.person, tap.about, DangerTold(tap.arg))


def _dial(_act: Act, tap: Tap) -> Toast:
    return Toast("danger.dial", {"phone": tap.arg}, alert=True)


def _accept(act: Act, tap: Tap) -> Toast:
    cases.accept(act, tap.person, tap.about)
    return Toast("toast.accepted")


def _ask(purpose: str) -> Doing:
    return lambda act, tap: answers.ask(act, tap.person, purpose, tap.about)


def _assign(act: Act, tap: Tap) -> None:
    menus.workers(act, tap.person, tap.about)


def _assign_to(act: Act, tap: Tap) -> Toast:
    case = cases.assign(act, tap.person, tap.about, tap.number)
    menus.close(act, tap.person, menus.assign_slot(case.id), "told.assigned", number=case.number)
    return Toast("toast.assigned")


def _verdict(act: Act, tap: Tap) -> Toast:
    verdict = Verdict(tap.arg)
    cases.rate(act, tap.person, tap.about, verdict)
    if verdict is Verdict.DISSATISFIED:
        answers.ask_why(act, tap.person, tap.about)
    return Toast("toast.rated")


def _cancel(act: Act, tap: Tap) -> Toast:
    act.tx.prompts.clear(tap.person.id)
    return Toast("told.cancelled")


def _show(act: Act, tap: Tap) -> None:
    progress.show(act, tap.person, tap.about)


def _deliberate(act: Act, tap: Tap) -> Toast:
    topics.propose(act, tap.person, tap.about)
    return Toast("toast.done")


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


DOINGS: dict[Code, Doing] = {
    Code.AGREE: _agree,
    Code.REFUSE: _refuse,
    Code.PLACE: _place,
    Code.HEARD: _heard,
    Code.MISHEARD: _misheard,
    Code.FILE: _file,
    Code.SECOND: _second,
    Code.DROP: _drop,
    Code.KINDS: _kinds,
    Code.GROUPS: _groups,
    Code.KIND: _kind,
    Code.RELOCATE: _ask("relocate"),
    Code.SUPPLEMENT: _ask("supplement"),
    Code.WITHDRAW: _withdraw,
    Code.WITHDRAW_YES: _withdraw_yes,
    Code.WITHDRAW_NO: _withdraw_no,
    Code.DANGER: _danger,
    Code.DIAL: _dial,
    Code.ACCEPT: _accept,
    Code.DECLINE: _ask("decline"),
    Code.ESCALATE: _ask("escalate"),
    Code.REPLY: _ask("reply"),
    Code.CLOSE: _ask("close"),
    Code.ASSIGN: _assign,
    Code.ASSIGN_TO: _assign_to,
    Code.DELIBERATE: _deliberate,
    Code.VERDICT: _verdict,
    Code.CANCEL: _cancel,
    Code.SHOW: _show,
    Code.MEETING: _meeting,
    Code.ATTEND: _attend,
    Code.OPEN_VOTE: _open_vote,
    Code.BALLOT: _ballot,
    Code.VOTE_DECIDE: _decide,
    Code.MYDATA: _mydata,
    Code.UNCONSENT: _unconsent,
    Code.FORGET: _forget,
    Code.FORGET_YES: _forget_yes,
    Code.FORGET_NO: _forget_no,
    Code.REPORT: _report,
    Code.END_ROLE: _end_role,
    Code.END_ROLE_YES: _end_role_yes,
    Code.END_ROLE_NO: _end_role_no,
    Code.ADOPT: _decide_word(adopt=True),
    Code.REJECT: _decide_word(adopt=False),
}

TEACHING = frozenset({Code.ADOPT, Code.REJECT})
"""What changes the words: once it is committed, the classifier reads them again."""
