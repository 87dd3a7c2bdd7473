"""What a notebook says of a run or a lesson that was not over when it was saved."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from o1magic.render import html, text
from o1magic.render.chains import is_flat
from o1magic.render.lines import flow, short, wrap
from o1magic.render.parts import CARD, RULED, SMALL, bar, block, quiet, table
from o1magic.render.prose import inline, literal, markdown, preview, short_answer
from o1magic.render.story import derived, facts_of
from o1magic.render.words import clean, count, listed, plain, shown
from o1magic.steps import Step, segment
from o1magic.trace import ROOT, Node, Trace, Vote

STILL_RUNNING = "Still running when this was saved; the cell, run again, goes on from there."
GO_ON = "Run the cell again to go on."

MOST_NODES = 60
MOST_CHARACTERS = 12_000
"""A run that has more nodes or text is saved in brief: it is saved again and again, and all of it at the end."""
LARGEST = 60_000
"""Bytes of HTML; what would be larger is saved in brief too."""
READ = 3_000
"""Characters of the leading chain that are saved in brief."""
MOST_ANSWERS = 8
"""Answers that are then named; more are counted."""
NAME = 40
"""Most characters of an answer's name."""


def still_running() -> dict[str, str]:
    """Return that a run still goes on, as HTML and as plain text."""
    return {"text/html": block(STILL_RUNNING, f"margin:4px 0 8px;{SMALL}"), "text/plain": STILL_RUNNING}


class SoFar:
    """What is saved of a run while it goes on.

    Parameters
    ----------
    trace
        The run; it may grow in another thread.
    """

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._known = Trace()

    def follow(self) -> None:
        """Take in what has happened since: little, if it is called often."""
        for event in self._trace.events[len(self._known.events) :]:
            self._known.append(event)

    def bundle(self) -> dict[str, str]:
        """Return that it goes on, and below it the record of what it has found; of a large run in brief."""
        self.follow()
        said = still_running()
        known = self._known
        nodes = [node for node in known.nodes.values() if node.id != ROOT]
        if not any(node.text for node in nodes):
            return said
        characters = sum(len(node.text) + len(node.reasoning) for node in nodes)
        record = html.record(known) if len(nodes) <= MOST_NODES and characters <= MOST_CHARACTERS else ""
        if record and len(record.encode()) <= LARGEST:
            plain_text = text.record(known)
        else:
            brief = _brief(known, nodes)
            record, plain_text = _as_html(brief), _as_text(brief)
        return {"text/html": said["text/html"] + record, "text/plain": f"{said['text/plain']}\n\n{plain_text}"}


@dataclass(frozen=True, slots=True)
class _Brief:
    """The little that is saved of a large run.

    Attributes
    ----------
    line
        How far it is, and which answer leads.
    facts
        What it has used, one item each.
    votes
        The leading ones, each with the node that is the first for it.
    others
        How many more answers there are.
    weight
        Of all answers together.
    steps
        Of the leading chain, or of the longest one before there is a vote.
    rest
        What is left out.
    """

    line: str
    facts: tuple[str, ...]
    votes: tuple[tuple[Vote, Node], ...]
    others: int
    weight: float
    steps: tuple[Step, ...]
    rest: str


def _brief(known: Trace, nodes: Sequence[Node]) -> _Brief:
    votes = known.votes()
    first = known.nodes[votes[0].nodes[0]] if votes else max(nodes, key=lambda node: (len(node.order), len(node.text)))
    parts = known.chain(first.id)
    noun, part = ("chain", "chain") if is_flat(known) else ("solution", "step")
    ended = sum(node.kind in ("answer", "rollout") and node.status != "running" for node in nodes)
    named = tuple((vote, known.nodes[vote.nodes[0]]) for vote in votes[:MOST_ANSWERS])
    others = len(nodes) - len(parts)
    cut = sum(len(part.text) for part in parts) - READ
    left_out = [
        *([count(others, f"more {part}")] if others else []),
        *([f"{count(cut, 'more character')} of this one"] if cut > 0 else []),
    ]
    return _Brief(
        line=", ".join([*([f"{count(ended, noun)} done"] if ended else []), *_leader(named)]),
        facts=tuple(facts_of(known)),
        votes=named,
        others=len(votes) - len(named),
        weight=math.fsum(vote.weight for vote in votes) or 1.0,
        steps=tuple(_steps(parts)),
        rest=f"{listed(left_out)} when the run is over" if left_out else "",
    )


def _leader(named: Sequence[tuple[Vote, Node]]) -> Iterator[str]:
    """Yield which answer leads, if any does."""
    if not named:
        return
    (vote, node), *others = named
    name = preview(plain(node) or vote.answer, NAME)
    if not others:
        yield f"{'it says' if vote.count == 1 else f'all {vote.count:,} say'} {name}"
    elif vote.weight == others[0][0].weight:
        yield f"{name} and {preview(plain(others[0][1]) or others[0][0].answer, NAME)} level at {vote.count:,}"
    else:
        yield f"{name} leads {vote.count:,} to {others[0][0].count:,}"


def _steps(parts: Sequence[Node]) -> Iterator[Step]:
    """Yield the first steps of a chain, its text cut at `READ` characters."""
    left = READ
    for part in parts:
        if left <= 0:
            return
        source = clean(part.text[:left])
        left -= len(source)
        yield from [Step(part.title, source)] if part.title else segment(source)


def _as_html(brief: _Brief) -> str:
    most = max((vote.weight for vote, _ in brief.votes), default=0)
    rows = [
        (
            short_answer(preview(shown(node) or vote.answer, NAME)),
            bar(vote.weight / brief.weight, leads=vote.weight == most),
            f"{vote.count:,}",
        )
        for vote, node in brief.votes
    ]
    more = block(f"and {count(brief.others, 'more answer')}", SMALL) if brief.others else ""
    steps = [
        block(f"<b>{i}&#8194;{'' if derived(step) else inline(preview(step.title))}</b>{markdown(step.text)}", RULED)
        for i, step in enumerate(brief.steps, 1)
    ]
    parts = [
        block("<b>Thinking</b>", "font-size:2.1em;line-height:1.25"),
        block(literal(brief.line), "margin-top:6px") if brief.line else "",
        quiet(brief.facts),
        block(table(("answer", "", "votes"), rows, widths=(30, 40, 30)) + more, "margin:14px 0")
        if len(rows) > 1
        else "",
        *steps,
        block(literal(brief.rest), f"{RULED};{SMALL}") if brief.rest else "",
    ]
    return block("".join(parts), CARD)


def _as_text(brief: _Brief) -> str:
    lines = ["Thinking", *wrap(brief.line), *flow(brief.facts)]
    if len(brief.votes) > 1:
        lines += [
            "",
            "Votes",
            *(f"  {short(plain(node) or vote.answer, NAME)}: {vote.count:,}" for vote, node in brief.votes),
        ]
    if brief.others:
        lines.append(f"  and {count(brief.others, 'more answer')}")
    lines.append("")
    for i, step in enumerate(brief.steps, 1):
        said = step.text if derived(step) else f"{preview(step.title)}\n{step.text}"
        lines += wrap(said, f"{i:>3}. ", "     ")
    if brief.rest:
        lines += ["", *wrap(brief.rest)]
    return "\n".join(lines) + "\n"
