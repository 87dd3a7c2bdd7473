"""The time of a replay: it goes at once, or at a pace, and tells the times that were recorded."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable

ROUNDS = 32
"""How often the loop goes round without a word from the search before the search waits for what is to come: from a
reply to the next request it takes a few, one for each task or future in between."""
WORKING_SECONDS = 0.001
"""How long is waited before looking again whether the search still works on something itself."""


class Playback:
    """When what is recorded comes: as long after it was asked for as it took, and in the order that follows from this.

    Time stands still while the search works, and leaps to what is due next once the search waits. So it tells nothing
    of this machine: what this machine does itself, such as comparing answers or calling a check, takes no time in it.

    Parameters
    ----------
    pace
        Seconds that are really waited for each second that passes: 0 waits for none.
    working
        Whether the search works on something that is not recorded, after which it may go on.

    Attributes
    ----------
    now
        Seconds since the replay began.
    """

    def __init__(self, pace: float, working: Callable[[], bool]) -> None:
        self.now = 0.0
        self._pace = pace
        self._working = working
        self._coming: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()
        self._rounds = 0
        self._look: asyncio.Handle | None = None
        self._leapt = time.monotonic()

    async def wait(self, seconds: float) -> None:
        """Come back this much later."""
        loop = asyncio.get_running_loop()
        coming = loop.create_future()
        heapq.heappush(self._coming, (self.now + seconds, next(self._numbers), coming))
        self.stir()
        await coming

    def leap(self, now: float) -> None:
        """Let the time be this, unless it is later already."""
        self.now = max(self.now, now)
        self._leapt = time.monotonic()

    def stir(self) -> None:
        """Note that the search has done something, and may be about to do more."""
        self._rounds = 0
        if self._look is not None:
            self._look.cancel()
        self._look = asyncio.get_running_loop().call_soon(self._go_on)

    def _go_on(self) -> None:
        """Let come what is due next, if the search waits for it."""
        loop, self._look = asyncio.get_running_loop(), None
        while self._coming and self._coming[0][2].cancelled():
            heapq.heappop(self._coming)
        if not self._coming:
            return
        if self._working():
            self._rounds = 0
            self._look = loop.call_later(WORKING_SECONDS, self._go_on)
            return
        self._rounds += 1
        if self._rounds < ROUNDS:
            self._look = loop.call_soon(self._go_on)
            return
        due, _, coming = self._coming[0]
        early = self._pace * (due - self.now) - (time.monotonic() - self._leapt)
        if self._pace and early > 0:
            self._look = loop.call_later(early, self._go_on)
            return
        heapq.heappop(self._coming)
        self.leap(due)
        coming.set_result(None)
        self.stir()
