"""Wait for several things at once, and leave nothing running behind."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


async def together(*work: Awaitable[T]) -> list[T]:
    """Return what all of them return, in order.

    Unlike `asyncio.gather`, it raises only when all have ended: where one sample no longer fits into the limits, those
    that are on their way are still waited for. The first exception is raised.
    """
    outcomes = await asyncio.gather(*work, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
    return [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
