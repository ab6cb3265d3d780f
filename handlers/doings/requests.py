"""Buttons of residents: what is filed, which kind and place it is, what else there is to say, the verdict."""

from civic.cases import DangerTold, Verdict
from handlers.buttons import Code, read_spot
from handlers.doings.tap import Doings, Tap, ask
from services import afterthought, answers, cases, consent, conversation, danger, filing, joint, menus, progress
from services.act import Act
from services.posts import Toast


def _agree(act: Act, tap: Tap) -> None:
    consent.agree(act, tap.person)


def _refuse(act: Act, tap: Tap) -> None:
    consent.refuse(act, tap.person)


def _place(act: Act, tap: Tap) -> None:
    """Which place a waiting draft is about; without a draft, where the person lives."""
    act.tx.prompts.clear(tap.person.id)
    answers.settle_place(act, tap.person, act.places.get(tap.about))


def _heard(act: Act, tap: Tap) -> None:
    case_id, spot = read_spot(tap.arg)
    answers.settle_heard(act, tap.person, act.places.get(tap.about), case_id, spot)


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


def _join(act: Act, tap: Tap) -> Toast:
    joint.join(act, tap.person, tap.about, tap.number)
    return Toast("toast.done")


def _apart(act: Act, tap: Tap) -> None:
    joint.stay_apart(act, tap.person, tap.about)


def _part(act: Act, tap: Tap) -> Toast:
    joint.part(act, tap.person, tap.about)
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


def _file_apart(act: Act, tap: Tap) -> Toast:
    afterthought.file_apart(act, tap.person, tap.about, tap.number)
    return Toast("told.apart_filed")


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
    danger.tell(act, tap.person, tap.about, DangerTold(tap.arg))


def _dial(_act: Act, tap: Tap) -> Toast:
    if tap.arg == "12356":
        return Toast("danger.dial_12356", alert=True)
    return Toast("danger.dial", {"phone": tap.arg}, alert=True)


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


DOINGS: Doings = {
    Code.AGREE: _agree,
    Code.REFUSE: _refuse,
    Code.PLACE: _place,
    Code.HEARD: _heard,
    Code.MISHEARD: _misheard,
    Code.FILE: _file,
    Code.SECOND: _second,
    Code.JOIN: _join,
    Code.APART: _apart,
    Code.PART: _part,
    Code.DROP: _drop,
    Code.KINDS: _kinds,
    Code.GROUPS: _groups,
    Code.KIND: _kind,
    Code.RELOCATE: ask("relocate"),
    Code.SUPPLEMENT: ask("supplement"),
    Code.WITHDRAW: _withdraw,
    Code.WITHDRAW_YES: _withdraw_yes,
    Code.WITHDRAW_NO: _withdraw_no,
    Code.DANGER: _danger,
    Code.FILE_APART: _file_apart,
    Code.DIAL: _dial,
    Code.VERDICT: _verdict,
    Code.CANCEL: _cancel,
    Code.SHOW: _show,
}
