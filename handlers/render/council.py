"""What a group reads of the council: the notice, the vote, the result."""

from civic.ballots import Choice
from civic.topics import Attendance
from handlers.buttons import Code
from handlers.render.writer import Page, Params, Writer


def notice(writer: Writer, params: Params) -> Page:
    """The notice of a meeting, with 参加 / 请假 until the vote begins."""
    row = [writer.button(each, Code.ATTEND, params["topic_id"], each) for each in Attendance]
    return Page(writer.say("topic.notice", params), [row] if params["open"] else [])


def vote(writer: Writer, params: Params) -> Page:
    """The vote's card: three choices while it is open."""
    if not params["open"]:
        return Page(writer.say("vote.closed", params))
    row = [writer.button(each, Code.BALLOT, params["vote_id"], each) for each in Choice]
    return Page(writer.say("vote.card", params), [row])
