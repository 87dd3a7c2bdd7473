"""Recursive self-aggregation: a population of solutions, made anew from parts of itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from o1magic import prompts
from o1magic.errors import ConfigError
from o1magic.search.core import Search
from o1magic.search.registry import strategy
from o1magic.search.select import by_score_or_vote
from o1magic.together import together
from o1magic.trace import Node


def _samples(n: int = 8, k: int = 4, t: int = 2) -> int:
    if k > n:
        raise ConfigError(f"k={k} is more than n={n}: each new member is made from k of n old ones")
    return n * t


@strategy(
    "rsa",
    select=by_score_or_vote,
    source="Venkatraman et al., Recursive Self-Aggregation (arXiv 2509.26626), section 3",
    forecast=_samples,
    scores=True,
)
async def rsa(search: Search, *, n: Annotated[int, 2] = 8, k: int = 4, t: int = 2) -> None:
    """Sample n solutions, then write each member of the next population from k of the last one.

    Only the last population votes; where a limit cuts it short, what there is of it votes beside the one before it.
    With a check or a scorer each is scored, and an answer that passes the check ends the search. Answers that the run
    has already drawn belong to the first population.

    Parameters
    ----------
    n
        Solutions in a population.
    k
        Members of a population that each one of the next is made from; at most n.
    t
        Populations, counted as in the paper: the first is sampled, t - 1 are aggregated.
    """
    there = [node for node in search.trace.answers if node.status == "done"][:n]
    drawn = await search.expand(n=n - len(there)) if len(there) < n else []
    population = done([*there, *drawn])
    for last in range(1, t + 1):
        await search.score_answers()
        if search.passed:
            search.stop("check_passed")
            return
        if last == t or not population:
            return
        members = done(await aggregate(search, population, n=n, k=k))
        if any(node.ballot > 0 for node in members):
            for node in population:
                search.update(node, ballot=0.0)
        population = members or population


async def aggregate(search: Search, population: Sequence[Node], *, n: int, k: int) -> list[Node]:
    """Draw n new solutions, each made from k of the population (of fewer, all), chosen without replacement.

    The order in which a member is shown the candidates is random too. The votes of the population stay as they are.
    """
    chosen = [search.rng.sample(list(population), min(k, len(population))) for _ in range(n)]
    grown = await together(*(_aggregated(search, candidates) for candidates in chosen))
    return [node for group in grown for node in group]


async def _aggregated(search: Search, candidates: Sequence[Node]) -> list[Node]:
    texts = [search.trace.solution(node.id) for node in candidates]
    config = search.config
    ask = prompts.aggregate(search.trace.question, texts, answer=config.answer, system=config.system)
    return await search.expand(ask=search.pose(ask), inputs=candidates)


def done(nodes: Sequence[Node]) -> list[Node]:
    """Return the nodes that did not fail and were not cut off."""
    return [node for node in nodes if node.status == "done"]
