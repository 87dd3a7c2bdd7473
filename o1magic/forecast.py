"""What a run will take, before anything is spent: calls, tokens, money and time, each with a range."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Unpack

from o1magic.api import Given, make_task
from o1magic.config import Limits
from o1magic.engine import Past, Task, checker, past_runs
from o1magic.models.cache import Cache
from o1magic.models.meter import Ledger, Meter
from o1magic.render.parts import CARD, DIM, block, heading
from o1magic.render.prose import literal
from o1magic.render.words import count, money
from o1magic.result import Result, Shown
from o1magic.search.core import Search
from o1magic.search.registry import find
from o1magic.trace import Event, Trace
from o1magic.types import Ask

LEFT = "text-align:left"
FEWEST = 0.25
"""Share of its plan that a search takes at least, where nothing is known of earlier ones: a vote may soon be clear."""
USUAL_TOKENS = (40, 250)
"""Tokens of a reply, at least and on average, where nothing is known of earlier ones."""
JUDGING = ("judge", "p_true", "pairwise")
"""Scorers that ask the model about each sample."""


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
    calls, prompt_tokens, completion_tokens
        Judges and probes included; the same whether a cache answers or not.
    cost
        US dollars; None where a price is unknown.
    seconds
        None where no earlier run tells how fast the model is.
    cached
        How many of the first samples the cache holds already, which cost nothing.
    limit
        The limit that would end the run before it has taken what is expected, or None.
    runs
        How many earlier runs with the same strategy it rests on.
    """

    strategy: str
    models: tuple[str, ...]
    calls: Range
    prompt_tokens: Range
    completion_tokens: Range
    cost: Range | None
    seconds: Range | None
    cached: int
    limit: str | None
    runs: int

    @property
    def tokens(self) -> Range:
        """Prompts and replies together."""
        return self.prompt_tokens + self.completion_tokens

    def errors(self, result: Result) -> dict[str, float]:
        """Return by how much a run took more than was expected, as a share of that: .5 is half as much again.

        Parameters
        ----------
        result
            The run that was forecast.
        """
        usage = result.usage
        pairs: dict[str, tuple[Range | None, float | None]] = {
            "calls": (self.calls, usage.calls),
            "tokens": (self.tokens, usage.tokens),
            "cost": (self.cost, usage.cost),
            "seconds": (self.seconds, None if usage.cached_calls else usage.seconds),
        }
        return {
            name: value / expected.expected - 1
            for name, (expected, value) in pairs.items()
            if expected is not None and value is not None and expected.expected
        }

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
        for name, found, shown in (
            ("calls", self.calls, _whole),
            ("tokens", self.tokens, _whole),
            ("cost", self.cost, money),
            ("seconds", self.seconds, "{:.1f}".format),
        ):
            if found is None:
                yield name, "unknown", ""
            elif found.low == found.high:
                yield name, shown(found.expected), ""
            else:
                yield name, shown(found.expected), f"{shown(found.low)} to {shown(found.high)}"

    def _remarks(self) -> Iterator[str]:
        rests = f"after {count(self.runs, 'earlier run')} of this kind" if self.runs else "no earlier run of this kind"
        yield f"Nothing was spent; {rests}"
        if self.cached:
            yield f"The cache holds the first {count(self.cached, 'sample')} already: they cost nothing again"
        if self.limit is not None:
            yield f"The limit of {self.limit} would end it before that"


def _whole(value: float) -> str:
    return f"{round(value):,}"


def estimate(question: str, **options: Unpack[Given]) -> Forecast:
    """Forecast what a run will take, and spend nothing.

    It rests on the most samples that the strategy would draw, the length of the prompt, the model's price, and what
    earlier runs with the same model took, as far as the cache remembers them.

    Parameters
    ----------
    question, options
        As for `reason`.

    Raises
    ------
    ConfigError
        An option cannot be used.
    """
    task = make_task(question, writes=False, **options)
    alike, any_run = past_runs(task), past_runs(task, same_strategy=False)
    config, capabilities = task.config, task.model.capabilities
    ask = _first_request(task)
    strategy = find(config.strategy)
    planned = strategy.forecast(**strategy.parse(config.params))
    if config.scorer in JUDGING and not any(past.planned for past in alike):
        planned *= 2
    whole = [past for past in alike if past.planned]
    share = _spread(whole, lambda past: past.calls / past.planned, Range(FEWEST, 1.0, 1.0))
    calls = Range(math.floor(share.low * planned) or 1, share.expected * planned, math.ceil(share.high * planned))
    calls = calls.most(config.limits.calls)
    prompt = task.model.count_prompt(ask)
    earlier = alike or any_run
    growth = _spread(earlier, lambda past: past.prompt_tokens / past.calls / max(1, past.prompt), Range(1, 1, 2))
    few, usual = USUAL_TOKENS
    unknown = Range(min(few, ask.max_tokens), min(usual, ask.max_tokens), ask.max_tokens)
    reply = _spread(earlier, lambda past: past.completion_tokens / past.calls, unknown)
    reply = Range(reply.low, reply.expected, max(reply.high, reply.expected)).most(ask.max_tokens)
    prompts, replies = calls * growth * Range(prompt, prompt, prompt), calls * reply
    price = capabilities.price
    cost = None if price is None else prompts * _exactly(price[0]) + replies * _exactly(price[1])
    timed = [past for past in earlier if past.seconds]
    seconds = None
    if timed:
        seconds = _spread(timed, lambda past: (past.seconds or 0.0) / past.calls, _exactly(0.0)) * calls
    return Forecast(
        strategy=config.strategy,
        models=tuple(config.models),
        calls=calls,
        prompt_tokens=prompts.most(config.limits.tokens),
        completion_tokens=replies.most(config.limits.tokens),
        cost=None if cost is None else cost.most(config.limits.cost),
        seconds=None if seconds is None else seconds.most(config.limits.seconds),
        cached=_cached(task, ask, planned),
        limit=_first_limit(config.limits, prompts + replies, cost, seconds),
        runs=len(alike),
    )


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


def _first_request(task: Task) -> Ask:
    """Return the request for a whole solution, as the run would send it."""
    trace = Trace()
    trace.append(Event(0, 0.0, "run_started", None, {"question": task.question, "config": task.config.to_json()}))
    search = Search(
        trace=trace,
        config=task.config,
        models=[Meter(task.model, Ledger(task.config.limits))],
        checker=checker(),
        scorer=None,
        call=_call,
        images=task.images,
        prior=task.prior,
    )
    return search.solve()


async def _call(function: Callable[[str], Any], text: str) -> Any:
    return function(text)


def _cached(task: Task, ask: Ask, planned: int) -> int:
    if not isinstance(task.model, Cache):
        return 0
    return next((i for i in range(planned) if not task.model.holds(ask, i)), planned)


def _first_limit(limits: Limits, tokens: Range, cost: Range | None, seconds: Range | None) -> str | None:
    for name, limit, found in (
        ("tokens", limits.tokens, tokens),
        ("cost", limits.cost, cost),
        ("seconds", limits.seconds, seconds),
    ):
        if limit is not None and found is not None and found.expected > limit:
            return name
    return None
