"""PlanSearch: different observations lead to different plans, and those to different solutions."""

from __future__ import annotations

import itertools

from o1magic import prompts
from o1magic.errors import ConfigError
from o1magic.search.best_of_n import BATCH
from o1magic.search.core import Search
from o1magic.search.registry import strategy
from o1magic.search.select import by_score_or_vote
from o1magic.together import together
from o1magic.trace import Node
from o1magic.types import Ask

OBSERVATIONS = 6
"""Observations of the first layer that are asked for; the paper asks for 10."""
SUBSETS = OBSERVATIONS + OBSERVATIONS * (OBSERVATIONS - 1) // 2
"""Subsets of one or two of them."""

Subset = tuple[int, ...]


def _samples(n: int = 4) -> int:
    if n > SUBSETS:
        raise ConfigError(f"n={n}: {OBSERVATIONS} observations have {SUBSETS} subsets of one or two, a branch each")
    return 1 + 3 * n


@strategy(
    "plan",
    select=by_score_or_vote,
    source="Wang et al., PlanSearch (arXiv 2409.03733), section 4",
    forecast=_samples,
    scores=True,
    unfinished=True,
    judged_by="tests or a check, which it is meant for, or a scorer; else votes",
)
async def plan(search: Search, *, n: int = 4) -> None:
    """Make observations, then from n subsets of them further observations, a plan in words, and a solution each.

    For tasks whose solutions can be tested: what it gains is that one of many different solutions is right. With a
    check or tests it stops after a batch of four in which one passes; without a score, answers vote. Of the paper it
    leaves out the empty subset, the second idea that criticises each plan, and the step from a plan to pseudocode.
    Equal plans are followed once.

    Parameters
    ----------
    n
        Subsets, each of one or two observations.
    """
    question, system = search.trace.question, search.config.system
    ask = search.pose(prompts.observe(question, OBSERVATIONS, system=system))
    [first] = await search.expand(ask=ask, kind="observation", title="Observations")
    seen = prompts.numbered(first.text, OBSERVATIONS)
    if not seen:
        search.note("No list of observations could be read, so one direct chain answers the question")
        await search.expand()
        await search.score_answers()
        return
    subsets = [subset for size in (1, 2) for subset in itertools.combinations(range(len(seen)), size)]
    drawn = search.rng.sample(subsets, min(n, len(subsets)))
    size = BATCH if search.has_check else n
    for start in range(0, len(drawn), size):
        await _branches(search, first, seen, drawn[start : start + size])
        await search.score_answers()
        if search.passed:
            search.stop("check_passed")
            return


async def _branches(search: Search, first: Node, seen: list[str], subsets: list[Subset]) -> None:
    """Grow one branch from each subset of the observations.

    All branches grow level by level, so that equal requests are numbered in the order of the branches.
    """
    question, config = search.trace.question, search.config
    chosen = [[seen[i] for i in subset] for subset in subsets]
    further = await together(
        *(
            search.expand(
                first,
                ask=search.pose(prompts.observe_further(question, some, system=config.system)),
                kind="observation",
                title=f"From {' and '.join(f'observation {i + 1}' for i in subset)}",
            )
            for subset, some in zip(subsets, chosen, strict=True)
        )
    )
    observed = [(node, some) for [node], some in zip(further, chosen, strict=True) if node.status == "done"]
    plans = await together(
        *(
            search.expand(node, ask=search.pose(_plan(search, [*some, node.text])), kind="plan", title="Plan")
            for node, some in observed
        )
    )
    done = [node for [node] in plans if node.status == "done"]
    await together(
        *(
            search.expand(
                node,
                ask=search.pose(prompts.follow(question, node.text, answer=config.answer, system=config.system)),
            )
            for node in _different(search, done)
        )
    )


def _plan(search: Search, observations: list[str]) -> Ask:
    return prompts.plan(search.trace.question, observations, system=search.config.system)


def _different(search: Search, plans: list[Node]) -> list[Node]:
    """Return the plans without those that repeat another's text, which are merged into it."""
    kept: dict[str, Node] = {}
    for node in plans:
        same = kept.setdefault(" ".join(node.text.split()), node)
        if same is not node:
            search.update(node, status="merged", merged_into=same.id)
    return list(kept.values())
