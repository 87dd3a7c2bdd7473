"""Wait for several things at once, and leave nothing running behind."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def together(*work: Awaitable[T]) -> list[T]:
    """Return what all of them return, in order.

    Unlike `asyncio.gather`, it raises only when all have ended: where one sample no longer fits into the limits, those
    that are on their way are still waited for. The first exception is raised.
    """
    if len(work) == 1:
        return [await work[0]]
    outcomes = await asyncio.gather(*work, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
    return [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]


async def at_once(*work: Coroutine[Any, Any, None]) -> None:
    """Do all of it; where one fails, the others are cancelled. What is alone needs no task of its own."""
    if len(work) == 1:
        await work[0]
        return
    async with asyncio.TaskGroup() as group:
        for each in work:
            group.create_task(each)
