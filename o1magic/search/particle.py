"""Particle filtering: a population of unfinished solutions that is resampled by its scores at every step."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from o1magic.scoring.aggregate import filled
from o1magic.search.beam import complete
from o1magic.search.core import Search
from o1magic.search.registry import strategy
from o1magic.search.select import by_score_or_vote
from o1magic.together import together
from o1magic.trace import Node

CLIP = 0.02
"""Scores are kept this far from 0 and 1, where the logit has no end."""


@strategy(
    "particle",
    select=by_score_or_vote,
    source="Puri et al., Rollout roulette: particle-based Monte Carlo (arXiv 2502.01618), section 3",
    forecast=lambda n=4, depth=6: 2 * n * depth,
    scores=True,
    steps=True,
    unfinished=True,
)
async def particle(search: Search, *, n: int = 4, depth: int = 6) -> None:
    """Grow n solutions step by step; after each step draw n of them anew, in proportion to softmax(logit of the score).

    Meant for a process scorer. A particle that has reached its answer takes part with its weight and is not grown
    further. The answers of the last population are weighted by their scores; where no scorer judges beginnings, the
    rollouts that value them vote as well, those of earlier populations included.

    Parameters
    ----------
    n
        Solutions that are under way at once.
    depth
        Steps after which those that are left are completed.
    """
    particles = [node for node in await search.expand(n=n, kind="step", until=1) if node.status == "done"]
    for level in range(depth):
        scores = filled([score.value for score in await search.value(particles)])
        if search.passed:
            search.stop("check_passed")
            return
        if not particles or level == depth - 1 or all(node.kind == "answer" for node in particles):
            break
        # A finished particle that was drawn several times stands there as often.
        there = {node.id: node for node in particles}
        drawn = Counter(particles[i].id for i in systematic(weights(scores), n, search.rng.random()))
        for node in there.values():
            if node.id not in drawn:
                vote = {"ballot": 0.0} if node.kind == "answer" else {}
                search.update(node, status="pruned", note="not drawn when the particles were resampled", **vote)
        # A particle that was drawn several times goes on as often; a finished one votes as often.
        grown = await together(*(_next(search, there[i], copies) for i, copies in drawn.items()))
        particles = [node for group in grown for node in group if node.status == "done"]
    await complete(search, particles)


async def _next(search: Search, node: Node, copies: int) -> list[Node]:
    if node.kind != "answer":
        return await search.expand(node, copies, kind="step", until=1)
    search.update(node, ballot=float(copies))
    return [node] * copies


def weights(scores: Sequence[float]) -> list[float]:
    """Return softmax(logit v), which is v / (1 - v) over its sum, for scores clipped to [.02, .98]."""
    odds = [v / (1 - v) for v in (min(1 - CLIP, max(CLIP, score)) for score in scores)]
    total = math.fsum(odds)
    return [value / total for value in odds]


def systematic(shares: Sequence[float], n: int, u: float) -> list[int]:
    """Return n indices drawn in proportion to the shares, by systematic resampling with the one draw u in [0, 1).

    Each index comes floor or ceil of n times its share times.
    Source: Kitagawa (1996), Monte Carlo filter and smoother, section 4.
    """
    drawn, i, reached = [], 0, shares[0]
    for k in range(n):
        while (k + u) / n >= reached and i < len(shares) - 1:
            i += 1
            reached += shares[i]
        drawn.append(i)
    return drawn
