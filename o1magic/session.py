"""What counts for all runs of a session, those of cells and those from Python alike: where they are recorded."""

from __future__ import annotations

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
