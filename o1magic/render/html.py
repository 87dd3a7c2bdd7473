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
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from o1magic.render.story import LATEX, Branch, Chain, Group, Story, clean, count, derived, story
from o1magic.trace import Trace

# At least 3 : 1 on white and on #111; no hue has the 4.5 : 1 that text needs on both, so text keeps its colour.
ACCENT = "#1e7ad6"
OTHER = "#858585"
LINE = "#80808040"
GROUND = "#80808018"
DIM = "opacity:.72"

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
        _quiet(told.facts),
        *(_block(_literal(note), f"margin-top:6px;{DIM};font-size:.93em") for note in told.notes),
        _votes(told),
        _steps(told),
        _outline(told),
        _others(_agreeing(told), "", told.agreeing),
        _others("Tried and dropped", told.dropped_line,
                [c for group in told.dropped for c in group.chains] + list(told.unanswered)),
        _section("Question", _preview(told.question), _markdown(told.question) + _quiet(told.config)),
    ]  # fmt: skip
    return _block("".join(parts), _CARD)


# Parts of the card.

_CARD = (
    f"max-width:860px;border:1px solid {LINE};border-radius:10px;padding:18px 22px 10px;line-height:1.5;"
    "word-wrap:break-word"
)


def _head(told: Story) -> str:
    """Return the answer as the largest thing, how sure it is, and what a single chain would have said."""
    single = ""
    if told.single:
        words, answer = told.single
        single = _block(f"{words} <b>{_answer(answer)}</b>", f"{DIM};font-size:.93em")
    sure = _sure(told)
    large: str = told.label
    if told.label == "Answer":
        label = _label("Answer")
        if told.long:
            answer = _code(told.answer or "") if told.code else _markdown(told.answer or "")
            return label + answer + _block(sure + single, f"{_ROW};margin-top:12px")
        large = _answer(told.answer or "")
    else:
        label = ""
    large = _block(f"<b>{large}</b>", "font-size:2.1em;line-height:1.25")
    return _block(f"<div>{label}{large}</div>{sure}{single}", _ROW)


def _label(text: str) -> str:
    return _block(text, f"{DIM};font-size:.8em;letter-spacing:.06em;text-transform:uppercase")


_ROW = "display:flex;flex-wrap:wrap;gap:6px 26px;align-items:flex-end"


def _sure(told: Story) -> str:
    """Return how sure the answer is and why: the verdict, and a pip a vote, in the order of the answers."""
    verdict = re.sub(r"(\d+ of \d+)", r"<b>\1</b>", told.verdict)
    if told.leaders:
        names = [f"<b>{_answer(_preview(group.answer, 40))}</b>" for group in told.leaders]
        verdict = f"{' and '.join(names)} {verdict}"
    said = [f"<b>{_literal(told.decided)}</b>"] if told.decided else []
    if verdict:
        said.append(verdict)
    line = ", ".join(said)
    if told.confidence:
        line += f' &#8194;<span style="{DIM};display:inline-block">{told.confidence}</span>'
    total = sum(group.count for group in told.votes)
    pips = ""
    if 1 < total <= MOST_PIPS:
        pips = "".join(_PIP % (ACCENT if group.leads else OTHER) for group in told.votes for _ in group.chains)
        pips = _block(pips, "margin-top:5px;font-size:0;line-height:0")
    return _block(line + pips, "flex:1 1 240px") if line else ""


_PIP_STYLE = "display:inline-block;width:20px;height:6px;border-radius:3px;margin:2px 3px 2px 0"
_PIP = f'<span style="{_PIP_STYLE};background:%s"></span>'


def _votes(told: Story) -> str:
    """Return a bar an answer, where there was more than one."""
    if not told.compared:
        return ""
    most = max(group.weight for group in told.votes) or 1
    shown = told.votes[:MOST_ROWS]
    names = [_preview(group.answer, 40) for group in shown]
    # The same widths in each row, or the bars could not be compared.
    widths = (min(max(3.0, 0.65 * max(map(len, names))), 15), 0.55 * max(len(group.measure) for group in shown))
    rows = [_vote(name, group, group.weight / most, widths) for name, group in zip(names, shown, strict=True)]
    if len(told.votes) > MOST_ROWS:
        rest = told.votes[MOST_ROWS:]
        chains = count(sum(group.count for group in rest), told.noun)
        rows.append(_block(f"{count(len(rest), 'more answer')} in {chains}", DIM))
    return _block("".join(rows), "margin-top:14px;font-size:.93em")


def _vote(name: str, group: Group, share: float, widths: tuple[float, float]) -> str:
    name = f"<b>{_answer(name)}</b>" if group.leads else _answer(name)
    line = "overflow:hidden;text-overflow:ellipsis;white-space:nowrap"
    bar = f"width:{100 * share:.0f}%;height:6px;border-radius:3px;background:{ACCENT if group.leads else OTHER}"
    return _block(
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
        facts = _facts(step.facts)
        title = f"<b>{number}&#8194;{_inline(step.title)}</b>{facts}"
        if not step.text:
            rows.append(_block(title, _RULED))
        elif opened and derived(step):
            # A title that only repeats the first words would be read twice.
            mark = f'<b style="min-width:18px;padding:6px 6px 0 0;box-sizing:border-box">{number}</b>'
            row = f"border-top:1px solid {LINE};padding:3px 0 9px;display:flex"
            measures = f'<span style="padding:6px 0 0">{facts}</span>' if facts else ""
            rows.append(_block(mark + _block(_markdown(step.text), "flex:1;min-width:0") + measures, row))
        else:
            rows.append(_details(title, _markdown(step.text), opened=opened, style=_RULED))
    if reasoning:
        summary = "<b>Reasoning, as the provider sums it up</b>"
        rows.append(_details(summary, _markdown(reasoning), style=_RULED))
    joint = _block(told.joint, f"{DIM};font-size:.93em") if told.joint else ""
    return _block(_label(f"Steps of {told.chosen.name}{told.partial}") + joint, "margin:18px 0 6px") + "".join(rows)


_RULED = f"border-top:1px solid {LINE};padding:9px 0"


def _agreeing(told: Story) -> str:
    return f"{count(len(told.agreeing), f'more {told.noun}')} {'agrees' if len(told.agreeing) == 1 else 'agree'}"


def _others(title: str, line: str, chains: Sequence[Chain]) -> str:
    return _section(title, line, "".join(_chain(chain) for chain in chains)) if chains else ""


def _chain(chain: Chain) -> str:
    answer = chain.answer
    outcome = f"→ {_answer(answer[:60])}" if answer is not None else _literal(chain.outcome)
    summary = f"{chain.name} {outcome}{_facts(chain.facts, ' · ')}"
    if not chain.length:
        return _block(summary, "padding:3px 0 3px 1em")
    return _details(summary, "".join(_whole(chain)), style="padding:3px 0")


def _whole(chain: Chain) -> Iterator[str]:
    """Yield the text of a chain, a block for each of its parts, with the titles that they have."""
    for part in chain.parts:
        if part.title:
            yield _block(f"<b>{_inline(part.title)}</b>", "margin:6px 0 0")
        yield _markdown(part.text)


def _facts(facts: Sequence[str], before: str = "&#8194;") -> str:
    """Return the facts as dim text behind a name."""
    if not facts:
        return ""
    return f'<span style="{DIM}">{before}{_literal(" · ".join(facts))}</span>'


def _outline(told: Story) -> str:
    """Return the tree of the search: the winning path open, all else folded."""
    if not told.outline:
        return ""
    rows = "".join(_branch(branch) for branch in told.outline)
    return _section("Search", told.outline_line, rows, opened=told.outline_open)


def _branch(branch: Branch) -> str:
    name = _inline(_preview(branch.name))
    if branch.answer is not None:
        name += f" → {_answer(_preview(branch.answer, 40))}"
    row = (_WON if branch.wins else _LOST if branch.dropped else _OPEN) + name
    row = f"<b>{row}</b>" if branch.wins else row
    row += _facts([_preview(fact) for fact in branch.facts])
    below = (_markdown(branch.text) if branch.text else "") + "".join(map(_branch, branch.branches))
    if not below:
        return _block(row, "padding:2px 0 2px 1em")
    return _details(row, below, style="padding:2px 0", opened=branch.wins and bool(branch.branches))


# Characters, which a host that strips styles keeps.
_WON = f'<span style="color:{ACCENT}">\u25cf</span> '
_OPEN = "\u25cb "
_LOST = "\u25cc "


def _section(title: str, line: str, body: str, *, opened: bool = False) -> str:
    summary = f"<b>{title}</b>" + (f' &#8194;<span style="{DIM}">{_with_math(line)}</span>' if line else "")
    return _details(summary, body, style=_RULED, opened=opened)


def _details(summary: str, body: str, *, style: str, opened: bool = False) -> str:
    return (
        f'<details{" open" if opened else ""} style="{style}"><summary style="cursor:pointer">{summary}</summary>'
        f'<div style="margin:0 0 0 18px">{body}</div></details>'
    )


def _block(body: str, style: str) -> str:
    return f'<div style="{style}">{body}</div>'


def _quiet(items: Sequence[str]) -> str:
    """Return the items side by side, in lines that break between them."""
    return _block(_literal(" · ".join(map(_unbroken, items))), f"margin-top:12px;{DIM};font-size:.93em")


def _unbroken(fact: str) -> str:
    """Return a short item with spaces that no line breaks at."""
    return fact.replace(" ", "\u00a0") if len(fact) <= 32 else fact  # noqa: PLR2004 - fits on a narrow line


def _preview(text: str, width: int = 80) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


# Text of the model.

_HELD = re.compile(r"[$\\]")
# Links, pages' own names, styles and classes, and what redefines commands for every other cell of the page.
_UNSAFE_MATH = re.compile(
    r"\\(href|url|class|cssId|style|data|html\w*|bbox|require|includegraphics|unicode|mmlToken|toggle|action\w*|tip"
    r"|texttip|mathtip|[gxe]?def|let|(re|provide)?newcommand|providecommand|(re)?newenvironment|DeclareMathOperator"
    r"|Newextarrow|label|ref|eqref|begingroup|endgroup|input)(?![A-Za-z])"
)
_PROSE = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}\s+[A-Za-z]{2,}")
_TEXT_COMMAND = re.compile(r"\\[A-Za-z]+\s*\{[^{}]*\}|\\[A-Za-z]+")
_CLOSERS = {"$$": "$$", r"\[": r"\]", r"\(": r"\)"}


def _literal(text: str) -> str:
    """Return text as HTML in which the host's typesetter finds nothing to typeset.

    MathJax joins no text across elements, so a mark that is alone in its element never begins mathematics, even
    where a host drops the classes that would say so.
    """
    return _HELD.sub(r"<span>\g<0></span>", escape(clean(text), quote=False))


def _math(source: str, *, display: bool) -> str:
    source = source.strip()
    if _UNSAFE_MATH.search(source) or (r"\]" if display else r"\)") in source:
        return f'<code style="{_CODE}">{escape(source, quote=False)}</code>'
    return (r"\[%s\]" if display else r"\(%s\)") % escape(source, quote=False)


def _find_math(text: str, start: int, end: int) -> tuple[int, str, bool] | None:
    """Return the end, the source and whether it is displayed of the mathematics that starts here, or None."""
    opener = text[start : start + 2]
    if closer := _CLOSERS.get(opener):
        stop = text.find(closer, start + 2, end)
        source = text[start + 2 : stop]
        found = stop >= 0 and source.strip() and (opener != "$$" or "$" not in source)
        return (stop + 2, source, opener != r"\(") if found else None
    # "US$5" is money.
    if text[start] != "$" or text[start + 1 : start + 2].strip() == "" or text[max(start - 1, 0) : start].isalpha():
        return None
    stop = start + 1
    while stop < end and text[stop] != "$":
        stop += 2 if text[stop] == "\\" else 1
    if stop >= end or text[stop - 1].isspace() or text[stop + 1 : min(stop + 2, end)].isdigit():
        return None
    source = text[start + 1 : stop]
    # "$20 (about 15 pounds) and 5$" is money.
    return None if _PROSE.search(_TEXT_COMMAND.sub("", source)) else (stop + 1, source, False)


def _inline_math(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's protocol
    if state.src[state.pos] not in "$\\":
        return False
    found = _find_math(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("math_display" if found[2] else "math", "", 0)
        token.content = found[1]
    state.pos = found[0]
    return True


def _block_math(state: StateBlock, first: int, last: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's protocol
    r"""Take `$$ ... $$` and `\[ ... \]` at the start of a line, before a line in them can look like a list."""
    start = state.bMarks[first] + state.tShift[first]
    opener = state.src[start : start + 2]
    if opener not in ("$$", r"\[") or state.src.find(_CLOSERS[opener], start + 2, state.eMarks[last - 1]) < 0:
        return False
    lines: list[str] = []
    for line in range(first, last):
        if line > first and not state.isEmpty(line) and state.sCount[line] < state.blkIndent:
            return False
        lines.append(state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]])
        text = "\n".join(lines) if line == first else lines[-1]
        stop = text.find(_CLOSERS[opener], 2 if line == first else 0)
        if stop < 0:
            continue
        after = text[stop + 2 :].strip()
        if after.strip(".,;:"):
            return False
        lines[-1] = text[:stop]
        source = "\n".join(part for part in lines if part.strip())[2:]
        if not source.strip() or (opener == "$$" and "$" in source):
            return False
        if not silent:
            token = state.push("math_block", "", 0)
            token.content = source.rstrip() + after
            token.map = [first, line + 1]
            state.line = line + 1
        return True
    return False


_CODE = f"background:{GROUND};border-radius:4px;padding:1px 4px"
_PRE = f"background:{GROUND};border-radius:6px;padding:8px 12px;margin:6px 0 0;overflow-x:auto;white-space:pre"
_STYLES = {
    "p": "margin:6px 0 0",
    "ul": "margin:6px 0 0;padding-left:22px",
    "ol": "margin:6px 0 0;padding-left:22px",
    "blockquote": f"margin:6px 0 0;padding:0 12px;border-left:3px solid {LINE}",
    "hr": f"border:0;border-top:1px solid {LINE};margin:8px 0 2px",
    "table": "margin:6px 0 0;border-collapse:collapse",
    "th": "text-align:left",
    "td": "text-align:left",
}
_HEADING = re.compile(r"h[1-6]")


def _style(state: StateCore) -> None:
    """Give each element its style; headings become bold lines, or they would join the notebook's own outline."""
    for token in state.tokens:
        if _HEADING.fullmatch(token.tag):
            token.tag = "div"
            token.attrs = {"style": "font-weight:700;margin:6px 0 0"}
        elif token.tag in _STYLES and token.nesting >= 0:
            token.attrs = {**token.attrs, "style": f"{_STYLES[token.tag]};{token.attrs.get('style', '')}".rstrip(";")}


class _Renderer(RendererHTML):
    """Writes the elements of the fixed set."""

    def text(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        return _literal(tokens[idx].content)

    def math(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        return _math(tokens[idx].content, display=False)

    def math_display(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        return _math(tokens[idx].content, display=True)

    def math_block(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        return _block(_math(tokens[idx].content, display=True), "margin:6px 0 0;overflow-x:auto")

    def code_inline(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        return f'<code style="{_CODE}">{escape(tokens[idx].content, quote=False)}</code>'

    def fence(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        return _code(tokens[idx].content)

    def link_open(self, *_: Any) -> str:
        return ""

    def link_close(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Show where a link leads instead of leading there."""
        opener = next(t for t in reversed(tokens[:idx]) if t.type == "link_open" and t.level == tokens[idx].level)
        return f" ({_literal(str(opener.attrs.get('href', '')))})"


def _code(source: str) -> str:
    return f'<pre style="{_PRE}">{escape(clean(source), quote=False)}</pre>'


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "xhtmlOut": False}, renderer_cls=_Renderer)
    # An autolink would show its address twice; indented prose is seldom meant as code.
    parser.enable("table").disable(["image", "autolink", "code", "reference"])
    parser.inline.ruler.before("escape", "math", _inline_math)
    parser.block.ruler.before("fence", "math", _block_math, {"alt": ["paragraph", "blockquote", "list"]})
    parser.core.ruler.push("style", _style)
    return parser


_PARSER = _parser()


def _markdown(text: str) -> str:
    return str(_PARSER.render(clean(text)))


def _inline(text: str) -> str:
    return str(_PARSER.renderInline(clean(text)))


def _answer(text: str) -> str:
    """Return a short answer; one that is LaTeX without its marks is mathematics as a whole."""
    if LATEX.search(text) and not re.search(r"\$|\\[(\[]", text):
        return _math(clean(text), display=False)
    return _with_math(text)


def _with_math(text: str) -> str:
    """Return one line of text: literal but for mathematics, since `2*3*4` is no emphasis."""
    text = clean(text)
    parts, done, at = [], 0, 0
    while at < len(text):
        found = _find_math(text, at, len(text)) if text[at] in "$\\" else None
        if found:
            parts += [_literal(text[done:at].replace(r"\$", "$")), _math(found[1], display=False)]
            done = at = found[0]
        else:
            at += 2 if text[at] == "\\" else 1
    return "".join([*parts, _literal(text[done:].replace(r"\$", "$"))])
