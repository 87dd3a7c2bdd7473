"""Sequential revisions: chains of attempts, each of which has seen the ones before it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from o1magic import prompts
from o1magic.errors import ConfigError
from o1magic.search.core import Search
from o1magic.search.registry import strategy
from o1magic.search.select import majority, weighted
from o1magic.together import together
from o1magic.trace import Event, Node, Selection, Trace

SHOWN = 4
"""Most attempts that a revision is shown (arXiv 2408.03314, section 6.1)."""


def _samples(n: int = 8, parallel: int = 2) -> int:
    if n % parallel:
        raise ConfigError(f"parallel={parallel} does not divide n={n}: each of the chains has n/parallel attempts")
    return n


def by_chains(trace: Trace) -> Selection:
    """Choose by the scores within each chain of revisions, then across the chains; without scores, by majority.

    In each chain the answer with the highest sum of scores is kept, and of those that are kept, the one with the
    highest sum over all chains wins: best-of-N weighted, twice. A chain alone holds too few votes for a majority, so
    where no score is above 0 all votes count alike.
    Source: Snell et al. (arXiv 2408.03314), section 6.1 and appendix.
    """
    scores = [score for node in trace.answers for score in node.scores.values()]
    if not any(score.value for score in scores):
        return weighted(trace) if scores else majority(trace)
    chains: dict[str, list[str]] = {}
    for vote in trace.votes():
        for node in vote.nodes:
            chains.setdefault(trace.path(node)[0].id, []).append(node)
    kept = [node for chain in chains.values() for node in weighted(_with_votes_of(trace, chain)).votes[0].nodes]
    chosen = weighted(_with_votes_of(trace, kept))
    weights = {vote.answer: vote.weight for vote in chosen.votes}
    votes = [dataclasses.replace(vote, weight=weights.get(vote.answer, 0.0)) for vote in trace.votes()]
    votes.sort(key=lambda vote: (chosen.node not in vote.nodes, -vote.weight))
    return dataclasses.replace(chosen, rule="weighted by chain", votes=tuple(votes))


def _with_votes_of(trace: Trace, nodes: Iterable[str]) -> Trace:
    """Return the trace as it would be if only these nodes had voted."""
    silent = {node for vote in trace.votes() for node in vote.nodes} - set(nodes)
    copy = Trace(trace.events)
    for node in sorted(silent):
        copy.append(Event(len(copy.events), trace.events[-1].t, "node_changed", node, {"ballot": 0.0}))
    return copy


@strategy(
    "revise",
    select=by_chains,
    source="Snell et al. (arXiv 2408.03314), section 6, revisions by prompting",
    forecast=_samples,
    scores=True,
)
async def revise(search: Search, *, n: int = 8, parallel: int = 2) -> None:
    """Grow `parallel` chains of n/parallel attempts; each attempt revises the one before and is shown the last four.

    The paper's reviser is fine-tuned for it, and still turned 38 % of right answers wrong: therefore the original and
    every revision stay in the vote. With a check or a scorer the choice is made within each chain first, then across
    the chains; an answer that passes the check ends the search.

    Parameters
    ----------
    n
        Attempts in all chains together.
    parallel
        Chains; it divides n. More of them suit harder questions.
    """
    if search.solve().temperature == 0:
        raise ConfigError("at temperature 0 a revision may repeat itself for ever; raise --temperature or use -s chain")
    # The attempts of each chain that did not fail. All chains take each step together: samples of equal requests are
    # numbered in the order of asking.
    chains = [_done([node]) for node in await search.expand(n=parallel)]
    for left in reversed(range(n // parallel)):
        await search.score_answers()
        if search.passed:
            search.stop("check_passed")
            return
        if left:
            grown = await together(*(_attempt(search, chain) for chain in chains))
            chains = [[*chain, *_done(nodes)] for chain, nodes in zip(chains, grown, strict=True)]


async def _attempt(search: Search, chain: Sequence[Node]) -> list[Node]:
    """Draw the next attempt of a chain: a revision of the last one, or a first one where there is none."""
    if not chain:
        return await search.expand()
    shown = chain[-SHOWN:]
    config = search.config
    ask = prompts.revise(
        search.trace.question, [node.text for node in shown], answer=config.answer, system=config.system
    )
    return await search.expand(chain[-1], ask=search.pose(ask), inputs=shown)


def _done(nodes: Sequence[Node]) -> list[Node]:
    return [node for node in nodes if node.status == "done"]
