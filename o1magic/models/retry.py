"""Asking again where an endpoint failed for the moment."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence

from o1magic.errors import ModelError, UnreachableError
from o1magic.models.base import Listener, Model, Relay, Reply, Wrapper
from o1magic.types import Ask

ATTEMPTS, UNREACHABLE_ATTEMPTS = 4, 2
FIRST_WAIT, LONGEST_WAIT = 0.5, 8.0
"""Bounds in seconds of the random wait: before the second attempt, and before any."""
LONGEST_RETRY_AFTER = 120.0
"""Seconds. An endpoint that asks to wait longer has failed for good: its error, now, serves a person better."""


class Retry(Wrapper):
    """A model whose retriable errors are met by asking again, sample by sample.

    At most 4 attempts at a sample, 2 where nothing answers at the endpoint. Before each further one it waits as long
    as the endpoint asked to (Retry-After) and a random time more, uniform up to a bound that starts at 0.5 s and
    doubles: exponential back-off with full jitter. Samples that failed together are asked for together, at once and
    without waiting for the others; so an `n` request is repeated as one. The run's time limit cancels it all from
    outside.

    Parameters
    ----------
    inner
        The model to be wrapped.
    uniform, sleep
        Sources of chance and of time, for tests.
    """

    def __init__(
        self,
        inner: Model,
        *,
        uniform: Callable[[float, float], float] = random.uniform,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        super().__init__(inner)
        self._uniform = uniform
        self._sleep = sleep

    async def complete(self, ask: Ask, samples: Sequence[int], listener: Listener | None = None) -> list[Reply]:
        """Draw these samples of the request; an error among the replies is one that lasted."""
        replies: dict[int, Reply] = {}
        outer = listener or Listener()
        async with asyncio.TaskGroup() as group:

            async def attempt(wanted: Sequence[int], number: int) -> None:
                await self.inner.complete(ask, wanted, _Attempt(outer, replies, number, again))

            async def again_later(hearing: _Attempt) -> None:
                failed = hearing.take_failed()
                asked = max(error.retry_after or 0.0 for error in failed.values())
                await self._sleep(asked + self._uniform(0.0, min(LONGEST_WAIT, FIRST_WAIT * 2 ** (hearing.number - 1))))
                await attempt(list(failed), hearing.number + 1)

            def again(hearing: _Attempt) -> None:
                group.create_task(again_later(hearing))

            await attempt(samples, 1)
        return [replies[sample] for sample in samples]


class _Attempt(Relay):
    """Hears one attempt at some samples: passes on what is final and collects what is to be asked for again."""

    def __init__(
        self, outer: Listener, replies: dict[int, Reply], number: int, again: Callable[[_Attempt], None]
    ) -> None:
        super().__init__(outer)
        self.number = number
        self._replies = replies
        self._again = again
        self._failed: dict[int, ModelError] = {}
        self._shown: set[int] = set()

    def text(self, sample: int, text: str, reasoning: str = "") -> None:
        """Pass it on, and remember that it would have to be taken back."""
        self._shown.add(sample)
        self.outer.text(sample, text, reasoning)

    def done(self, sample: int, reply: Reply) -> None:
        """Pass a completion or a lasting error on; keep back another error."""
        if isinstance(reply, ModelError) and self._is_worth_another(reply):
            if sample in self._shown:
                self.outer.restarted(sample)
            self._failed[sample] = reply
            if len(self._failed) == 1:
                self._again(self)
            return
        if isinstance(reply, ModelError) and self.number > 1:
            reply = type(reply)(f"{reply} [attempt {self.number}]", retry_after=reply.retry_after)
        self._replies[sample] = reply
        self.outer.done(sample, reply)

    def take_failed(self) -> dict[int, ModelError]:
        """Return what has failed since it was last taken: all samples of one request, as they fail in one go."""
        failed, self._failed = self._failed, {}
        return failed

    def _is_worth_another(self, error: ModelError) -> bool:
        most = UNREACHABLE_ATTEMPTS if isinstance(error, UnreachableError) else ATTEMPTS
        return error.retriable and self.number < most and (error.retry_after or 0.0) <= LONGEST_RETRY_AFTER
