"""Text as a bot writes it: cleaned, parsed (HTML, MarkdownV2), trimmed, measured, with entities."""

import re
from html import unescape

from sandbox.api.markdown import parse_markdown
from sandbox.api.params import Params
from sandbox.errors import ApiError, bad_request
from sandbox.jsonio import JSON
from sandbox.world.entities import clip_entities, find_entities, merge_entities, utf16_length

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024

# Telegram turns control characters into spaces and drops carriage returns.
_CONTROL = {code: " " for code in range(32) if code not in {9, 10}} | {13: None}
_TOKEN = re.compile(r"<(?P<close>/?)(?P<tag>[^\s<>]+)(?P<attributes>[^<>]*)>|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|(\S+))")
_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
}


def read_text(params: Params, key: str = "text", entities_key: str = "entities") -> JSON:
    """Return {"text", "entities"?} for a non-empty text within the limit."""
    text, entities = _formatted(params, key, entities_key)
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return {"text": text, "entities": entities} if entities else {"text": text}


def read_caption(params: Params) -> JSON:
    """Return {"caption", "caption_entities"?}, or nothing when there is no caption."""
    text, entities = _formatted(params, "caption", "caption_entities")
    if utf16_length(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    if not text:
        return {}
    return {"caption": text, "caption_entities": entities} if entities else {"caption": text}


def clean(text: str) -> str:
    """Replace what Telegram does not let through; text that is no Unicode is refused."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return text.translate(_CONTROL)


def _formatted(params: Params, key: str, entities_key: str) -> tuple[str, list[JSON]]:
    text = clean(params.text(key))
    entities = params.objects(entities_key, "type", "offset", "length")
    mode = params.text("parse_mode").lower()
    if mode == "html":
        text, entities = parse_html(text)
    elif mode == "markdownv2":
        text, entities = parse_markdown(text)
    elif mode:
        raise bad_request("unsupported parse_mode")
    trimmed = text.strip(" \n\t")
    lead = utf16_length(text[: len(text) - len(text.lstrip(" \n\t"))])
    return trimmed, merge_entities(clip_entities(trimmed, entities, lead), find_entities(trimmed))


def parse_html(source: str) -> tuple[str, list[JSON]]:
    """Turn Telegram's HTML into text and entities; raises 400 with the offset of what is wrong."""
    text, units, at = "", 0, 0
    open_tags: list[tuple[str, int, JSON]] = []
    entities: list[JSON] = []
    for match in _TOKEN.finditer(source):
        piece = source[at : match.start()]
        _refuse_stray(piece, source, at)
        text, units, at = text + piece, units + utf16_length(piece), match.end()
        tag = (match["tag"] or "").lower()
        if not tag:
            character = unescape(match[0])
            text, units = text + character, units + utf16_length(character)
        elif match["close"]:
            start, shape = _close(open_tags, tag, source, match.start())
            if units > start:
                entities.append({**shape, "offset": start, "length": units - start})
        else:
            open_tags.append((tag, units, _shape(tag, match["attributes"], source, match.start())))
    _refuse_stray(source[at:], source, at)
    if open_tags:
        raise _unparsable(f'Can\'t find end tag corresponding to start tag "{open_tags[-1][0]}"')
    return text + source[at:], entities


def _shape(tag: str, attributes: str, source: str, at: int) -> JSON:
    """Return the entity a start tag opens, without its place."""
    if tag not in _TAGS:
        raise _unparsable(f'Unsupported start tag "{tag}" at byte offset {_byte(source, at)}')
    given = {name.lower(): unescape(one or two or bare) for name, one, two, bare in _ATTRIBUTE.findall(attributes)}
    if tag == "a":
        return {"type": "text_link", "url": given.get("href", "")}
    if tag == "blockquote" and "expandable" in attributes:
        return {"type": "expandable_blockquote"}
    return {"type": _TAGS[tag]}


def _close(open_tags: list[tuple[str, int, JSON]], tag: str, source: str, at: int) -> tuple[int, JSON]:
    if not open_tags:
        raise _unparsable(f"Unexpected end tag at byte offset {_byte(source, at)}")
    opened, start, shape = open_tags.pop()
    if opened != tag:
        raise _unparsable(
            f'Unmatched end tag at byte offset {_byte(source, at)}, expected "</{opened}>", found "</{tag}>"'
        )
    return start, shape


def _refuse_stray(piece: str, source: str, at: int) -> None:
    if "<" in piece:
        raise _unparsable(f"Unsupported start tag at byte offset {_byte(source, at + piece.index('<'))}")


def _unparsable(words: str) -> ApiError:
    return bad_request(f"can't parse entities: {words}")


def _byte(source: str, at: int) -> int:
    return len(source[:at].encode())
