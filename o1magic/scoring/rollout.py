"""The value of an unfinished chain: complete it, and score where that leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from o1magic.scoring.base import ScoreContext, Scorer
from o1magic.together import together
from o1magic.trace import Node
from o1magic.types import Score


class Rollout:
    """Completes each chain once and takes the score of the end that it reaches.

    The rollouts are calls, and their answers vote.
    Source: Wang et al., Math-Shepherd (arXiv 2312.08935), section 3.2, with one completion a step.

    Parameters
    ----------
    of
        Scores the ends. Without one, the value is the smoothed share of those who agree: (n_a + 1) / (n + 2), where n_a
        of n votes are for the same answer.
    """

    name = "rollout"
    partial = True

    def __init__(self, of: Scorer | None = None) -> None:
        self._of = of
        self.relative = of is None

    async def score(self, ctx: ScoreContext, nodes: Sequence[Node]) -> list[Score]:
        """Return the values; all chains are completed at once. A rollout that fails has none."""
        ends = await together(*(self._end(ctx, node) for node in nodes))
        known = [end for end in ends if end is not None]
        if self._of is None:
            # An end that was only looked ahead at does not vote, but it counts here.
            said = [end.answer for end in known if end.answer is not None and end.ballot == 0]
            count = Counter(map(ctx.trace.class_of, said))
            count.update({vote.answer: vote.count for vote in ctx.trace.votes()})
            total = count.total()

            def share(end: Node) -> float:
                agree = 0 if end.answer is None else count[ctx.trace.class_of(end.answer)]
                return (agree + 1) / (total + 2)

            return [Score(None, "its rollout failed") if end is None else Score(share(end)) for end in ends]
        scores = dict(zip((end.id for end in known), await ctx.score(known, self._of), strict=True))
        return [Score(None, "its rollout failed") if end is None else scores[end.id] for end in ends]

    async def _end(self, ctx: ScoreContext, node: Node) -> Node | None:
        """Return where a chain ends: at the node itself, or at a rollout of it."""
        if node.kind != "step":
            return node
        if ctx.trace.rollout(node.id) is None:
            await ctx.rollout(node)
        return ctx.trace.rollout(node.id)
