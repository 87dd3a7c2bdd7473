"""Chain of thought: one sample, step by step."""

from __future__ import annotations

from o1magic.search.core import Search
from o1magic.search.registry import strategy
from o1magic.search.select import majority


@strategy(
    "chain",
    select=majority,
    source="Wei et al., Chain-of-Thought Prompting (arXiv 2201.11903)",
    forecast=lambda: 1,
)
async def chain(search: Search) -> None:
    """Reason once, step by step: the baseline that every search is measured against."""
    await search.expand()
