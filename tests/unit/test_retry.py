"""Retries: who is asked again, how often, after which wait, and what a listener hears of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from o1magic.errors import (
    AuthenticationError,
    BadRequestError,
    ContextWindowError,
    ModelError,
    RateLimitError,
    ServerError,
    UnknownModelError,
    UnreachableError,
)
from o1magic.models.base import Capabilities, Listener, Model, Reply
from o1magic.models.retry import LONGEST_WAIT, Retry
from o1magic.types import Ask, Completion, Message, Usage

ASK = Ask(messages=(Message.of("user", "6 * 7?"),))


def good(text: str = "42") -> Completion:
    return Completion(text=text, usage=Usage(calls=1, prompt_tokens=3, completion_tokens=1, cost=None), model="flaky")


class Flaky:
    """A model whose samples reply by script; `calls` are the samples of each request that reached it."""

    name, endpoint, capabilities = "flaky", "here", Capabilities()

    def __init__(self, script: dict[int, list[Reply]], held: Sequence[int] = ()) -> None:
        self.script = script
        self.calls: list[list[int]] = []
        self.held, self.release = set(held), asyncio.Event()

    settled = True

    async def prepare(self, progress=None) -> None:
        pass

    def count_prompt(self, ask: Ask) -> int:
        return 3

    async def complete(self, ask: Ask, samples: Sequence[int], listener: Listener | None = None) -> list[Reply]:
        self.calls.append(list(samples))
        replies: list[Reply] = []
        for sample in samples:
            if sample in self.held:
                await self.release.wait()
            if listener.shows(sample):
                listener.text(sample, "4")
            replies.append(self.script[sample].pop(0))
            listener.done(sample, replies[-1])
        return replies


class Heard(Listener):
    """Writes down what it hears."""

    def __init__(self, shown: Sequence[int] = ()) -> None:
        self.shown = shown
        self.log: list[tuple] = []
        self.complete = asyncio.Event()

    def shows(self, sample: int) -> bool:
        return sample in self.shown

    def text(self, sample: int, text: str, reasoning: str = "") -> None:
        self.log.append(("text", sample))

    def restarted(self, sample: int) -> None:
        self.log.append(("restarted", sample))

    def done(self, sample: int, reply: Reply) -> None:
        self.log.append(("done", sample, type(reply).__name__))
        self.complete.set()


class Clock:
    """Sleeps in no time and remembers for how long."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)


def retry(model: Flaky, clock: Clock) -> Retry:
    return Retry(model, uniform=lambda low, high: high, sleep=clock.sleep)


def test_a_retry_is_a_model() -> None:
    assert isinstance(Retry(Flaky({})), Model)


async def test_only_the_failed_samples_are_asked_again_and_order_is_kept() -> None:
    model = Flaky({0: [good("a")], 1: [ServerError("x"), good("b")], 2: [good("c")], 3: [ServerError("x"), good("d")]})
    replies = await retry(model, Clock()).complete(ASK, [0, 1, 2, 3])
    assert [reply.text for reply in replies] == ["a", "b", "c", "d"]
    assert sorted(sample for call in model.calls[1:] for sample in call) == [1, 3]


async def test_samples_that_fail_together_are_asked_again_together() -> None:
    """So that a failed request with n is repeated as one request."""
    model = Flaky({sample: [RateLimitError("x"), good()] for sample in range(3)})
    await retry(model, Clock()).complete(ASK, range(3))
    assert model.calls == [[0, 1, 2], [0, 1, 2]]


async def test_a_failed_sample_does_not_wait_for_a_slow_one() -> None:
    model = Flaky({0: [ServerError("x"), good()], 1: [good()]}, held=[1])
    heard = Heard()
    task = asyncio.create_task(retry(model, Clock()).complete(ASK, [0, 1], heard))
    await asyncio.wait_for(heard.complete.wait(), 5)
    assert heard.log == [("done", 0, "Completion")]
    model.release.set()
    await task


@pytest.mark.parametrize(
    ("error", "attempts"),
    [(ServerError, 4), (RateLimitError, 4), (UnreachableError, 2)]
    + [(kind, 1) for kind in (AuthenticationError, BadRequestError, ContextWindowError, UnknownModelError)],
)
async def test_attempts_are_bounded_by_the_kind_of_error(error: type[ModelError], attempts: int) -> None:
    model = Flaky({0: [error("it failed") for _ in range(9)]})
    (reply,) = await retry(model, Clock()).complete(ASK, [0])
    assert type(reply) is error
    assert len(model.calls) == attempts
    assert str(reply) == ("it failed" if attempts == 1 else f"it failed [attempt {attempts}]")


async def test_waits_double_up_to_a_bound_and_are_random_below_it() -> None:
    clock, model = Clock(), Flaky({0: [ServerError("x")] * 4})
    await retry(model, clock).complete(ASK, [0])
    assert clock.waits == [0.5, 1.0, 2.0]
    assert max(clock.waits) <= LONGEST_WAIT
    clock, model = Clock(), Flaky({0: [ServerError("x")] * 4})
    await Retry(model, uniform=lambda low, high: low, sleep=clock.sleep).complete(ASK, [0])
    assert clock.waits == [0.0, 0.0, 0.0]


async def test_retry_after_is_obeyed() -> None:
    clock, model = Clock(), Flaky({0: [RateLimitError("x", retry_after=7.0), good()]})
    await retry(model, clock).complete(ASK, [0])
    assert clock.waits == [7.5]


async def test_an_endpoint_that_asks_for_an_hour_has_failed() -> None:
    clock, model = Clock(), Flaky({0: [RateLimitError("x", retry_after=3600.0)]})
    (reply,) = await retry(model, clock).complete(ASK, [0])
    assert isinstance(reply, RateLimitError)
    assert clock.waits == []


async def test_a_listener_hears_of_restarts_and_of_the_final_reply_alone() -> None:
    model = Flaky({0: [ServerError("x"), good()], 1: [ServerError("x"), good()]})
    heard = Heard(shown=[0])
    await retry(model, Clock()).complete(ASK, [0, 1], heard)
    assert [entry for entry in heard.log if entry[1] == 0] == [
        ("text", 0),
        ("restarted", 0),
        ("text", 0),
        ("done", 0, "Completion"),
    ]
    assert [entry for entry in heard.log if entry[1] == 1] == [("done", 1, "Completion")]


async def test_a_lasting_error_is_heard_once_and_takes_nothing_back() -> None:
    heard = Heard(shown=[0])
    await retry(Flaky({0: [BadRequestError("x")]}), Clock()).complete(ASK, [0], heard)
    assert heard.log == [("text", 0), ("done", 0, "BadRequestError")]


async def test_cancelling_ends_the_wait() -> None:
    waiting = asyncio.Event()

    async def sleep(seconds: float) -> None:
        waiting.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(Retry(Flaky({0: [ServerError("x")]}), sleep=sleep).complete(ASK, [0]))
    await asyncio.wait_for(waiting.wait(), 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, 5)
