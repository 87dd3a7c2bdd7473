"""Self-consistency: many samples, one vote each, and no more of them than the vote needs."""

from __future__ import annotations

from typing import Literal

from o1magic.search.core import Search
from o1magic.search.program import announce, draw_programs
from o1magic.search.registry import strategy
from o1magic.search.select import asc_posterior, majority
from o1magic.together import together
from o1magic.trace import Node

THRESHOLD = 0.95
"""Posterior of the leader over the runner-up at which ASC stops (arXiv 2305.11860, section 4.1)."""
WINDOW = 5
"""Samples of which ESC wants one window to agree (arXiv 2401.10480, section 4.1)."""


@strategy(
    "self_consistency",
    select=majority,
    source="Wang et al. (arXiv 2203.11171); stop=asc: Aggarwal et al. (2305.11860); stop=esc: Li et al. (2401.10480)",
    forecast=lambda n=16, stop="asc", mix="none": n,  # noqa: ARG005 - the most that any way of stopping draws
    needs="for mix=program, a sandbox for the model's code and an answer that is no code",
)
async def self_consistency(
    search: Search,
    *,
    n: int = 16,
    stop: Literal["asc", "esc", "none"] = "asc",
    mix: Literal["none", "program"] = "none",
) -> None:
    """Sample up to n chains and let their answers vote; stop as soon as the vote is clear.

    Parameters
    ----------
    n
        Most chains to sample.
    stop
        `asc` stops when the leader's posterior over the runner-up reaches .95, or when nobody can overtake it; `esc`
        when a window of five agrees; `none` draws all n.
    mix
        With `program` every second chain is a program that the model writes and a sandbox runs, as in the strategy of
        that name: the two kinds err in different ways.
    """
    mixed = mix == "program"
    if mixed:
        await announce(search)
    if stop == "asc":
        await draw_until_clear(search, n, mixed=mixed)
        return
    drawn = 0
    while drawn < n:
        nodes = await _draw(search, min(WINDOW, n - drawn) if stop == "esc" else n, drawn=drawn, mixed=mixed)
        drawn += len(nodes)
        answers = {search.trace.class_of(node.answer) if node.answer else None for node in nodes}
        unanimous = len(nodes) == WINDOW and len(answers) == 1 and None not in answers
        if stop == "esc" and unanimous and drawn < n:
            search.stop("agreement")
            return


async def draw_until_clear(
    search: Search, n: int, *, drawn: int = 0, until: int | None = None, mixed: bool = False
) -> bool:
    """Draw chains as ASC does, and return whether it stopped because the vote is clear.

    Parameters
    ----------
    n
        How many votes there can be in the end.
    drawn
        How many of them were drawn before.
    until
        After how many it pauses although the vote is not clear; n where left out.
    mixed
        Whether every second chain is a program.
    """
    until = n if until is None else until
    while not _settled(*_leaders(search), left=n - drawn):
        if drawn >= until:
            return False
        wave = min(_wave(search, n - drawn), until - drawn)
        drawn += len(await _draw(search, wave, drawn=drawn, mixed=mixed))
    if drawn >= n:
        return False
    if asc_posterior(*_leaders(search)) < THRESHOLD:
        search.note(f"Not drawn: {n - drawn} of {n} chains, which could not have changed the outcome")
    search.stop("agreement")
    return True


async def _draw(search: Search, n: int, *, drawn: int, mixed: bool) -> list[Node]:
    """Draw n more chains; where they are mixed, those at odd places of the whole sequence are programs."""
    programs = (drawn + n) // 2 - drawn // 2 if mixed else 0
    work = [search.expand(n=n - programs)] if n > programs else []
    if programs:
        work.append(draw_programs(search, programs))
    return [node for nodes in await together(*work) for node in nodes]


def _wave(search: Search, left: int) -> int:
    """Return the smallest number of samples after which ASC could stop.

    Sooner no stop is possible, so drawing them in parallel stops exactly where drawing them one by one would.
    """
    first, second = _leaders(search)
    more = 1
    while not _settled(first + more, second, left - more):
        more += 1
    return min(more, search.slots)


def _leaders(search: Search) -> tuple[int, int]:
    """Return the votes of the leader and of the runner-up."""
    first, second, *_ = [*(vote.count for vote in search.votes), 0, 0]
    return first, second


def _settled(first: int, second: int, left: int) -> bool:
    """Whether the leader is clear enough, or cannot be overtaken by what is left to draw."""
    return asc_posterior(first, second) >= THRESHOLD or first - second > left
