r"""The static record of a run: HTML that a saved notebook keeps.

It must read well wherever a notebook is shown, so all that it tells is in elements and inline styles that JupyterLab's
sanitiser lets pass in an untrusted notebook, on inherited colours with an accent that is visible on light and dark
grounds, and, where a host strips styles too, in the order of the text. On top of that, and lost without harm, come
tabs (`tabs.py`) and the drawn tree. Model text is hostile: see `prose.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from o1magic.render.drawing import svg
from o1magic.render.parts import ACCENT, CARD, DIM, OTHER, PIP, ROW, SMALL, bar, block, heading, quiet, section
from o1magic.render.prose import code_block, literal, markdown, preview, short_answer
from o1magic.render.story import Story, story
from o1magic.render.tabs import names_of, sheet, views
from o1magic.render.views import answer, compute, dropped, timeline, tree, votes
from o1magic.render.words import count, listed
from o1magic.trace import Trace

LARGEST_DRAWN = 60_000
"""Bytes; the tree of a run whose record would be larger is told by the outline alone."""
MOST_PIPS = 40
"""With more votes than this one bar stands for them all."""


def record(trace: Trace, style: str = CARD) -> str:
    """Return the static record of a run as HTML, the answer first.

    Its size grows with the text alone, by some 500 bytes a node besides. Within a card its `style` is another one.
    """
    told, names = story(trace), names_of(trace)
    shown = tuple(_views(told))
    parts = [
        _head(told),
        quiet(told.facts),
        *(block(literal(note), f"margin-top:6px;{SMALL}") for note in told.notes),
        f'<div class="views" style="margin-top:14px">{views(names, shown)}</div>' if shown else "",
        section("Question", preview(told.question), markdown(told.question) + quiet(told.config)),
    ]
    body = "".join(parts)
    styles = sheet(names, svg(trace) if told.outline else "")
    if len(body.encode()) + len(styles) > LARGEST_DRAWN:
        styles = sheet(names)
    return f'<div class="{names}" style="{style}">{styles}{body}</div>'


def _views(told: Story) -> Iterator[tuple[str, str, str]]:
    """Yield the views that have something to tell: title, a few words beside it, body."""
    rest = dropped(told)
    if body := answer(told):
        rest = rest and section("Tried and dropped", told.dropped_line, rest, opened=True)
        yield "Answer", count(len(told.steps), "step") if told.steps else "", body + rest
    elif rest:
        yield "Tried and dropped", short_answer(told.dropped_line), rest
    if told.outline:
        yield "Tree", count(sum(branch.size for branch in told.outline), "node"), tree(told)
    if body := votes(told):
        total = sum(group.count for group in told.votes)
        yield ("Votes", str(total), body) if total else ("Samples", str(told.chains), body)
    if told.timeline and len(told.timeline.calls) > 1:
        yield "Timeline", f"{told.timeline.seconds:.1f} s", timeline(told.timeline)
    if told.curve:
        yield "More compute", "", compute(told.curve, told.curve_line)


def _head(told: Story) -> str:
    """Return the answer as the largest thing, how sure it is, and what a single chain would have said."""
    single = ""
    if told.single:
        words, said = told.single
        single = block(f"{words} <b>{short_answer(said)}</b>", SMALL)
    sure = _sure(told)
    large: str = told.label
    label = ""
    if told.label == "Answer":
        label = heading("Answer")
        if told.long:
            whole = code_block(told.answer or "") if told.code else markdown(told.answer or "")
            return label + whole + block(sure + single, f"{ROW};margin-top:12px")
        large = short_answer(told.answer or "")
    large = block(f"<b>{large}</b>", "font-size:2.1em;line-height:1.25")
    return block(f"<div>{label}{large}</div>{sure}{single}", ROW)


def _sure(told: Story) -> str:
    """Return how sure the answer is and why: the verdict, and a pip a vote, in the order of the answers."""
    verdict = re.sub(r"(\d+ of \d+)", r"<b>\1</b>", told.verdict)
    if told.leaders:
        names = [f"<b>{short_answer(preview(group.answer, 40))}</b>" for group in told.leaders]
        verdict = f"{listed(names)} {verdict}"
    said = [f"<b>{literal(told.decided)}</b>"] if told.decided else []
    if verdict:
        said.append(verdict)
    line = ", ".join(said)
    if told.confidence:
        line += f' &#8194;<span style="{DIM};display:inline-block">{told.confidence}</span>'
    return block(line + _pips(told), "flex:1 1 240px") if line else ""


def _pips(told: Story) -> str:
    total = sum(group.count for group in told.votes)
    if total > MOST_PIPS:
        leading = sum(group.count for group in told.votes if group.leads)
        return block(bar(leading / total), f"margin-top:7px;max-width:400px;background:{OTHER};border-radius:3px")
    if total < 2:  # noqa: PLR2004 - one vote is nothing to compare
        return ""
    pips = "".join(PIP % (ACCENT if group.leads else OTHER) for group in told.votes for _ in group.chains)
    return block(pips, "margin-top:5px;font-size:0;line-height:0")
