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
    """Asks for the first wrong one of a solution's numbered claims, then for a verdict from 0 to 100.

    Of an unfinished solution it asks whether all claims are right so far, and lead towards the answer. A malformed
    verdict is a failed score, never a 0. The verdict is of the whole: a judge gives no scores to single steps.
    Source: Zheng et al., ProcessBench (arXiv 2412.06559), the first wrong step; Zhao et al., Sample, Scrutinize and
    Scale (arXiv 2502.01839), the fresh context.
    """

    name = "judge"
    partial = True
    alone = True

    @staticmethod
    def asks(*, logprobs: bool) -> tuple[int, int]:  # noqa: ARG004 - the protocol's
        """Return how many calls a sample takes, usually and at most."""
        return 1, 1

    async def score(self, ctx: ScoreContext, nodes: Sequence[Node]) -> list[Score]:
        """Return the verdicts; all are asked for at once."""
        return await together(*(self._verdict(ctx, node) for node in nodes))

    async def _verdict(self, ctx: ScoreContext, node: Node) -> Score:
        solution = ctx.trace.solution(node.id)
        [reply] = await ctx.ask(prompts.judge(ctx.question, solution, finished=node.kind != "step"), node)
        if isinstance(reply, ModelError):
            return Score(None, str(reply))
        value = prompts.parse_judge(reply.text)
        if value is None:
            return Score(None, f"no verdict in: {reply.text[-200:]}")
        claims, wrong = prompts.claims(solution), prompts.parse_first_wrong(reply.text)
        if wrong is None or wrong > len(claims):
            return Score(value, reply.text)
        return Score(value, f"Claim {wrong} of {len(claims)} is wrong: {claims[wrong - 1]}\n\n{reply.text}")
