"""Figures over several samples: what more of them would have bought, and would buy."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from o1magic.config import is_whole, require
from o1magic.trace import Node, Selection, Trace

Estimate = tuple[float, float, float]
"""Mean of a posterior, and the ends of its central 95 % interval."""

JEFFREYS = 0.5
"""Prior count of each outcome."""
TAIL = 0.025


def pass_at_k(n: int, right: int, k: int) -> float:
    """Return the probability that at least one of k samples is right, estimated from n of which so many are.

    1 - C(n - right, k) / C(n, k), which is unbiased: the share of all subsets of k samples that hold a right one.
    Source: Chen et al., Evaluating Large Language Models Trained on Code (arXiv 2107.03374), section 2.1.

    Parameters
    ----------
    n, right
        How many samples there are, and how many of them are right.
    k
        How many would be drawn, at most n.

    Raises
    ------
    ConfigError
        The numbers are not whole, or right or k is not between 0 or 1 and n.
    """
    require(is_whole(n) and n >= 1, "n", n, "a whole number of at least 1")
    require(is_whole(right) and 0 <= right <= n, "right", right, f"a whole number from 0 to n={n}")
    require(is_whole(k) and 1 <= k <= n, "k", k, f"a whole number from 1 to n={n}")
    return 1 - math.comb(n - right, k) / math.comb(n, k)


@dataclass(frozen=True, slots=True)
class Point:
    """What a vote over so many samples is worth.

    Attributes
    ----------
    samples
        Samples with an answer.
    calls
        What these cost, at this run's calls a sample.
    agreement
        The probability that a majority of so many fresh samples gives the chosen answer; a tie counts half.
    accuracy
        The probability that at least one of them passes the check or the tests; None where there are none.
    drawn
        Whether the run has drawn so many.
    """

    samples: int
    calls: float
    agreement: Estimate
    accuracy: Estimate | None
    drawn: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """What more compute would buy for one question.

    Attributes
    ----------
    points
        By number of samples: below what was drawn, what was drawn, and twice and four times as many.
    independent
        Whether the samples share nothing, as the estimates assume. Those of a tree do.
    """

    points: tuple[Point, ...]
    independent: bool

    @property
    def now(self) -> Point:
        """What the run has."""
        return next(point for point in reversed(self.points) if point.drawn)

    @property
    def next(self) -> Point:
        """What twice as many samples would give."""
        return next(point for point in self.points if not point.drawn)

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"points": [dataclasses.asdict(point) for point in self.points], "independent": self.independent}


def compute_curve(trace: Trace, selection: Selection | None = None) -> Curve | None:
    """Return what more samples of the same kind would buy; None with fewer than two votes, or all for other answers.

    `selection` is another one than the run's own, as a rule would make it on the same samples.

    The share p of the chosen answer has the posterior Beta(c + 1/2, n - c + k/2) for c of n votes and k answers seen:
    a Dirichlet with Jeffreys' prior over these and one that was never seen, with all others taken together. A majority
    of s samples is for it with probability I_p(m, m), m = ceil(s / 2), the binomial tail, in which even numbers buy no
    more than the odd ones below them. The mean is that of the Beta-binomial distribution; since the tail grows with p,
    its interval is the tail at the ends of the interval of p. With a check, at least one of s samples passes with
    probability 1 - (1 - q)^s, q ~ Beta(passed + 1/2, failed + 1/2). For s <= n its unbiased counterpart is `pass_at_k`.
    Sources: Chen et al. (arXiv 2107.03374), section 2.1, for pass@k; Gelman et al., Bayesian Data Analysis (3rd
    edition), sections 2.4 and 3.4, for the Beta-binomial and the Dirichlet; Jeffreys (1946) for the prior.
    """
    selection = selection or trace.selection
    votes = selection.votes if selection else tuple(trace.votes())
    chosen = next((vote for vote in votes if selection is None or selection.node in vote.nodes), None)
    drawn = sum(vote.count for vote in votes)
    if chosen is None or drawn < 2:  # noqa: PLR2004 - one sample tells nothing of others
        return None
    voters = [trace.nodes[i] for vote in votes for i in vote.nodes]
    share = _Beta(chosen.count + JEFFREYS, drawn - chosen.count + JEFFREYS * len(votes))
    passing = _passing(voters)
    if chosen.count == 1 and passing is None and all(vote.count == 1 for vote in votes):
        return None  # free text, as a rule: no majority is to be had
    smaller = [2**k - 1 for k in range(1, drawn.bit_length()) if 4 * (2**k - 1) <= 3 * drawn]
    points = tuple(
        Point(
            samples=samples,
            calls=trace.asked.calls * samples / drawn,
            agreement=_majority(share, samples),
            accuracy=None if passing is None else _at_least_one(passing, samples),
            drawn=samples <= drawn,
        )
        for samples in (*smaller, drawn, 2 * drawn, 4 * drawn)
    )
    return Curve(points, share_nothing(trace, voters))


def share_nothing(trace: Trace, nodes: Iterable[Node]) -> bool:
    """Return whether these ends of chains have no step and no source in common, so that each is a draw of its own."""
    paths = [trace.path(node.id) for node in nodes]
    return len({path[0].id for path in paths}) == len(paths) and not any(part.inputs for path in paths for part in path)


@dataclass(frozen=True, slots=True)
class _Beta:
    """A Beta distribution."""

    a: float
    b: float

    @property
    def interval(self) -> tuple[float, float]:
        """The ends of its central 95 % interval."""
        return self._quantile(TAIL), self._quantile(1 - TAIL)

    def _quantile(self, probability: float) -> float:
        low, high = 0.0, 1.0
        for _ in range(50):
            middle = (low + high) / 2
            if incomplete_beta(self.a, self.b, middle) < probability:
                low = middle
            else:
                high = middle
        return (low + high) / 2


def _majority(share: _Beta, samples: int) -> Estimate:
    half = (samples + 1) // 2
    odd = 2 * half - 1
    whole = _log_beta(share.a, share.b) + math.log(odd + 1)
    mean = math.fsum(
        math.exp(_log_beta(share.a + k, share.b + odd - k) - _log_beta(k + 1, odd - k + 1) - whole)
        for k in range(half, odd + 1)
    )
    return _estimate(mean, share, lambda p: incomplete_beta(half, half, p))


def _passing(voters: Iterable[Node]) -> _Beta | None:
    """Return the posterior of the share of samples that pass, or None where fewer than two were checked."""
    scores = [node.scores.get("check") or node.scores.get("tests") for node in voters]
    passed = [score.value >= 1 for score in scores if score and score.value is not None]
    if len(passed) < 2:  # noqa: PLR2004 - as with the votes
        return None
    return _Beta(sum(passed) + JEFFREYS, len(passed) - sum(passed) + JEFFREYS)


def _at_least_one(passing: _Beta, samples: int) -> Estimate:
    none = math.exp(_log_beta(passing.a, passing.b + samples) - _log_beta(passing.a, passing.b))
    return _estimate(1 - none, passing, lambda q: 1 - (1 - q) ** samples)


def _estimate(mean: float, posterior: _Beta, growing: Callable[[float], float]) -> Estimate:
    low, high = map(growing, posterior.interval)
    return min(mean, 1.0), low, high


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def incomplete_beta(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b): the probability that a Beta(a, b) is below x.

    Source: the continued fraction of Abramowitz and Stegun, 26.5.8, by Lentz's method (Numerical Recipes, 6.4).
    """
    if not 0 < x < 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        # There the fraction converges slowly.
        return 1 - incomplete_beta(b, a, 1 - x)
    tiny = 1e-300
    c, d = 1.0, 1 / ((1 - (a + b) * x / (a + 1)) or tiny)
    fraction = d
    for m in range(1, 1000):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / ((1 + term * d) or tiny)
            c = (1 + term / c) or tiny
            fraction *= c * d
        if abs(c * d - 1) < 1e-12:  # noqa: PLR2004 - the precision that is wanted
            break
    return math.exp(a * math.log(x) + b * math.log1p(-x) - _log_beta(a, b)) * fraction / a
