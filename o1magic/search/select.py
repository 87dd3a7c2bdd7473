"""Selection rules: pure functions of a trace.

A strategy grows the tree; a rule chooses from what there is, at the end as well as at any cut in between.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from typing import Literal

from o1magic.trace import ROOT, Node, Selection, Trace, Vote

Rule = Callable[[Trace], Selection]
RuleName = Literal["majority", "weighted", "best"]


def asc_posterior(first: int, second: int) -> float:
    """Return the posterior that the leader is truly more frequent than the runner-up.

    P(p > 1/2) for p ~ Beta(first + 1, second + 1), which for whole counts is a binomial tail: the probability of at
    most `first` heads in `first + second + 1` fair throws.
    Source: Aggarwal et al., Let's Sample Step by Step (arXiv 2305.11860), section 3, the Beta criterion.

    Parameters
    ----------
    first, second
        Votes of the leader and of the runner-up (0 without one).
    """
    throws = first + second + 1
    favourable = sum(math.comb(throws, heads) for heads in range(first + 1))
    return favourable / (1 << throws)


def majority(trace: Trace) -> Selection:
    """Choose the answer with the most votes (self-consistency, arXiv 2203.11171).

    A tie is broken by the sum of exp(mean log-probability) of its voters, then by the run's seed.
    """
    votes = trace.votes()
    if not votes:
        return _without_votes(trace, "majority")
    level = [vote for vote in votes if math.isclose(vote.weight, votes[0].weight)]
    winner = _break_tie(trace, level)
    votes.sort(key=lambda vote: vote is not winner)
    # Only samples that do not build on one another are independent, as the posterior assumes.
    independent = all(trace.nodes[i].parent == ROOT and not trace.nodes[i].inputs for v in votes for i in v.nodes)
    posterior = asc_posterior(winner.count, votes[1].count if len(votes) > 1 else 0) if independent else None
    return _selection(trace, "majority", votes, level, posterior=posterior)


def weighted(trace: Trace) -> Selection:
    """Choose the answer whose samples have the highest sum of scores (best-of-N weighted).

    A failed score stands for the mean of the known ones. Where an answer passed the user's check, only such answers
    compete. Where no score is known, or all are 0, votes decide and the note says so.
    Source: Snell et al. (arXiv 2408.03314), section 5.1.
    """
    votes = trace.votes()
    if not votes:
        return _without_votes(trace, "weighted")
    scores = _scores(trace, [trace.nodes[i] for vote in votes for i in vote.nodes])
    if not any(scores.values()):
        note = "no answer passed the check" if scores else "no score is known"
        chosen = majority(trace)
        return Selection(
            rule="weighted",
            node=chosen.node,
            answer=chosen.answer,
            votes=chosen.votes,
            posterior=chosen.posterior,
            tie=chosen.tie,
            note=f"{note}: votes decided",
        )
    votes = [Vote(v.answer, v.count, math.fsum(scores[i] for i in v.nodes), v.nodes) for v in votes]
    votes.sort(key=lambda vote: -vote.weight)
    level = [vote for vote in votes if math.isclose(vote.weight, votes[0].weight)]
    winner = _break_tie(trace, level)
    votes.sort(key=lambda vote: vote is not winner)
    return _selection(trace, "weighted", votes, level, scores=scores)


def best(trace: Trace) -> Selection:
    """Choose the single sample with the highest score (best-of-N)."""
    votes = trace.votes()
    scores = _scores(trace, [trace.nodes[i] for vote in votes for i in vote.nodes])
    if not any(scores.values()):
        return weighted(trace)
    node = max(
        scores, key=lambda i: (scores[i], _probability(trace.nodes[i]), [-part for part in trace.nodes[i].order])
    )
    votes.sort(key=lambda vote: node not in vote.nodes)
    return Selection(rule="best", node=node, answer=trace.nodes[node].answer, votes=tuple(votes))


RULES: dict[RuleName, Rule] = {"majority": majority, "weighted": weighted, "best": best}


def _scores(trace: Trace, nodes: Sequence[Node]) -> dict[str, float]:
    """Return each node's score by the run's scorer; a failed one is the mean of the known; empty if none is known."""
    names = [name for name in ("check", trace.config.get("scorer")) if name]
    found: dict[str, float | None] = {}
    for node in nodes:
        by = next((node.scores[name] for name in [*names, *sorted(node.scores)] if name in node.scores), None)
        found[node.id] = None if by is None else by.value
    known = [value for value in found.values() if value is not None]
    if not known:
        return {}
    if trace.config.get("check") and max(known) == 1:
        return {node: float(value == 1) for node, value in found.items()}
    mean = math.fsum(known) / len(known)
    return {node: mean if value is None else value for node, value in found.items()}


def _probability(node: Node) -> float:
    """Return exp(mean log-probability), or 0 where unknown."""
    return 0.0 if node.mean_logprob is None else math.exp(node.mean_logprob)


def _break_tie(trace: Trace, level: Sequence[Vote]) -> Vote:
    if len(level) == 1:
        return level[0]
    by = [math.fsum(_probability(trace.nodes[i]) for i in vote.nodes) for vote in level]
    top = [vote for vote, value in zip(level, by, strict=True) if math.isclose(value, max(by))]
    top.sort(key=lambda vote: vote.answer)
    return random.Random(f"tie:{trace.config.get('seed', 0)}").choice(top)  # noqa: S311 - reproducible, not secret


def _selection(
    trace: Trace,
    rule: str,
    votes: Sequence[Vote],
    level: Sequence[Vote],
    *,
    posterior: float | None = None,
    scores: dict[str, float] | None = None,
) -> Selection:
    """Return the selection of the first vote: its best sample by score, probability and order."""
    nodes = [trace.nodes[i] for i in votes[0].nodes]
    node = max(nodes, key=lambda n: ((scores or {}).get(n.id, 0.0), _probability(n), [-part for part in n.order]))
    return Selection(
        rule=rule,
        node=node.id,
        answer=node.answer,
        votes=tuple(votes),
        posterior=posterior,
        tie=tuple(sorted(vote.answer for vote in level)) if len(level) > 1 else (),
    )


def _without_votes(trace: Trace, rule: str) -> Selection:
    """Return the most complete text there is, with no answer."""
    rank = {"done": 0, "cut": 1, "running": 1}
    nodes = [node for node in trace.answers if node.text.strip() and node.status in rank]
    node = min(nodes, key=lambda n: (rank[n.status], n.order), default=None)
    return Selection(rule=rule, node=None if node is None else node.id, note="no sample gave an answer" if node else "")
