"""MarkdownV2 as bots write it: text and entities (Bot API, "MarkdownV2 style")."""

import re
from typing import cast

from sandbox.errors import ApiError, bad_request
from sandbox.jsonio import JSON
from sandbox.world.entities import utf16_length

_MARKS = {
    "||": "spoiler",
    "__": "underline",
    "*": "bold",
    "_": "italic",
    "~": "strikethrough",
}
_LINK = "["
_RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
_TOKEN = re.compile(r"\\(?P<escaped>[\x01-\x7e])|(?P<mark>\|\||__|[*_~\[\]])|(?P<fence>```|`)|(?P<end>\n)|.", re.DOTALL)
_LANGUAGE = re.compile(r"([^\s`]+)?\n")


def parse_markdown(source: str) -> tuple[str, list[JSON]]:
    """Turn MarkdownV2 into text and entities; raises 400 with the offset of what is wrong."""
    return _Parser(source).parse()


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text = ""
        self.units = 0
        self.open: list[tuple[str, int, int]] = []
        self.quoted: int | None = None
        self.entities: list[JSON] = []

    def parse(self) -> tuple[str, list[JSON]]:
        while self.at < len(self.source):
            self._step()
        if self.open:
            mark, _, began = self.open[-1]
            raise self._unclosed(_MARKS.get(mark, "text_link"), began)
        self._end_quote()
        return self.text, self.entities

    def _step(self) -> None:
        begun = self.at
        found = cast("re.Match[str]", _TOKEN.match(self.source, begun))  # its last branch takes any character
        self.at = found.end()
        if found["escaped"]:
            self._say(found["escaped"])
        elif found["fence"]:
            self._code(found["fence"], begun)
        elif found["mark"]:
            self._mark(found["mark"], begun)
        elif self.source[begun] == ">" and (begun == 0 or self.source[begun - 1] == "\n"):
            self.quoted = self.units if self.quoted is None else self.quoted
        elif found["end"]:
            if not self.source.startswith(">", self.at):
                self._end_quote()
            self._say("\n")
        elif found[0] in _RESERVED:
            raise _reserved(found[0])
        else:
            self._say(found[0])

    def _say(self, words: str) -> None:
        self.text += words
        self.units += utf16_length(words)

    def _mark(self, mark: str, begun: int) -> None:
        if mark == "]":
            self._link(begun)
        elif mark == _LINK and any(each == _LINK for each, *_ in self.open):
            raise _reserved(mark)
        elif self.open and self.open[-1][0] == mark:
            self._entity(_MARKS[mark], self.open.pop()[1])
        else:
            self.open.append((mark, self.units, begun))

    def _link(self, begun: int) -> None:
        if not self.open or self.open[-1][0] != _LINK:
            raise _reserved("]")
        _, start, _ = self.open.pop()
        url = re.compile(r"\(((?:\\.|[^)\\])*)\)", re.DOTALL).match(self.source, self.at)
        if url is None:
            raise self._unclosed("text_link", begun)
        self.at = url.end()
        self._entity("text_link", start, url=_unescaped(url[1]))

    def _code(self, fence: str, begun: int) -> None:
        end = re.compile(rf"((?:\\.|[^\\])*?){fence}", re.DOTALL).match(self.source, self.at)
        if end is None:
            raise self._unclosed("pre" if len(fence) > 1 else "code", begun)
        self.at, start, words = end.end(), self.units, end[1]
        language = _LANGUAGE.match(words) if len(fence) > 1 else None
        self._say(_unescaped(words[language.end() :] if language else words))
        named = {"language": language[1]} if language and language[1] else {}
        self._entity("pre" if len(fence) > 1 else "code", start, **named)

    def _end_quote(self) -> None:
        if self.quoted is not None:
            start, self.quoted = self.quoted, None
            self._entity("blockquote", start)

    def _entity(self, kind: str, start: int, **more: str) -> None:
        if self.units > start:
            self.entities.append({"type": kind, "offset": start, "length": self.units - start, **more})

    def _unclosed(self, kind: str, at: int) -> ApiError:
        name = "".join(part.capitalize() for part in kind.split("_"))
        return _unparsable(f"Can't find end of {name} entity at byte offset {len(self.source[:at].encode())}")


def _unescaped(words: str) -> str:
    return re.sub(r"\\([\x01-\x7e])", r"\1", words)


def _reserved(character: str) -> ApiError:
    return _unparsable(f"Character '{character}' is reserved and must be escaped with the preceding '\\'")


def _unparsable(words: str) -> ApiError:
    return bad_request(f"can't parse entities: {words}")
