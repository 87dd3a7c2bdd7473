"""What a run will take, before anything is spent: calls, tokens, money and time, each with a range."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NoReturn, TypeVar, Unpack, cast

from o1magic.api import Given, make_task
from o1magic.engine import Past, Task, past_runs
from o1magic.errors import ReplayMissError
from o1magic.models.chat_format import estimate_tokens
from o1magic.models.ledger import Ledger
from o1magic.models.meter import Meter
from o1magic.models.replay import Replay
from o1magic.rehearsal import Rehearsal, rehearse, search_of
from o1magic.render.parts import CARD, DIM, block, heading
from o1magic.render.prose import literal
from o1magic.render.words import count, money
from o1magic.result import Result, Shown
from o1magic.scoring.base import asked
from o1magic.search.registry import find
from o1magic.trace import Trace
from o1magic.types import Ask, Message, Role, digest

T = TypeVar("T")

LEFT = "text-align:left"
FEWEST = 0.25
"""Share of its plan that a search takes at least, where nothing is known of earlier ones: a vote may soon be clear."""
FEWEST_RUNS = 2
"""Earlier runs that a forecast rests on at least whose error is told."""
USUAL_TOKENS = (40, 250)
"""Tokens of a reply, at least and on average, where nothing is known of earlier ones."""


@dataclass(frozen=True, slots=True)
class Range:
    """A quantity that is not known yet: what is expected, between what it may well be at least and at most."""

    low: float
    expected: float
    high: float

    def __mul__(self, other: Range) -> Range:
        return Range(self.low * other.low, self.expected * other.expected, self.high * other.high)

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.expected + other.expected, self.high + other.high)

    def holds(self, value: float) -> bool:
        """Return whether a value lies within."""
        return self.low <= value <= self.high

    def cut(self, shares: Sequence[float]) -> Range:
        """Return the range of what is left where only these shares of low, expected and high are."""
        low, expected, high = (value * share for value, share in zip(self._ends, shares, strict=True))
        # Where each call takes less, more calls come before a limit.
        return Range(min(low, expected, high), expected, max(low, expected, high))

    def before(self, limit: float | None) -> list[float]:
        """Return which shares of low, expected and high come before a limit."""
        return [1.0 if limit is None or end <= limit else limit / end for end in self._ends]

    @property
    def _ends(self) -> tuple[float, float, float]:
        return self.low, self.expected, self.high

    def most(self, limit: float | None) -> Range:
        """Return the range below a limit."""
        return self if limit is None else Range(*(min(value, limit) for value in (self.low, self.expected, self.high)))


@dataclass(kw_only=True)
class Forecast(Shown):
    """What a run will take.

    Attributes
    ----------
    strategy, models
        How, and with what.
    calls, prompt_tokens, completion_tokens, tokens
        Judges and probes included; the same whether a cache answers or not. `tokens` are prompts and replies together.
    cost
        US dollars; None where a price is unknown.
    seconds
        None where no earlier run tells how fast the model is.
    cached
        How many of the first calls the cache holds already, which cost nothing; of a replay, its recording.
    whole
        Whether these are all that the run makes: then what it takes is known.
    limit
        The limit that would end the run before it has taken what is expected, or None.
    runs
        How many earlier runs with the same strategy it rests on.
    replays
        Whether a recording answers.
    usual_errors
        By how much a forecast of an earlier run with the same strategy, from those before it, would have missed its
        calls and its tokens at the median, as a share of what was expected; empty where too few are known.
    """

    strategy: str
    models: tuple[str, ...]
    calls: Range
    prompt_tokens: Range
    completion_tokens: Range
    tokens: Range
    cost: Range | None
    seconds: Range | None
    cached: int
    whole: bool
    limit: str | None
    runs: int
    replays: bool
    usual_errors: Mapping[str, float]

    def errors(self, result: Result) -> dict[str, float]:
        """Return by how much a run took more than was expected, as a share of that: .5 is half as much again.

        Parameters
        ----------
        result
            The run that was forecast.
        """
        return {name: value / expected - 1 for name, expected, value in self._pairs(result)}

    def against(self, result: Result) -> str:
        """Return what the run that was forecast took, beside what was expected, in one line."""
        return deviations(self._pairs(result))

    def _pairs(self, result: Result) -> Iterator[tuple[str, float, float]]:
        """Yield name, expected and real value of each quantity of which both are known."""
        usage = result.usage
        pairs: dict[str, tuple[Range | None, float | None]] = {
            "calls": (self.calls, usage.calls),
            "tokens": (self.tokens, usage.tokens),
            "cost": (self.cost, usage.cost),
            "seconds": (self.seconds, None if usage.cached_calls else usage.seconds),
        }
        for name, (expected, value) in pairs.items():
            if expected is not None and value is not None and expected.expected:
                yield name, expected.expected, value

    def mimebundle(self) -> dict[str, str]:
        """Return the forecast as HTML and as plain text."""
        rows = "".join(
            f'<tr><td style="{LEFT};{DIM}">{name}</td><td style="{LEFT}"><b>{literal(expected)}</b></td>'
            f'<td style="{LEFT};{DIM}">{literal(between)}</td></tr>'
            for name, expected, between in self._rows()
        )
        said = "".join(block(literal(line), f"{DIM};font-size:.93em") for line in self._remarks())
        head = block(f"<b>{literal(self.strategy)}</b> {literal(' · '.join(self.models))}", "margin:2px 0 6px")
        return {
            "text/html": block(f"{heading('Forecast')}{head}<table>{rows}</table>{said}", CARD),
            "text/plain": str(self),
        }

    def __str__(self) -> str:
        rows = [f"  {name:<8} {expected:<12} {between}" for name, expected, between in self._rows()]
        return "\n".join([f"Forecast  {self.strategy} · {' · '.join(self.models)}", *rows, *self._remarks()])

    def _rows(self) -> Iterator[tuple[str, str, str]]:
        """Yield name, expected value and range of each quantity."""
        for name in MEASURES:
            yield name, *told(name, getattr(self, name))

    def _remarks(self) -> Iterator[str]:
        rests = f"after {count(self.runs, 'earlier run')} of this kind" if self.runs else "no earlier run of this kind"
        yield f"Nothing was spent; {rests}"
        if self.usual_errors:
            missed = " and ".join(f"{error:.0%} of the {name}" for name, error in self.usual_errors.items())
            yield f"Forecasts of those, each from the ones before it, miss {missed} at the median"
        yield from self.particulars()

    def particulars(self) -> Iterator[str]:
        """Yield what is held of the run already, and which limit would end it, a sentence each."""
        where = "recording" if self.replays else "cache"
        if self.whole and self.cached:
            yield f"The {where} holds all of it already: it costs nothing again"
        elif self.cached:
            held = "call already: it costs" if self.cached == 1 else f"{self.cached:,} calls already: they cost"
            yield f"The {where} holds the first {held} nothing again"
        if self.limit is not None:
            yield f"The limit of {self.limit} would end it before that"


def _whole(value: float) -> str:
    return f"{round(value):,}"


MEASURES: Mapping[str, Callable[[float], str]] = {
    "calls": _whole,
    "tokens": _whole,
    "cost": money,
    "seconds": "{:.1f}".format,
}
"""The quantities that a forecast tells, and how each is written."""


def told(name: str, found: Range | None) -> tuple[str, str]:
    """Return the expected value and the range of a quantity, for people."""
    if found is None:
        return "unknown", ""
    shown = MEASURES[name]
    low, expected, high = map(shown, (found.low, found.expected, found.high))
    return expected, "" if found.low == found.high else f"{low} to {high}"


def deviations(pairs: Iterable[tuple[str, float, float]]) -> str:
    """Return expected and real values, each pair after its name, and by how much they differ, in one line."""
    return "Against the forecast: " + ", ".join(
        f"{name} {MEASURES[name](value)} for {MEASURES[name](expected)} ({value / expected - 1:+.0%})"
        for name, expected, value in pairs
    )


def estimate(question: str, **options: Unpack[Given]) -> Forecast:
    """Forecast what a run will take, and spend nothing.

    It rests on the most samples that the strategy would draw, the length of the prompt, the model's price, what
    earlier runs with the same model took, as far as the cache remembers them, and on what the cache, or the recording
    that is to be replayed, holds of this one.

    Parameters
    ----------
    question, options
        As for `reason`.

    Raises
    ------
    ConfigError
        An option cannot be used.
    ReplayMissError
        The run is a replay, and its recording does not hold what it asks for.
    """
    task = make_task(question, writes=False, **options)
    made = forecast(task, rehearse(task))
    _made.put(run_of(task.question, task.prior, task.config.to_json()), made)
    return made


def forecast(task: Task, rehearsal: Rehearsal) -> Forecast:
    """Return what a run will take; exactly where all of it is at hand."""
    alike, any_run = past_runs(task), past_runs(task, same_strategy=False)
    config, capabilities = task.config, task.model.capabilities
    ledger = Ledger(config.limits)
    search = search_of(task, [Meter(model, ledger) for model in task.models], _never)
    ask = search.solve()
    strategy = find(config.strategy)
    planned = strategy.forecast(**strategy.parse(config.params))
    scorer = search.verifier if strategy.verifies else task.scorer
    whole = [past for past in alike if past.planned]
    earlier = alike or any_run
    taken = rehearsal.taken
    if taken is None:
        calls = _calls(whole, planned, asked(scorer, logprobs=capabilities.logprobs)).most(config.limits.calls)
        prompt = _prompt_tokens(task, ask)
        growth = _spread(earlier, lambda past: past.prompt_tokens / past.calls / max(1, past.prompt), Range(1, 1, 2))
        few, usual = USUAL_TOKENS
        unknown = Range(min(few, ask.max_tokens), min(usual, ask.max_tokens), ask.max_tokens)
        reply = _spread(earlier, lambda past: past.completion_tokens / past.calls, unknown)
        reply = Range(reply.low, reply.expected, max(reply.high, reply.expected)).most(ask.max_tokens)
        prompts, replies = calls * growth * _exactly(prompt), calls * reply
    else:
        calls, prompts, replies = map(_exactly, (taken.calls, taken.prompt_tokens, taken.completion_tokens))
    price = capabilities.price
    cost = None if price is None else prompts * _exactly(price[0]) + replies * _exactly(price[1])
    timed = [past for past in earlier if past.seconds]
    seconds = None
    if timed:
        seconds = _spread(timed, lambda past: (past.seconds or 0.0) / past.calls, _exactly(0.0)) * calls
    ends = {"tokens": prompts + replies, "cost": cost, "seconds": seconds} if taken is None else {}
    shares = {name: found.before(getattr(config.limits, name)) for name, found in ends.items() if found is not None}
    left = [min(each) for each in zip(*shares.values(), strict=True)] or [1.0] * 3
    expected = {name: share for name, (_, share, _) in shares.items() if share < 1}
    return Forecast(
        strategy=config.strategy,
        models=tuple(config.models),
        calls=calls.cut(left),
        prompt_tokens=prompts.cut(left),
        completion_tokens=replies.cut(left),
        tokens=(prompts + replies).cut(left),
        cost=None if cost is None else cost.cut(left),
        seconds=None if seconds is None else seconds.cut(left),
        cached=rehearsal.held,
        whole=taken is not None,
        limit=min(expected, key=expected.__getitem__, default=None),
        runs=len(alike),
        replays=isinstance(task.model, Replay),
        usual_errors=_usual_errors(whole),
    )


async def _never(*_: Any) -> NoReturn:
    raise AssertionError("a forecast asks nothing")


def claim(trace: Trace) -> Forecast | None:
    """Return the latest forecast of a run that this process has made, to one run alone; None where there is none."""
    return _made.pop(run_of_trace(trace))


class Made(Generic[T]):
    """The latest forecasts, kept for the runs that follow."""

    def __init__(self) -> None:
        self._kept: dict[str, T] = {}

    def put(self, run: str, forecast: T) -> None:
        """Keep a forecast of a run."""
        self._kept.pop(run, None)
        self._kept[run] = forecast
        for oldest in list(self._kept)[:-REMEMBERED]:
            del self._kept[oldest]

    def pop(self, run: str) -> T | None:
        """Return the forecast of a run, and forget it."""
        return self._kept.pop(run, None)


REMEMBERED = 64
"""How many forecasts are kept for the runs that follow."""
_made: Made[Forecast] = Made()


def run_of_trace(trace: Trace) -> str:
    """Return what stands for a run that has begun."""
    prior = [Message.of(cast("Role", turn["role"]), turn["text"]) for turn in trace.prior]
    return run_of(trace.question, prior, trace.config)


def run_of(question: str, prior: Sequence[Message], config: Mapping[str, Any]) -> str:
    """Return what stands for a run."""
    return digest([question, [[turn.role, turn.text] for turn in prior], dict(config)])


def _prompt_tokens(task: Task, ask: Ask) -> int:
    """Return the length of the prompt for a whole solution."""
    try:
        return task.model.count_prompt(ask)
    except ReplayMissError:  # strategies ask for other things too, and a recording counts only what was asked
        return estimate_tokens("".join([*(message.text for message in ask.messages), ask.prefix]))


def _calls(earlier: Sequence[Past], planned: int, verdicts: tuple[int, int] = (0, 0)) -> Range:
    """Return how many calls a run takes that plans so many, after earlier runs that came to their own end.

    `verdicts` are those about a sample, usually and at most; equal samples share theirs, so there may be next to none.
    """
    usual, most = verdicts
    share = _spread(earlier, lambda past: past.calls / past.planned, Range(FEWEST, 1.0 + usual, 1.0 + most))
    return Range(math.floor(share.low * planned) or 1, share.expected * planned, math.ceil(share.high * planned))


def _usual_errors(earlier: Sequence[Past]) -> dict[str, float]:
    """Return the median error of forecasts of earlier runs, each made from those before it."""
    errors: dict[str, list[float]] = {"calls": [], "tokens": []}
    for i in range(FEWEST_RUNS, len(earlier)):
        before, run = earlier[:i], earlier[i]
        calls = _calls(before, run.planned).expected
        tokens = statistics.fmean((past.prompt_tokens + past.completion_tokens) / past.calls for past in before) * calls
        errors["calls"].append(abs(run.calls / calls - 1))
        errors["tokens"].append(abs((run.prompt_tokens + run.completion_tokens) / tokens - 1))
    return {name: statistics.median(found) for name, found in errors.items() if found}


def _exactly(value: float) -> Range:
    return Range(value, value, value)


def _spread(runs: Sequence[Past], of: Callable[[Past], float], unknown: Range) -> Range:
    """Return what earlier runs tell of a quantity: their mean, and where the next run's lies nine times in ten.

    A Student interval for one more value; few runs give a wide one. Source: Hahn and Meeker, Statistical Intervals
    (1991), section 4.2, with the quantile from Hill's expansion in the normal one.
    """
    values = [of(run) for run in runs if run.calls]
    if not values:
        return unknown
    mean = statistics.fmean(values)
    if len(values) == 1:
        return Range(mean / 2, mean, 2 * mean)
    n = len(values)
    half = _student(n - 1) * statistics.stdev(values) * math.sqrt(1 + 1 / n)
    return Range(max(0.0, mean - half), mean, mean + half)


def _student(degrees: int) -> float:
    """Return the 95 % quantile of Student's distribution, to a percent or so."""
    z = statistics.NormalDist().inv_cdf(0.95)
    exact = {1: 6.314, 2: 2.920, 3: 2.353, 4: 2.132, 5: 2.015}
    second = (z**3 + z) / (4 * degrees)
    return exact.get(degrees, z + second + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * degrees**2))
