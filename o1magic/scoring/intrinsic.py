"""Scores that need no further call: the share of the votes and the model's own log-probability."""

from __future__ import annotations

import math
from collections.abc import Sequence

from o1magic.scoring.base import ScoreContext
from o1magic.trace import Node
from o1magic.types import Score


class Votes:
    """The share of all votes that a sample's answer has (self-consistency as a score)."""

    name = "votes"
    partial = False
    relative = True

    async def score(self, ctx: ScoreContext, nodes: Sequence[Node]) -> list[Score]:
        """Return the shares; a sample without an answer has none."""
        votes = ctx.trace.votes()
        total = math.fsum(vote.weight for vote in votes)
        share = {node: vote.weight / total for vote in votes for node in vote.nodes}
        return [Score(share.get(node.id), "" if node.id in share else "no answer") for node in nodes]


class Logprob:
    """exp(mean log-probability of the sample's tokens): the geometric mean of their probabilities."""

    name = "logprob"
    partial = True

    async def score(self, ctx: ScoreContext, nodes: Sequence[Node]) -> list[Score]:
        """Return the probabilities, those of the program where its output is the answer; None where none is known."""
        known = (ctx.trace.sample(node.id).mean_logprob for node in nodes)
        return [
            Score(None, "no log-probabilities") if logprob is None else Score(min(1.0, math.exp(logprob)))
            for logprob in known
        ]
