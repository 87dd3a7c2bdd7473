"""What a policy's limits of a session and of a day still allow: the part of them that runs share.

What a request may take at most is booked before it is sent, and what it did not take is given back once it is over.
A request whose end nobody saw, because its run was cut off or its kernel killed, counts at its most: so the limits hold
whatever happens, and nothing has to expire. Replies of a cache or a recording are not sent and take nothing.

A session is a process. A day is the local one, but never earlier than the latest that was seen: a clock that is set
back grants nothing. Days are kept in one SQLite file of the user's, which all kernels share.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import functools
import math
import os
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Literal

from o1magic.config import LIMIT_NAMES, LimitName
from o1magic.errors import ConfigError
from o1magic.models.cache import default_folder
from o1magic.types import Usage

Period = Literal["session", "day"]
Amounts = Mapping[LimitName, int]
"""In the units of `_UNITS`, so that sums are exact."""

PERIODS: tuple[Period, ...] = ("session", "day")
LEASE_SECONDS = 10.0
"""Seconds that a run takes of the shared time at once: no more of them are lost with a killed kernel."""
LOCKED_SECONDS = 30.0
"""How long a booking waits for those of other kernels."""

_TIME: tuple[LimitName, ...] = ("seconds",)
_UNITS: dict[LimitName, int] = {"calls": 1, "tokens": 1, "cost": 10**9, "seconds": 10**3}


@functools.cache
def _clerk() -> ThreadPoolExecutor:
    """Return the one thread that books, so that no lock of another process stops an event loop."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="o1magic-spending")


if hasattr(os, "register_at_fork"):
    # The thread does not come along.
    os.register_at_fork(after_in_child=_clerk.cache_clear)


def _later(give_back: Callable[..., None], *values: Any) -> None:
    """Let the clerk give something back. Where that fails it counts at its most, and the next booking says why."""
    with contextlib.suppress(RuntimeError):  # Python is about to exit
        _clerk().submit(give_back, *values)


_of_session: dict[str, Counter[LimitName]] = {}
"""What this process has taken, by policy; only the clerk touches it."""


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of one limit.

    Attributes
    ----------
    limit, spent
        In calls, tokens, US dollars or seconds; what is booked for requests on their way counts as spent.
    """

    limit: float
    spent: float

    @property
    def left(self) -> float:
        """What may still be taken."""
        return max(0, self.limit - self.spent)


@dataclass(frozen=True, slots=True)
class Lack:
    """The limit that a booking would break."""

    period: Period
    name: LimitName
    left: Left
    need: float


Booked = tuple[str, int, Lack | None]


class Shared:
    """The limits of session and day that a policy sets, and what is spent of them in all runs.

    Parameters
    ----------
    policy
        What tells the policy from others: each has an account of its own.
    limits
        By period and name; what is not there has no limit.
    """

    def __init__(self, policy: str, limits: Mapping[Period, Mapping[LimitName, float]]) -> None:
        self.policy = policy
        self.limits = limits

    def standing(self) -> tuple[str, dict[Period, dict[LimitName, Left]]]:
        """Return the day, and what is left of each limit.

        Raises
        ------
        ConfigError
            The file in which days are kept cannot be used.
        """
        return _clerk().submit(self._standing).result()

    # On the clerk's thread.

    def book(self, one: Amounts, n: int, *, fewer: bool, unspent: Collection[LimitName] = ()) -> Booked:
        """Book `n` times these amounts, or with `fewer` as many times as fit; nothing unless of `unspent` some is left.

        Returns
        -------
        tuple of str, int and Lack or None
            The day, how many times, and the limit that allows no more.
        """
        with self._accounts() as (day, spent):
            fit, lack = n, None
            for period in PERIODS:
                for name, limit in self.limits[period].items():
                    need, unit = one.get(name, 0), _UNITS[name]
                    room = round(limit * unit) - spent[period][name]
                    most = max(0, room // need) if need else n if name not in unspent or room > 0 else 0
                    if most < fit:
                        fit, lack = most, Lack(period, name, Left(limit, spent[period][name] / unit), need / unit)
            if lack is not None and not fewer:
                fit = 0
            for account in spent.values():
                account.update({name: fit * amount for name, amount in one.items()})
            return day, fit, lack

    def give_back(self, day: str, amounts: Amounts) -> None:
        """Take amounts off what was booked on a day; those of an earlier day no longer matter."""
        with self._accounts() as (today, spent):
            for period in PERIODS if day == today else ("session",):
                spent[period].subtract(amounts)

    def _standing(self) -> tuple[str, dict[Period, dict[LimitName, Left]]]:
        with self._accounts() as (day, spent):
            return day, {
                period: {
                    name: Left(self.limits[period][name], spent[period][name] / _UNITS[name])
                    for name in LIMIT_NAMES
                    if name in self.limits[period]
                }
                for period in PERIODS
            }

    @contextlib.contextmanager
    def _accounts(self) -> Iterator[tuple[str, dict[Period, Counter[LimitName]]]]:
        """Yield the day, and what is spent: what the caller makes of it is kept, and no other process comes between."""
        of_session = _of_session.setdefault(self.policy, Counter())
        today = dt.date.today().isoformat()  # noqa: DTZ011 - the local day is meant
        if not self.limits["day"]:
            yield today, {"session": of_session, "day": Counter()}
            return
        path = default_folder().absolute() / "spending" / "days.db"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.parent.chmod(0o700)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            with contextlib.closing(sqlite3.connect(path, timeout=LOCKED_SECONDS, isolation_level=None)) as days:
                days.execute("PRAGMA synchronous = OFF")  # a killed process loses nothing; only a power cut might
                days.execute("BEGIN IMMEDIATE")
                days.execute(
                    "CREATE TABLE IF NOT EXISTS spent (policy TEXT, day TEXT, calls INTEGER, tokens INTEGER, "
                    "cost INTEGER, seconds INTEGER, PRIMARY KEY (policy, day))"
                )
                [latest] = days.execute("SELECT max(day) FROM spent WHERE policy = ?", [self.policy]).fetchone()
                day = max(today, latest or today)
                row = days.execute(
                    "SELECT calls, tokens, cost, seconds FROM spent WHERE policy = ? AND day = ?", [self.policy, day]
                ).fetchone()
                of_day = Counter(dict(zip(LIMIT_NAMES, row or (0, 0, 0, 0), strict=True)))
                yield day, {"session": of_session, "day": of_day}
                days.execute("DELETE FROM spent WHERE policy = ?", [self.policy])
                days.execute(
                    "INSERT INTO spent VALUES (?, ?, ?, ?, ?, ?)",
                    [self.policy, day, *(of_day[name] for name in LIMIT_NAMES)],
                )
                days.execute("COMMIT")
        except (OSError, sqlite3.Error) as error:
            raise ConfigError(
                f"what was spent today cannot be kept in {path} ({error}), so no limit of a day can: see that the file "
                "can be written, or delete it if it is damaged"
            ) from None


@dataclass(slots=True)
class Booking:
    """What is booked for `n` samples of a request, until each is settled or dropped."""

    allowance: Allowance
    day: str
    n: int
    one: Amounts

    def settle(self, usage: Usage) -> None:
        """Give back what one sample did not take."""
        taken: dict[LimitName, float] = {"calls": usage.calls, "tokens": usage.tokens, "cost": usage.cost or 0.0}
        rest = {name: most - _units(name, taken[name]) for name, most in self.one.items()}
        self.allowance.settled(self.day, rest)

    def drop(self) -> None:
        """Let one sample count at its most: nobody will know what it took."""
        self.allowance.settled(self.day, {})


class Allowance:
    """What one run may take of what is shared. All but `shared` is for the event loop's thread.

    Parameters
    ----------
    shared
        The limits.
    file
        The policy's name, for people.
    limits_cost
        Whether the policy limits the cost at all, so that a model of unknown price is an error.

    Attributes
    ----------
    refused
        Why a request was not let out, or why there is no more time; None as long as nothing was refused.
    """

    def __init__(self, shared: Shared, file: str, *, limits_cost: bool) -> None:
        self.shared = shared
        self.refused: str | None = None
        self._file = file
        self._limits_cost = limits_cost
        self._in_flight = 0
        self._leasing = False
        self._turn = asyncio.Lock()
        self._settled = asyncio.Event()

    async def book(
        self, n: int, *, model: str, prompt_tokens: int, max_tokens: int, price: tuple[float, float] | None
    ) -> Booking | LimitName:
        """Book what `n` samples may take at most; fewer, where that is all that fits.

        While requests of the run are on their way, it waits for what they give back.

        Returns
        -------
        Booking or str
            The name of the limit that lets not even one sample out.

        Raises
        ------
        ConfigError
            The cost is limited, and the model's price unknown; or what is spent cannot be kept.
        """
        if price is None and self._limits_cost:
            raise ConfigError(
                f"{self._file} limits the cost, and the price of {model} is unknown: give it with --price IN,OUT "
                "(USD per million tokens)"
            )
        cost = 0.0 if price is None else prompt_tokens * price[0] + max_tokens * price[1]
        one: Amounts = {"calls": 1, "tokens": prompt_tokens + max_tokens, "cost": _units("cost", cost)}
        unspent = () if self._leasing else _TIME
        async with self._turn:
            while True:
                self._settled.clear()
                alone = not self._in_flight
                day, fit, lack = await self._ask(one, n, fewer=alone, unspent=unspent)
                if fit:
                    self._in_flight += fit
                    return Booking(self, day, fit, one)
                if alone and lack is not None:
                    self.refused = _refusal(self._file, lack)
                    return lack.name
                await self._settled.wait()

    async def lease(self) -> None:
        """Take time as it passes, and return when none is left. Cancelling it gives back what has not passed.

        Raises
        ------
        ConfigError
            What is spent cannot be kept.
        """
        if not any("seconds" in self.shared.limits[period] for period in PERIODS):
            await asyncio.Event().wait()
        unit = _UNITS["seconds"]
        self._leasing = True
        day, taken, until, lack = "", 1, 0.0, None
        try:
            while taken:
                day, taken, lack = await self._ask({"seconds": 1}, _units("seconds", LEASE_SECONDS), fewer=True)
                until = time.monotonic() + taken / unit
                await asyncio.sleep(taken / unit)
        except asyncio.CancelledError:
            left = int((until - time.monotonic()) * unit)
            if left > 0:
                self._give_back(day, {"seconds": left})
            raise
        finally:
            self._leasing = False
        if lack is not None:
            self.refused = _refusal(self._file, lack)

    def settled(self, day: str, rest: Amounts) -> None:
        """Take back what a sample did not take, now that it is over."""
        self._give_back(day, rest)
        self._in_flight -= 1
        self._settled.set()

    async def close(self) -> None:
        """Wait until what was given back has been."""
        await asyncio.wrap_future(_clerk().submit(lambda: None))

    async def _ask(self, one: Amounts, n: int, *, fewer: bool, unspent: Collection[LimitName] = ()) -> Booked:
        booking = _clerk().submit(self.shared.book, one, n, fewer=fewer, unspent=unspent)
        try:
            return await asyncio.wrap_future(booking)
        except asyncio.CancelledError:
            _later(self._undo, booking, one)
            raise

    def _undo(self, booking: Future[Booked], one: Amounts) -> None:
        """Give back what was booked for a run that had just been cut off; on the clerk's thread."""
        if not booking.cancelled() and booking.exception() is None:
            day, fit, _ = booking.result()
            self.shared.give_back(day, {name: fit * amount for name, amount in one.items()})

    def _give_back(self, day: str, amounts: Amounts) -> None:
        if any(amounts.values()):
            _later(self.shared.give_back, day, amounts)


def _units(name: LimitName, amount: float) -> int:
    """Return an amount in whole units, rounded up."""
    return math.ceil(round(amount * _UNITS[name], 6))


def _refusal(file: str, lack: Lack) -> str:
    left = lack.left.left
    needs = ""
    if lack.need > left > 0:
        needs = f", and a request may take {_shown(lack.name, lack.need)} (--max-tokens makes it shorter)"
    return f"{file} allows {_shown(lack.name, lack.left.limit)} a {lack.period}: {_shown(lack.name, left)} left{needs}"


def _shown(name: LimitName, amount: float) -> str:
    """Return an amount with its unit, for people."""
    return f"{round(amount, 6):g} USD" if name == "cost" else f"{round(amount, 3):,.10g} {name}"
