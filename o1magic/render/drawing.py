"""The tree of a search as SVG."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from o1magic.render.layout import Drawn, answer_of, cells, column_names, fit, layout, line_of, measure_of
from o1magic.render.outline import outline_line
from o1magic.render.parts import ACCENT
from o1magic.render.words import count, measures, outcome, title_of
from o1magic.trace import Trace

# The drawing. Lengths in pixels.

_HEIGHT = 26
_NARROW, _USUAL = 26, 54
_ROW = 38
_WIDTH = 820
_COLUMN = (92, 168)
_MARGIN = 14
_SMALL = 11
_LETTER, _LOWER = 6.3, 6.0
_THIN, _THICK = 1.4, 5.0


@dataclass(frozen=True, slots=True)
class _Palette:
    ink: str
    dim: str
    line: str
    border: str
    fill: str
    accent: str
    won: str


_INHERITED = _Palette(
    ink='fill="currentColor"',
    dim='fill="currentColor" fill-opacity=".72"',
    line='stroke="currentColor" opacity=".24"',
    border='stroke="currentColor" stroke-opacity=".24"',
    fill='fill="currentColor" fill-opacity=".05"',
    accent=ACCENT,
    won=f'fill="{ACCENT}" fill-opacity=".14"',
)
_PAPER = _Palette(
    ink='fill="#1f2328"',
    dim='fill="#59636e"',
    line='stroke="#c4cad1"',
    border='stroke="#c4cad1"',
    fill='fill="#f6f8fa"',
    accent="#1a73d1",
    won='fill="#e8f1fb"',
)
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Helvetica, Arial, sans-serif"


def svg(trace: Trace, *, standalone: bool = False, names: str = "") -> str:
    """Return the tree of a run as SVG; nothing where it has fewer than two nodes besides the question.

    Parameters
    ----------
    trace
        The run.
    standalone
        A file of its own, with its own colours on white; else a part of a page, in the page's own colour and the
        accent, without a style sheet.
    names
        What the ids begin with, the same nowhere else on the page; without it there are none.
    """
    if len(trace.nodes) <= 2:  # noqa: PLR2004 - the question and one chain
        return ""
    drawn = layout(trace)
    step = min(max(_WIDTH / (1 + max(each.column for each in drawn)), _COLUMN[0]), _COLUMN[1])
    pills = {each.id: _pill(each, step) for each in drawn}
    palette = _PAPER if standalone else _INHERITED
    bottom = max(pill.y for pill in pills.values()) + _HEIGHT / 2 + 30
    legend = " · ".join(_legend(trace, drawn))
    columns = [
        (_MARGIN + _USUAL / 2 + column * step, fit(name, int((step - 6) / _LOWER)))
        for column, name in enumerate(column_names(drawn))
    ]
    ends = [*(pill.right for pill in pills.values()), *(x + _LETTER * cells(name) / 2 for x, name in columns)]
    width = max(*ends, _LETTER * cells(legend) + _MARGIN) + _MARGIN
    parts = [
        *_groups(pills, palette),
        f'<g {palette.dim} text-anchor="middle">',
        *(_text(x, bottom, name) for x, name in columns),
        f"</g><g {palette.dim}>{_text(_MARGIN, bottom + 24, legend)}</g>",
    ]
    size = math.ceil(width), math.ceil(bottom + 24 + _MARGIN)
    return _frame(trace, "".join(parts), size, names, standalone=standalone)


@dataclass(frozen=True, slots=True)
class _Pill:
    """A node on the sheet: its middle and width in pixels, and its texts as far as there is room."""

    of: Drawn
    x: float
    y: float
    width: float
    label: str
    aside: str

    @property
    def right(self) -> float:
        return self.x + self.width / 2 + (6 + _LETTER * cells(self.aside) if self.aside else 0)


def _pill(each: Drawn, step: float) -> _Pill:
    label = fit(each.label, int((step - 44) / _LETTER))
    return _Pill(
        each,
        x=_MARGIN + _USUAL / 2 + each.column * step,
        y=_MARGIN + _HEIGHT / 2 + each.row * _ROW,
        width=max(_USUAL, 16 + _LETTER * cells(label)) if label else _NARROW,
        label=label,
        aside=fit(each.aside, int((step - _USUAL - 10) / _LETTER)),
    )


def _frame(trace: Trace, body: str, size: tuple[int, int], names: str, *, standalone: bool) -> str:
    """Return the whole with its title and description, for those who cannot see it."""
    width, height = size
    title = escape(f"The search for: {fit(line_of(trace.question), 120)}")
    chosen = trace.nodes.get(trace.selection.node or "") if trace.selection else None
    answer = answer_of(chosen) if chosen else ""
    said = f"; in the accent colour, what led to the answer {fit(answer, 60)}" if answer else ""
    told = escape(f"{outline_line(trace)}{said}")
    of = (f' id="{names}-title"', f' id="{names}-desc"') if names else ("", "")
    labelled = f' aria-labelledby="{names}-title" aria-describedby="{names}-desc"' if names else ""
    space = ' xmlns="http://www.w3.org/2000/svg"' if standalone else ""
    font = f' font-family="{_FONT}"' if standalone else ""
    ground = '<rect width="100%" height="100%" fill="#fff"/>' if standalone else ""
    return (
        f'<svg{space} width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img"{labelled}'
        f'{font} font-size="{_SMALL}" style="max-width:100%;height:auto">'
        f"<title{of[0]}>{_unheld(title)}</title><desc{of[1]}>{_unheld(told)}</desc>{ground}{body}</svg>"
    )


def _groups(pills: Mapping[str, _Pill], palette: _Palette) -> Iterator[str]:
    """Yield lines and nodes: what was dropped, the rest, and on top what won."""
    most = max((pill.of.node.visits for pill in pills.values() if pill.of.node), default=0)
    dashed, won = ' stroke-dasharray="3 3"', f'stroke="{palette.accent}"'
    looks = (
        (palette.line + dashed, f'fill="none" {palette.border}{dashed}', palette.dim, palette.dim),
        (palette.line, f"{palette.fill} {palette.border}", palette.ink, palette.dim),
        (won, f"{palette.won} {won}", palette.ink, f'fill="{palette.accent}"'),
    )
    for number, (line, rim, ink, bar) in enumerate(looks):
        mine = [pill for pill in pills.values() if _look(pill.of) == number]
        if mine:
            yield f'<g fill="none" {line} stroke-width="{_THIN}">'
            for pill in mine:
                if pill.of.above is not None:
                    yield _line(pills[pill.of.above], pill, _thickness(pill.of, most))
                yield from (_line(pills[key], pill, _THIN / 2) for key in pill.of.inputs)
            yield f'</g><g {ink} text-anchor="middle">'
            yield from (_node(pill, rim, bar) for pill in mine)
            yield "</g>"


def _look(each: Drawn) -> int:
    return 2 if each.wins else 0 if each.dropped or each.folded else 1


def _node(pill: _Pill, look: str, bar: str) -> str:
    x, y, left = pill.x, pill.y, pill.x - pill.width / 2
    parts = [
        f"<g><title>{escape(_unheld(_told(pill.of)))}</title>",
        f'<rect x="{_n(left)}" y="{_n(y - _HEIGHT / 2)}" width="{_n(pill.width)}" height="{_HEIGHT}" rx="13" {look}/>',
    ]
    if pill.of.share is not None:
        full = _n(max(2.0, (pill.width - 18) * pill.of.share))
        parts += [
            _text(x, y + 2, pill.label),
            f'<rect x="{_n(left + 9)}" y="{_n(y + 6)}" width="{full}" height="2.5" rx="1.25" {bar}/>',
        ]
    elif pill.label:
        parts.append(_text(x, y + 4, pill.label))
    if pill.aside:
        parts.append(_text(x + pill.width / 2 + 6, y + 4, pill.aside, ' text-anchor="start"'))
    return "".join([*parts, "</g>"])


def _line(start: _Pill, end: _Pill, width: float) -> str:
    x1, x2 = start.x + start.width / 2, end.x - end.width / 2
    y1, y2, middle = _n(start.y), _n(end.y), _n((x1 + x2) / 2)
    thick = "" if width == _THIN else f' stroke-width="{_n(width)}"'
    return f'<path d="M{_n(x1)} {y1}C{middle} {y1} {middle} {y2} {_n(x2)} {y2}"{thick}/>'


def _thickness(each: Drawn, most: int) -> float:
    """Return the width of the line to a node: by the root of its visits, so that few remain visible."""
    if not most or each.node is None or each.dropped:
        return 2 * _THIN if each.wins else _THIN
    return _THIN + (_THICK - _THIN) * math.sqrt(each.node.visits / most)


def _told(each: Drawn) -> str:
    """Return what a tooltip says of a node."""
    if each.node is None:
        return f"{count(each.folded, 'node')} not drawn"
    node = each.node
    name = fit(line_of(title_of(node)), 60) if node.kind not in ("question", "answer", "rollout") else node.kind
    answer = answer_of(node)
    fate = () if node.status == "done" else (fit(line_of(outcome(node)), 80),)
    facts = [fit(line_of(said), 80) for said in measures(node)]
    return " · ".join([name or node.kind, *([fit(answer, 60)] if answer else []), *facts, *fate])


def _legend(trace: Trace, drawn: Sequence[Drawn]) -> Iterator[str]:
    """Yield what the signs mean, of those that there are."""
    nodes = [each.node for each in drawn if each.node]
    numbers = dict.fromkeys(measured[0] for node in nodes if (measured := measure_of(trace, node)))
    if numbers:
        yield "number: " + ", else ".join(numbers)
    if any(node.visits for node in nodes):
        yield "line width: visits"
    if any(each.inputs for each in drawn):
        yield "thin line: also made from"
    if any(each.dropped and not each.folded for each in drawn):
        yield "dashed: dropped"
    if any(each.folded for each in drawn):
        yield "+n: nodes that are not drawn"


def _text(x: float, y: float, text: str, anchor: str = "") -> str:
    held = _HELD.sub(r"<tspan>\g<0></tspan>", escape(line_of(text)))
    return f'<text x="{_n(x)}" y="{_n(y)}"{anchor}>{held}</text>'


_HELD = re.compile(r"[$\\]")
"""What begins mathematics: alone in its element it never does."""


def _unheld(text: str) -> str:
    """Return a text in which no typesetter finds mathematics, for where no element can stand."""
    return text.replace("$", "\uff04").replace("\\", "\uff3c")


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
