"""A model's verdict on a solution, in a context of its own."""

from __future__ import annotations

from collections.abc import Sequence

from o1magic import prompts
from o1magic.errors import ModelError
from o1magic.scoring.base import ScoreContext
from o1magic.together import together
from o1magic.trace import Node
from o1magic.types import Score


class Judge:
    """Asks for the first wrong step, then for a verdict from 0 to 100.

    A malformed verdict is a failed score, never a 0.
    """

    name = "judge"
    partial = True

    async def score(self, ctx: ScoreContext, nodes: Sequence[Node]) -> list[Score]:
        """Return the verdicts; all are asked for at once."""
        return await together(*(self._verdict(ctx, node) for node in nodes))

    async def _verdict(self, ctx: ScoreContext, node: Node) -> Score:
        [reply] = await ctx.ask(prompts.judge(ctx.question, ctx.trace.solution(node.id)), node)
        if isinstance(reply, ModelError):
            return Score(None, str(reply))
        value = prompts.parse_judge(reply.text)
        return Score(value, reply.text if value is not None else f"no verdict in: {reply.text[-200:]}")
