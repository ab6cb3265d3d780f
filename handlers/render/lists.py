"""Lists of cases, and the way one case took."""

from handlers.buttons import Code
from handlers.render import persistence
from handlers.render.writer import Page, Params, Writer
from handlers.words import Text, lines


def mine(writer: Writer, params: Params) -> Page:
    """A resident's cases."""
    return _list(writer, params, "mine", "status")


def tasks(writer: Writer, params: Params) -> Page:
    """A worker's open work."""
    return _list(writer, params, "tasks", "work_status")


def progress(writer: Writer, params: Params) -> Page:
    """Where a case stands and how it came there."""
    steps = [writer.say(f"path.{step['event']}", step) for step in params["path"]]
    holder = writer.say("case.who", params) if params["holder"] and params["state"] == "working" else Text()
    until = writer.say("case.until_answer", params) if params["state"] in {"offered", "returned", "working"} else Text()
    return Page(lines([_line(writer, params, "status"), holder, until, writer.say("list.progress_path"), *steps]))


def _list(writer: Writer, params: Params, name: str, status: str) -> Page:
    cases = params["cases"]
    if not cases:
        return Page(writer.say(f"list.{name}_none"))
    entries = [
        lines([_line(writer, case, status), persistence.line(writer, case, "list"), _until(writer, case)])
        for case in cases
    ]
    rows = [[writer.button("show", Code.SHOW, case["case_id"], number=case["number"])] for case in cases]
    return Page(lines([writer.say(f"list.{name}"), *entries]), rows)


def staff(writer: Writer, params: Params) -> Page:
    """Who serves, each with a button that asks whether the role is to end."""
    if not params["staff"]:
        return Page(writer.say("roster.nobody"))
    lines_ = [writer.say("roster.list"), *(writer.say("roster.line", each) for each in params["staff"])]
    if params["left_out"]:
        lines_.append(writer.say("roster.left_out", params))
    rows = [[writer.button("end_role", Code.END_ROLE, each["grant_id"], **each)] for each in params["staff"]]
    return Page(lines(lines_), rows)


def _line(writer: Writer, case: Params, status: str) -> Text:
    key = "list.mine_line" if status == "status" else "list.line"
    return writer.say(key, {**case, "status": writer.raw(f"{status}.{case['state']}")})


def _until(writer: Writer, case: Params) -> Text:
    """The deadline that runs in the case's state."""
    running = {"offered": "accept_by", "returned": "accept_by", "working": "answer_by"}.get(case["state"])
    if running is None:
        return Text()
    return writer.say(
        "list.line_until", {"until_at": case[running], "estimated": ["until_at"] * (running in case["estimated"])}
    )
