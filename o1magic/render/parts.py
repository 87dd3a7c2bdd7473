"""What the records of a run and of a comparison are made of, in inline styles alone."""

from __future__ import annotations

from collections.abc import Sequence

from o1magic.render.prose import LINE, literal, with_math

# At least 3 : 1 on white and on #111; no hue has the 4.5 : 1 that text needs on both, so text keeps its colour.
ACCENT = "#1e7ad6"
OTHER = "#858585"
DIM = "opacity:.72"
SMALL = f"{DIM};font-size:.93em"

CARD = (
    f"max-width:860px;border:1px solid {LINE};border-radius:10px;padding:18px 22px 10px;line-height:1.5;"
    "word-wrap:break-word"
)
ROW = "display:flex;flex-wrap:wrap;gap:6px 26px;align-items:flex-end"
RULED = f"border-top:1px solid {LINE};padding:9px 0"
_PIP_STYLE = "display:inline-block;width:20px;height:6px;border-radius:3px;margin:2px 3px 2px 0"
PIP = f'<span style="{_PIP_STYLE};background:%s"></span>'


def heading(text: str) -> str:
    """Return a small heading."""
    return block(text, f"{DIM};font-size:.86em")


def fact_line(facts: Sequence[str], before: str = "&#8194;") -> str:
    """Return the facts as dim text behind a name."""
    if not facts:
        return ""
    return f'<span style="{DIM}">{before}{literal(" · ".join(facts))}</span>'


def section(title: str, line: str, body: str, *, opened: bool = False) -> str:
    """Return a part that folds, with one line of text beside its title."""
    summary = f"<b>{title}</b>" + (f' &#8194;<span style="{DIM}">{with_math(line)}</span>' if line else "")
    return details(summary, body, style=RULED, opened=opened)


def details(summary: str, body: str, *, style: str, opened: bool = False, name: str = "") -> str:
    """Return what folds; of those with one name a browser keeps at most one open."""
    named = f' name="{name}"' if name else ""
    return (
        f'<details{named}{" open" if opened else ""} style="{style}">'
        f"<summary>{summary}</summary>"
        f'<div style="margin:0 0 0 18px">{body}</div></details>'
    )


def block(body: str, style: str) -> str:
    """Return a block with a style of its own."""
    return f'<div style="{style}">{body}</div>'


def bar(length: float, *, leads: bool = True, start: float = 0.0, height: int = 6, dashed: bool = False) -> str:
    """Return a bar from one share of the width on for another; dashed where nothing came of what it stands for."""
    left = f"margin-left:{100 * start:.1f}%;" if start else ""
    colour = ACCENT if leads else OTHER
    fill = f"border-top:2px dashed {colour}" if dashed else f"height:{height}px;border-radius:3px;background:{colour}"
    return f'<span style="display:block;{left}width:{100 * length:.1f}%;{fill}"></span>'


def table(header: Sequence[str], rows: Sequence[Sequence[str]], *, widths: Sequence[int]) -> str:
    """Return a table without stripes, its columns so many per cent wide in every host."""
    names = "".join(
        f'<th style="text-align:left;font-weight:400;{DIM};padding:0 8px 3px 0;white-space:nowrap;width:{width}%">'
        f"{name}</th>"
        for name, width in zip(header, widths, strict=True)
    )
    body = "".join(f"<tr {_TR}>{''.join(f'<td {_TD}>{cell}</td>' for cell in row)}</tr>" for row in rows)
    style = "width:100%;table-layout:fixed;border-collapse:collapse;margin:0 0 4px;font-size:.93em"
    return f'<table style="{style}"><thead><tr>{names}</tr></thead><tbody>{body}</tbody></table>'


_TR = 'style="background:#00000000"'
_TD = 'style="text-align:left;padding:3px 8px 3px 0"'


def quiet(items: Sequence[str]) -> str:
    """Return the items side by side, in lines that break between them, after the dot."""
    return block(literal("\u00a0· ".join(map(unbroken, items))), f"margin-top:12px;{SMALL}")


def unbroken(fact: str) -> str:
    """Return a short item with spaces that no line breaks at."""
    return fact.replace(" ", "\u00a0") if len(fact) <= 32 else fact  # noqa: PLR2004 - fits on a narrow line
