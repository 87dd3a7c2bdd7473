"""Several strategies on one question, side by side: the static record of a comparison, as HTML and as plain text.

Both are made of the parts of a run's record, and under its rules: see `render/html.py` and `render/text.py`.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from o1magic.config import Limits
from o1magic.render.html import record
from o1magic.render.lines import columns, flow, short, wrap
from o1magic.render.parts import ACCENT, CARD, DIM, OTHER, PIP, ROW, RULED, block, details, heading, quiet, section
from o1magic.render.prose import LINE, literal, markdown, preview, short_answer
from o1magic.render.story import LONG, Story, story
from o1magic.render.words import STOPS, count, listed, money
from o1magic.trace import Trace
from o1magic.types import Usage

NOT_BEGUN = "not begun"
"""The error of a strategy whose turn never came."""
LEGEND = (
    "The table counts what each strategy asked for, the same cold or warm; its seconds are those of its replies added "
    "up. Identical requests share their replies: that strategies agree is no independent evidence."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What became of one strategy.

    Attributes
    ----------
    label
        How it was named: the strategy, and options after a colon each.
    trace
        Its run; None where there was none.
    error
        Why there is no result, or None.
    like
        The label of the first strategy whose answer means the same, its own included; None without an answer.
    """

    label: str
    trace: Trace | None = None
    error: str | None = None
    like: str | None = None

    @property
    def asked(self) -> Usage:
        """What it asked for, shared and cached replies included; `seconds` are those of its replies added up."""
        if self.trace is None:
            return Usage()
        seconds = sum(call.usage.seconds for call in self.trace.calls.values())
        return dataclasses.replace(self.trace.asked, seconds=seconds)

    @property
    def spent(self) -> Usage:
        """What was really sent and paid; `seconds` is the time since the first request that was sent."""
        if self.trace is None:
            return Usage()
        # A replay tells the seconds that its run took, and sends nothing.
        return dataclasses.replace(self.trace.spent, seconds=self.trace.seconds if self.trace.spent.calls else 0.0)


def labelled(label: str, model: str) -> str:
    """Return the label of a strategy that asks one of several models."""
    return f"{label}{_ASKS}{model}"


def name_and_options(label: str) -> list[str]:
    """Return the name of a strategy, and what else its label tells: options, and the model."""
    strategy, _, model = label.partition(_ASKS)
    return [*strategy.split(":"), *([model] if model else [])]


_ASKS = " @ "


def leads(trace: Trace, told: Story) -> bool:
    """Return whether a run's answer leads; where several stand level, the one that was taken agrees with nobody."""
    return told.label in ("Answer", "No agreement") and not (trace.selection and trace.selection.tie)


def sure(told: Story) -> str:
    """Return how sure a run's answer is, in the words of its record, or nothing."""
    verdict = " ".join([listed([group.plain for group in told.leaders]), told.verdict]).strip()
    return ", ".join(part for part in (told.decided, verdict) if part)


@dataclass(frozen=True, slots=True)
class _Row:
    """An entry with what its trace says, told once."""

    entry: Entry
    told: Story | None

    @property
    def leads(self) -> bool:
        """Whether an answer leads."""
        return self.told is not None and self.entry.trace is not None and leads(self.entry.trace, self.told)

    @property
    def answer(self) -> str | None:
        """The answer as the model wrote it, where it is short; else its beginning, without mathematics."""
        if self.told is None or self.told.answer is None or self.told.chosen is None or not self.leads:
            return None
        if not self.told.long:
            return self.told.answer
        return preview(self.told.chosen.plain or self.told.answer, LONG)

    @property
    def outcome(self) -> str:
        """What stands in place of an answer."""
        if self.entry.error == NOT_BEGUN:
            return "Not begun"
        if self.entry.error is not None:
            return "Failed"
        return "No answer" if self.leads or self.told is None or self.told.answer is None else "No agreement"

    @property
    def sure(self) -> str:
        """How sure the answer is, or what went wrong."""
        if self.entry.error == NOT_BEGUN:
            return ""
        tie = self.entry.trace.selection.tie if self.entry.trace and self.entry.trace.selection else ()
        level = f"{listed(tie)} stood level" if tie and self.told and not self.told.leaders else ""
        return self.entry.error or level or (sure(self.told) if self.told else "")

    @property
    def why(self) -> str:
        """How sure the answer is, and what its selection notes, such as that a check failed and votes decided."""
        selection = self.entry.trace.selection if self.entry.trace else None
        return "; ".join(part for part in (self.sure, selection.note if selection else "") if part)

    @property
    def stop(self) -> str:
        """Why it ended, or nothing."""
        reason = self.entry.trace.stop_reason if self.entry.trace else None
        return STOPS.get(reason, reason) if reason is not None else ""

    @property
    def asked(self) -> bool:
        """Whether there is anything to count."""
        return self.entry.error is None or self.entry.asked.calls > 0

    @property
    def measures(self) -> tuple[str, str, str, str]:
        """Calls, tokens, cost and seconds."""
        asked = self.entry.asked
        cost = "unknown" if asked.cost is None else money(asked.cost)
        return f"{asked.calls:,}", f"{asked.tokens:,}", cost, f"{asked.seconds:.1f}"


_MEASURES = ("calls", "tokens", "cost", "seconds")


@dataclass(frozen=True, slots=True)
class _Summary:
    """What the comparison as a whole says.

    Attributes
    ----------
    leading
        `Entry.like` of the answer that most strategies gave, or None where there is no such answer.
    verdict
        How many agree: "3 of 4 strategies agree".
    large
        What stands in place of an answer, where none leads.
    """

    rows: tuple[_Row, ...]
    leading: str | None
    verdict: str
    large: str

    @property
    def answer(self) -> str:
        """The leading answer as the first of its strategies wrote it, or what stands in its place."""
        return next((row.answer or "" for row in self.rows if row.entry.label == self.leading), self.large)

    def also(self, row: _Row) -> str | None:
        """Return how an earlier strategy wrote the same answer, where that looks different."""
        first = next((other.answer for other in self.rows if other.entry.label == row.entry.like), None)
        return first if first != row.answer else None

    @property
    def facts(self) -> Iterator[str]:
        """Models, and the limits that each strategy had for itself."""
        configs = [row.entry.trace.config for row in self.rows if row.entry.trace]
        yield from dict.fromkeys(model for config in configs for model in config.get("models", ()))
        limits = Limits(**(configs[0].get("limits", {}) if configs else {}))
        told = [
            *(count(number, name) for number, name in ((limits.calls, "call"), (limits.tokens, "token"))
              if number is not None),
            *([] if limits.cost is None else [money(limits.cost)]),
            *([] if limits.seconds is None else [f"{limits.seconds:g} s"]),
        ]  # fmt: skip
        yield f"each within {', '.join(told)}" if told else "no limits"

    @property
    def measures(self) -> tuple[str, ...]:
        """What the table counts: no cost where none is known, as the sums below it say."""
        known = any(row.asked and row.entry.asked.cost is not None for row in self.rows)
        return tuple(name for name in _MEASURES if known or name != "cost")

    @property
    def sums(self) -> Iterator[tuple[str, Usage]]:
        """What all strategies together asked for, and what was really spent on it."""
        yield "Asked for in all", sum((row.entry.asked for row in self.rows), Usage())
        yield "really spent", sum((row.entry.spent for row in self.rows), Usage())


def _summary(entries: Sequence[Entry]) -> _Summary:
    rows = tuple(_Row(entry, story(entry.trace) if entry.trace else None) for entry in entries)
    counts = Counter(entry.like for entry in entries if entry.like is not None).most_common()
    if not counts:
        return _Summary(rows, None, "", "No answer")
    (leading, most), *others = counts
    of = f"{most} of {count(len(rows), 'strategy', 'strategies')}"
    if not others:
        return _Summary(rows, leading, f"said by {of}" if most == 1 else f"{of} agree", "")
    if others[0][1] == most:
        level = sum(number == most for _, number in counts)
        if most == 1:
            return _Summary(rows, None, f"{level} answers, no two the same", "No agreement")
        return _Summary(rows, None, f"{level} answers level with {of} each", "No agreement")
    return _Summary(rows, leading, f"{of} agree", "")


def _used(usage: Usage) -> str:
    cost = "cost unknown" if usage.cost is None else money(usage.cost)
    return f"{count(usage.calls, 'call')}, {count(usage.tokens, 'token')}, {cost}, {usage.seconds:.1f} s"


# HTML.


def to_html(question: str, entries: Sequence[Entry], notes: Sequence[str] = ()) -> str:
    """Return the static record of a comparison: the answer, one table, and below it the record of each strategy."""
    told = _summary(entries)
    card = [
        _head(told),
        quiet(tuple(told.facts)),
        _table(told),
        quiet([f"{name}: {_used(usage)}" for name, usage in told.sums]),
        *(block(literal(note), f"margin-top:6px;{DIM};font-size:.93em") for note in (*notes, LEGEND)),
        block("", "height:8px"),
    ]
    records = [_record(row) for row in told.rows if row.entry.trace]
    asked = section("Question", preview(question), markdown(question))
    return block(
        block("".join(card), CARD) + block(asked + "".join(records), "margin-top:12px"),
        "max-width:906px;line-height:1.5;word-wrap:break-word",
    )


def _head(told: _Summary) -> str:
    """Return the answer that most strategies gave as the largest thing, and a pip a strategy, those for it first."""
    large = block(f"<b>{short_answer(told.answer)}</b>", "font-size:2.1em;line-height:1.25")
    pips = sorted(_leads(told, row) for row in told.rows)[::-1]
    verdict = block(
        told.verdict + block("".join(PIP % (ACCENT if leads else OTHER) for leads in pips), _PIPS),
        "flex:1 1 240px",
    )
    return block(f"<div>{heading('Comparison')}{large}</div>{verdict}", ROW)


_PIPS = "margin-top:5px;font-size:0;line-height:0"
_WIDTHS = {"strategy": 30, "answer": 24, "calls": 8, "tokens": 12, "cost": 15, "seconds": 11}
"""Per cent, where there is room; no word is broken, so a narrow card scrolls the table."""
_CELL = f"text-align:%s;vertical-align:top;padding:%s;border-top:1px solid {LINE};white-space:%s"
_HEADER = f"text-align:%s;padding:0 0 4px %s;font-weight:400;{DIM};font-size:.86em;white-space:nowrap;width:%s%%"
_PLAIN = "background:#00000000"
"""No stripes of the host's: the lines are enough."""
_SMALL = f"{DIM};font-size:.9em"


def _leads(told: _Summary, row: _Row) -> bool:
    return told.leading is not None and row.entry.like == told.leading


def _table(told: _Summary) -> str:
    header = "".join(
        f'<th style="{_HEADER % (*_edge(name), _WIDTHS[name])}">{name}</th>'
        for name in ("strategy", "answer", *told.measures)
    )
    rows = "".join(f'<tr style="{_PLAIN}">{"".join(_cells(told, row))}</tr>' for row in told.rows)
    style = "width:100%;table-layout:auto;border-collapse:collapse;margin:0;font-size:.88em"
    table = f'<table style="{style}"><thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table>'
    return block(table, "overflow-x:auto;margin:16px 0 0")


def _edge(name: str) -> tuple[str, str]:
    """Return how the head of a column is aligned, and its space on the left."""
    return ("right", "8px") if name in _MEASURES else ("left", "0")


def _cells(told: _Summary, row: _Row) -> Iterator[str]:
    name, *options = name_and_options(row.entry.label)
    below = " · ".join(part for part in (*options, row.stop) if part)
    yield _cell(f"<b>{literal(name)}</b>", literal(below))
    leads = _leads(told, row)
    outcome = f'<span style="{DIM}">{row.outcome}</span>'
    if not row.asked:
        yield _cell(outcome, literal(row.why), columns=1 + len(told.measures))
        return
    if row.answer is None:
        yield _cell(outcome, literal(row.why))
    else:
        answer = short_answer(row.answer)
        same = told.also(row)
        also = f' <span style="{_SMALL}">= {short_answer(same)}</span>' if same else ""
        mark = _MARK % (ACCENT if leads else OTHER)
        yield _cell(f"{mark} {f'<b>{answer}</b>' if leads else answer}{also}", literal(row.why))
    for name, measure in zip(_MEASURES, row.measures, strict=True):
        if name in told.measures:
            yield f'<td style="{_CELL % ("right", "8px 0 8px 8px", "nowrap")}">{literal(measure)}</td>'


_MARK = (
    '<span style="display:inline-block;width:8px;height:8px;border-radius:4px;margin:0 3px 1px 0;background:%s"></span>'
)


def _cell(first: str, below: str, *, columns: int = 1) -> str:
    small = block(below, _SMALL) if below else ""
    span = f' colspan="{columns}"' if columns > 1 else ""
    return f'<td{span} style="{_CELL % ("left", "8px 4px 8px 0", "normal")}">{first}{small}</td>'


def _record(row: _Row) -> str:
    assert row.entry.trace is not None  # noqa: S101 - narrows for mypy
    said = row.outcome if row.answer is None else f"→ {short_answer(row.answer)}"
    summary = f'<b>{literal(row.entry.label)}</b> <span style="{DIM}">{said}</span>'
    return details(summary, block(record(row.entry.trace), "padding:8px 0"), style=RULED)


# Text.


def to_text(question: str, entries: Sequence[Entry], notes: Sequence[str] = ()) -> str:
    """Return the comparison as plain text: the table, without the records, in lines that a terminal can hold."""
    return "\n".join(_lines(question, _summary(entries), notes)) + "\n"


def _lines(question: str, told: _Summary, notes: Sequence[str]) -> Iterator[str]:
    answer = next(
        (row.told.chosen.plain for row in told.rows if _leads(told, row) and row.told and row.told.chosen), ""
    )
    yield from wrap("; ".join(part for part in (short(answer or told.large), told.verdict) if part))
    yield from flow(told.facts)
    yield ""
    labels = [short(row.entry.label, 30) for row in told.rows]
    answers = [_text_answer(told, row) for row in told.rows]
    widths = [max(map(columns, column)) for column in (["strategy", *labels], ["answer", *answers])]
    yield _line("  ", ("strategy", "answer"), widths, _MEASURES)
    for label, said, row in zip(labels, answers, told.rows, strict=True):
        yield _line("* " if _leads(told, row) else "  ", (label, said), widths, row.measures if row.asked else ())
        if below := "; ".join(part for part in (row.why, row.stop) if part):
            yield from wrap(below, "    ")
    yield ""
    for name, usage in told.sums:
        yield from wrap(f"{name[0].upper()}{name[1:]}: {_used(usage)}")
    for note in (*notes, LEGEND):
        yield from wrap(note)
    yield from ("", "Question", *wrap(question, "  "))


def _text_answer(told: _Summary, row: _Row) -> str:
    if row.answer is None or row.told is None or row.told.chosen is None:
        return row.outcome
    also = told.also(row)
    return short((row.told.chosen.plain or "") + (f" = {also}" if also else ""), 30)


def _line(mark: str, names: Sequence[str], widths: Sequence[int], measures: Sequence[str]) -> str:
    padded = [name + " " * (width - columns(name)) for name, width in zip(names, widths, strict=True)]
    return (
        mark + "  ".join([*padded, *(f"{m:>{width}}" for m, width in zip(measures, (5, 8, 13, 7), strict=False))])
    ).rstrip()
