"""What a record is where a host keeps styles: the views as tabs, and the tree drawn.

Without the style sheet the views are what they are in any host: `<details>` that share a name, of which a browser keeps
one open; and without names, sections that fold each for itself. The sheet is a link to itself, and the drawing is a
part of it: a host that drops the elements of a style sheet and of an SVG may keep the text in them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from urllib.parse import quote

from o1magic.render.parts import ACCENT, DIM, RULED, details
from o1magic.render.picture import picture
from o1magic.render.prose import LINE
from o1magic.trace import Trace

# Nested in the class of its card. What a section has inline yields to nothing but `!important`. A card without an open
# section shows its first: another card of the same run has the open one.
_FIRST = ".views:not(:has(>details[open]))>details:first-child"
_SHEET = f"""
summary{{cursor:pointer}}
p{{margin:6px 0 0}}
@supports selector(::details-content){{
.views{{display:flex;flex-wrap:wrap;margin:16px -22px 0!important;padding:0 12px}}
.views>details{{display:contents;
>div{{margin:0!important}}
>summary{{list-style:none;padding:7px 10px;margin-bottom:-1px;border-bottom:2px solid #0000;
&::-webkit-details-marker{{display:none}}
&:focus-visible{{outline:2px solid {ACCENT};outline-offset:-2px;border-radius:4px}}
>b{{font-weight:500;{DIM}}}
&:hover>b{{opacity:1}}}}
&::details-content{{order:1;flex:0 0 calc(100% + 24px);min-width:0;display:none;box-sizing:border-box;margin:0 -12px;
padding:4px 22px 8px;border-top:1px solid {LINE}}}
&[open]::details-content{{display:block}}
&[open]>summary{{pointer-events:none}}}}
.views>details[open]>summary,{_FIRST}>summary{{border-color:{ACCENT};>b{{font-weight:700;opacity:1}}}}
{_FIRST}::details-content{{display:block;content-visibility:visible}}
}}
@media(max-width:560px){{.views>details>summary{{padding:7px 5px;font-size:.93em;>span{{display:none}}}}}}
@media(max-width:400px){{.views>details>summary{{padding:7px 4px;font-size:.86em}}}}
@media print{{.views>details::details-content{{display:block;content-visibility:visible}}}}
"""

_KEPT = "!(){}[]:;,=*/@+' "
"""Characters that a style sheet is full of, and that need no escape in an address between quotes."""


def names_of(trace: Trace) -> str:
    """Return a name for the elements of a run's card that no other run's card has."""
    told = json.dumps(trace.canonical(), sort_keys=True, default=str)
    return f"o1-{hashlib.sha256(told.encode()).hexdigest()[:8]}"


def sheet(names: str, drawing: str = "") -> str:
    """Return the style sheet of the card of this class, and of nothing else on the page, with an SVG to draw in it."""
    rules = f".{names}{{{_SHEET}{picture(drawing) if drawing else ''}}}".replace("\n", "")
    return f'<link rel="stylesheet" href="data:text/css,{quote(rules, safe=_KEPT)}">'


def views(names: str, sections: Sequence[tuple[str, str, str]]) -> str:
    """Return sections of a title, a few words beside it and a body, the first one open."""
    return "".join(
        details(
            f"<b>{title}</b>" + (f'<span style="{DIM}">&#8194;{words}</span>' if words else ""),
            body,
            style=RULED,
            opened=not i,
            name=names,
        )
        for i, (title, words, body) in enumerate(sections)
    )
