"""Comparing solutions with each other instead of judging each alone."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from o1magic import prompts
from o1magic.errors import ModelError
from o1magic.scoring.base import ScoreContext
from o1magic.together import together
from o1magic.trace import Node
from o1magic.types import Score

PAIRS = 2
"""Most pairs for each candidate; on average it is then in twice as many."""


class Pairwise:
    """Asks which of two solutions is right, in both orders, and scores each by its mean share of wins.

    A verdict that changes with the order is half a win for each. Solutions with the same answer are not compared with
    each other, since that would not help to choose an answer. Where there are more than two pairs for each candidate,
    next comes the pair of those that are in the fewest so far, and of equal ones that of neighbours.
    Source: Zhang et al., LLaMA-Berry (arXiv 2410.02884), pairwise preferences and their Borda count; here
    the count is divided by the number of comparisons.
    """

    name = "pairwise"
    partial = False
    relative = True

    @staticmethod
    def asks(*, logprobs: bool) -> tuple[int, int]:  # noqa: ARG004 - the protocol's
        """Return how many calls a sample takes, usually and at most: two orders of each pair."""
        return 2 * PAIRS, 2 * PAIRS

    async def score(self, ctx: ScoreContext, nodes: Sequence[Node]) -> list[Score]:
        """Return the shares. None without an answer, and where every comparison failed."""
        answers = [None if node.answer is None else ctx.trace.class_of(node.answer) for node in nodes]
        chosen = pairs(answers)
        shares = await together(*(self._share(ctx, nodes[i], nodes[j]) for i, j in chosen))
        won: list[list[float]] = [[] for _ in nodes]
        failed: dict[int, str] = {}
        for (i, j), share in zip(chosen, shares, strict=True):
            if isinstance(share, str):
                failed |= {i: share, j: share}
            else:
                won[i].append(share)
                won[j].append(1 - share)
        compared = {index for pair in chosen for index in pair}
        return [
            _score(won[i], failed.get(i, ""), no_answer=answers[i] is None, compared=i in compared)
            for i in range(len(nodes))
        ]

    async def _share(self, ctx: ScoreContext, one: Node, other: Node) -> float | str:
        """Return the first one's share of the two verdicts, or why there is none."""
        texts = [ctx.trace.solution(node.id) for node in (one, other)]
        orders = (prompts.compare(ctx.question, *texts), prompts.compare(ctx.question, *reversed(texts)))
        replies = [reply for [reply] in await together(*(ctx.ask(ask, one) for ask in orders))]
        wins = []
        for reply, mine in zip(replies, "AB", strict=True):
            if isinstance(reply, ModelError):
                return str(reply)
            letter = prompts.parse_compare(reply.text)
            if letter is None:
                return f"no verdict in: {reply.text[-200:]}"
            wins.append(letter == mine)
        return sum(wins) / len(wins)


def pairs(answers: Sequence[str | None]) -> list[tuple[int, int]]:
    """Return which candidates are compared: pairs with different answers, at most twice as many as candidates.

    None is no answer; such a candidate is not compared.
    """
    known = [i for i, answer in enumerate(answers) if answer is not None]
    open_ = [(i, j) for i, j in itertools.combinations(known, 2) if answers[i] != answers[j]]
    compared = dict.fromkeys(known, 0)
    chosen: list[tuple[int, int]] = []
    while open_ and len(chosen) < PAIRS * len(known):
        pair = min(open_, key=lambda p: (*sorted((compared[p[0]], compared[p[1]])), p[1] - p[0], p))
        open_.remove(pair)
        chosen.append(pair)
        for i in pair:
            compared[i] += 1
    return chosen


def _score(won: Sequence[float], failed: str, *, no_answer: bool, compared: bool) -> Score:
    if no_answer:
        return Score(None, "no answer")
    if not compared:
        return Score(0.5, "no other answer to compare it with")
    if not won:
        return Score(None, failed)
    return Score(math.fsum(won) / len(won), f"{math.fsum(won):g} of {len(won)} comparisons won")
