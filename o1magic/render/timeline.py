"""The calls of a run over time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from o1magic.render.chains import Chain
from o1magic.render.words import count, money, title_of, unsent
from o1magic.trace import Call, Trace


@dataclass(frozen=True, slots=True)
class ShownCall:
    """One call.

    Attributes
    ----------
    name
        Whom it was for: a chain by its name, a step by its title or first words.
    facts
        What it was but a sample, its model where the run has several, tokens, cost, and whether it was cached,
        replayed or failed; one item each.
    started, finished
        In seconds since the first call; `finished` is the end of the run for one that was left unfinished.
    wins
        Whether the chosen chain was written by it.
    lost
        Whether it failed or was cut off.
    """

    name: str
    facts: tuple[str, ...]
    started: float
    finished: float
    wins: bool
    lost: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """All calls in the order in which they began.

    Attributes
    ----------
    seconds
        How long they took together.
    line
        How many there were, how many at once, how many cached, replayed or failed, what they cost, and why it ended.
    """

    calls: tuple[ShownCall, ...]
    seconds: float
    line: str


def timeline(trace: Trace, chains: Sequence[Chain], chosen: Chain | None, ended: str) -> Timeline | None:
    """Return the calls over time, or None without any; `ended` says why the run is over, if it is."""
    calls = sorted(trace.calls.values(), key=lambda call: (call.started, call.id))
    if not calls:
        return None
    begun = calls[0].started
    over = max([trace.events[-1].t if call.finished is None else call.finished for call in calls])
    names = {chain.node.id: chain.name for chain in chains}
    winning = {part.id for part in chosen.parts} if chosen and trace.selection else set()
    several = len(trace.config.get("models", ())) > 1
    shown = tuple(
        ShownCall(
            _name(trace, call, names),
            tuple(_facts(trace, call, several=several)),
            call.started - begun,
            (over if call.finished is None else call.finished) - begun,
            wins=call.role == "sample" and call.node in winning,
            lost=call.error is not None,
        )
        for call in calls
    )
    limit = trace.config.get("limits", {}).get("seconds") if trace.stop_reason == "seconds" else None
    end = f"{ended} at {limit:g} s" if limit is not None else ended
    cost = (trace.spent if trace.finished else trace.asked).cost
    return Timeline(shown, over - begun, ", ".join(_line(trace, shown, cost, end)))


def _name(trace: Trace, call: Call, names: Mapping[str, str]) -> str:
    node = trace.nodes.get(call.node or "")
    if node is None:
        return call.role
    return names.get(node.id) or title_of(node) or node.kind


def _facts(trace: Trace, call: Call, *, several: bool) -> Iterator[str]:
    if call.role != "sample":
        yield call.role
    if several:
        yield call.model.rpartition("/")[2]
    usage = call.usage
    if usage.completion_tokens:
        yield count(usage.completion_tokens, "token")
    if usage.cost and not call.cached:
        yield money(usage.cost)
    if call.cached:
        yield unsent(trace)
    if call.error is not None:
        yield "cut off" if call.error == "cut off" else "failed"
    elif call.finished is None:
        yield "not finished"


def _line(trace: Trace, shown: Sequence[ShownCall], cost: float | None, ended: str) -> Iterator[str]:
    calls = [*trace.calls.values()]
    yield count(len(calls), "call")
    if (most := _at_once(calls)) > 1:
        yield f"up to {most} at once"
    for number, words in (
        (sum(call.cached for call in calls), unsent(trace)),
        (sum(call.lost for call in shown), "failed or cut off"),
    ):
        if number:
            yield f"{number:,} {words}"
    if tokens := sum(call.usage.prompt_tokens + call.usage.completion_tokens for call in calls):
        yield count(tokens, "token")
    yield "cost unknown" if cost is None else money(cost)
    if ended:
        yield ended


def _at_once(calls: Sequence[Call]) -> int:
    """Return how many calls were on their way at the same time, at most."""
    # One that ends where another begins makes room for it.
    ends = [math.inf if call.finished is None else call.finished for call in calls]
    turns = sorted([(call.started, 1) for call in calls] + [(end, -1) for end in ends])
    most = running = 0
    for _, turn in turns:
        running += turn
        most = max(most, running)
    return most
