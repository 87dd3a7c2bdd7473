"""Hard limits: a ledger of what was asked and spent, and the wrapper that no request passes without a grant.

Two accounts are kept. *Asked* is what limits count: every sample's prompt and completion, the same whether a cache
answered or not, so that a replay stops where the first run stopped. *Spent* is what was really sent and paid.
"""

from __future__ import annotations

import asyncio
import copy
import dataclasses
import itertools
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from o1magic.config import Limits, StopReason
from o1magic.models.base import Listener, Model, Progress, Relay, Reply, Wrapper
from o1magic.spending import Allowance, Booking
from o1magic.types import Ask, Completion, Usage

MIN_TOKENS = 64
"""Fewest tokens that a clamped request may have: with fewer, a reply is not worth its prompt."""


class LimitReached(Exception):  # noqa: N818 - not an error: it ends a search in good order
    """No further request fits into the limits."""

    def __init__(self, reason: StopReason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class Grant:
    """Leave to draw `n` samples of at most `max_tokens` each; holds their reservation until each is settled.

    Attributes
    ----------
    price
        US dollars per token, for prompt and completion; None where unknown.
    open
        Samples that are not settled yet.
    cost
        Most that one sample can cost, in US dollars; 0 where no price is known.
    """

    ledger: Ledger
    n: int
    prompt_tokens: int
    max_tokens: int
    price: tuple[float, float] | None
    open: int = field(init=False)
    cost: Fraction = field(init=False)

    def __post_init__(self) -> None:
        self.open = self.n
        self.cost = Fraction(0)
        if self.price is not None:
            price_in, price_out = map(Fraction, self.price)
            self.cost = self.prompt_tokens * price_in + self.max_tokens * price_out

    def settle(self, usage: Usage, *, cached: bool) -> None:
        """Replace one sample's reservation by what it really took."""
        self.open -= 1
        self.ledger.settle(self, usage, cached=cached)

    def give_up(self, n: int) -> None:
        """Give back `n` samples that are not asked for after all."""
        self.open -= n
        self.n -= n
        self.ledger.give_back(self, n)


class Ledger:
    """What a run has asked, spent and reserved, against its limits.

    `reserve` lets requests in strictly in the order in which they come. A request that does not fit waits while
    anything is in flight that may give back what it did not use; only then is it made smaller or refused. Whether and
    how a request is granted therefore does not depend on the order in which replies arrive. One that is part of a
    `whole` grants from its own limits, and all that it counts is counted there too.
    """

    def __init__(
        self, limits: Limits, on_first: Callable[[], None] | None = None, *, whole: Ledger | None = None
    ) -> None:
        self.limits = limits
        self.asked = Usage()
        self.spent = Usage()
        self.started: float | None = None
        self.prompt_error = 0
        self._on_first = on_first
        self._whole = whole
        self._calls = 0
        # Exact: sums of floats depend on the order in which replies arrive, and a grant must not.
        self._cost = Fraction(0)
        self._reserved_tokens = 0
        self._reserved_cost = Fraction(0)
        self._in_flight = 0
        self._turn = asyncio.Lock()
        self._refund = asyncio.Event()

    @property
    def seconds(self) -> float:
        """Seconds since the first request."""
        return 0.0 if self.started is None else time.monotonic() - self.started

    async def reserve(
        self,
        n: int,
        *,
        prompt_tokens: int | Callable[[], Awaitable[int]],
        max_tokens: int,
        price: tuple[float, float] | None,
        clamp: bool = True,
    ) -> Grant:
        """Reserve room for `n` samples, or for fewer, or with `clamp` for shorter ones, where that is all that is left.

        What counts the prompt may take its time, to load a model first: who came later waits all the same.

        Raises
        ------
        LimitReached
            Not even one sample of `MIN_TOKENS` fits.
        """
        if self.limits.seconds == 0:
            raise LimitReached("seconds")
        async with self._turn:
            if not isinstance(prompt_tokens, int):
                prompt_tokens = await prompt_tokens()
            if self.limits.calls is not None:
                n = min(n, self.limits.calls - self._calls)
                if n <= 0:
                    raise LimitReached("calls")
            wanted = Grant(self, n, prompt_tokens, max_tokens, price)
            while (lack := self._lack(wanted)) and self._in_flight:
                self._refund.clear()
                await self._refund.wait()
            while lack and wanted.n > 1:
                wanted = Grant(self, wanted.n - 1, prompt_tokens, max_tokens, price)
                lack = self._lack(wanted)
            if lack:
                wanted = Grant(self, 1, prompt_tokens, self._most_tokens(wanted), price)
                if wanted.max_tokens < min(MIN_TOKENS, max_tokens) or not clamp:
                    raise LimitReached(lack)
            return self._take(wanted)

    def hold(self, *, prompt_tokens: int, max_tokens: int, price: tuple[float, float] | None) -> Callable[[], None]:
        """Keep room for one sample, where there is any, until the returned function is called."""
        grant = Grant(self, 1, prompt_tokens, max_tokens, price)
        short = self.limits.calls is not None and self._calls >= self.limits.calls
        if short or self._lack(grant):
            return lambda: None
        self.keep(grant, 1)
        kept = 1

        def release() -> None:
            nonlocal kept
            self.keep(grant, -kept)
            kept = 0

        return release

    def split(self, shares: Sequence[int]) -> list[Ledger]:
        """Divide what is left, in proportion to whole numbers, among ledgers whose spending counts here as well.

        Each grants from its own part alone, so that what one grants does not depend on when another is asked.
        """
        limits, ends = self.limits, [0, *itertools.accumulate(shares)]
        calls = None if limits.calls is None else max(0, limits.calls - self._calls)
        tokens = None if limits.tokens is None else max(0, limits.tokens - self.asked.tokens - self._reserved_tokens)
        cost = max(Fraction(0), Fraction(limits.cost) - self._cost - self._reserved_cost) if limits.cost else None

        def part(left: int | None, start: int, end: int) -> int | None:
            return None if left is None else left * end // ends[-1] - left * start // ends[-1]

        return [
            Ledger(
                dataclasses.replace(
                    limits,
                    calls=part(calls, start, end),
                    tokens=part(tokens, start, end),
                    # A limit of 0 would be another thing: that nothing may be sent.
                    cost=limits.cost if cost is None else float(cost * (end - start) / ends[-1]) or sys.float_info.min,
                ),
                whole=self,
            )
            for start, end in itertools.pairwise(ends)
        ]

    def start_clock(self) -> None:
        """Note that a request is about to be sent; the first one starts the clock."""
        if self._whole is not None:
            self._whole.start_clock()
        if self.started is None:
            self.started = time.monotonic()
            if self._on_first is not None:
                self._on_first()

    def _lack(self, grant: Grant) -> StopReason | None:
        """Return the limit that the grant would break, if any."""
        tokens, cost = self.limits.tokens, self.limits.cost
        if tokens is not None:
            need = grant.n * (grant.prompt_tokens + grant.max_tokens)
            if self.asked.tokens + self._reserved_tokens + need > tokens:
                return "tokens"
        if cost and self._cost + self._reserved_cost + grant.n * grant.cost > cost:
            return "cost"
        return None

    def _most_tokens(self, grant: Grant) -> int:
        """Return how many tokens of output one sample may still have, with nothing in flight but what is held."""
        most = grant.max_tokens
        if self.limits.tokens is not None:
            most = min(most, self.limits.tokens - self.asked.tokens - self._reserved_tokens - grant.prompt_tokens)
        if self.limits.cost and grant.price is not None and grant.price[1] > 0:
            left = Fraction(self.limits.cost) - self._cost - self._reserved_cost
            price_in, price_out = map(Fraction, grant.price)
            most = min(most, int((left - grant.prompt_tokens * price_in) / price_out))
        return most

    def _take(self, grant: Grant) -> Grant:
        self.fly(grant.n)
        self.keep(grant, grant.n)
        return grant

    def fly(self, n: int) -> None:
        """Note that `n` more samples are on their way; that they no longer are where `n` is negative."""
        if self._whole is not None:
            self._whole.fly(n)
        self._in_flight += n

    def keep(self, grant: Grant, n: int) -> None:
        """Set room for `n` samples aside; give it back where `n` is negative."""
        if self._whole is not None:
            self._whole.keep(grant, n)
        self._calls += n
        self._reserved_tokens += n * (grant.prompt_tokens + grant.max_tokens)
        self._reserved_cost += n * grant.cost

    def give_back(self, grant: Grant, n: int) -> None:
        """Take back `n` samples of a grant that are not asked for after all."""
        self.fly(-n)
        self.keep(grant, -n)
        self._refund.set()

    def settle(self, grant: Grant, usage: Usage, *, cached: bool) -> None:
        """Replace the reservation of one sample of a grant by what it really took."""
        if self._whole is not None:
            self._whole.settle(grant, usage, cached=cached)
        self._in_flight -= 1
        self._reserved_tokens -= grant.prompt_tokens + grant.max_tokens
        self._reserved_cost -= grant.cost
        self.asked += usage
        self._cost += Fraction(usage.cost or 0)
        if not cached:
            self.spent += usage
        self.prompt_error = max(self.prompt_error, usage.prompt_tokens - grant.prompt_tokens)
        self._refund.set()


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
