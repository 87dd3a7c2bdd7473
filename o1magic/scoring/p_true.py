"""P(True): the probability that the model gives to its solution being right."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

from o1magic import prompts
from o1magic.errors import ModelError
from o1magic.models.base import Reply
from o1magic.scoring.base import ScoreContext
from o1magic.together import together
from o1magic.trace import Node
from o1magic.types import Ask, Completion, Score, TokenLogprob

ALTERNATIVES = 5
"""Tokens whose log-probabilities are asked for."""
VERDICTS = 5
"""Verdicts that are sampled where log-probabilities tell nothing."""
TEMPERATURE = 0.7


class PTrue:
    """Asks for one letter, A for right or B for wrong; the score is P(A) / (P(A) + P(B)).

    Where neither letter is among the likeliest tokens, or the model discloses no log-probabilities, five verdicts are
    sampled, and the score is (n_A + 1) / (n + 2) over the n that are verdicts; none at all is a failed score.
    Source: Kadavath et al., Language Models (Mostly) Know What They Know (arXiv 2207.05221).
    """

    name = "p_true"
    partial = True

    @staticmethod
    def asks(*, logprobs: bool) -> tuple[int, int]:
        """Return how many calls a sample takes, usually and at most: log-probabilities may tell nothing."""
        return (1, 1 + VERDICTS) if logprobs else (VERDICTS, VERDICTS)

    async def score(self, ctx: ScoreContext, nodes: Sequence[Node]) -> list[Score]:
        """Return the scores; all are asked for at once, and then the verdicts that have to be sampled."""
        asks = [prompts.p_true(ctx.question, ctx.trace.solution(n.id), finished=n.kind != "step") for n in nodes]
        scores: list[Score | None] = [None for _ in nodes]
        if ctx.logprobs:
            scores = await together(*(self._likely(ctx, ask, node) for ask, node in zip(asks, nodes, strict=True)))
        # Only once all of those are there: which requests limits let in must not depend on the order of arrival.
        open_ = [i for i, score in enumerate(scores) if score is None]
        shares = await together(*(self._sampled(ctx, asks[i], nodes[i]) for i in open_))
        sampled = dict(zip(open_, shares, strict=True))
        return [sampled[i] if score is None else score for i, score in enumerate(scores)]

    async def _likely(self, ctx: ScoreContext, ask: Ask, node: Node) -> Score | None:
        """Return the score by log-probabilities, or None where they tell nothing."""
        greedy = dataclasses.replace(ask, max_tokens=1, temperature=0.0, logprobs=ALTERNATIVES)
        [reply] = await ctx.ask(greedy, node, brief=True)
        if isinstance(reply, ModelError):
            return Score(None, str(reply))
        value = p_true(reply.logprobs)
        return None if value is None else Score(value)

    async def _sampled(self, ctx: ScoreContext, ask: Ask, node: Node) -> Score:
        return _share(await ctx.ask(dataclasses.replace(ask, temperature=TEMPERATURE), node, VERDICTS, brief=True))


def p_true(logprobs: Sequence[TokenLogprob]) -> float | None:
    """Return P(A) / (P(A) + P(B)) at the first token of a reply, or None where neither is among its alternatives.

    Variants of a letter, such as "A" and " A", are summed.
    """
    if not logprobs:
        return None
    first = logprobs[0]
    known = {first.token: first.logprob, **dict(first.top)}
    a, b = (math.fsum(math.exp(lp) for token, lp in known.items() if token.strip() == letter) for letter in "AB")
    return a / (a + b) if a + b > 0 else None


def _share(replies: Sequence[Reply]) -> Score:
    letters = [prompts.parse_letter(reply.text) for reply in replies if isinstance(reply, Completion)]
    verdicts = [letter for letter in letters if letter is not None]
    if not verdicts:
        error = next((str(reply) for reply in replies if isinstance(reply, ModelError)), "no reply begins with A or B")
        return Score(None, error)
    for_it = verdicts.count("A")
    return Score((for_it + 1) / (len(verdicts) + 2), f"{for_it} of {len(verdicts)} sampled verdicts are for it")
