"""The wrapper that no request passes without a grant from the run's ledger."""

from __future__ import annotations

import copy
import dataclasses
import itertools
from collections.abc import Awaitable, Callable, Sequence

from o1magic.models.base import Listener, Model, Progress, Relay, Reply, Wrapper
from o1magic.models.ledger import Grant, Ledger, LimitReached
from o1magic.spending import Allowance, Booking
from o1magic.types import Ask, Completion, Usage


class _Settling(Relay):
    """Settles each sample as it ends, then passes the news on."""

    def __init__(self, outer: Listener, grant: Grant, samples: Sequence[int], bookings: dict[int, Booking]) -> None:
        super().__init__(outer)
        self._grant = grant
        self._open = set(samples)
        self._bookings = bookings

    def done(self, sample: int, reply: Reply) -> None:
        self._open.discard(sample)
        booking = self._bookings.pop(sample, None)
        if isinstance(reply, Completion):
            price, usage = self._grant.price, reply.usage
            if price is not None:
                # By today's price, whatever was known of it when the reply was stored.
                cost = usage.prompt_tokens * price[0] + usage.completion_tokens * price[1]
                reply = dataclasses.replace(reply, usage=dataclasses.replace(usage, cost=cost))
            self._grant.settle(reply.usage, cached=reply.cached)
            sent = Usage() if reply.cached else reply.usage
        else:
            sent = Usage(calls=1)
            self._grant.settle(sent, cached=False)
        if booking is not None:
            booking.settle(sent)
        super().done(sample, reply)

    def close(self) -> None:
        """Settle what was cut off: its prompt was sent, what was written of its reply will never be known."""
        grant = self._grant
        cost = 0.0 if grant.price == (0.0, 0.0) else None
        for _ in self._open:
            grant.settle(Usage(calls=1, prompt_tokens=grant.prompt_tokens, cost=cost), cached=False)
        for booking in self._bookings.values():
            booking.drop()
        self._open.clear()
        self._bookings.clear()


class Meter(Wrapper):
    """A model that asks the ledger first.

    Fewer samples than wanted may come back: as many as fitted.

    Parameters
    ----------
    inner
        The model that does the work.
    ledger
        Shared by all models of a run.
    holds
        Whether a cache can answer for a sample. With a cost limit of 0, only that or a free model may.
    progress
        Told what goes on while the inner model is prepared, which it is before the first request that is sent.
    allowance
        What other runs leave of the limits that all share, which no sample that is sent passes without a booking.
    admit
        Told which samples are about to be asked for; a replay does not come back from it where the run was cut.
    """

    def __init__(
        self,
        inner: Model,
        ledger: Ledger,
        holds: Callable[[Ask, int], bool] | None = None,
        progress: Progress | None = None,
        *,
        allowance: Allowance | None = None,
        admit: Callable[[Ask, Sequence[int]], Awaitable[None]] | None = None,
    ) -> None:
        super().__init__(inner)
        self.ledger = ledger
        self._allowance = allowance
        self._admit = admit
        self._holds = holds or (lambda _ask, _sample: False)
        self._progress = progress

    def on(self, ledger: Ledger) -> Meter:
        """Return the same model with another ledger."""
        made = copy.copy(self)
        made.ledger = ledger
        return made

    def hold(self, ask: Ask) -> Callable[[], None]:
        """Keep room for one sample of this request until the returned function is called."""
        price = self.capabilities.price
        return self.ledger.hold(prompt_tokens=self.count_prompt(ask), max_tokens=ask.max_tokens, price=price)

    async def complete(self, ask: Ask, samples: Sequence[int], listener: Listener | None = None) -> list[Reply]:
        """Draw as many of the samples as the limits allow.

        Raises
        ------
        LimitReached
            They allow none.
        """
        listener = listener or Listener()
        price = self.capabilities.price
        replay = self.ledger.limits.cost == 0 and price != (0.0, 0.0)
        if replay:
            # What the cache holds from the first one on: a gap would leave samples without a number.
            samples = list(itertools.takewhile(lambda sample: self._holds(ask, sample), samples))
            if not samples:
                raise LimitReached("cost")
        held = replay or self._held(ask, samples)

        async def count() -> int:
            if not held:
                await self.prepare(self._progress)  # before the prompt is counted, which is exact from then on
            return self.count_prompt(ask)

        # A replay is not made shorter: the cache would no longer hold it.
        grant = await self.ledger.reserve(
            len(samples),
            prompt_tokens=count,
            max_tokens=ask.max_tokens,
            price=price,
            clamp=not replay,
        )
        if grant.max_tokens < ask.max_tokens or grant.n < len(samples):
            # Another request than the one that was looked up.
            cap = grant.max_tokens if grant.max_tokens < ask.max_tokens else None
            ask, samples = dataclasses.replace(ask, cap=cap), list(samples)[: grant.n]
            held = self._held(ask, samples)
        bookings = {} if held else await self._book(ask, samples, grant)
        samples = list(samples)[: grant.n]
        if self._admit is not None:
            await self._admit(ask, samples)
        for sample in samples:
            listener.started(sample)
        settling = _Settling(listener, grant, samples, bookings)
        try:
            if not held:
                await self.prepare(self._progress)
                self.ledger.start_clock()
            return await self.inner.complete(ask, samples, settling)
        finally:
            settling.close()

    def _held(self, ask: Ask, samples: Sequence[int]) -> bool:
        """Whether none of these samples will have to be sent."""
        return all(self._holds(ask, sample) for sample in samples)

    async def _book(self, ask: Ask, samples: Sequence[int], grant: Grant) -> dict[int, Booking]:
        """Return a booking for each sample that will be sent; the grant is cut before the first that gets none.

        Raises
        ------
        LimitReached
            Not even the first sample gets one.
        """
        if self._allowance is None:
            return {}
        fresh = [sample for sample in samples if not self._holds(ask, sample)]
        try:
            booking = await self._allowance.book(
                len(fresh),
                model=self.name,
                prompt_tokens=grant.prompt_tokens,
                max_tokens=grant.max_tokens,
                price=grant.price,
            )
        except BaseException:
            grant.give_up(grant.n)
            raise
        booked = 0 if isinstance(booking, str) else booking.n
        if booked < len(fresh):
            grant.give_up(grant.n - list(samples).index(fresh[booked]))
        if isinstance(booking, str):
            if not grant.n:
                raise LimitReached(booking)
            return {}
        return dict.fromkeys(fresh[:booked], booking)
