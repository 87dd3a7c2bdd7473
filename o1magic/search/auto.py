"""Auto: the method that serves the question at hand."""

from __future__ import annotations

from o1magic.search.core import Search
from o1magic.search.registry import strategy
from o1magic.search.select import majority


@strategy(
    "auto",
    select=majority,
    source="an executable check is the most reliable verifier, adaptive stopping the most reliable saving",
    forecast=lambda: 16,
    scores=True,
)
async def auto(search: Search) -> None:
    """Best-of-N where there is a check or a scorer; otherwise adaptive self-consistency.

    With a check, sampling goes on until an answer passes it.
    """
    if search.has_check:
        search.note("auto chose best_of_n: there is a check, so sampling goes on until an answer passes it")
        await search.run("best_of_n", n=16)
    elif search.has_scorer:
        search.note("auto chose best_of_n: there is a scorer, so the answer with the highest sum of scores wins")
        await search.run("best_of_n")
    else:
        search.note("auto chose self_consistency: answers can be compared, so sampling goes on until the vote is clear")
        await search.run("self_consistency", n=16)
