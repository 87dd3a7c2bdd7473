"""Decomposition: recognise what is asked, divide it, verify each part's answer, deduce the whole."""

from __future__ import annotations

from o1magic import prompts, scoring
from o1magic.errors import ConfigError
from o1magic.search.core import Search
from o1magic.search.registry import strategy
from o1magic.search.select import by_score_or_vote
from o1magic.trace import Node

PASSES = 0.5
"""Verdict from which an answer to a sub-question stands."""


@strategy(
    "decompose",
    select=by_score_or_vote,
    source="Zhou et al., Least-to-Most Prompting (arXiv 2205.10625); the verification of each part is our own",
    # Each part may be answered twice, and a judge reads both answers.
    forecast=lambda parts=4, n=3: 1 + 4 * parts + n,
    scores=True,
    unfinished=True,
    judged_by="a judge reads each part; final answers: a check or a scorer, else votes",
)
async def decompose(search: Search, *, parts: int = 4, n: int = 3) -> None:
    """Divide the question into sub-questions, answer them in order, verify each answer, and deduce the final one.

    A judge reads each answer in a fresh context. One that fails, or gets a verdict below .5, is drawn once more, and
    the better one is kept; where a verdict cannot be read there is none, and the answer stands. From the answers n
    final ones are deduced, which vote. Where the question cannot be divided, one direct chain answers it.

    Parameters
    ----------
    parts
        Most sub-questions into which it is divided.
    n
        Final answers, which vote.
    """
    if search.config.temperature == 0:
        raise ConfigError(
            "decompose draws anew what fails, which at temperature 0 would be the same; raise --temperature"
        )
    question, system = search.trace.question, search.config.system
    ask = search.pose(prompts.divide(question, parts, system=system))
    [divided] = await search.expand(ask=ask, kind="plan", title="Plan")
    listed = prompts.numbered(divided.text, parts) if divided.finish_reason == "stop" else []
    if not listed:
        search.note("No list of sub-questions could be read, so one direct chain answers the question")
        await search.expand()
    else:
        node = divided
        findings: list[str] = []
        for part in listed:
            answered = await _answer(search, node, findings, part)
            if answered is not None:
                node = answered
                findings.append(f"{part}\n{answered.text.strip()}")
        deduce = prompts.deduce(question, findings, answer=search.config.answer, system=system)
        await search.expand(node, n, ask=search.pose(deduce))
    await search.score_answers()


async def _answer(search: Search, parent: Node, findings: list[str], part: str) -> Node | None:
    """Return the answer to a sub-question that is kept, or None where both samples failed."""
    ask = search.pose(prompts.sub_question(search.trace.question, findings, part, system=search.config.system))
    judged: list[tuple[float, Node]] = []
    for _ in range(2):
        [node] = await search.expand(parent, ask=ask, kind="step", whole=True, title=part)
        if node.status == "done":
            [score] = await search.score([node], scoring.find("judge"))
            judged.append((PASSES if score.value is None else score.value, node))
            if judged[-1][0] >= PASSES:
                break
    best = max(judged, key=lambda pair: pair[0], default=None)
    for pair in judged:
        if pair is not best:
            search.update(pair[1], status="pruned", note="another answer to this part was judged better")
    return best[1] if best else None
