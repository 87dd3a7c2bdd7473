"""Calibration: from what a result's answer was chosen by to the probability that the answer is right.

An agreement of .9 or a judge's .9 is evidence, not a probability. Over questions whose answers are known, a monotone
curve is fitted from the one to the other: Platt's sigmoid for few of them, isotonic regression for many.

Sources: Platt, Probabilistic outputs for support vector machines (1999), with the algorithm of Lin, Lin and Weng, A
note on Platt's probabilistic outputs (Machine Learning 68, 2007); Zadrozny and Elkan, Transforming classifier scores
into accurate multiclass probability estimates (KDD 2002), with pool-adjacent-violators of Ayer et al. (1955); Guo et
al., On calibration of modern neural networks (arXiv 1706.04599) for the error, here with bins of equal mass.
"""

from __future__ import annotations

import bisect
import dataclasses
import itertools
import json
import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

from o1magic.config import Config, require
from o1magic.errors import ConfigError
from o1magic.result import Result
from o1magic.search.registry import find
from o1magic.trace import Event, Trace

LEAST = 20
"""Results below which nothing is fitted: two for each bin of the error."""
MANY = 200
"""Results from which isotonic regression replaces Platt's sigmoid: it follows any monotone curve, and noise too."""
BINS = 10
FOLDS = 5
RESAMPLES = 1000

Method = Literal["platt", "isotonic"]


@dataclass(frozen=True, slots=True)
class Platt:
    """The curve 1 / (1 + exp(-(slope * score + intercept))); it falls where high scores speak for wrong answers."""

    slope: float
    intercept: float

    def __call__(self, score: float) -> float:
        """Return the probability at a score."""
        return _sigmoid(self.slope * score + self.intercept)

    @classmethod
    def fit(cls, scores: Sequence[float], labels: Sequence[bool]) -> Self:
        """Return the curve of the greatest likelihood for Platt's targets, by Newton's method with backtracking.

        The targets are (right + 1) / (right + 2) and 1 / (wrong + 2) in place of 1 and 0: no finite sample shows
        certainty, and the slope stays finite where the scores part right from wrong. Where all scores are equal, the
        slope is 0.
        """
        right = sum(labels)
        wrong = len(labels) - right
        targets = [(right + 1) / (right + 2) if label else 1 / (wrong + 2) for label in labels]
        centre = math.fsum(scores) / len(scores)
        points = [(score - centre, target) for score, target in zip(scores, targets, strict=True)]

        def loss(slope: float, intercept: float) -> float:
            return math.fsum(_softplus(z) - t * z for x, t in points for z in (slope * x + intercept,))

        slope, intercept = 0.0, math.log((right + 1) / (wrong + 1))
        now = loss(slope, intercept)
        for _ in range(100):
            fitted = [_sigmoid(slope * x + intercept) for x, _ in points]
            by_slope = math.fsum((p - t) * x for p, (x, t) in zip(fitted, points, strict=True))
            by_intercept = math.fsum(p - t for p, (_, t) in zip(fitted, points, strict=True))
            if max(abs(by_slope), abs(by_intercept)) < _FLAT:
                break
            a = _RIDGE + math.fsum(p * (1 - p) * x * x for p, (x, _) in zip(fitted, points, strict=True))
            b = math.fsum(p * (1 - p) * x for p, (x, _) in zip(fitted, points, strict=True))
            c = _RIDGE + math.fsum(p * (1 - p) for p in fitted)
            step = (
                -(c * by_slope - b * by_intercept) / (a * c - b * b),
                -(a * by_intercept - b * by_slope) / (a * c - b * b),
            )
            descent = by_slope * step[0] + by_intercept * step[1]
            for size in (0.5**halving for halving in range(34)):
                there = loss(slope + size * step[0], intercept + size * step[1])
                if there < now + 1e-4 * size * descent:
                    break
            else:
                break  # As near as rounding lets it come.
            slope, intercept, now = slope + size * step[0], intercept + size * step[1], there
        return cls(slope, intercept - slope * centre)


_FLAT = 1e-9
_RIDGE = 1e-12


@dataclass(frozen=True, slots=True)
class Isotonic:
    """A curve that never falls: straight between its points, level beyond them.

    Attributes
    ----------
    points
        Scores and probabilities, both ascending.
    """

    points: tuple[tuple[float, float], ...]

    def __call__(self, score: float) -> float:
        """Return the probability at a score."""
        after = bisect.bisect_left(self.points, score, key=lambda point: point[0])
        if after == len(self.points):
            return self.points[-1][1]
        x, y = self.points[after]
        if after == 0 or x == score:
            return y
        before, low = self.points[after - 1]
        return low + (y - low) * (score - before) / (x - before)

    @classmethod
    def fit(cls, scores: Sequence[float], labels: Sequence[bool]) -> Self:
        """Return the least-squares fit, kept between 1 / (n + 2) and (n + 1) / (n + 2): no finite sample is certain."""
        least = 1 / (len(labels) + 2)
        points: list[tuple[float, float]] = []
        for block in pool_adjacent_violators(scores, labels):
            level = min(max(block.right / block.count, least), 1 - least)
            points += [(score, level) for score in dict.fromkeys((block.first, block.last))]
        return cls(tuple(points))


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring scores that share one probability, `right / count`."""

    first: float
    last: float
    right: int
    count: int


def pool_adjacent_violators(scores: Sequence[float], labels: Sequence[bool]) -> list[Block]:
    """Return the isotonic least-squares fit as blocks of ascending scores; equal scores share one block."""
    blocks: list[Block] = []
    pairs = sorted(zip(scores, map(bool, labels), strict=True))
    for score, same in itertools.groupby(pairs, key=lambda pair: pair[0]):
        group = [label for _, label in same]
        block = Block(score, score, sum(group), len(group))
        # In whole numbers, so that rounding neither parts nor joins what is level.
        while blocks and blocks[-1].right * block.count >= block.right * blocks[-1].count:
            before = blocks.pop()
            block = Block(before.first, block.last, before.right + block.right, before.count + block.count)
        blocks.append(block)
    return blocks


def expected_calibration_error(forecasts: Sequence[float], labels: Sequence[bool], bins: int = BINS) -> float:
    """Return the mean of |share of right answers - mean forecast| over bins of equal mass, weighted by their size.

    Equal forecasts stay in one bin, that of their middle rank, so the order of the pairs does not matter. The error is
    biased upwards: even a perfect forecaster shows about .8 sqrt(p (1 - p) bins / n) with n pairs.
    """
    n = len(forecasts)
    gaps: dict[int, list[float]] = {}
    start = 0
    for forecast, same in itertools.groupby(sorted(zip(forecasts, labels, strict=True)), key=lambda pair: pair[0]):
        group = [label - forecast for _, label in same]
        gaps.setdefault(bins * (2 * start + len(group)) // (2 * n), []).extend(group)
        start += len(group)
    return math.fsum(abs(math.fsum(gap)) for gap in gaps.values()) / n


def brier_score(forecasts: Sequence[float], labels: Sequence[bool]) -> float:
    """Return the mean squared difference between forecast and outcome (Brier 1950): 0 is perfect, .25 knows nothing."""
    return math.fsum((forecast - label) ** 2 for forecast, label in zip(forecasts, labels, strict=True)) / len(labels)


def evidence(result: Result) -> tuple[str, float] | None:
    """Return the name and the value, in [0, 1], of what a result's answer was chosen by.

    Where votes decide, that is `agreement`, the answer's share of them; otherwise what the check or the scorer said of
    the chosen sample. None without an answer, and where the scorer failed on it.
    """
    selection, trace = result.selection, result.trace
    if selection.node is None or selection.answer is None:
        return None
    if selection.rule == "majority":
        return None if selection.agreement is None else ("agreement", selection.agreement)
    scores = trace.nodes[selection.node].scores
    names = ("check", trace.config.get("scorer"), *sorted(scores))
    name, score = next(((name, scores[name]) for name in names if name in scores), ("", None))
    return None if score is None or score.value is None else (name, score.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a calibration holds for: how its results were found, and which evidence of theirs it reads.

    Attributes
    ----------
    models, strategy, scorer, aggregate, check
        As configured; callables by name.
    params
        The strategy's options, defaults included.
    rule, score
        The rule that selects, and the name of what it goes by. See `evidence`.
    """

    models: tuple[str, ...]
    strategy: str
    params: Mapping[str, Any]
    scorer: str | None
    aggregate: str
    check: str | None
    rule: str
    score: str

    @classmethod
    def of(cls, config: Config, *, rule: str, score: str) -> Self:
        """Return the setting of results with this configuration, rule and evidence."""
        strategy = find(config.strategy)
        defaults = {name: option.default for name, option in strategy.options.items()}
        return cls(
            models=config.models,
            strategy=config.strategy,
            params=defaults | strategy.parse(config.params),
            scorer=config.scorer,
            aggregate=config.aggregate,
            check=config.check,
            rule=rule,
            score=score,
        )

    def difference(self, other: Setting) -> str:
        """Return what differs, with both values: "strategy 'auto' and 'chain'"; nothing if nothing does."""
        pairs = ((f.name, getattr(self, f.name), getattr(other, f.name)) for f in dataclasses.fields(self))
        return "; ".join(f"{name} {mine!r} and {theirs!r}" for name, mine, theirs in pairs if mine != theirs)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Calibration:
    """The probability that an answer is right, as a function of what it was chosen by. `calibrate` makes one.

    Attributes
    ----------
    setting
        What it holds for: model, strategy with its options, scorer. The kind of question it was fitted on, and other
        settings, are the caller's to keep alike.
    curve
        From evidence to probability, both in [0, 1].
    n
        How many results it was fitted on.
    skipped
        Results that were left out: without an answer, or with a score that failed.
    ece, brier
        Expected calibration error and Brier score on results that the curve was not fitted on (5-fold cross-fitting).
        With few results the former errs on the high side; see `expected_calibration_error`.
    ece_interval, brier_interval
        Their 95 % intervals, by the bootstrap.
    """

    setting: Setting
    curve: Platt | Isotonic
    n: int
    skipped: int
    ece: float
    ece_interval: tuple[float, float]
    brier: float
    brier_interval: tuple[float, float]

    @property
    def method(self) -> Method:
        """How it was fitted: `platt` below 200 results, `isotonic` from 200 up."""
        return "platt" if isinstance(self.curve, Platt) else "isotonic"

    def __call__(self, result: Result) -> Result:
        """Return the result with its `confidence`; as it is where it has no answer, or its score failed.

        Raises
        ------
        ConfigError
            It was found in another way than those that the calibration was fitted on; names what differs.
        """
        found = evidence(result)
        if found is None:
            return result
        score, value = found
        selection = result.selection
        self._require(Setting.of(result.config, rule=selection.rule, score=score))
        trace = Trace(result.trace.events)
        chosen = dataclasses.replace(selection, confidence=self.curve(value), calibrated_on=self.n)
        trace.append(Event(len(trace.events), trace.events[-1].t, "selected", None, chosen.to_json()))
        return Result(trace)

    def require(self, config: Config) -> None:
        """Raise a ConfigError that names what differs, unless it is a calibration for this configuration."""
        self._require(Setting.of(config, rule=self.setting.rule, score=self.setting.score))

    def _require(self, setting: Setting) -> None:
        if difference := self.setting.difference(setting):
            raise ConfigError(f"this calibration was fitted on other results than this one: {difference}")

    def to_json(self) -> str:
        """Return the calibration as JSON text, from which `from_json` makes an equal one."""
        return json.dumps({"method": self.method} | dataclasses.asdict(self))

    @classmethod
    def from_json(cls, data: str) -> Self:
        """Return the calibration that `to_json` wrote.

        Raises
        ------
        ValueError
            It is no such JSON.
        """
        try:
            found = json.loads(data)
            curve = found.pop("curve")
            setting = found.pop("setting")
            platt = found.pop("method") == "platt"
            return cls(
                **found
                | {
                    "curve": Platt(**curve) if platt else Isotonic(tuple((x, y) for x, y in curve["points"])),
                    "setting": Setting(**setting | {"models": tuple(setting["models"])}),
                    "ece_interval": tuple(found["ece_interval"]),
                    "brier_interval": tuple(found["brier_interval"]),
                }
            )
        except Exception as error:  # anything can be wrong with it
            raise ValueError(f"this cannot be read as a calibration: {type(error).__name__}: {error}") from error

    def __repr__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        by = f"{self.setting.strategy} with {', '.join(self.setting.models)} by {self.setting.score}"
        errors = (
            f"{name} {value:.3f} [{low:.3f}, {high:.3f}]"
            for name, value, (low, high) in (
                ("ECE", self.ece, self.ece_interval),
                ("Brier", self.brier, self.brier_interval),
            )
        )
        return f"<Calibration of {by}: {self.method} on {self.n} results{skipped}, {', '.join(errors)}>"


def calibrate(results: Sequence[Result], labels: Sequence[bool], *, seed: int = 0) -> Calibration:
    """Fit the probability that an answer is right to results whose answers are known to be right or wrong.

    What is calibrated is the evidence that the answer was chosen by: the agreement where votes decide, otherwise the
    chosen sample's score. Results without an answer, or whose score failed, are skipped.

    Parameters
    ----------
    results
        One for each question, all by the same models, strategy and scorer; at least 20 with an answer.
    labels
        Whether each result's answer is right.
    seed
        Of the folds and of the bootstrap: the same seed gives the same calibration.

    Returns
    -------
    Calibration
        Call it with a further result, or give it to `reason` as `calibration`. It says how far it can be trusted.

    Raises
    ------
    ConfigError
        Results of different kinds, too few of them, or all right, or all wrong.
    """
    setting, scores, truths = _evidence_and_truth(results, labels)
    fit: Callable[[Sequence[float], Sequence[bool]], Platt | Isotonic]
    fit = Platt.fit if len(scores) < MANY else Isotonic.fit
    draw = random.Random(f"calibration:{seed}")  # noqa: S311 - reproducible, not secret
    forecasts = _cross_fit(scores, truths, fit, draw)
    ece, brier = expected_calibration_error(forecasts, truths), brier_score(forecasts, truths)
    outcomes = list(zip(forecasts, truths, strict=True))
    resampled = []
    for _ in range(RESAMPLES):
        seen, true = zip(*draw.choices(outcomes, k=len(outcomes)), strict=True)
        resampled.append((expected_calibration_error(seen, true), brier_score(seen, true)))
    return Calibration(
        setting=setting,
        curve=fit(scores, truths),
        n=len(scores),
        skipped=len(results) - len(scores),
        ece=ece,
        ece_interval=_interval(ece, [error for error, _ in resampled]),
        brier=brier,
        brier_interval=_interval(brier, [error for _, error in resampled]),
    )


def _evidence_and_truth(results: Sequence[Result], labels: Sequence[bool]) -> tuple[Setting, list[float], list[bool]]:
    """Return what all results have in common, and of those that can be used the evidence and whether they are right."""
    if len(results) != len(labels):
        raise ConfigError(f"{len(results)} results need as many labels, not {len(labels)}")
    setting: Setting | None = None
    scores: list[float] = []
    truths: list[bool] = []
    for number, (result, label) in enumerate(zip(results, labels, strict=True)):
        require(isinstance(result, Result), f"results[{number}]", result, "a Result")
        require(label in (True, False), f"labels[{number}]", label, "True or False")
        found = evidence(result)
        if found is None:
            continue
        here = Setting.of(result.config, rule=result.selection.rule, score=found[0])
        setting = setting or here
        if difference := setting.difference(here):
            raise ConfigError(f"results that differ cannot share a calibration: {difference}")
        scores.append(found[1])
        truths.append(bool(label))
    if setting is None or len(scores) < LEAST:
        raise ConfigError(
            f"a calibration needs at least {LEAST} results with an answer and its score, not {len(scores)}"
        )
    if len(set(truths)) == 1:
        raise ConfigError(
            f"all {len(truths)} answers are {'right' if truths[0] else 'wrong'}: a calibration needs some of both"
        )
    return setting, scores, truths


def _cross_fit(
    scores: Sequence[float],
    labels: Sequence[bool],
    fit: Callable[[Sequence[float], Sequence[bool]], Callable[[float], float]],
    draw: random.Random,
) -> list[float]:
    """Return for each score the forecast of a curve fitted without its fold; right and wrong are dealt out evenly."""
    order = list(range(len(scores)))
    draw.shuffle(order)
    order.sort(key=lambda i: labels[i])
    forecasts = [0.0] * len(scores)
    for fold in range(FOLDS):
        held_out = set(order[fold::FOLDS])
        kept = [i for i in order if i not in held_out]
        curve = fit([scores[i] for i in kept], [labels[i] for i in kept])
        for i in held_out:
            forecasts[i] = curve(scores[i])
    return forecasts


def _interval(value: float, resampled: list[float]) -> tuple[float, float]:
    """Return the 95 % interval of the basic bootstrap, within [0, 1] and widened to hold the value itself.

    It mirrors the resampled values at the value, which takes back some of the calibration error's upward bias: a
    percentile interval never reaches down to a true error of 0.
    Source: Davison and Hinkley, Bootstrap methods and their application (1997), section 5.2.1.
    """
    resampled.sort()
    tail = len(resampled) // 40
    low, high = (2 * value - resampled[end] for end in (-1 - tail, tail))
    return max(0.0, min(low, value)), min(1.0, max(high, value))


def _sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def _softplus(z: float) -> float:
    return max(z, 0.0) + math.log1p(math.exp(-abs(z)))
