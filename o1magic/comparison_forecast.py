"""What a comparison will take, before anything is spent: each strategy, and all of them together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Unpack, cast

from o1magic.api import Given, Options
from o1magic.comparison import Comparison, Contest
from o1magic.forecast import MEASURES, Forecast, Made, Range, deviations, forecast, run_of, run_of_trace, told
from o1magic.rehearsal import beginning, rehearse
from o1magic.render.lines import columns, wrap
from o1magic.render.parts import CARD, DIM, block, heading, table
from o1magic.render.prose import literal
from o1magic.result import Shown
from o1magic.types import digest

TOGETHER = "together"
SHARED = "Together, samples that several strategies draw by the same request count once"
_WIDTHS = (28, 18, 18, 18, 18)


@dataclass(kw_only=True)
class ComparisonForecast(Shown):
    """What a comparison will take.

    Attributes
    ----------
    columns
        The forecast of each strategy by its label, in order; without those that cannot run.
    errors
        Why they cannot, by label.
    calls, tokens, cost, seconds
        Of all strategies together: the samples of a request with which several begin count once. `cost` and `seconds`
        are None where those of one strategy are.
    """

    columns: Mapping[str, Forecast]
    errors: Mapping[str, str]
    calls: Range
    tokens: Range
    cost: Range | None
    seconds: Range | None

    def against(self, comparison: Comparison) -> str:
        """Return what the comparison that was forecast has sent, beside what was expected, in one line."""
        return deviations(self._pairs(comparison))

    def _pairs(self, comparison: Comparison) -> Iterator[tuple[str, float, float]]:
        spent = comparison.spent
        for name, found in self._together():
            value: float | None = getattr(spent, name)
            if found is not None and found.expected and value is not None:
                yield name, found.expected, value

    def mimebundle(self) -> dict[str, str]:
        """Return the forecast as HTML and as plain text."""
        rows = [
            [
                f"<b>{literal(label)}</b>",
                *(
                    f'<b>{literal(expected)}</b><br><span style="{DIM}">{literal(between)}</span>'
                    for expected, between in row
                ),
            ]
            for label, row in self._rows()
        ]
        said = "".join(block(literal(line), f"{DIM};font-size:.93em") for line in self._remarks())
        body = table(("strategy", *MEASURES), rows, widths=_WIDTHS)
        return {"text/html": block(f"{heading('Forecast')}{body}{said}", CARD), "text/plain": str(self)}

    def __str__(self) -> str:
        header = ["strategy", *MEASURES]
        lines = [header]
        for label, row in self._rows():
            lines.append([label, *(f"{expected} ({between})" if between else expected for expected, between in row)])
        widths = [max(map(columns, column)) for column in zip(*lines, strict=True)]
        shown = (
            "  ".join(
                f"{cell}{' ' * (width - columns(cell))}" for cell, width in zip(line, widths, strict=True)
            ).rstrip()
            for line in lines
        )
        remarks = (line for remark in self._remarks() for line in wrap(remark))
        return "\n".join(["Forecast", *(f"  {line}" for line in shown), *remarks])

    def _rows(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Yield the label of each strategy, and of all together, with what is told of each quantity."""
        for label, column in self.columns.items():
            yield label, [told(name, getattr(column, name)) for name in MEASURES]
        yield TOGETHER, [told(name, found) for name, found in self._together()]

    def _together(self) -> Iterator[tuple[str, Range | None]]:
        for name in MEASURES:
            yield name, getattr(self, name)

    def _remarks(self) -> Iterator[str]:
        yield "Nothing was spent"
        yield SHARED
        for label, column in self.columns.items():
            for line in column.particulars():
                yield f"{label}: {line}"
        for label, error in self.errors.items():
            yield f"{label} cannot run: {error}"


def estimate_comparison(
    question: str,
    strategies: Sequence[str],
    **options: Unpack[Options],
) -> ComparisonForecast:
    """Forecast what a comparison will take, and spend nothing.

    Parameters
    ----------
    question, strategies, options
        As for `compare`.

    Raises
    ------
    ConfigError
        An option cannot be used.
    ReasonError
        No strategy could run: the first one's error.
    """
    return forecast_contest(Contest(question, strategies, cast("Given", options)))


def forecast_contest(contest: Contest) -> ComparisonForecast:
    """Return the forecast of a comparison that has not begun.

    Raises
    ------
    ReasonError
        No strategy could run: the first one's error.
    """
    made: dict[str, Forecast] = {}
    begins: dict[str, tuple[str | None, int]] = {}
    runs = []
    for contestant in contest.contestants:
        with contest.attempt(contestant):
            task = contest.task(contestant, writes=False)
            column = forecast(task, rehearse(task))
            begins[contestant.label] = beginning(task)
            made[contestant.label] = column
            runs.append(run_of(task.question, task.prior, task.config.to_json()))
    if contest.failed is not None:
        raise contest.failed

    def together(name: str) -> Range | None:
        return _together([(getattr(column, name), column.calls, *begins[label]) for label, column in made.items()])

    calls, tokens = together("calls"), together("tokens")
    assert calls is not None  # noqa: S101 - narrows for mypy: these are always known
    assert tokens is not None  # noqa: S101
    found = ComparisonForecast(
        columns=made,
        errors=contest.errors,
        calls=calls,
        tokens=tokens,
        cost=together("cost"),
        seconds=together("seconds"),
    )
    _made.put(digest(runs), found)
    return found


def claim(comparison: Comparison) -> ComparisonForecast | None:
    """Return the latest forecast of a comparison that this process has made, to one alone.

    None where there is none, and where what was sent tells nothing of it: a strategy failed, or the cache held some.
    """
    traces = [entry.trace for entry in comparison.entries if entry.trace is not None and entry.error is None]
    found = _made.pop(digest([run_of_trace(trace) for trace in traces]))
    return None if found is None or any(column.cached for column in found.columns.values()) else found


_made: Made[ComparisonForecast] = Made()


def _together(parts: Sequence[tuple[Range | None, Range, str | None, int]]) -> Range | None:
    """Return a quantity of all strategies, given it, its calls, the request with which each begins and its samples.

    Of strategies that begin with the same request, the one that draws most of its samples leaves the others theirs.
    """
    ends = []
    for end in ("low", "expected", "high"):
        rest = 0.0
        shared: dict[str | None, float] = defaultdict(float)
        for quantity, calls, first, draws in parts:
            if quantity is None:
                return None
            value, made = getattr(quantity, end), getattr(calls, end)
            own = value * min(1.0, draws / made) if made and first is not None else 0.0
            rest += value - own
            shared[first] = max(shared[first], own)
        ends.append(rest + sum(shared.values()))
    return Range(min(ends), ends[1], max(ends))
