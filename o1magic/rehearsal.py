"""What a run would find at hand: a rehearsal, which sends nothing and runs no code of the notebook's or a model's."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, NoReturn

from o1magic.engine import NO_LIMIT, Task, checker, recorded_as, require_prices
from o1magic.errors import ConfigError, ReplayMissError
from o1magic.models.base import Listener, Model, Progress, Reply, Wrapper
from o1magic.models.ledger import Ledger, LimitReached
from o1magic.models.meter import Meter
from o1magic.models.replay import Replay
from o1magic.scoring.base import Outside, SearchEnded
from o1magic.scoring.registry import BUILT_IN
from o1magic.search.core import Search
from o1magic.trace import Event, Trace
from o1magic.types import Ask, Completion, Usage, digest

SECONDS = 5.0
"""Longest that a rehearsal takes: to compare answers may take computer algebra."""
DRAWN = 128
"""Most samples of one request that are made up."""
PHASES = 2
"""A search, and a final answer where no chain has reached one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """How far a run comes with what a cache or a recording holds.

    Attributes
    ----------
    held
        How many of its calls are answered, judges included.
    taken
        What the run takes where all of them are; None where one is not, or where the run does something that a
        rehearsal does not: call a function of the notebook, run a program, ask a reward model.
    """

    held: int
    taken: Usage | None


def rehearse(task: Task) -> Rehearsal:
    """Return how far a run comes with what is at hand.

    Raises
    ------
    ConfigError
        The run would fail because an option cannot be used, or because what it costs cannot be limited.
    ReplayMissError
        It would fail because its recording does not hold what it asks for.
    """
    if task.strict_cost and task.config.limits.cost:
        require_prices(task, task.config.limits.cost, NO_LIMIT)
    seen = _rehearsed(task, _Seen())
    if seen.miss is not None and not _was_cut(task):
        raise seen.miss
    return Rehearsal(held=len(seen.held), taken=seen.asked if seen.held and not seen.missed else None)


def beginning(task: Task) -> tuple[str | None, int]:
    """Return what stands for the request with which a run begins, and how many samples of it are drawn at most.

    Runs that begin with the same request share its samples. At most: no two of them are taken to have the same answer.
    None where nothing is asked for. More than `DRAWN` are not counted.

    Raises
    ------
    ConfigError
        As for `rehearse`.
    """
    seen = _rehearsed(task, _Seen(invents=True))
    return seen.first, len(seen.drawn)


def search_of(task: Task, models: Sequence[Meter], refuse: Callable[..., Any], judge: Outside | None = None) -> Search:
    """Return the search as the run would begin it; `refuse` is called in place of whatever is not a model."""
    trace = Trace()
    trace.append(Event(0, 0.0, "run_started", None, {"question": task.question, "config": task.config.to_json()}))
    return Search(
        trace=trace,
        config=task.config,
        models=models,
        checker=checker(),
        scorer=task.scorer,
        call=refuse,
        images=task.images,
        prior=task.prior,
        outside=refuse,
        judge=judge,
    )


@dataclass(slots=True)
class _Seen:
    """What a rehearsal has seen.

    Attributes
    ----------
    invents
        Whether it makes up samples of the first request, no two with the same answer.
    """

    invents: bool = False
    held: set[tuple[str, int]] = field(default_factory=set)
    drawn: set[int] = field(default_factory=set)
    first: str | None = None
    missed: bool = False
    miss: ReplayMissError | None = None
    asked: Usage = field(default_factory=Usage)


class _AtHand(Wrapper):
    """Replies what the inner model can without sending anything, and ends the search at the first thing that it cannot.

    That is known only once the meter has let a request in: limits may have left fewer samples of it.
    """

    def __init__(self, inner: Model, seen: _Seen) -> None:
        super().__init__(inner)
        self._seen = seen

    async def prepare(self, progress: Progress | None = None) -> None:
        """Do nothing: what is at hand needs no model."""

    def holds(self, ask: Ask, sample: int) -> bool:
        """Return whether the sample is at hand."""
        return self._reply(ask, sample) is not None

    async def complete(self, ask: Ask, samples: Sequence[int], listener: Listener | None = None) -> list[Reply]:
        """Return the replies; raise LimitReached where one is missing."""
        seen, request = self._seen, self._request(ask)
        seen.first = seen.first or request
        replies: list[Reply] = []
        for sample in samples:
            reply = self._reply(ask, sample)
            if reply is None:
                seen.missed = True
                seen.miss = self.inner.miss(ask, sample) if isinstance(self.inner, Replay) else None
                raise LimitReached("exhausted")
            if isinstance(reply, Completion):
                seen.held.add((request, sample))
            replies.append(reply)
        if request == seen.first:
            seen.drawn.update(samples)
        for sample, reply in zip(samples, replies, strict=True):
            if listener is not None:
                listener.done(sample, reply)
        return replies

    def _reply(self, ask: Ask, sample: int) -> Reply | None:
        if self._seen.invents:
            first = self._request(ask) == (self._seen.first or self._request(ask))
            return Completion(text=f"Answer: {sample}", model=self.name, usage=Usage(calls=1)) if first else None
        stored: Callable[[Ask, int], Reply | None] | None = getattr(self.inner, "stored", None)
        return None if stored is None else stored(ask, sample)

    def _request(self, ask: Ask) -> str:
        return digest([self.name, self.endpoint, ask.identity])


def _rehearsed(task: Task, seen: _Seen) -> _Seen:
    """Rehearse on an event loop of its own: whoever asks may stand on one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, _rehearse(task, seen)).result()
    return seen


async def _rehearse(task: Task, seen: _Seen) -> None:
    async def refuse(*_: Any) -> NoReturn:
        seen.missed = True
        raise SearchEnded("exhausted")

    def judge(by: str, _request: Any, score: Callable[[], Awaitable[Any]]) -> Awaitable[Any]:
        # A built-in scorer asks the model, if anybody; who knows what another one does.
        own = task.scorer is not None and by == task.scorer.name and type(task.scorer) not in _BUILT_IN
        return refuse() if own else score()

    limits = task.config.limits
    if seen.invents:
        limits = dataclasses.replace(limits, calls=DRAWN if limits.calls is None else min(limits.calls, DRAWN))
    ledger = Ledger(limits)
    models = [_AtHand(model, seen) for model in task.models]
    search = search_of(task, [Meter(model, ledger, model.holds) for model in models], refuse, judge)
    try:
        async with asyncio.timeout(SECONDS):
            with contextlib.suppress(SearchEnded):
                await search.run(task.config.strategy, **task.config.params)
            if search.may_be_unfinished and not seen.missed:
                await search.conclude()
    except ConfigError:
        raise
    except ReplayMissError as miss:
        seen.missed, seen.miss = True, miss
    except Exception:  # noqa: BLE001 - the run will say what is wrong with a strategy of the user's, or with all samples
        seen.missed = True
    seen.asked = ledger.asked


_BUILT_IN = {each.make for each in BUILT_IN.values()}


def _was_cut(task: Task) -> bool:
    """Whether a recording is of a run that time or a person has cut short, which asked for no more than it holds."""
    tape = task.tape
    return tape is not None and any(
        tape.recording.ending(recorded_as(task), phase) is not None for phase in range(PHASES)
    )
