"""What counts for all runs of a session, in cells and from Python: where they are recorded, and which cell asks."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class Place:
    """Where runs that name no recording themselves are recorded or replayed from.

    Attributes
    ----------
    record, replay
        The file; None for none.
    pace
        How fast a replay is played.
    """

    record: str | None = None
    replay: str | None = None
    pace: float = 0.0


place = Place()
"""The one of this process; the magics set it."""


@dataclass(eq=False, slots=True)
class Execution:
    """One execution of a cell, what it leaves running in the background included.

    Attributes
    ----------
    superseded
        Whether the cell has been executed again, so that the notebook no longer asks what was asked here.
    """

    superseded: bool = False


execution: ContextVar[Execution | None] = ContextVar("execution", default=None)
"""Which one asks; None where no cell is known. Runs take it with them to the thread in which they go on."""
