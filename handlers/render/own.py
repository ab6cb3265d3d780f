"""What somebody reads of their own data: the notice with the ways out of it, the export, the question before everything is erased."""

import json

from civic.notes import FileKind
from handlers.buttons import Code
from handlers.outgoing import Upload
from handlers.render.writer import Page, Params, Writer


def notice(writer: Writer, params: Params) -> Page:
    """The privacy notice; taking consent back is as near as giving it was."""
    codes = {"mydata": Code.MYDATA, "unconsent": Code.UNCONSENT, "forget": Code.FORGET}
    return Page(writer.say("consent.notice", params), [[writer.button(name, code) for name, code in codes.items()]])


def mydata(writer: Writer, params: Params) -> Page:
    """The export, as a file that people and programs can read."""
    content = json.dumps(params["data"], ensure_ascii=False, indent=2).encode()
    upload = Upload(FileKind.DOCUMENT, writer.raw("privacy.file"), content)
    return Page(writer.say("privacy.mydata"), uploads=[upload])


def sure(writer: Writer, params: Params) -> Page:
    """Whether to forget."""
    row = [writer.button("forget_yes", Code.FORGET_YES), writer.button("forget_no", Code.FORGET_NO)]
    return Page(writer.say("privacy.sure", params), [row])
