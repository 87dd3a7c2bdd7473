"""Lines of plain text: wrapped, cut, and as wide as a terminal shows them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from o1magic.render.words import clean

WIDTH = 96
"""Columns of a line."""


def flow(items: Iterable[str], indent: str = "") -> Iterator[str]:
    """Yield the items side by side, in lines that break between them where they can."""
    line = ""
    for item in (" ".join(clean(item).split()) for item in items):
        if line and columns(f"{indent}{line} | {item}") > WIDTH:
            yield from wrap(line, indent)
            line = ""
        line = f"{line} | {item}" if line else item
    if line:
        yield from wrap(line, indent)


def short(text: str, most: int = 60) -> str:
    """Return a text on one line, cut where it is longer."""
    line = " ".join(clean(text).split())
    return line if len(line) <= most else line[: most - 3].rstrip() + "..."


def wrap(text: str, first: str = "", rest: str | None = None) -> Iterator[str]:
    """Yield the lines of a text, wrapped outside code fences; `first` starts the first line, `rest` the others."""
    rest = first if rest is None else rest
    start, fenced = first, False
    for line in clean(text).strip("\n").split("\n"):
        mark = line.lstrip().startswith(("```", "~~~"))
        fenced = fenced != mark
        if fenced or mark:
            yield (start + line).rstrip()
        else:
            yield from _fill(line, start, rest)
        start = rest


def _fill(line: str, first: str, rest: str) -> Iterator[str]:
    """Yield one line as several that fit, counting the columns that wide characters take."""
    indent = line[: len(line) - len(line.lstrip())].expandtabs()[: WIDTH // 2]
    current, used, fresh = first + indent, len(first + indent), True
    for word in line.split():
        for piece in pieces(word, WIDTH - len(rest + indent)):
            width = columns(piece)
            if not fresh and used + 1 + width > WIDTH:
                yield current.rstrip()
                current, used, fresh = rest + indent, len(rest + indent), True
            current += piece if fresh else " " + piece
            used += width + (not fresh)
            fresh = False
    yield current.rstrip()


def pieces(word: str, most: int) -> Iterator[str]:
    """Yield a word in pieces that fit on a line."""
    piece, used = "", 0
    for char in word:
        width = columns(char)
        if used + width > most:
            yield piece
            piece, used = "", 0
        piece += char
        used += width
    yield piece


def columns(text: str) -> int:
    """Return the number of terminal columns of a text."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
