"""Auto: the method that serves the question at hand."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from o1magic import prompts
from o1magic.search.core import Search
from o1magic.search.registry import strategy
from o1magic.search.rsa import aggregate, done
from o1magic.search.select import majority
from o1magic.search.self_consistency import draw_until_clear
from o1magic.trace import Node, Selection, Trace

PROBE = 4
"""Chains that are drawn before it is decided how to go on."""
PROBE_HIDDEN = 2
"""The same for a model that thinks at length before it replies."""
MOST = 16
"""Most chains of whole answers."""
SHORT = 40
"""A longer answer (in characters) is prose, of which no two are the same."""


def consistent(trace: Trace) -> Selection:
    """Choose the reply that the model found to agree best with the others; where it named none, by majority.

    Source: Chen et al., Universal Self-Consistency (arXiv 2311.17311), section 3.
    """
    pick = next((node for node in trace.nodes.values() if node.kind == "critique" and node.status == "done"), None)
    number = prompts.parse_most_consistent(pick.text) if pick else None
    if pick is None or number is None or not 1 <= number <= len(pick.inputs):
        return dataclasses.replace(majority(trace), note="no reply was named as the most consistent one")
    node = trace.nodes[pick.inputs[number - 1]]
    votes = sorted(trace.votes(), key=lambda vote: node.id not in vote.nodes)
    note = f"named by the model as the most consistent of {len(pick.inputs)} replies"
    return Selection(rule="consistency", node=node.id, answer=node.answer, votes=tuple(votes), note=note)


@strategy(
    "auto",
    select=majority,
    source="our own policy, after Snell et al. (arXiv 2408.03314), section 3; free text: Chen et al. (2311.17311)",
    # DVTS draws the most: with a process scorer four steps on each of six levels, and the ends of two chains.
    forecast=lambda: 26,
    scores=True,
    judged_by="a check, tests or a scorer, which decide how it goes on; else votes",
)
async def auto(search: Search) -> None:
    """Sample and check where there is a check or a scorer; otherwise go by how far the first answers agree.

    With a check, four samples, then AB-MCTS until one passes. With a process scorer (one whose `process` is true, as a
    reward model's), DVTS; with another scorer, best-of-N. Without either, four samples: a clear vote ends it, a nearly
    clear one is sampled on; where answers stand level some are aggregated, where all differ whole populations are; and
    of free text the reply that agrees best with the others is chosen.
    """
    if search.has_check:
        await _until_one_passes(search)
    elif search.has_scorer and getattr(search.valuer, "process", False) and not search.hides_reasoning:
        search.note("auto chose dvts: the scorer judges steps, so the search branches at each step")
        await search.run("dvts")
    elif search.has_scorer:
        search.note("auto chose best_of_n: there is a scorer, so the answer with the highest sum of scores wins")
        await search.run("best_of_n")
    else:
        await _by_agreement(search)


async def _until_one_passes(search: Search) -> None:
    search.note(f"auto chose best_of_n: there is a check, and one of {PROBE} answers may pass it")
    await search.run("best_of_n", n=PROBE)
    if search.passed:
        search.stop("check_passed")
    else:
        search.note("auto chose ab_mcts: none of them passes the check, so promising ones are refined as well")
        await search.run("ab_mcts", n=MOST - PROBE)


async def _by_agreement(search: Search) -> None:
    """Go on as the first chains suggest. They count as calls, and as votes."""
    nodes = await search.expand(n=PROBE_HIDDEN if search.hides_reasoning else PROBE)
    drawn, leader = len(nodes), max((vote.count for vote in search.votes), default=0)
    agree = f"{leader if leader > 1 else 'no two'} of the first {drawn} chains agree"
    if leader < drawn and _are_free_text(search, nodes):
        search.note("auto chose consistency: answers in free text cannot be counted, so the model compares them")
        await _choose_most_consistent(search, nodes)
    elif search.hides_reasoning and leader == drawn == PROBE_HIDDEN:
        search.note(f"auto chose self_consistency: {agree}, which is enough where a model thinks before it replies")
        search.stop("agreement")
    elif search.hides_reasoning or search.few_shot or 2 * leader > drawn:
        # A model that needs worked examples is too small to sort the good from the bad in what it reads.
        search.note(f"auto chose self_consistency: {agree}, so sampling goes on until the vote is clear")
        await draw_until_clear(search, MOST, drawn=drawn)
    elif 2 * leader == drawn:
        search.note(f"auto chose self_consistency: {agree}, so as many again are drawn unless the vote is clear before")
        if not await draw_until_clear(search, 3 * PROBE, drawn=drawn, until=2 * PROBE):
            search.note(f"auto chose rsa: the vote was not clear, so {PROBE} more solutions are made from those")
            await aggregate(search, done(search.trace.answers), n=PROBE, k=PROBE)
    else:
        said = "no two" if leader else "none"
        search.note(f"auto chose rsa: of the first {drawn} chains {said} agree, so solutions are made from solutions")
        await search.run("rsa")


def _are_free_text(search: Search, nodes: Sequence[Node]) -> bool:
    """Whether fewer than two of the answers are short enough to be compared.

    Where the user said what answers look like, or the question is of mathematics, they can be.
    """
    kind = search.config.answer
    if kind not in ("auto", "code") or prompts.is_mathematics(search.trace.question, kind):
        return False
    said = [node.shown_answer for node in nodes if node.shown_answer is not None]
    return sum(len(answer) <= SHORT and "\n" not in answer for answer in said) < 2  # noqa: PLR2004 - a pair


async def _choose_most_consistent(search: Search, nodes: Sequence[Node]) -> None:
    """Show the model its replies in a random order, and let it name the one that agrees best with the others.

    It names one instead of writing another: that costs a line, and adds nothing that no sample has said.
    """
    more = await search.expand(n=PROBE - len(nodes)) if len(nodes) < PROBE else []
    replies = done([*nodes, *more])
    shown = search.rng.sample(replies, len(replies))
    search.rule = consistent
    texts = [node.text for node in shown]
    ask = prompts.most_consistent(search.trace.question, texts, system=search.config.system)
    await search.expand(ask=search.pose(ask), kind="critique", inputs=shown)
