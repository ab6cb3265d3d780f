"""The 解纷码: a place's link as a QR code, and as an A4 poster to print."""

import io
from collections.abc import Mapping
from html import escape

import segno

_PAGE = """<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<title>{title}</title>
<style>
@page {{ size: A4 portrait; margin: 0 }}
body {{ margin: 0; width: 210mm; height: 297mm; box-sizing: border-box; padding: 24mm 20mm; text-align: center;
  font-family: "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #111 }}
h1 {{ font-size: 30mm; margin: 0 0 8mm }}
.lead {{ font-size: 9mm; margin: 0 0 12mm }}
svg {{ width: 120mm; height: 120mm }}
.steps {{ font-size: 6mm; margin: 12mm 0 }}
.foot {{ font-size: 4.5mm; color: #555 }}
</style>
<h1>{title}</h1>
<p class="lead">{lead}</p>
{code}
<p class="steps">{steps}</p>
<p class="foot">{foot}</p>
</html>
"""


def qr_png(link: str) -> bytes:
    """The link as a PNG that prints sharply at 10 cm."""
    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(out, kind="png", scale=16, border=4)
    return out.getvalue()


def poster(texts: Mapping[str, str], link: str) -> str:
    """A page of HTML that prints on one sheet of A4; ``texts`` are its title, lead, steps and foot."""
    code = segno.make(link, error="m", micro=False).svg_inline(border=2, omitsize=True)
    return _PAGE.format(code=code, **{name: escape(text) for name, text in texts.items()})
