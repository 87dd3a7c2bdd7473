"""Hard limits: a ledger of what was asked, spent and reserved.

Two accounts are kept. *Asked* is what limits count: every sample's prompt and completion, the same whether a cache
answered or not, so that a replay stops where the first run stopped. *Spent* is what was really sent and paid.
"""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
import math
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from o1magic.config import Limits, StopReason
from o1magic.types import Usage

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


@dataclass(frozen=True, slots=True)
class Room:
    """What may still be asked for: samples, tokens, US dollars. None where there is no limit."""

    calls: int | None
    tokens: int | None
    cost: Fraction | None

    def shared(self, start: int, end: int, total: int) -> Room:
        """Return the share from `start` to `end` of `total`; shares that make up the whole leave nothing over."""

        def part(left: int | None) -> int | None:
            return None if left is None else max(0, left) * end // total - max(0, left) * start // total

        cost = None if self.cost is None else max(Fraction(0), self.cost) * (end - start) / total
        return Room(part(self.calls), part(self.tokens), cost)


class Ledger:
    """What a run has asked, spent and reserved, against its limits.

    `reserve` lets requests in strictly in the order in which they come. A request that does not fit waits while
    anything is in flight that may give back what it did not use; only then is it made smaller or refused. Whether and
    how a request is granted therefore does not depend on the order in which replies arrive. One that is part of a
    `whole` grants from its own limits, and all that it counts is counted there too.
    """

    def __init__(
        self,
        limits: Limits,
        on_first: Callable[[], None] | None = None,
        *,
        whole: Ledger | None = None,
        parts: _Parts | None = None,
    ) -> None:
        self.limits = limits
        self.asked = Usage()
        self.spent = Usage()
        self.started: float | None = None
        self.prompt_error = 0
        self._on_first = on_first
        self._whole = whole
        self._parts = parts
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
            wanted = Grant(self, n, prompt_tokens, max_tokens, price)
            while lack := self._lack(wanted):
                if self._in_flight and (lack != "calls" or self._parts is not None):
                    self._refund.clear()
                    await self._refund.wait()
                elif self._parts is None or not await self._parts.more(self, wanted):
                    break
            while lack and wanted.n > 1:
                wanted = Grant(self, wanted.n - 1, prompt_tokens, max_tokens, price)
                lack = self._lack(wanted)
            if lack == "calls":
                raise LimitReached(lack)
            if lack:
                wanted = Grant(self, 1, prompt_tokens, self._most_tokens(wanted), price)
                if wanted.max_tokens < min(MIN_TOKENS, max_tokens) or not clamp:
                    raise LimitReached(lack)
            return self._take(wanted)

    def hold(self, *, prompt_tokens: int, max_tokens: int, price: tuple[float, float] | None) -> Callable[[], None]:
        """Keep room for one sample, where there is any, until the returned function is called."""
        grant = Grant(self, 1, prompt_tokens, max_tokens, price)
        if self._lack(grant):
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

        Each grants from its own part alone, so that what one grants does not depend on when another is asked. One that
        lacks room waits until all others do too, or are closed; what is left is then divided anew.
        """
        return [*_Parts(self, shares)]

    def close(self) -> None:
        """Note that this part of a ledger will not be asked any more: what it has left is the others'."""
        if self._parts is not None:
            self._parts.close(self)

    @property
    def left(self) -> Room:
        """What may still be asked for; what is reserved may not."""
        limits = self.limits
        return Room(
            calls=None if limits.calls is None else limits.calls - self._calls,
            tokens=None if limits.tokens is None else limits.tokens - self.asked.tokens - self._reserved_tokens,
            cost=Fraction(limits.cost) - self._cost - self._reserved_cost if limits.cost else None,
        )

    def allot(self, room: Room) -> None:
        """Let this much be asked for from now on."""
        calls, tokens, cost = room.calls, room.tokens, room.cost
        limits = dataclasses.replace(
            self.limits,
            calls=None if calls is None else self._calls + calls,
            tokens=None if tokens is None else self.asked.tokens + self._reserved_tokens + tokens,
        )
        if cost is not None:
            # Rounded down; and a limit of 0 would be another thing: that nothing may be sent.
            most = math.nextafter(float(self._cost + self._reserved_cost + cost), 0.0)
            limits = dataclasses.replace(limits, cost=max(most, sys.float_info.min))
        self.limits = limits

    def fits(self, wanted: Grant) -> bool:
        """Whether there is room for all of a grant."""
        return self._lack(wanted) is None

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
        left = self.left
        if left.calls is not None and grant.n > left.calls:
            return "calls"
        if left.tokens is not None and grant.n * (grant.prompt_tokens + grant.max_tokens) > left.tokens:
            return "tokens"
        if left.cost is not None and grant.n * grant.cost > left.cost:
            return "cost"
        return None

    def _most_tokens(self, grant: Grant) -> int:
        """Return how many tokens of output one sample may still have, with nothing in flight but what is held."""
        most, left = grant.max_tokens, self.left
        if left.tokens is not None:
            most = min(most, left.tokens - grant.prompt_tokens)
        if left.cost is not None and grant.price is not None and grant.price[1] > 0:
            price_in, price_out = map(Fraction, grant.price)
            most = min(most, int((left.cost - grant.prompt_tokens * price_in) / price_out))
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


class _Parts:
    """The parts of a ledger, in the order of the program.

    Where every part that is still open lacks room for what it wants, what is left is divided anew among them: by their
    shares, or, where that serves none, all of it for the first. Nothing is in flight then, so it does not depend on
    the order in which replies arrive.
    """

    def __init__(self, whole: Ledger, shares: Sequence[int]) -> None:
        self._whole = whole
        self._open = {Ledger(whole.limits, whole=whole, parts=self): share for share in shares}
        self._wanted: dict[Ledger, tuple[Grant, asyncio.Future[bool]]] = {}
        self._allot([*self._open])

    def __iter__(self) -> Iterator[Ledger]:
        return iter([*self._open])

    async def more(self, part: Ledger, wanted: Grant) -> bool:
        """Wait for room for all of this; return False where there will be none, and no more than there is now."""
        turn: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._wanted[part] = wanted, turn
        self._divide()
        try:
            return await turn
        finally:
            self._wanted.pop(part, None)

    def close(self, part: Ledger) -> None:
        """Leave a part out from now on."""
        self._open.pop(part, None)
        self._divide()

    def _divide(self) -> None:
        short = [part for part in self._open if part in self._wanted]
        if not short or len(short) < len(self._open):
            return
        for group in (short, short[:1]):
            self._allot(group)
            served = [part for part in group if part.fits(self._wanted[part][0])]
            if served:
                break
        for part in served or short[:1]:
            _, turn = self._wanted.pop(part)
            turn.set_result(bool(served))

    def _allot(self, group: Sequence[Ledger]) -> None:
        """Give all that is left to these parts, and nothing to the others."""
        left, ends = self._whole.left, [0, *itertools.accumulate(self._open[part] for part in group)]
        for part in self._open:
            part.allot(left.shared(0, 0, 1))
        for part, (start, end) in zip(group, itertools.pairwise(ends), strict=True):
            part.allot(left.shared(start, end, ends[-1]))
