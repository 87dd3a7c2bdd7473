"""The runs of a panel in one table, to compare them."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

from o1magic.magic.background import BackgroundRun
from o1magic.panel.fields import DIM
from o1magic.render.comparison import sure
from o1magic.render.story import story
from o1magic.result import Result

_HEADS = ("", "strategy", "answer", "how sure", "calls", "tokens", "seconds")
_NUMBERS = 4
"""From this column on there are numbers."""
_LINE = "border-top:1px solid var(--jp-border-color2, #8888)"
_LONG = 40
"""Most characters of an answer in the table."""


def table(runs: Sequence[BackgroundRun], opened: BackgroundRun | None) -> str:
    """Return the runs as a table in HTML, the last one first and the one that is open marked."""
    head = "".join(_cell("th", i, name, f"font-weight:400;{DIM};padding-top:0") for i, name in enumerate(_HEADS))
    lines = [
        "".join(_cell("td", i, text, _LINE + _weight(run is opened)) for i, text in enumerate(_texts(number, run)))
        for number, run in reversed([*enumerate(runs, 1)])
    ]
    body = "".join(f'<tr style="background:transparent">{line}</tr>' for line in lines)
    return (
        '<div style="overflow-x:auto"><table style="border-collapse:collapse;width:100%;line-height:1.45;'
        f'font-variant-numeric:tabular-nums"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _weight(opened: bool) -> str:  # noqa: FBT001 - one fact
    return ";font-weight:600" if opened else ""


def _cell(tag: str, column: int, text: str, style: str) -> str:
    side = "right" if column >= _NUMBERS else "left"
    wrap = "nowrap" if column != 2 and column != 3 else "normal"  # noqa: PLR1714, PLR2004 - answers and verdicts wrap
    style = f"text-align:{side};vertical-align:top;padding:4px 14px 4px 0;white-space:{wrap};{style}"
    return f'<{tag} style="{style}">{html.escape(text)}</{tag}>'


def _texts(number: int, run: BackgroundRun) -> Iterator[str]:
    config = run.trace.config
    yield str(number)
    yield " ".join([config.get("strategy", ""), *(f"{k}={v}" for k, v in config.get("params", {}).items())])
    told = story(run.trace)
    answer = told.answer or ("" if not run.done else told.label)
    yield answer if len(answer) <= _LONG else f"{answer[: _LONG - 1]}…"
    yield sure(told) if run.done else "running"
    usage = Result(run.trace).usage
    yield f"{usage.calls:,}"
    yield f"{usage.tokens:,}"
    yield f"{usage.seconds:.1f}"
