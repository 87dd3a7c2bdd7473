"""Lookahead search: a beam whose steps are scored by where they lead."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Annotated

from o1magic.search.beam import by_levels, samples
from o1magic.search.core import Search
from o1magic.search.registry import strategy
from o1magic.search.select import by_score_or_vote
from o1magic.together import together
from o1magic.trace import Node
from o1magic.types import Score


@strategy(
    "lookahead",
    select=by_score_or_vote,
    source="Snell et al. (arXiv 2408.03314), section 5.2, lookahead search",
    forecast=lambda n=4, m=2, k=2, depth=3: samples(n, m, depth) + (n * depth + n // m if k else 0),
    scores=True,
    steps=True,
    unfinished=True,
)
async def lookahead(search: Search, *, n: int = 4, m: int = 2, k: Annotated[int, 0] = 2, depth: int = 3) -> None:
    """Do as `beam` does, but score each step after k more steps at temperature 0.

    The steps looked ahead at are not kept, but for an answer that passes the check.

    Parameters
    ----------
    n
        Beginnings of a solution that are compared at each step.
    m
        Next steps that are drawn from each one that is kept; it divides n.
    k
        Steps that are looked ahead; with 0 it is beam search.
    depth
        Steps after which the chains that are left are completed.
    """

    async def value(nodes: Sequence[Node]) -> list[Score]:
        ahead = await together(*(_ahead(search, node, k) for node in nodes))
        scores = await search.value(ahead)
        for node, seen, score in zip(nodes, ahead, scores, strict=True):
            if seen is not node:
                # An answer that passes the check is what was looked for, and not to be thrown away.
                passes = search.has_check and seen.kind == "answer" and score.value == 1
                search.update(
                    seen, **({"ballot": 1.0} if passes else {"status": "pruned", "note": "looked ahead at only"})
                )
                search.update(node, scores={search.valuer.name: score.to_json()})
        return scores

    await by_levels(search, n=n, m=m, depth=depth, value=value)


async def _ahead(search: Search, node: Node, k: int) -> Node:
    """Return what stands k steps further on; the node itself where the chain has ended or nothing can be seen."""
    if node.kind == "answer" or k == 0:
        return node
    ask = dataclasses.replace(search.go_on(node), temperature=0.0)
    [seen] = await search.expand(node, ask=ask, kind="step", until=k, keep=False) or [node]
    return seen if seen.status == "done" else node
