"""The views of a record: the winning chain, the tree, the votes, the calls over time, what more compute would buy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from o1magic.metrics import Curve, Estimate, Point
from o1magic.render.chains import Chain
from o1magic.render.outline import Branch
from o1magic.render.parts import ACCENT, DIM, RULED, SMALL, bar, block, details, fact_line, heading, table, unbroken
from o1magic.render.prose import LINE, code_block, inline, literal, markdown, preview, short_answer, terse
from o1magic.render.story import Group, Story, derived
from o1magic.render.timeline import ShownCall, Timeline
from o1magic.render.words import count, decimal, title_of

AT_A_GLANCE = 1500
"""A chain of at most so many characters is shown open; a longer one starts as an outline."""
MOST_DROPPED = 8
"""Answers and chains that are listed as dropped; the rest is counted, and stands under the votes."""
FEW = 3
"""Steps that are named where they are those of another chain; more are counted."""
MOST_CALLS = 16
"""Calls that have a row of their own."""
SHORTEST = 0.006
"""Of a timeline, so that a call that took no time can still be seen."""


# The winning chain.


def answer(told: Story) -> str:
    """Return the steps of the chain that is shown, or nothing."""
    chain = told.chosen
    reasoning = "\n\n".join(part.reasoning for part in chain.parts if part.reasoning) if chain else ""
    if chain is None or not (told.steps or reasoning):
        return ""
    about = " · ".join([f"{chain.name}{told.partial}", *chain.facts, *([told.joint] if told.joint else [])])
    rows = list(_steps(told))
    if reasoning:
        summary = "<b>Reasoning, as the provider sums it up</b>"
        rows.append(details(summary, markdown(reasoning), style=RULED))
    if chain.answer is not None and told.label != "Answer":
        said = code_block(chain.answer) if told.code else markdown(chain.answer)
        rows.append(block(heading("Answer") + said, RULED))
    return block(literal(about), f"margin:8px 0;{SMALL}") + "".join(rows)


def _steps(told: Story) -> Iterator[str]:
    opened = sum(len(step.text) for step in told.steps) <= AT_A_GLANCE or len(told.steps) == 1
    said = markdown if opened else terse
    for number, step in enumerate(told.steps, 1):
        facts = fact_line(step.facts)
        title = f"<b>{number}&#8194;{inline(step.title)}</b>{facts}"
        if not step.text:
            yield block(title, RULED)
        elif opened and derived(step):
            # A title that only repeats the first words would be read twice.
            mark = f'<b style="min-width:18px;padding:6px 6px 0 0;box-sizing:border-box">{number}</b>'
            row = f"border-top:1px solid {LINE};padding:3px 0 9px;display:flex"
            measures = f'<span style="padding:6px 0 0">{facts}</span>' if facts else ""
            yield block(mark + block(markdown(step.text), "flex:1;min-width:0") + measures, row)
        else:
            yield details(title, said(step.text), opened=opened, style=RULED)


def dropped(told: Story) -> str:
    """Return what was tried and dropped, a line each: the text of it is under the votes, or in the tree."""
    if told.label == "Thinking":  # nothing has been chosen yet
        return ""
    lines = [
        f"{short_answer(preview(group.answer))}{fact_line([_numbers(group.chains), group.measure])}"
        for group in told.dropped
    ] + [f"{chain.name} {_outcome(chain)}" for chain in told.unanswered]
    if not lines:
        return ""
    shown = lines[:MOST_DROPPED]
    if len(lines) > len(shown):
        shown.append(f"and {len(lines) - len(shown)} more")
    return block("".join(block(line, "padding:2px 0") for line in shown), "font-size:.93em")


def _numbers(chains: Sequence[Chain]) -> str:
    """Return "chain 3" or "chains 3, 7"."""
    return f"{chains[0].noun}{'' if len(chains) == 1 else 's'} {', '.join(str(chain.number) for chain in chains)}"


def _outcome(chain: Chain) -> str:
    return f"→ {short_answer(preview(chain.answer, 60))}" if chain.answer is not None else literal(chain.outcome)


# The tree.


def tree(told: Story) -> str:
    """Return the tree of the search as an outline: the winning path open, all else folded; with a place to draw it."""
    line = block(literal(told.outline_line), f"margin:8px 0;{SMALL}")
    return f'{line}<div class="drawn"></div>{"".join(map(_branch, told.outline))}'


def _branch(branch: Branch) -> str:
    name = inline(preview(branch.name))
    if branch.answer is not None:
        name += f" → {short_answer(preview(branch.answer, 40))}"
    row = (_WON if branch.wins else _LOST if branch.dropped else _OPEN) + name
    row = f"<b>{row}</b>" if branch.wins else row
    row += fact_line([preview(fact) for fact in branch.facts])
    below = (terse(branch.text) if branch.text else "") + "".join(map(_branch, branch.branches))
    if not below:
        return block(row, "padding:2px 0 2px 1em")
    return details(row, below, style="padding:2px 0", opened=branch.wins and bool(branch.branches))


# Characters, which a host that strips styles keeps.
_WON = f'<span style="color:{ACCENT}">\u25cf</span> '
_OPEN = "\u25cb "
_LOST = "\u25cc "


# The votes.


def votes(told: Story) -> str:
    """Return a bar an answer, each opening its samples, and below them the samples without a vote."""
    chains = [*(chain for group in told.votes for chain in group.chains), *told.unanswered]
    if not any(chain.length for chain in chains if chain != told.chosen):
        return ""
    read = {part.id: told.chosen.name for part in told.chosen.parts} if told.chosen else {}
    rows = []
    for group in told.votes:
        body = "".join(_chain(chain, told.chosen, read) for chain in group.chains)
        rows.append(details(_group(group), body, style="padding:4px 0"))
    if told.unanswered:
        rest = "".join(_chain(chain, told.chosen, read) for chain in told.unanswered)
        rows.append(block(heading("Without a vote") + rest, f"{RULED};margin-top:6px" if rows else "padding:9px 0"))
    return block("".join(rows), "margin-top:6px")


def _group(group: Group) -> str:
    name = short_answer(preview(group.answer, 40))
    cut = "overflow:hidden;text-overflow:ellipsis;white-space:nowrap;vertical-align:bottom"
    return (
        f'<span style="{_CELL};width:28%;{cut}">{f"<b>{name}</b>" if group.leads else name}</span> '
        f'<span style="{_CELL};{_TRACK}">{bar(group.share, leads=group.leads)}</span> '
        f'<span style="{DIM}">{group.measure}</span>'
    )


_CELL = "display:inline-block;margin-right:10px"
_TRACK = f"width:32%;vertical-align:middle;background:{LINE};border-radius:3px"


def _chain(chain: Chain, chosen: Chain | None, read: dict[str, str]) -> str:
    if chain == chosen:
        return block(f"{chain.name}, shown as the answer{fact_line(chain.facts, ' · ')}", "padding:3px 0 3px 1em")
    summary = f"{chain.name} {_outcome(chain)}{fact_line(chain.facts, ' · ')}"
    if not chain.length:
        return block(summary, "padding:3px 0 3px 1em")
    return details(summary, "".join(_whole(chain, read)), style="padding:3px 0")


def _whole(chain: Chain, read: dict[str, str]) -> Iterator[str]:
    """Yield the text of a chain, a block for each of its parts, with the titles that they have.

    What it has in common with a chain above is named, and not shown again; `read` tells where each node was shown.
    """
    common = [part for part in chain.parts if part.id in read]
    if common:
        names = [preview(title_of(part) or part.kind, 40) for part in common]
        said = " · ".join(names) if len(names) <= FEW else count(len(names), "step")
        yield block(f"{inline(said)} · as in {read[common[-1].id]}", f"margin:6px 0 0;{SMALL}")
    for part in chain.parts:
        if part.id in read:
            continue
        read[part.id] = chain.name
        if part.title:
            yield block(f"<b>{inline(part.title)}</b>", "margin:6px 0 0")
        yield terse(part.text)


# The calls over time.


def timeline(told: Timeline) -> str:
    """Return a bar a call, from its start to its end."""
    rows = [_call(call, told.seconds) for call in told.calls[:MOST_CALLS]]
    more = len(told.calls) - len(rows)
    return (
        block(literal(told.line), f"margin:8px 0;{SMALL}")
        + table(("call", f"0 to {told.seconds:.1f} s", ""), rows, widths=(20, 40, 40))
        + (block(f"and {count(more, 'more call')}", f"padding:4px 0 0;{SMALL}") if more else "")
    )


def _call(call: ShownCall, whole: float) -> tuple[str, str, str]:
    name = literal(preview(call.name, 32))
    facts = [unbroken(fact) for fact in (f"{call.started:.1f} to {call.finished:.1f} s", *call.facts)]
    start, length = (call.started / whole, (call.finished - call.started) / whole) if whole else (0.0, 1.0)
    length = max(length, SHORTEST)
    drawn = bar(length, leads=call.wins, start=min(start, 1 - length), dashed=call.lost)
    return f"<b>{name}</b>" if call.wins else name, drawn, fact_line(facts, "")


# What more compute would buy.


def compute(curve: Curve, line: str) -> str:
    """Return the curve as tables: what so many samples are worth, and what more of them would be."""
    measures = [("a majority for this answer", [point.agreement for point in curve.points])]
    if accuracy := [point.accuracy for point in curve.points if point.accuracy]:
        measures.insert(0, ("one that passes", accuracy))
    tables = []
    for title, estimates in measures:
        rows = [
            _point(point, estimate, now=point == curve.now)
            for point, estimate in zip(curve.points, estimates, strict=True)
        ]
        tables.append(table(("samples", "calls", title, ""), rows, widths=(18, 14, 32, 36)))
    legend = "Bold: this run. In brackets and as thin lines: 95 % intervals. Estimated from the samples of this run."
    return block(literal(line), "margin:8px 0") + "".join(tables) + block(legend, f"padding:8px 0 0;{SMALL}")


def _point(point: Point, estimate: Estimate, *, now: bool) -> list[str]:
    """Return a row: the mean as a bar, the interval as a thin line below it, and both in words."""
    mean, low, high = estimate
    numbers = [f"{point.samples:,}", f"{round(point.calls):,}", decimal(mean)]
    samples, calls, likely = (f"<b>{number}</b>" for number in numbers) if now else numbers
    interval = bar(max(high - low, SHORTEST), leads=False, start=min(low, 1 - SHORTEST), height=2)
    words = f'{likely} <span style="{DIM}">({decimal(low)} to {decimal(high)})</span>'
    return [samples, calls, bar(mean, leads=point.drawn) + interval, words]
