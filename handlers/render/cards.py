"""Cards of cases: the resident's, and the worker's."""

from collections.abc import Mapping

from handlers.buttons import Button, Code
from handlers.render import persistence
from handlers.render.writer import Page, Params, Writer
from handlers.words import Text, lines

RESIDENT_BUTTONS: tuple[tuple[tuple[str, Code], ...], ...] = (
    (("rekind", Code.KINDS), ("relocate", Code.RELOCATE)),
    (("supplement", Code.SUPPLEMENT), ("withdraw", Code.WITHDRAW)),
    (("part", Code.PART),),
)
WORKER_BUTTONS: tuple[tuple[tuple[str, Code], ...], ...] = (
    (("accept", Code.ACCEPT), ("close", Code.CLOSE), ("reply", Code.REPLY)),
    (("decline", Code.DECLINE), ("escalate", Code.ESCALATE), ("rekind", Code.KINDS)),
    (("assign", Code.ASSIGN), ("deliberate", Code.DELIBERATE)),
)

_RESIDENT_LINES: Mapping[str, tuple[str, ...]] = {
    "offered": ("offered", "until_accept"),
    "returned": ("returned", "until_accept"),
    "working": ("who", "until_answer"),
    "answered": ("who", "until_settle"),
    "deliberating": ("deliberating",),
    "joined": ("joint",),
}
_ON_THEIR_OWN_WAY = _RESIDENT_LINES.keys() - {"joined"}
_WORKER_LINES: Mapping[str, tuple[str, ...]] = {
    "offered": ("work_accept",),
    "returned": ("work_accept",),
    "working": ("who", "work_answer"),
    "answered": ("who",),
    "deliberating": ("deliberating",),
    "joined": ("joint",),
}


def resident(writer: Writer, params: Params) -> Page:
    """What became of my matter: number, what it is, who has it, until when."""
    urgency = writer.raw(f"urgency.{params['tier']}")
    asked = _which_kind(writer, params)
    whole = lines(
        [
            writer.say("case.title", {**params, "status": writer.raw(f"status.{params['state']}")}),
            writer.say("case.mine", params),
            writer.say("case.words", params) if params["text"] else Text(),
            writer.say("case.tier", {"urgency": urgency}) if params["state"] in _ON_THEIR_OWN_WAY else Text(),
            _households(writer, params),
            *(
                writer.say(writer.own(f"case.{key}", params.get("code")), params)
                for key in _RESIDENT_LINES.get(params["state"], ())
            ),
            writer.say("case.which_kind") if asked else Text(),
            writer.say("case.which_spot") if params.get("spot_asked") else Text(),
        ]
    )
    return Page(whole, [*asked, *_rows(writer, params, RESIDENT_BUTTONS)])


def worker(writer: Writer, params: Params) -> Page:
    """What is to be done, where, until when; nothing about who reported it."""
    danger, code = params.get("danger"), params.get("code")
    whole = lines(
        [
            writer.say("case.title", {**params, "status": writer.raw(f"work_status.{params['state']}")}),
            writer.say(writer.own(f"case.danger_{danger}", code)) if danger else Text(),
            writer.say("case.what", params),
            writer.say(care) if (care := f"case.care_{code}") in writer.words else Text(),
            writer.say("case.words", params) if params["text"] else Text(),
            persistence.line(writer, params, "card"),
            _households(writer, params),
            writer.say("case.files", params) if params["files"] else Text(),
            *(writer.say("case.supplement", {"text": text}) for text in params["supplements"]),
            writer.say("case.reopened", params) if params["reopened"] else Text(),
            writer.say("case.unreachable") if params["unreachable"] else Text(),
            *(writer.say(f"case.{key}", params) for key in _WORKER_LINES.get(params["state"], ())),
        ]
    )
    return Page(whole, _rows(writer, params, WORKER_BUTTONS))


def _households(writer: Writer, params: Params) -> Text:
    """How many others report the same."""
    return writer.say("case.households", params) if params.get("households") else Text()


def _which_kind(writer: Writer, params: Params) -> list[list[Button]]:
    """A kind a row, and the way to all others, where the resident is asked which it is."""
    case_id, kinds = params["case_id"], params.get("kinds_asked")
    if not kinds:
        return []
    return [
        *([Button(name, Code.KIND, case_id, code)] for code, name in kinds),
        [writer.button("no_such_kind", Code.GROUPS, case_id)],
    ]


def _rows(writer: Writer, params: Params, layout: tuple[tuple[tuple[str, Code], ...], ...]) -> list[list[Button]]:
    """The layout's buttons whose action is allowed: a button is captioned after its action."""
    actions = set(params["actions"])
    coordinates = "assign" in actions
    rows = []
    for row in layout:
        shown = [name for name in row if name[0] in actions]
        rows.append(
            [writer.button(_caption(name, coordinates=coordinates), code, params["case_id"]) for name, code in shown]
        )
    return [row for row in rows if row]


def _caption(action: str, *, coordinates: bool) -> str:
    return "coordinate" if action == "accept" and coordinates else action
