"""Runs a search: the loop thread, the clock, the relay between the search's thread and the user's.

The search runs on an event loop in a thread that the package owns. The user's thread waits in `Run.wait`, draws what
is new, runs the user's own callables (so that notebook objects work and an interrupt reaches them) and takes the
interrupt.
"""

from __future__ import annotations

import asyncio
import atexit
import concurrent.futures
import contextlib
import dataclasses
import functools
import os
import queue
import threading
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from o1magic.answers import AnswerChecker
from o1magic.config import Config, StopReason
from o1magic.errors import AnswerCheckerError, ConfigError
from o1magic.models.base import Model
from o1magic.models.ledger import Ledger
from o1magic.models.meter import Meter
from o1magic.models.recording import SHORT
from o1magic.models.replay import Tape
from o1magic.scoring.base import Scorer, SearchEnded
from o1magic.search.core import Search
from o1magic.search.registry import find
from o1magic.spending import Allowance
from o1magic.trace import Trace
from o1magic.types import Image, Message, canonical_json, digest
from o1magic.user_call import UserCall

CHECK_SECONDS = 10.0
"""Longest that one call of a user's callable may take before its score has failed."""
UNITE_SECONDS = 0.5
"""Longest that answers are compared after a cut."""
GRACE_SECONDS = 5.0
"""Longest that a cancelled search may take to clean up."""
FINAL_SHARE = 0.15
"""Share of the seconds that is kept for a final answer, where all chains may be unfinished."""
BY_HAND: tuple[StopReason, ...] = ("stopped", "interrupted")
"""Ends after which nothing more is asked."""
RESUMABLE: tuple[StopReason, ...] = ("seconds", "cost", "stopped", "interrupted")
"""Ends from which the same run, asked again, goes on."""

TO_ITS_END: tuple[StopReason, ...] = ("done", "agreement", "check_passed", "exhausted")
"""Ends that the strategy itself has come to."""

Job = Callable[[], None]


class Journal(Protocol):
    """Small JSON rows that outlive the process; the cache is one."""

    def get(self, key: str) -> Any:
        """Return the row, or None."""
        ...

    def put(self, key: str, value: Any) -> None:
        """Write the row."""
        ...


KEPT_RUNS = 32
"""How many earlier runs a forecast rests on."""

_THREAD = "o1magic"
_starting = threading.Lock()


@functools.cache
def _loop() -> asyncio.AbstractEventLoop:
    made = asyncio.new_event_loop()
    thread = threading.Thread(target=made.run_forever, name=_THREAD, daemon=True)
    thread.start()
    atexit.register(_halt, made, thread)
    return made


def _halt(loop: asyncio.AbstractEventLoop, thread: threading.Thread) -> None:
    """End the loop as Python exits: a thread that is frozen within an import keeps all others from importing."""
    if thread.is_alive():  # not in a fork
        loop.call_soon_threadsafe(loop.stop)
        thread.join(GRACE_SECONDS)


def loop() -> asyncio.AbstractEventLoop:
    """Return the package's event loop; its daemon thread starts with the first call."""
    with _starting:
        return _loop()


@functools.cache
def checker() -> AnswerChecker:
    """Return the one checker of answers, which all runs share: its process takes a second to start."""
    return AnswerChecker()


if hasattr(os, "register_at_fork"):
    # The thread of the loop does not come along.
    os.register_at_fork(after_in_child=_loop.cache_clear)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """All that a run needs: what is asked, how, of whom, and the live objects that Config only names.

    Attributes
    ----------
    question, images, prior
        What is asked, pictures with it, and turns before it.
    config
        How it is to be answered.
    model, others
        Unmetered; the others are for strategies that ask several.
    scorer
        The check or the scorer that the user chose.
    strict_cost
        Whether the user set the cost limit, so that a model of unknown price is an error.
    journal
        Remembers what stopped a run; None where there is no cache.
    tape
        The run's place in a recording; None where it is neither recorded nor replayed.
    allowance
        What a policy lets the run take of what all runs share; None where there is no policy, or nothing is sent.
    """

    question: str
    config: Config
    model: Model
    others: Sequence[Model] = ()
    scorer: Scorer | None = None
    images: Sequence[Image] = ()
    prior: Sequence[Message] = ()
    strict_cost: bool = False
    journal: Journal | None = None
    tape: Tape | None = None
    allowance: Allowance | None = None

    @property
    def models(self) -> tuple[Model, ...]:
        """All of them."""
        return (self.model, *self.others)


@dataclass(frozen=True, slots=True)
class Past:
    """What an earlier run took, which a forecast of the next one rests on.

    Attributes
    ----------
    planned, calls
        The most samples that the strategy would have drawn, 0 where a limit or a person ended the run, which then tells
        nothing of how many it takes; and the calls that were made, judges included.
    prompt, prompt_tokens, completion_tokens
        Tokens of the first prompt; of all prompts and all replies.
    fresh, seconds
        Calls that no cache answered, and the run's time where all were fresh; else None.
    """

    planned: int
    calls: int
    prompt: int
    prompt_tokens: int
    completion_tokens: int
    fresh: int
    seconds: float | None


def past_runs(task: Task, *, same_strategy: bool = True) -> list[Past]:
    """Return what earlier runs with this model took, as far as the cache remembers; the latest last."""
    rows = None if task.journal is None else task.journal.get(_past_key(task, same_strategy=same_strategy))
    found = []
    for row in rows if isinstance(rows, list) else ():
        with contextlib.suppress(TypeError):  # another version's
            found.append(Past(*row))
    return found


def _past_key(task: Task, *, same_strategy: bool) -> str:
    config = task.config
    judges = [config.scorer, config.check is not None, config.tests is not None]
    how = [config.strategy, dict(config.params), *judges] if same_strategy else []
    return f"past:{digest([list(config.models), [model.endpoint for model in task.models], how])}"


def recorded_as(task: Task) -> str:
    """Return what a recording knows a run by, on every machine: all that is asked, but for where."""
    config = task.config.to_json() | {"api_base": None}
    images = [image.digest for image in task.images]
    prior = [message.to_json() for message in task.prior]
    return digest([task.question, images, prior, canonical_json(config)])[:SHORT]


def run_next(jobs: queue.SimpleQueue[Job | None], seconds: float) -> None:
    """Run the next job in this thread, if one comes in time; None only wakes who waits."""
    try:
        job = jobs.get(timeout=seconds)
    except queue.Empty:
        return
    if job is not None:
        job()


def require_prices(task: Task, cost: float, otherwise: str) -> None:
    """Raise a ConfigError where what runs cost cannot be limited; models are looked up, nothing is sent.

    A model that cannot be looked up is left to the runs, which say why.

    Parameters
    ----------
    cost
        The limit in US dollars.
    otherwise
        What to do without a price.
    """

    async def look_up() -> None:
        for model in task.models:
            if model.capabilities.price is None and not model.settled:
                with contextlib.suppress(Exception):
                    await model.prepare()
            if model.capabilities.price is None and model.settled:
                raise _unpriced(model, cost, otherwise)

    asyncio.run_coroutine_threadsafe(look_up(), loop()).result()


NO_LIMIT = "or lift the limit with --cost none"
"""What to do about a run's limit on the cost of a model whose price nobody knows."""


def _unpriced(model: Model, cost: float, otherwise: str) -> ConfigError:
    return ConfigError(
        f"the price of {model.name} is unknown, so its cost cannot be limited to {cost:g} USD; "
        f"give it with --price IN,OUT or price=(IN, OUT) (USD per million tokens), {otherwise}"
    )


class Run:
    """A search in progress. `trace` fills while it runs; `stop` ends it with what there is.

    Parameters
    ----------
    task
        What to do.
    watched
        Whether somebody reads along.
    post
        Hands a job to the user's thread; by default `wait` runs it.
    """

    def __init__(self, task: Task, *, watched: bool = False, post: Callable[[Job], object] | None = None) -> None:
        if not task.question.strip():
            raise ConfigError("the question is empty")
        find(task.config.strategy).parse(task.config.params)
        self.task = task
        self.trace = Trace()
        self._watched = watched
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._post = post or self._jobs.put
        self._reason: StopReason | None = None
        self._body: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._lease: asyncio.Task[None] | None = None
        self._loop = loop()
        self.finished: concurrent.futures.Future[Trace] = asyncio.run_coroutine_threadsafe(self._run(), self._loop)
        self.finished.add_done_callback(lambda _: self._jobs.put(None))

    def stop(self, reason: StopReason = "stopped") -> None:
        """End the search soon, with what there is. Any thread may call it, any number of times."""
        self._loop.call_soon_threadsafe(self._end, reason)

    def end(self, reason: StopReason = "stopped") -> None:
        """End the search, if it still goes on, and wait until its record is complete."""
        if not self.finished.done():
            self.stop(reason)
            concurrent.futures.wait([self.finished], GRACE_SECONDS)

    def wait(self, tick: Callable[[], None] | None = None, every: float = 0.05) -> Trace:
        """Wait in the user's thread until the run is over; return its trace.

        Parameters
        ----------
        tick
            Called about every `every` seconds, and once at the end: draws what is new.

        Raises
        ------
        ReasonError
            The run failed: nothing but errors was seen, or the model cannot be used.
        KeyboardInterrupt
            Somebody interrupted; the run has then ended as `interrupted` and its trace is complete.
        """
        if threading.current_thread().name == _THREAD:
            raise ConfigError(
                "inside a model or a strategy, await `o1magic.areason(...)`: `reason` would wait for ever"
            )
        try:
            while not self.finished.done():
                run_next(self._jobs, every)
                if tick is not None:
                    tick()
        except BaseException as cause:
            # An interrupt, or whatever `tick` raises: nothing goes on spending behind it.
            self.end("interrupted")
            if tick is not None and isinstance(cause, KeyboardInterrupt):
                tick()
            raise
        if tick is not None:
            tick()
        return self.finished.result()

    async def join(self, tick: Callable[[], None] | None = None, every: float = 0.05) -> Trace:
        """Wait on another event loop; the same as `wait` for a run whose `post` hands jobs to that loop.

        Cancelling it ends the run as `interrupted`.
        """
        finished = asyncio.wrap_future(self.finished)
        try:
            while not finished.done():
                await asyncio.wait([finished], timeout=every)
                if tick is not None:
                    tick()
        except BaseException:
            self.stop("interrupted")
            raise
        return await finished

    def _end(self, reason: StopReason) -> None:
        if self._reason is None and not self.trace.finished:
            self._reason = reason
            if self._body is not None:
                self._body.cancel()

    async def _run(self) -> Trace:
        task = self.task
        self._ledger = ledger = Ledger(task.config.limits, self._start_clock)
        self._search = search = Search(
            trace=self.trace,
            config=task.config,
            models=[self._metered(model, ledger) for model in task.models],
            checker=checker(),
            scorer=task.scorer,
            call=self._call,
            images=task.images,
            prior=task.prior,
            watched=self._watched,
            outside=None if task.tape is None else task.tape.outside,
            judge=None if task.tape is None else task.tape.score,
            clock=time.monotonic if task.tape is None else task.tape.clock,
        )
        if task.tape is not None:
            task.tape.begin(recorded_as(task), self._end, lambda: search.comparing)
        key = f"run:{self._identity()}"
        search.emit(
            "run_started",
            question=task.question,
            prior=[{"role": message.role, "text": message.text} for message in task.prior],
            config=task.config.to_json(),
            resumed=self._resumed(key),
            replayed=task.tape is not None and task.tape.replaying,
        )
        error = await self._outcome(self._grow(search))
        self._note_phase()
        if error is None and search.may_be_unfinished and self._reason not in BY_HAND:
            error = await self._conclude(search)
        if task.allowance is not None:
            refusal = await self._close(task.allowance, search, ledger)
            error = error or refusal
        if self._reason is not None:
            await self._unite_after_cut(search)
        reason = self._reason or search.reason or "done"
        if error is None:
            self._report_prompt_error(search, ledger)
            try:
                search.emit("selected", **search.rule(self.trace).to_json())
            except Exception as failure:  # noqa: BLE001 - a plug-in's rule may do anything, and the record must end
                error = failure
        search.emit(
            "run_finished",
            stop_reason=None if error else reason,
            asked=ledger.asked.to_json(),
            spent=ledger.spent.to_json(),
            seconds=round(self._seconds, 3),
            error=None if error is None else str(error),
        )
        if task.tape is not None:
            await asyncio.to_thread(task.tape.finish, failed=error is not None)
        if error is not None:
            raise error
        if task.journal is not None:
            self._keep_for_forecasts(task.journal)
            task.journal.put(key, [reason, sum(call.error is None for call in self.trace.calls.values())])
        return self.trace

    def _keep_for_forecasts(self, journal: Journal) -> None:
        """Remember what the run took."""
        task, trace = self.task, self.trace
        done = [call for call in trace.calls.values() if call.error is None]
        if not done:
            return
        planned = find(task.config.strategy)
        fresh = sum(not call.cached for call in done)
        if not fresh:
            return  # it was remembered when it was, and tells nothing new
        row = [
            planned.forecast(**planned.parse(task.config.params)) if trace.stop_reason in TO_ITS_END else 0,
            trace.asked.calls,
            done[0].usage.prompt_tokens,
            trace.asked.prompt_tokens,
            trace.asked.completion_tokens,
            fresh,
            trace.seconds if fresh == len(done) else None,
        ]
        for same_strategy in (True, False):
            rows = [dataclasses.astuple(past) for past in past_runs(task, same_strategy=same_strategy)]
            journal.put(_past_key(task, same_strategy=same_strategy), [*rows, row][-KEPT_RUNS:])

    def _metered(self, model: Model, ledger: Ledger) -> Meter:
        holds, admit = getattr(model, "holds", None), getattr(model, "admit", None)
        return Meter(model, ledger, holds, self._progress, allowance=self.task.allowance, admit=admit)

    async def _unite_after_cut(self, search: Search) -> None:
        """Unite equal answers that a cut left no time to compare; what there is must not be lost over it."""
        try:
            await asyncio.wait_for(search.unite(), UNITE_SECONDS)
        except TimeoutError:
            search.note("Some answers could not be compared in time: equal ones may stand apart")
        except AnswerCheckerError as error:
            search.note(f"Answers could not be compared: {error}")

    def _resumed(self, key: str) -> StopReason | None:
        """Return what ended an earlier run of the same from which this one can go on, if any."""
        row = None if self.task.journal is None else self.task.journal.get(key)
        match row:
            case [reason, int(completed)] if reason in RESUMABLE and completed > 0:
                return cast(StopReason, reason)
        return None

    def _progress(self, text: str, done: int, total: int) -> None:
        """Record how preparations get on; any thread may call it."""

        def emit() -> None:
            if not self.trace.finished:
                self._search.emit("progress", text=text, done=done, total=total)

        self._loop.call_soon_threadsafe(emit)

    def _note_phase(self) -> None:
        """Let a recording know whether time or a person has cut the run short."""
        if self.task.tape is not None:
            timed = self._reason in ("seconds", *BY_HAND) and self.task.config.limits.seconds != 0
            self.task.tape.next_phase(self._reason if timed else None)

    @property
    def _seconds(self) -> float:
        """Seconds since the first request; of a replay those of the recorded run."""
        tape = self.task.tape
        return tape.seconds if tape is not None and tape.replaying else self._ledger.seconds

    @property
    def _time_limit(self) -> float | None:
        """The seconds that the run may take; a replay ends where the recorded run did, however long that takes."""
        tape = self.task.tape
        return None if tape is not None and tape.replaying else self.task.config.limits.seconds

    def _start_clock(self) -> None:
        seconds = self._time_limit
        if seconds is not None:
            share = 1 - FINAL_SHARE if self._search.may_be_unfinished else 1
            self._timer = self._loop.call_later(share * seconds, self._end, "seconds")
        if self.task.allowance is not None:
            self._lease = self._loop.create_task(self.task.allowance.lease())
            self._lease.add_done_callback(self._lease_ended)

    def _lease_ended(self, _: asyncio.Task[None]) -> None:
        self._end("seconds")

    async def _close(self, allowance: Allowance, search: Search, ledger: Ledger) -> Exception | None:
        """Settle what the run has taken of what is shared; return why that let it do nothing at all, if so."""
        error: BaseException | None = None
        if self._lease is not None:
            self._lease.remove_done_callback(self._lease_ended)
            self._lease.cancel()
            await asyncio.wait([self._lease])
            error = None if self._lease.cancelled() else self._lease.exception()
        await allowance.close()
        if allowance.refused is not None and not ledger.asked.calls:
            error = ConfigError(allowance.refused)
        elif allowance.refused is not None:
            search.note(allowance.refused)
        return cast("Exception | None", error)

    async def _conclude(self, search: Search) -> Exception | None:
        """Let the search ask for one final answer, in the call and the time that were kept for it."""
        reason, self._reason = self._reason or search.reason, None
        if self._time_limit is not None:
            left = self._time_limit - self._ledger.seconds
            self._timer = self._loop.call_later(left, self._end, "seconds")
        error = await self._outcome(search.conclude())
        self._note_phase()
        if self._reason not in BY_HAND:
            self._reason = reason
        return error

    async def _outcome(self, work: Coroutine[Any, Any, None]) -> Exception | None:
        """Work until it ends by itself, by a limit or by a person; return what made it fail."""
        self._body = self._loop.create_task(work)
        if self._reason is not None:
            self._body.cancel()
        try:
            await self._body
        except asyncio.CancelledError:
            if self._reason is None:
                raise
        except SearchEnded as ended:
            self._reason = ended.reason
        except Exception as failure:  # noqa: BLE001 - raised by the caller once the record is complete
            return failure
        finally:
            if self._timer is not None:
                self._timer.cancel()
        return None

    async def _grow(self, search: Search) -> None:
        for model in self.task.models:
            if not model.settled:
                await model.prepare(self._progress)
        self._check_price(search)
        await search.run(self.task.config.strategy, **self.task.config.params)

    def _check_price(self, search: Search) -> None:
        cost = self.task.config.limits.cost
        for model in self.task.models:
            if not cost or model.capabilities.price is not None:
                continue
            if self.task.strict_cost:
                raise _unpriced(model, cost, NO_LIMIT)
            search.note(f"The price of {model.name} is unknown, so the default cost limit does not apply")

    def _report_prompt_error(self, search: Search, ledger: Ledger) -> None:
        limit = self.task.config.limits.tokens
        if limit is not None and ledger.asked.tokens > limit:
            search.note(
                f"Prompts were up to {ledger.prompt_error} tokens longer than estimated: "
                f"{ledger.asked.tokens - limit} tokens over the limit"
            )

    def _identity(self) -> str:
        """Return a digest of what is asked, limits left out: a run with higher limits goes on from one with lower."""
        config = self.task.config.to_json()
        del config["limits"]
        images = [image.digest for image in self.task.images]
        prior = [message.to_json() for message in self.task.prior]
        endpoints = [model.endpoint for model in self.task.models]
        return digest([self.task.question, images, prior, endpoints, canonical_json(config)])

    async def _call(self, function: Callable[[str], Any], text: str) -> Any:
        """Return what a user's callable returns; where the run is recorded or replayed, its tape knows of it."""
        tape = self.task.tape
        make = functools.partial(self._call_out, function, text)
        return await (make() if tape is None else tape.call(text, make))

    async def _call_out(self, function: Callable[[str], Any], text: str) -> Any:
        """Run a user's callable in the user's thread and return what it returns.

        Raises
        ------
        TimeoutError
            It took longer than `CHECK_SECONDS`.
        """
        call = UserCall(function, text)
        self._post(call.run)
        try:
            await asyncio.wrap_future(call.started)
            outcome = asyncio.wrap_future(call.outcome)
            if not (await asyncio.wait([outcome], timeout=CHECK_SECONDS))[0]:
                raise TimeoutError(f"it took longer than {CHECK_SECONDS:g} s")
            return await outcome
        finally:
            call.give_up()
