"""Questions: words with the buttons that answer them."""

from collections.abc import Mapping

from handlers.buttons import Button, Code, base36, with_spot
from handlers.render.writer import Page, PageOf, Params, Writer
from handlers.words import lines

DIALS = ("119", "110", "120")
_OWN_DIALS: Mapping[str, tuple[str, ...]] = {
    "A04": ("95598", "119", "120"),
    "A08": ("120", "119", "110"),
    "A09": ("110", "120"),
    "A10": ("12356", "110", "120"),
    "A11": ("110", "119"),
}
"""Whom to call, by kind of emergency, the likeliest first."""

_SURE = (("yes", Code.END_ROLE_YES), ("no", Code.END_ROLE_NO))

_MEANT = {"invite": Code.MEANT_INVITE, "link": Code.MEANT_LINK, "staff": Code.MEANT_STAFF}

_DECISIONS: Mapping[str, tuple[tuple[str, Code], ...]] = {
    "ask": (("adopt", Code.ADOPT), ("reject", Code.REJECT)),
    "adopted": (("unadopt", Code.REJECT),),
    "rejected": (("adopt_after_all", Code.ADOPT),),
}


def consent(writer: Writer, params: Params) -> Page:
    """The privacy notice."""
    row = [writer.button("agree", Code.AGREE), writer.button("refuse", Code.REFUSE)]
    return Page(writer.say("consent.ask", params), [row])


def place(writer: Writer, params: Params) -> Page:
    """Which place it is about."""
    key = "ask.place_more" if params["more"] else "ask.place"
    return Page(writer.say(key), [[Button(name, Code.PLACE, place_id)] for place_id, name in params["choices"]])


def heard(writer: Writer, params: Params) -> Page:
    """Whether a place was meant that was heard in words that name none as it is written."""
    no = Button(writer.raw("button.misheard"), Code.MISHEARD, params["case_id"])
    return _heard(writer, params, Code.HEARD, with_spot(params["case_id"], params["spot"]), no)


def meant(writer: Writer, params: Params) -> Page:
    """The same of a place in a command."""
    no = Button(writer.raw("button.misheard"), Code.NOT_MEANT)
    return _heard(writer, params, _MEANT[params["purpose"]], params.get("role", ""), no)


def _heard(writer: Writer, params: Params, code: Code, about: str, no: Button) -> Page:
    choices = params["choices"]
    if len(choices) > 1:
        return Page(
            writer.say("ask.heard_several"), [*([Button(name, code, each, about)] for each, name in choices), [no]]
        )
    [(place_id, name)] = choices
    yes = Button(writer.raw("button.heard"), code, place_id, about)
    return Page(writer.say("ask.heard", {"place": name}), [[yes, no]])


def file(writer: Writer, params: Params) -> Page:
    """Whether it is to be filed at all."""
    return _file_or_drop(writer, "ask.file_forwarded" if params["forwarded"] else "ask.file", "file")


def matter(writer: Writer, _params: Params) -> Page:
    """What it is about, unless it is to be filed as it is."""
    return _file_or_drop(writer, "ask.matter", "file_vague")


def channel(kind: str) -> PageOf:
    """The way to the channel of a kind that has its own, unless it is to be filed for all that."""

    def page(writer: Writer, _params: Params) -> Page:
        return _file_or_drop(writer, f"ask.channel_{kind}", "file_ordinary")

    return page


def _file_or_drop(writer: Writer, key: str, caption: str) -> Page:
    """What waits is filed or forgotten by a tap."""
    return Page(writer.say(key), [[writer.button(caption, Code.FILE), writer.button("drop", Code.DROP)]])


def second(writer: Writer, params: Params) -> Page:
    """Whether the second problem of a message is to be a case of its own."""
    row = [writer.button(f"second_{each}", Code.SECOND, params["case_id"], each) for each in ("yes", "no")]
    return Page(writer.say("ask.second", params), [row])


def continued(writer: Writer, params: Params) -> Page:
    """It was added to the case of a moment ago, unless it is another matter after all."""
    apart = writer.button("file_apart", Code.FILE_APART, params["case_id"], base36(params["message_id"]))
    return Page(writer.say("told.continued", params), [[apart]])


def joint(writer: Writer, params: Params) -> Page:
    """Whether it is the same as somebody reported already."""
    case_id = params["case_id"]
    yes = writer.button("join", Code.JOIN, case_id, base36(params["main_id"]))
    words = writer.say("ask.joint", {**params, "status": writer.raw(f"status.{params['state']}")})
    return Page(words, [[yes], [writer.button("apart", Code.APART, case_id)]])


def kind(writer: Writer, params: Params) -> Page:
    """Which kind it is: guesses or a group's kinds, and the way to all groups."""
    case_id = params["case_id"]
    rows = [[Button(name, Code.KIND, case_id, code)] for code, name in params["kinds"]]
    groups = [Button(name, Code.GROUPS, case_id, base36(index)) for index, name in params["groups"]]
    rows += [groups[start : start + 2] for start in range(0, len(groups), 2)]
    if params["kinds"]:
        rows.append([writer.button("groups", Code.GROUPS, case_id)])
    return Page(writer.say("ask.kind", params), rows)


def assign(writer: Writer, params: Params) -> Page:
    """Who is to have it."""
    if not params["workers"]:
        return Page(writer.say("ask.assign_none"))
    rows = [[Button(name, Code.ASSIGN_TO, params["case_id"], base36(worker))] for worker, name in params["workers"]]
    return Page(writer.say("ask.assign", params), rows)


def end_role(writer: Writer, params: Params) -> Page:
    """A second tap, because somebody loses a role."""
    row = [writer.button(f"end_role_{each}", code, params["grant_id"]) for each, code in _SURE]
    return Page(writer.say("ask.end_role" if params["in_hand"] else "ask.end_role_free", params), [row])


def withdraw(writer: Writer, params: Params) -> Page:
    """Which of the open cases is not needed any more."""
    if not params["cases"]:
        return Page(writer.say("ask.withdraw_none"))
    rows = [[writer.button("show", Code.WITHDRAW, case["case_id"], number=case["number"])] for case in params["cases"]]
    return Page(writer.say("ask.withdraw"), rows)


def withdraw_sure(writer: Writer, params: Params) -> Page:
    """A second tap, because it cannot be taken back."""
    case_id = params["case_id"]
    row = [
        writer.button("withdraw_yes", Code.WITHDRAW_YES, case_id),
        writer.button("withdraw_no", Code.WITHDRAW_NO, case_id),
    ]
    return Page(writer.say("ask.withdraw_sure", params), [row])


def verdict(writer: Writer, params: Params) -> Page:
    """Whether it is solved."""
    case_id = params["case_id"]
    rows = [
        [writer.button(name, Code.VERDICT, case_id, name) for name in ("satisfied", "mostly")],
        [writer.button(name, Code.VERDICT, case_id, name) for name in ("dissatisfied", "skipped")],
    ]
    return Page(writer.say(writer.own("ask.verdict", params.get("code")), params), rows)


def rated(writer: Writer, params: Params) -> Page:
    """The verdict was given."""
    return Page(writer.say(f"ask.rated_{params['given']}", params))


def call(writer: Writer, params: Params) -> Page:
    """Whom to call, before anything else is asked (domain C7)."""
    return Page(writer.say(writer.own("danger.call", params["danger"])), [_dials(writer, params)])


def danger(writer: Writer, params: Params) -> Page:
    """Whom to call first; then whether it is happening now (domain C7)."""
    code = params["danger"]
    now, past, hazard = (
        Button(writer.raw(writer.own(f"button.{told}", code)), Code.DANGER, params["case_id"], told)
        for told in ("now", "past", "hazard")
    )
    words = lines(writer.say(writer.own(key, code)) for key in ("danger.call", "danger.filed"))
    return Page(words, [_dials(writer, params), [now], [past, hazard]])


def danger_told(writer: Writer, params: Params) -> Page:
    """What to do now, in one line, or that it is noted; the numbers to call stay at hand."""
    code = params["danger"]
    if params["told"] != "now":
        return Page(writer.say(writer.own(f"danger.noted_{params['told']}", code)))
    return Page(writer.say(writer.own("danger.now", code)), [_dials(writer, params)])


def _dials(writer: Writer, params: Params) -> list[Button]:
    return [
        writer.button("dial", Code.DIAL, params.get("case_id", 0), phone, phone=phone, what=writer.raw(f"dial.{phone}"))
        for phone in _OWN_DIALS.get(params["danger"], DIALS)
    ]


def prompt(purpose: str) -> PageOf:
    """A question answered by the next message, and a way out of it."""

    def page(writer: Writer, params: Params) -> Page:
        caption = "skip_reason" if purpose == "verdict" else "cancel"
        return Page(writer.say(f"prompt.{purpose}", params), [[writer.button(caption, Code.CANCEL)]])

    return page


def suggestion(state: str) -> PageOf:
    """A word that is suggested, or was decided on, with the decisions that can be taken; the word itself is in the button."""

    def page(writer: Writer, params: Params) -> Page:
        arg = f"{params['code']}:{params['word']}"
        row = [writer.button(caption, code, arg=arg) for caption, code in _DECISIONS[state]]
        return Page(writer.say(f"suggestion.{state}", params), [row])

    return page


def report(writer: Writer, params: Params) -> Page:
    """The ways to report an official; of two readers either can be left out."""
    readers = params["readers"] if len(params["readers"]) > 1 else []
    left_out = [[writer.button("report_without", Code.REPORT, reader, name=name)] for reader, name in readers]
    return Page(writer.say("ask.report", params), [[writer.button("report", Code.REPORT)], *left_out])


def meeting(writer: Writer, params: Params) -> Page:
    """When the meeting is, the first time or another: an evening to tap, or words to type."""
    rows = [
        [Button(writer.moment(epoch), Code.MEETING, params["topic_id"], base36(epoch))] for epoch in params["choices"]
    ]
    if params["asked"] == "unset":
        rows.append([_reschedule(writer, params)])
    return Page(writer.say(f"ask.meeting_{params['asked']}", params), rows)


def noticed(writer: Writer, params: Params) -> Page:
    """The notice was given, and can be changed."""
    return Page(writer.say("told.noticed", params), [[_reschedule(writer, params)]])


def suspended(writer: Writer, params: Params) -> Page:
    """Whether a vote counts whose group could not be reached at its end."""
    row = [writer.button(f"vote_{each}", Code.VOTE_DECIDE, params["vote_id"], each) for each in ("count", "void")]
    return Page(writer.say("ask.suspended", params), [row])


def vote(writer: Writer, params: Params) -> Page:
    """How long the vote is open; or another time for the meeting."""
    row = []
    for minutes in params["minutes"]:
        name, count = ("minutes", minutes) if minutes < 60 else ("hours", minutes // 60)
        row.append(writer.button(name, Code.OPEN_VOTE, params["topic_id"], base36(minutes), **{name: count}))
    return Page(writer.say("ask.vote", params), [row, [_reschedule(writer, params)]])


def _reschedule(writer: Writer, params: Params) -> Button:
    return writer.button("reschedule", Code.RESCHEDULE, params["topic_id"])
