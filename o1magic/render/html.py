r"""The static record of a run: HTML that a saved notebook keeps.

It must read well wherever a notebook is shown, so it relies on nothing but elements and inline styles that
JupyterLab's sanitiser lets pass in an untrusted notebook (no style sheet, script, SVG, variable or id), on inherited
colours with an accent that is visible on light and dark grounds, and, where a host strips styles too, on the order of
the text. Model text is hostile: Markdown becomes a fixed set of elements, without links, pictures and raw HTML.

Mathematics is left to the host, which typesets `\(...\)` and `\[...\]`; all other dollars and backslashes are kept
from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from o1magic.render.chains import Chain
from o1magic.render.outline import Branch
from o1magic.render.parts import (
    ACCENT,
    CARD,
    DIM,
    OTHER,
    PIP,
    ROW,
    RULED,
    block,
    details,
    fact_line,
    heading,
    quiet,
    section,
)
from o1magic.render.prose import LINE, code_block, inline, literal, markdown, preview, short_answer
from o1magic.render.story import Group, Story, derived, story
from o1magic.render.words import count, listed
from o1magic.trace import Trace

MOST_PIPS = 40
"""With more votes than this one bar stands for them all."""
MOST_ROWS = 6
"""Answers that get a bar of their own."""
AT_A_GLANCE = 1500
"""A chain of at most so many characters is shown open; a longer one starts as an outline."""


def record(trace: Trace) -> str:
    """Return the static record of a run as HTML, the answer first.

    Its size grows with the text alone, by some 400 bytes a node besides.
    """
    told = story(trace)
    parts = [
        _head(told),
        quiet(told.facts),
        *(block(literal(note), f"margin-top:6px;{DIM};font-size:.93em") for note in told.notes),
        _votes(told),
        _steps(told),
        _outline(told),
        _others(_agreeing(told), "", told.agreeing),
        _others("Tried and dropped", told.dropped_line,
                [c for group in told.dropped for c in group.chains] + list(told.unanswered)),
        section("Question", preview(told.question), markdown(told.question) + quiet(told.config)),
    ]  # fmt: skip
    return block("".join(parts), CARD)


# Parts of the card.


def _head(told: Story) -> str:
    """Return the answer as the largest thing, how sure it is, and what a single chain would have said."""
    single = ""
    if told.single:
        words, answer = told.single
        single = block(f"{words} <b>{short_answer(answer)}</b>", f"{DIM};font-size:.93em")
    sure = _sure(told)
    large: str = told.label
    if told.label == "Answer":
        label = heading("Answer")
        if told.long:
            answer = code_block(told.answer or "") if told.code else markdown(told.answer or "")
            return label + answer + block(sure + single, f"{ROW};margin-top:12px")
        large = short_answer(told.answer or "")
    else:
        label = ""
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
    total = sum(group.count for group in told.votes)
    pips = ""
    if 1 < total <= MOST_PIPS:
        pips = "".join(PIP % (ACCENT if group.leads else OTHER) for group in told.votes for _ in group.chains)
        pips = block(pips, "margin-top:5px;font-size:0;line-height:0")
    return block(line + pips, "flex:1 1 240px") if line else ""


def _votes(told: Story) -> str:
    """Return a bar an answer, where there was more than one."""
    if not told.compared:
        return ""
    most = max(group.weight for group in told.votes) or 1
    shown = told.votes[:MOST_ROWS]
    names = [preview(group.answer, 40) for group in shown]
    # The same widths in each row, or the bars could not be compared.
    widths = (min(max(3.0, 0.65 * max(map(len, names))), 15), 0.55 * max(len(group.measure) for group in shown))
    rows = [_vote(name, group, group.weight / most, widths) for name, group in zip(names, shown, strict=True)]
    if len(told.votes) > MOST_ROWS:
        rest = told.votes[MOST_ROWS:]
        chains = count(sum(group.count for group in rest), told.noun)
        rows.append(block(f"{count(len(rest), 'more answer')} in {chains}", DIM))
    return block("".join(rows), "margin-top:14px;font-size:.93em")


def _vote(name: str, group: Group, share: float, widths: tuple[float, float]) -> str:
    name = f"<b>{short_answer(name)}</b>" if group.leads else short_answer(name)
    line = "overflow:hidden;text-overflow:ellipsis;white-space:nowrap"
    bar = f"width:{100 * share:.0f}%;height:6px;border-radius:3px;background:{ACCENT if group.leads else OTHER}"
    return block(
        f'<span style="flex:0 0 {widths[0]:.1f}em;max-width:35%;{line}">{name}</span> '
        f'<span style="flex:1;max-width:220px"><span style="display:block;{bar}"></span></span> '
        f'<span style="flex:0 0 {widths[1]:.1f}em;white-space:nowrap">{group.measure}</span>',
        "display:flex;gap:12px;align-items:center",
    )


def _steps(told: Story) -> str:
    """Return the steps of the chain that is shown."""
    reasoning = "\n\n".join(part.reasoning for part in told.chosen.parts if part.reasoning) if told.chosen else ""
    if told.chosen is None or not (told.steps or reasoning):
        return ""
    opened = sum(len(step.text) for step in told.steps) <= AT_A_GLANCE or len(told.steps) == 1
    rows = []
    for number, step in enumerate(told.steps, 1):
        facts = fact_line(step.facts)
        title = f"<b>{number}&#8194;{inline(step.title)}</b>{facts}"
        if not step.text:
            rows.append(block(title, RULED))
        elif opened and derived(step):
            # A title that only repeats the first words would be read twice.
            mark = f'<b style="min-width:18px;padding:6px 6px 0 0;box-sizing:border-box">{number}</b>'
            row = f"border-top:1px solid {LINE};padding:3px 0 9px;display:flex"
            measures = f'<span style="padding:6px 0 0">{facts}</span>' if facts else ""
            rows.append(block(mark + block(markdown(step.text), "flex:1;min-width:0") + measures, row))
        else:
            rows.append(details(title, markdown(step.text), opened=opened, style=RULED))
    if reasoning:
        summary = "<b>Reasoning, as the provider sums it up</b>"
        rows.append(details(summary, markdown(reasoning), style=RULED))
    joint = block(told.joint, f"{DIM};font-size:.93em") if told.joint else ""
    return block(heading(f"Steps of {told.chosen.name}{told.partial}") + joint, "margin:18px 0 6px") + "".join(rows)


def _agreeing(told: Story) -> str:
    return f"{count(len(told.agreeing), f'more {told.noun}')} {'agrees' if len(told.agreeing) == 1 else 'agree'}"


def _others(title: str, line: str, chains: Sequence[Chain]) -> str:
    return section(title, line, "".join(_chain(chain) for chain in chains)) if chains else ""


def _chain(chain: Chain) -> str:
    answer = chain.answer
    outcome = f"→ {short_answer(answer[:60])}" if answer is not None else literal(chain.outcome)
    summary = f"{chain.name} {outcome}{fact_line(chain.facts, ' · ')}"
    if not chain.length:
        return block(summary, "padding:3px 0 3px 1em")
    return details(summary, "".join(_whole(chain)), style="padding:3px 0")


def _whole(chain: Chain) -> Iterator[str]:
    """Yield the text of a chain, a block for each of its parts, with the titles that they have."""
    for part in chain.parts:
        if part.title:
            yield block(f"<b>{inline(part.title)}</b>", "margin:6px 0 0")
        yield markdown(part.text)


def _outline(told: Story) -> str:
    """Return the tree of the search: the winning path open, all else folded."""
    if not told.outline:
        return ""
    rows = "".join(_branch(branch) for branch in told.outline)
    return section("Search", told.outline_line, rows, opened=told.outline_open)


def _branch(branch: Branch) -> str:
    name = inline(preview(branch.name))
    if branch.answer is not None:
        name += f" → {short_answer(preview(branch.answer, 40))}"
    row = (_WON if branch.wins else _LOST if branch.dropped else _OPEN) + name
    row = f"<b>{row}</b>" if branch.wins else row
    row += fact_line([preview(fact) for fact in branch.facts])
    below = (markdown(branch.text) if branch.text else "") + "".join(map(_branch, branch.branches))
    if not below:
        return block(row, "padding:2px 0 2px 1em")
    return details(row, below, style="padding:2px 0", opened=branch.wins and bool(branch.branches))


# Characters, which a host that strips styles keeps.
_WON = f'<span style="color:{ACCENT}">\u25cf</span> '
_OPEN = "\u25cb "
_LOST = "\u25cc "
