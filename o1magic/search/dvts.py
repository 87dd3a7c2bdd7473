"""Diverse verifier tree search: beam search in subtrees that do not compete."""

from __future__ import annotations

from collections.abc import Sequence

from o1magic.search.beam import best, by_levels, samples
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
    beginning.
    """

    def keep(scored: Sequence[tuple[Node, float]]) -> list[Node]:
        groups: dict[int, list[tuple[Node, float]]] = {}
        for node, score in scored:
            groups.setdefault(_subtree(node, m), []).append((node, score))
        return [node for group in groups.values() for node in best(group, 1)]

    await by_levels(search, n=n, m=m, depth=depth, keep=keep)


def _subtree(node: Node, m: int) -> int:
    """Return which subtree a node belongs to: the first m first steps are the first one's, and so on."""
    return node.order[1] // m
