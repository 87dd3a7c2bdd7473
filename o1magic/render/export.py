"""A run as a file for others: a page with the interactive views, a drawing or a text of its tree, its trace."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from html import escape
from pathlib import Path

from o1magic.errors import ConfigError, near
from o1magic.render import drawing, html
from o1magic.render.layout import Drawn, answer_of, fit, layout, line_of
from o1magic.render.words import title_of
from o1magic.trace import Trace

_STATIC = Path(__file__).parent.parent / "static"
_WON = "#1a73d1"


def write(trace: Trace, path: str | os.PathLike[str]) -> Path:
    """Write a run to a file, in the form that its name asks for, and return the path.

    The file is there as a whole or not at all; one of that name is replaced.

    Raises
    ------
    ConfigError
        The name ends in none of `FORMATS`, or the run has no tree to draw.
    """
    target = Path(path)
    suffix = target.suffix.lower()
    if suffix not in FORMATS:
        known = ", ".join(FORMATS)
        raise ConfigError(f"cannot tell from {str(path)!r} what to write{near(suffix, FORMATS)}; known: {known}")
    text = FORMATS[suffix](trace)
    try:
        new = tempfile.NamedTemporaryFile(  # noqa: SIM115 - closed below
            "w", dir=target.parent, prefix=f".{target.name}.", encoding="utf-8", newline="\n", delete=False
        )
    except OSError as error:
        error.filename = str(target)  # the file that was asked for, not the one beside it
        raise
    with new:
        try:
            new.write(text)
            new.close()
            # As a file that is simply written: readable by whom the user lets read files.
            umask = os.umask(0)
            os.umask(umask)
            Path(new.name).chmod(0o666 & ~umask)
            Path(new.name).replace(target)
        except BaseException:
            Path(new.name).unlink(missing_ok=True)
            raise
    return target


def page(trace: Trace) -> str:
    """Return one HTML file with the interactive views: it needs no kernel, no network and no other file.

    The run lies in it as JSON. No script runs but the views' own, named by its digest, and nothing is loaded: what
    `data:` addresses hold are the tabs of the static record, which stands there without scripts.
    """
    from o1magic.render.widget import last_message  # noqa: PLC0415 - anywidget is heavy

    script, styles = ((_STATIC / name).read_text(encoding="utf-8") for name in ("embed.js", "widget.css"))
    # Of all of JSON only this character can end the element.
    data = json.dumps(last_message(trace)).replace("<", "\\u003c")
    policy = (
        f"default-src 'none'; script-src {_digest(script)}; style-src-elem {_digest(styles)} {_digest(_PAGE)} data:; "
        "style-src-attr 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    title = escape(fit(line_of(trace.question), 80))
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}</title>\n<style>{styles}</style>\n<style>{_PAGE}</style>\n</head>\n<body>\n"
        f'<main id="o1magic"></main>\n<noscript>{html.record(trace)}</noscript>\n'
        f'<script type="application/json" id="o1magic-run">{data}</script>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


_PAGE = """
body { max-width: 1100px; margin: 0 auto; padding: 24px 16px; background: #fff; color: #1c2024;
  font: 15px/1.5 system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { body { background: #0f1215; color: #e6e9ec; } }
"""


def _digest(text: str) -> str:
    """Return what a policy calls an inline script or style sheet."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def picture(trace: Trace) -> str:
    """Return the drawn tree as an SVG file."""
    drawn = drawing.svg(trace, standalone=True)
    if not drawn:
        raise ConfigError("this run is a single chain and has no tree to draw; .html, .mmd, .dot and .json tell it")
    return f"{drawn}\n"


def mermaid(trace: Trace) -> str:
    """Return the tree as a Mermaid flowchart."""
    drawn = layout(trace)
    names = {each.id: f"n{number}" for number, each in enumerate(drawn)}
    lines = ["flowchart LR"]
    for each in drawn:
        label = "<br>".join(_MERMAID.sub(lambda mark: f"#{ord(mark[0])};", line) for line in _lines(trace, each))
        lines.append(f'  {names[each.id]}(["{label}"])')
    for each in drawn:
        if each.above is not None:
            arrow = "==>" if each.wins else "-.->" if _pale(each) else "-->"
            lines.append(f"  {names[each.above]} {arrow} {names[each.id]}")
        lines += [f"  {names[key]} -.- {names[each.id]}" for key in each.inputs]
    lines += [
        f"  classDef won stroke:{_WON},stroke-width:2px",
        "  classDef dropped stroke-dasharray:4 3,fill:none",
    ]
    for style, marked in (("won", lambda each: each.wins), ("dropped", _pale)):
        if chosen := ",".join(names[each.id] for each in drawn if marked(each)):
            lines.append(f"  class {chosen} {style}")
    return "\n".join([*lines, ""])


_MERMAID = re.compile(r"[^\w .,…+*/=()'!?-]")
"""What could be read as anything but text: Mermaid takes it as a number."""


def dot(trace: Trace) -> str:
    """Return the tree in Graphviz' language."""
    drawn = layout(trace)
    names = {each.id: f"n{number}" for number, each in enumerate(drawn)}
    lines = [
        "digraph search {",
        "  rankdir=LR",
        '  node [shape=box, style="rounded", fontname="Helvetica", color="#8b949e"]',
        '  edge [color="#8b949e", arrowhead=none]',
    ]
    most = max((each.node.visits for each in drawn if each.node), default=0)
    for each in drawn:
        label = "\\n".join(_quoted(line) for line in _lines(trace, each))
        look = f', color="{_WON}", penwidth=2' if each.wins else ', style="rounded,dashed"' if _pale(each) else ""
        lines.append(f'  {names[each.id]} [label="{label}"{look}]')
    for each in drawn:
        if each.above is not None:
            visits = each.node.visits if each.node else 0
            wide = f"{1 + 3 * (visits / most) ** 0.5:.1f}" if most else "2" if each.wins else "1"
            look = f', color="{_WON}"' if each.wins else ", style=dashed" if _pale(each) else ""
            lines.append(f"  {names[each.above]} -> {names[each.id]} [penwidth={wide}{look}]")
        lines += [f"  {names[key]} -> {names[each.id]} [style=dotted, constraint=false]" for key in each.inputs]
    return "\n".join([*lines, "}", ""])


def _quoted(text: str) -> str:
    """Return text for between quotes, where a backslash escapes and entities are read."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")


def _pale(each: Drawn) -> bool:
    return each.dropped or each.folded > 0


def _lines(trace: Trace, each: Drawn) -> Iterator[str]:
    """Yield what a node says: what it is, then its number, then its answer."""
    node = each.node
    if node is None:
        yield f"{each.label} not drawn"
        return
    if node.kind == "question":
        yield fit(line_of(trace.question), 40)
    elif node.kind in ("answer", "rollout"):
        yield node.kind
    else:
        yield fit(line_of(title_of(node)), 40) or node.kind
    if each.share is not None:
        yield each.label
    if answer := answer_of(node):
        yield fit(answer, 40)


def _json(trace: Trace) -> str:
    return f"{json.dumps(trace.to_json())}\n"


FORMATS: Mapping[str, Callable[[Trace], str]] = {
    ".html": page,
    ".svg": picture,
    ".mmd": mermaid,
    ".dot": dot,
    ".json": _json,
}
"""How a run is written, by the end of the file's name."""
