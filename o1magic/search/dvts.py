"""Diverse verifier tree search: beam search in subtrees that do not compete."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from o1magic.search.beam import best, complete, grow, samples
from o1magic.search.core import Search
from o1magic.search.registry import strategy
from o1magic.search.select import by_score_or_vote
from o1magic.trace import Node


@strategy(
    "dvts",
    select=by_score_or_vote,
    source="Beeching et al., Scaling test-time compute with open models (2024), diverse verifier tree search",
    forecast=samples,
    scores=True,
    steps=True,
    unfinished=True,
)
async def dvts(search: Search, *, n: int = 4, m: int = 2, depth: int = 6) -> None:
    """Grow n/m independent subtrees: in each, draw m next steps, keep the best one and go on from there.

    Subtrees never compete for a place, so that the search stays diverse where a scorer would crowd it around one
    beginning. None waits for another, where its scores are its own: votes are counted over all subtrees, and a check
    that passes ends them all, so these go level by level.

    Parameters
    ----------
    n
        Chains in all subtrees together.
    m
        Next steps that are drawn in each subtree, of which one is kept; it divides n.
    depth
        Steps after which the chains that are left are completed.
    """
    first = await search.expand(n=n, kind="step", until=1)
    subtree = {node.order: i // m for i, node in enumerate(first)}

    def keep(scored: Sequence[tuple[Node, float]]) -> list[Node]:
        groups: dict[int, list[tuple[Node, float]]] = {}
        for node, score in scored:
            groups.setdefault(subtree[node.order[:2]], []).append((node, score))
        return [node for group in groups.values() for node in best(group, 1)]

    groups = _apart(first, m) if m == 1 or search.values_alone else [first]
    works = [
        functools.partial(grow, nodes=group, m=m, depth=depth, keep=keep, why="not the best of its subtree")
        for group in groups
    ]
    kept = await search.apart(works, [len(group) for group in groups])
    await complete(search, [node for group in kept for node in group])


def _apart(first: Sequence[Node], m: int) -> list[list[Node]]:
    """Return the first steps of subtrees, m each, that may go each at its own pace.

    Subtrees may ask the same requests where a first step of one begins with that of another, whose chain can go on to
    the same text, so these keep step with each other.
    """
    groups: list[list[Node]] = []
    for start in range(0, len(first), m):
        nodes = [*first[start : start + m]]
        alike = [group for group in groups if any(_may_meet(a, b) for a in group for b in nodes)]
        groups = [group for group in groups if group not in alike]
        groups.append([node for group in [*alike, nodes] for node in group])
    return groups


def _may_meet(a: Node, b: Node) -> bool:
    """Whether two chains that begin with these steps can become the same text."""
    return a.status == b.status == "done" and (a.text.startswith(b.text) or b.text.startswith(a.text))
