"""Selection rules: pure functions of a trace.

A strategy grows the tree; a rule chooses from what there is, at the end as well as at any cut in between.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import math
import random
import textwrap
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from o1magic.config import AGGREGATES, Aggregate
from o1magic.errors import ConfigError
from o1magic.scoring.aggregate import aggregate, filled
from o1magic.scoring.rollout import Rollout
from o1magic.trace import ROOT, Node, Selection, Trace, Vote

LONGEST_REASON = 120
"""Most characters of a scorer's failure that a selection's note repeats."""

Rule = Callable[[Trace], Selection]
RuleName = Literal["majority", "weighted", "best", "last", "min", "prod", "mean"]


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
    samples = [trace.sample(i) for vote in votes for i in vote.nodes]
    independent = all(sample.parent == ROOT and not sample.inputs for sample in samples)
    posterior = asc_posterior(winner.count, votes[1].count if len(votes) > 1 else 0) if independent else None
    return _selection(trace, "majority", votes, level, posterior=posterior)


def weighted(trace: Trace) -> Selection:
    """Choose the answer whose samples have the highest sum of scores (best-of-N weighted).

    A failed score stands for the mean of the known ones. Where an answer passed the user's check or tests, only such
    answers compete. Where no score is known, or all are 0, votes decide; the note says so if there were to be scores.
    Source: Snell et al. (arXiv 2408.03314), section 5.1.
    """
    voters = _voters(trace)
    if not voters:
        return _without_votes(trace, "weighted")
    scores = _scores(trace, voters)
    if any(scores.values()):
        return _by_sum(trace, "weighted", scores)
    wanted = _asked(trace.config) is not None or any(_names(trace, node) for node in voters)
    note = "no answer passed the check" if scores else f"no score is known{_why(voters)}"
    return dataclasses.replace(
        majority(trace), rule="weighted", note=f"{note}: votes decided" if scores or wanted else ""
    )


def _why(nodes: Sequence[Node]) -> str:
    """Return why the first score that has failed did so, in brackets; nothing where none says why."""
    notes = (score.note for node in nodes for score in node.scores.values() if score.value is None)
    first = next((" ".join(note.split()) for note in notes if note.strip()), "")
    return f" ({textwrap.shorten(first, LONGEST_REASON, placeholder='…')})" if first else ""


def by_score_or_vote(trace: Trace) -> Selection:
    """Choose as `weighted` does where answers were scored, or were to be, else as `majority` does."""
    scored = any(node.scores.keys() - {Rollout.name} for node in _voters(trace))
    return weighted(trace) if scored or _asked(trace.config) is not None else majority(trace)


def best(trace: Trace) -> Selection:
    """Choose the single sample with the highest score (best-of-N)."""
    votes = trace.votes()
    scores = _scores(trace, _voters(trace))
    if not any(scores.values()):
        return weighted(trace)
    node = max(
        scores,
        key=lambda i: (scores[i], _probability(trace, trace.nodes[i]), [-part for part in trace.nodes[i].order]),
    )
    votes.sort(key=lambda vote: node not in vote.nodes)
    return Selection(rule="best", node=node, answer=trace.nodes[node].answer, votes=tuple(votes))


def by_steps(trace: Trace, *, by: Aggregate) -> Selection:
    """Choose the answer whose samples have the highest sum of scores, each aggregated from those of its steps.

    A sample without scores of steps stands for the mean of the others.
    Source: Lightman et al. (arXiv 2305.20050), the product and the minimum of the steps; Snell et al. (arXiv
    2408.03314), section 5.1, the last step and the sum over equal answers.

    Raises
    ------
    ConfigError
        No scores of steps are stored; says which scores are.
    """
    voters = _voters(trace)
    name = _scorer(trace, voters, lambda name, node: bool(_steps(trace, name, node)))
    if name is None:
        stored = sorted({name for node in trace.nodes.values() for name in node.scores})
        there = f"only those of whole solutions: {', '.join(stored)}" if stored else "no score at all"
        raise ConfigError(f"the rule {by!r} aggregates the scores of steps, and the run has {there}")
    found = {node.id: _steps(trace, name, node) for node in voters}
    scores = _filled({node: aggregate(steps, by) if steps else None for node, steps in found.items()})
    return _by_sum(trace, by, scores)


RULES: dict[RuleName, Rule] = {
    "majority": majority,
    "weighted": weighted,
    "best": best,
    **{by: functools.partial(by_steps, by=by) for by in AGGREGATES},
}


def reselections(trace: Trace) -> dict[RuleName, Selection]:
    """Return what each rule chooses on the stored samples, for the rules that these samples have the scores for."""
    found: dict[RuleName, Selection] = {}
    scored = any(node.scores for node in _voters(trace))
    for name, rule in RULES.items():
        if not scored and name != "majority":
            continue
        with contextlib.suppress(ConfigError):
            # A rule that finds no score hands over to another one.
            selection = rule(trace)
            if selection.rule == name and selection.answer is not None:
                found[name] = selection
    return found


def _voters(trace: Trace) -> list[Node]:
    return [trace.nodes[i] for vote in trace.votes() for i in vote.nodes]


def _by_sum(trace: Trace, rule: str, scores: Mapping[str, float]) -> Selection:
    """Return the answer with the highest sum of these scores of its voters."""
    votes = [
        Vote(v.answer, v.count, math.fsum(trace.nodes[i].ballot * scores[i] for i in v.nodes), v.nodes)
        for v in trace.votes()
    ]
    votes.sort(key=lambda vote: -vote.weight)
    level = [vote for vote in votes if math.isclose(vote.weight, votes[0].weight)]
    winner = _break_tie(trace, level)
    votes.sort(key=lambda vote: vote is not winner)
    return _selection(trace, rule, votes, level, scores=scores)


def _asked(config: Mapping[str, Any]) -> str | None:
    """Return the name under which the scores stand that the user asked for."""
    scorer: str | None = config.get("scorer")
    return "check" if config.get("check") else "tests" if config.get("tests") else scorer


def _scorer(trace: Trace, nodes: Sequence[Node], scored: Callable[[str, Node], bool]) -> str | None:
    """Return whose scores count: those the user asked for, else whose there are most of; never those of several."""
    counts = Counter(name for node in nodes for name in _names(trace, node) if scored(name, node))
    asked = _asked(trace.config)
    return asked if asked in counts else min(counts, key=lambda name: (-counts[name], name), default=None)


def _names(trace: Trace, node: Node) -> set[str]:
    """Return who has scored this node or a step that leads to it.

    The values of rollouts are shares of the votes, or another scorer's opinion of where they lead: they count already,
    unless they are what was asked for.
    """
    names = {name for part in trace.chain(node.id) for name in part.scores}
    return names if _asked(trace.config) == Rollout.name else names - {Rollout.name}


def _steps(trace: Trace, name: str, node: Node) -> tuple[float, ...]:
    """Return this scorer's scores of the steps of a chain, itself the last one; nothing where it scored no step."""
    chain = [part for part in trace.chain(node.id) if name in part.scores]
    told = next((part.scores[name].steps for part in reversed(chain) if part.scores[name].steps), ())
    if told or not any(part.kind == "step" for part in chain):
        return told
    return tuple(value for part in chain if (value := part.scores[name].value) is not None)


def _chain_score(trace: Trace, name: str, node: Node) -> float | None:
    """Return the score of a chain, aggregated as the run wanted it where its steps were scored one by one."""
    own = node.scores.get(name)
    if own is None or own.value is None or own.steps:
        return None if own is None else own.value
    return aggregate(_steps(trace, name, node) or (own.value,), trace.config.get("aggregate", "last"))


def _scores(trace: Trace, nodes: Sequence[Node]) -> dict[str, float]:
    """Return each node's score; empty if none is known."""
    name = _scorer(trace, nodes, lambda name, node: name in node.scores)
    found = {} if name is None else {node.id: _chain_score(trace, name, node) for node in nodes}
    executable = name == _asked(trace.config) and (trace.config.get("check") or trace.config.get("tests"))
    if executable and 1 in found.values():
        return {node: float(value == 1) for node, value in found.items()}
    return _filled(found)


def _filled(found: Mapping[str, float | None]) -> dict[str, float]:
    """Return the scores with the mean of the known ones in place of the failed; empty if none is known."""
    values = [*found.values()]
    return dict(zip(found, filled(values), strict=True)) if any(value is not None for value in values) else {}


def _probability(trace: Trace, node: Node) -> float:
    """Return exp(mean log-probability) of the sample that an answer comes from, or 0 where unknown."""
    logprob = trace.sample(node.id).mean_logprob
    return 0.0 if logprob is None else math.exp(logprob)


def _break_tie(trace: Trace, level: Sequence[Vote]) -> Vote:
    if len(level) == 1:
        return level[0]
    by = [math.fsum(_probability(trace, trace.nodes[i]) for i in vote.nodes) for vote in level]
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
    scores: Mapping[str, float] | None = None,
) -> Selection:
    """Return the selection of the first vote: its best sample by score, probability and order."""
    nodes = [trace.nodes[i] for i in votes[0].nodes]
    node = max(
        nodes, key=lambda n: ((scores or {}).get(n.id, 0.0), _probability(trace, n), [-part for part in n.order])
    )
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
