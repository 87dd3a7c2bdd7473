r"""Text of the model as HTML: a fixed set of elements, without links, pictures and raw HTML.

Mathematics is left to the host, which typesets `\(...\)` and `\[...\]`; all other dollars and backslashes are kept
from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from o1magic.render.words import LATEX, clean

Env = MutableMapping[str, Any]
"""What the parser hands on from rule to rule."""

LINE = "#80808040"
GROUND = "#80808018"

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
# LaTeX's environments that are mathematics by themselves, and those that are part of a formula.
_BEGIN = re.compile(
    r"\\begin\{(?:(?P<display>(?:equation|align|gather|multline|alignat)\*?)"
    r"|aligned|alignedat|gathered|split|cases|array|smallmatrix|[bpvBV]?matrix)\}"
)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_LONGEST_BOX = 1000


def literal(text: str) -> str:
    """Return text as HTML in which the host's typesetter finds nothing to typeset.

    MathJax joins no text across elements, so a mark that is alone in its element never begins mathematics, even
    where a host drops the classes that would say so.
    """
    return _HELD.sub(r"<span>\g<0></span>", escape(clean(text), quote=False))


def _math(source: str, *, display: bool) -> str:
    source = source.strip()
    if _UNSAFE_MATH.search(source) or (r"\]" if display else r"\)") in source:
        return f"<code>{escape(source, quote=False)}</code>"
    return (r"\[%s\]" if display else r"\(%s\)") % escape(source, quote=False)


def _find_math(text: str, start: int, end: int) -> tuple[int, str, bool] | None:
    """Return the end, the source and whether it is displayed of the mathematics that starts here, or None."""
    if begin := _BEGIN.match(text, start, end):
        inside, last, _ = text[begin.end() : end].partition(begin[0].replace("begin", "end", 1))
        source = begin[0] + inside + last
        whole = last and inside.strip() and begin[0] not in inside
        return (start + len(source), source, begin["display"] is not None) if whole else None
    if text.startswith(r"\boxed{", start, end):
        stop = _box_end(text, start, end)
        return (stop, text[start:stop], False) if stop else None
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


def _box_end(text: str, start: int, end: int) -> int:
    """Return where the braces of a box that starts here close, or 0."""
    depth = 0
    for found in _BRACE.finditer(text, start, min(end, start + _LONGEST_BOX)):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if found[0] == "}" and not depth:
            return found.end()
    return 0


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
    r"""Take `$$ ... $$`, `\[ ... \]` and environments at the start of a line: lines in them can look like a list."""
    start = state.bMarks[first] + state.tShift[first]
    begin = _BEGIN.match(state.src, start, state.eMarks[first])
    opener = begin[0] if begin else state.src[start : start + 2]
    closer = opener.replace("begin", "end", 1) if begin else _CLOSERS.get(opener)
    if closer is None or closer == r"\)" or state.src.find(closer, start + len(opener), state.eMarks[last - 1]) < 0:
        return False
    lines: list[str] = []
    for line in range(first, last):
        if line > first and not state.isEmpty(line) and state.sCount[line] < state.blkIndent:
            return False
        lines.append(state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]])
        text = "\n".join(lines) if line == first else lines[-1]
        stop = text.find(closer, len(opener) if line == first else 0)
        if stop < 0:
            continue
        after = text[stop + len(closer) :].strip()
        if after.strip(".,;:"):
            return False
        lines[-1] = text[:stop]
        source = "\n".join(part for part in lines if part.strip())[len(opener) :]
        if not source.strip() or (opener == "$$" and "$" in source) or (begin and opener in source):
            return False
        if begin:
            source = opener + source + closer
        if not silent:
            token = state.push("math_block", "", 0)
            token.content = source.rstrip() + after
            token.map = [first, line + 1]
            state.line = line + 1
        return True
    return False


_PRE = f"background:{GROUND};border-radius:6px;padding:8px 12px;margin:6px 0 0;overflow-x:auto;white-space:pre"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_STYLES = {
    **dict.fromkeys(_HEADINGS, "font-weight:700;margin:6px 0 0"),
    "p": "margin:6px 0 0",
    "ul": "margin:6px 0 0;padding-left:22px",
    "ol": "margin:6px 0 0;padding-left:22px",
    "blockquote": f"margin:6px 0 0;padding:0 12px;border-left:3px solid {LINE}",
    "hr": f"border:0;border-top:1px solid {LINE};margin:8px 0 2px",
    "table": "margin:6px 0 0;border-collapse:collapse",
    "th": "text-align:left",
    "td": "text-align:left",
}


_TERSE: Env = {"styles": dict.fromkeys(_HEADINGS, "font-weight:700")}
"""Styles without which a text is not to be told from others."""


def _style(state: StateCore) -> None:
    """Give each element its style; headings become bold lines, or they would join the notebook's own outline."""
    styles: Mapping[str, str] = state.env.get("styles", _STYLES)
    for token in state.tokens:
        if token.nesting >= 0 and (style := styles.get(token.tag)):
            token.attrs = {**token.attrs, "style": f"{style};{token.attrs.get('style', '')}".rstrip(";")}
        if token.tag in _HEADINGS:
            token.tag = "div"


class _Renderer(RendererHTML):
    """Writes the elements of the fixed set."""

    def text(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        return literal(tokens[idx].content)

    def math(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        return _math(tokens[idx].content, display=False)

    def math_display(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        return _math(tokens[idx].content, display=True)

    def math_block(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        formula = _math(tokens[idx].content, display=True)
        return f'<div style="margin:6px 0 0;overflow-x:auto">{formula}</div>'

    def code_inline(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        return f"<code>{escape(tokens[idx].content, quote=False)}</code>"

    def fence(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        return code_block(tokens[idx].content)

    def link_open(self, *_: Any) -> str:
        return ""

    def link_close(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Show where a link leads instead of leading there."""
        opener = next(t for t in reversed(tokens[:idx]) if t.type == "link_open" and t.level == tokens[idx].level)
        return f" ({literal(str(opener.attrs.get('href', '')))})"


def code_block(source: str) -> str:
    """Return source code as it is."""
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


def markdown(text: str) -> str:
    """Return text of the model as blocks."""
    return str(_PARSER.render(clean(text)))


def terse(text: str) -> str:
    """Return the same in fewer bytes, spaced and coloured as the host does it: for what there is much of."""
    return str(_PARSER.render(clean(text), _TERSE))


def inline(text: str) -> str:
    """Return one line of the model's Markdown."""
    return str(_PARSER.renderInline(clean(text)))


def short_answer(text: str) -> str:
    """Return a short answer; one that is LaTeX without its marks is mathematics as a whole."""
    if LATEX.search(text) and not re.search(r"\$|\\[(\[]", text):
        return _math(clean(text), display=False)
    return with_math(text)


def with_math(text: str) -> str:
    """Return one line of text: literal but for mathematics, since `2*3*4` is no emphasis."""
    text = clean(text)
    parts, done, at = [], 0, 0
    while at < len(text):
        found = _find_math(text, at, len(text)) if text[at] in "$\\" else None
        if found:
            parts += [literal(text[done:at].replace(r"\$", "$")), _math(found[1], display=False)]
            done = at = found[0]
        else:
            at += 2 if text[at] == "\\" else 1
    return "".join([*parts, literal(text[done:].replace(r"\$", "$"))])


def preview(text: str, width: int = 80) -> str:
    """Return a text on one line, cut where it is longer."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"
