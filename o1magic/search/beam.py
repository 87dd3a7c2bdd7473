"""Beam search: the best beginnings of a solution, one step longer each time."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable, Sequence

from o1magic.errors import ConfigError
from o1magic.scoring.aggregate import filled
from o1magic.search.core import Search
from o1magic.search.registry import strategy
from o1magic.search.select import by_score_or_vote
from o1magic.together import together
from o1magic.trace import Node
from o1magic.types import Score

Keep = Callable[[Sequence[tuple[Node, float]]], list[Node]]
Value = Callable[[Sequence[Node]], Awaitable[list[Score]]]


def samples(n: int = 4, m: int = 2, depth: int = 6) -> int:
    """Return the most samples that are drawn: each step, and its rollout where no scorer judges beginnings.

    Raises
    ------
    ConfigError
        m does not divide n.
    """
    if n % m:
        raise ConfigError(f"m={m} does not divide n={n}: of every m next steps one is kept")
    return 2 * n * depth


@strategy(
    "beam",
    select=by_score_or_vote,
    source="Snell et al. (arXiv 2408.03314), section 5.2, beam search",
    forecast=samples,
    scores=True,
    steps=True,
    unfinished=True,
)
async def beam(search: Search, *, n: int = 4, m: int = 2, depth: int = 6) -> None:
    """Keep the best n/m of n beginnings of a solution and go on from each with m samples, step by step.

    A chain that has reached its answer competes on and keeps its place.

    Parameters
    ----------
    n
        Beginnings of a solution that are compared at each step.
    m
        Next steps that are drawn from each one that is kept; it divides n.
    depth
        Steps after which the chains that are left are completed.
    """
    await by_levels(search, n=n, m=m, depth=depth)


def best(scored: Sequence[tuple[Node, float]], k: int) -> list[Node]:
    """Return the k nodes with the highest scores, in their own order; of equal ones the first."""
    ranked = sorted(range(len(scored)), key=lambda i: (-scored[i][1], i))
    return [scored[i][0] for i in sorted(ranked[:k])]


async def by_levels(search: Search, *, n: int, m: int, depth: int, value: Value | None = None) -> None:
    """Draw n first steps, grow the best n/m chains of each level and complete those that are left."""
    beams = n // m
    why = f"not among the {beams} best of its level" if beams > 1 else "not the best of its level"
    nodes = await search.expand(n=n, kind="step", until=1)
    kept = await grow(search, nodes, m=m, depth=depth, keep=lambda scored: best(scored, beams), why=why, value=value)
    await complete(search, kept)


async def grow(
    search: Search, nodes: Sequence[Node], *, m: int, depth: int, keep: Keep, why: str, value: Value | None = None
) -> list[Node]:
    """Grow chains level by level: keep some and draw m next steps of each; return those that are left.

    All of a level is drawn and scored at once, so that the tree does not depend on the order of arrival.

    Parameters
    ----------
    nodes
        The first steps.
    keep
        Chooses from the chains of a level, given with their scores.
    why
        Why the others are pruned, for people.
    value
        Scores the chains; the search's own way where left out.
    """
    for level in itertools.count(1):
        nodes = [node for node in nodes if node.status == "done"]
        kept = nodes
        if m > 1:
            scores = await (value or search.value)(nodes)
            if search.passed:
                break
            kept = keep([*zip(nodes, filled([score.value for score in scores]), strict=True)])
            for node in nodes:
                if node not in kept and node.kind == "step":
                    search.update(node, status="pruned", note=why)
        if level == depth or all(node.kind == "answer" for node in kept):
            break
        grown = await together(*(_next(search, node, m) for node in kept))
        nodes = [node for group in grown for node in group]
    return kept


async def complete(search: Search, chains: Sequence[Node]) -> None:
    """Complete the chains that no answer or rollout ends, and score the answers that have no score yet.

    Nothing is left to do once an answer has passed the user's check.
    """
    if search.passed:
        search.stop("check_passed")
        return
    ended = {node.parent for node in search.trace.answers if node.status == "done"}
    unfinished = [node for node in chains if node.kind == "step" and node.id not in ended]
    await together(*(search.expand(node, kind="rollout") for node in unfinished))
    await search.score_answers()
    if search.passed:
        search.stop("check_passed")


async def _next(search: Search, node: Node, m: int) -> list[Node]:
    return [node] if node.kind == "answer" else await search.expand(node, m, kind="step", until=1)
